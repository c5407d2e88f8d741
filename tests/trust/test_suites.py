"""The suites: the standards' answers, and refusal of whatever is altered or meant for others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai_trust import suites
from lucai_trust.errors import CiphertextRefused, EnvelopeRefused, KeyRefused
from lucai_trust.suites import GM1, INTL1, Suite, suite_named

BOTH = pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)


def test_sm4_gcm_gives_the_answer_of_rfc_8998() -> None:
    # RFC 8998 A.1 has associated data, which this protocol never has, so its tag is another.
    key, nonce = (
        bytes.fromhex("0123456789abcdeffedcba9876543210"),
        bytes.fromhex("00001234567800000000abcd"),
    )
    plaintext = b"".join(bytes([byte]) * 8 for byte in bytes.fromhex("aabbccddeeffeeaa"))
    assert GM1.encrypt(key, nonce, plaintext)[:-16].hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )


def test_hmac_sm3_gives_the_answer_of_gm_t_0042() -> None:
    message = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq" * 2
    key = bytes(range(1, 33))
    assert GM1.hmac(key, message).hex() == (
        "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a"
    )


def test_hkdf_expand_gives_the_answer_of_rfc_5869() -> None:
    key = bytes.fromhex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
    made = INTL1.expand(key, bytes.fromhex("f0f1f2f3f4f5f6f7f8f9"), 42)
    assert made.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


@BOTH
@given(plaintext=st.binary(max_size=200))
def test_what_is_encrypted_is_decrypted_and_nothing_else(suite: Suite, plaintext: bytes) -> None:
    key, nonce = bytes(suite.key_size), bytes(12)
    sealed = suite.encrypt(key, nonce, plaintext)
    assert len(sealed) == len(plaintext) + suites.TAG_SIZE
    assert suite.decrypt(key, nonce, memoryview(sealed)) == plaintext
    flipped = bytes([sealed[0] ^ 1]) + sealed[1:]
    for wrong in (flipped, sealed[:-1], sealed + b"\0", b"", sealed[:15]):
        with pytest.raises(CiphertextRefused):
            suite.decrypt(key, nonce, wrong)
    with pytest.raises(CiphertextRefused):
        suite.decrypt(key, b"\1" * 12, sealed)


@BOTH
def test_a_wrap_opens_for_its_key_in_its_context_only(suite: Suite) -> None:
    opener = suite.opener()
    wrap = suite.wrap(opener.public, b"s" * 64, b"this place")
    suite.check_opener(opener.public)
    assert opener.unwrap(wrap, b"this place") == b"s" * 64
    with pytest.raises(CiphertextRefused):
        opener.unwrap(wrap, b"another place")
    with pytest.raises(CiphertextRefused):
        suite.opener().unwrap(wrap, b"this place")
    with pytest.raises(CiphertextRefused):
        opener.unwrap(wrap[:-1], b"this place")
    with pytest.raises(CiphertextRefused):
        opener.unwrap(b"", b"this place")


@BOTH
def test_a_signature_holds_for_its_message_and_key_only(suite: Suite) -> None:
    signer = suite.signer()
    signature = signer.sign(b"message")
    suite.check_signer(signer.public)
    assert suite.verifies(signer.public, b"message", signature)
    assert not suite.verifies(signer.public, b"massage", signature)
    assert not suite.verifies(suite.signer().public, b"message", signature)
    assert not suite.verifies(signer.public, b"message", b"")


@BOTH
def test_private_keys_are_kept_as_bytes_and_never_shown(suite: Suite) -> None:
    secret = bytes(range(1, 33))
    assert suite.opener(secret).public == suite.opener(secret).public
    assert suite.signer(secret).public == suite.signer(secret).public
    for key in (suite.opener(secret), suite.signer(secret)):
        assert secret.hex() not in repr(key)
        assert "01, 02" not in repr(key)
    for make in (suite.opener, suite.signer):
        with pytest.raises(KeyRefused):
            make(b"short")


@BOTH
def test_bytes_that_are_no_key_are_refused(suite: Suite) -> None:
    for check in (suite.check_opener, suite.check_signer):
        with pytest.raises(KeyRefused):
            check(b"short")
    with pytest.raises(KeyRefused):
        suite.wrap(b"short", b"s", b"")
    with pytest.raises(KeyRefused):
        suite.verifies(b"short", b"m", b"s")


def test_suites_are_found_by_name() -> None:
    assert suite_named("GM1") is GM1
    assert suite_named("INTL1") is INTL1
    with pytest.raises(EnvelopeRefused, match="PQ9"):
        suite_named("PQ9")


@BOTH
def test_a_hasher_takes_its_content_in_pieces(suite: Suite) -> None:
    hasher = suite.hasher()
    hasher.update(b"ab")
    hasher.update(b"c")
    assert hasher.finalize() == suite.digest(b"abc")
