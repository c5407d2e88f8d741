"""SM2 on both back-ends: the standard's examples, others' answers, and what must be refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai_trust.errors import CiphertextRefused, DerRefused, KeyRefused
from lucai_trust.gm import (
    Backend,
    PrivateKey,
    PublicKey,
    der,
    signed_digest,
    sm2_pure,
)
from lucai_trust.gm.curve import (
    GX,
    GY,
    Ciphertext,
    N,
    P,
    encode_point,
    encode_signature,
    parse_point,
    parse_signature,
)
from lucai_trust.gm.sm2_libcrypto import LibcryptoBackend
from lucai_trust.gm.sm2_pure import PureBackend

# GB/T 32918.5 annex A and C: the recommended curve's example key, signature and ciphertext.
EXAMPLE_KEY = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
EXAMPLE_POINT = (
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
EXAMPLE_NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
EXAMPLE_R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
EXAMPLE_S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
EXAMPLE_C1 = (
    0x04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73,
    0xE858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0,
)
EXAMPLE_C2 = "21886ca989ca9c7d58087307ca93092d651efa"
EXAMPLE_C3 = "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"

# Tongsuo's and OpenSSL's known answers for one key.
KNOWN_PKCS8 = (
    "MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQg0JFWczAXva2An9m7"
    "2MaT9gIwWTFptvlKrxyO4TjMmbWhRANCAAQ5OirZ4n5DrKqrhaGdO4VZHhRAYVcX"
    "Wt3Te/d/8Mr57Tf886i09VwDhSMmH8pmNq/mp6+ioUgqYG9cs6GLLioe"
)
KNOWN_SIGNATURES = [
    (
        "d7ad397f6ffa5d4f7f11e7217f241607dc30618c236d2c09c1b9ea8fdadee2e8",
        (
            "3046022100ab1db64de7c40edbde6651c9b8ebdb804673db836e5d5c7fe15dcf9ed2725037022100eba714451f"
            "f69b0bb930b379e192e7cd5fa6e3c41c7fbd8303b799ab54a54621"
        ),
    ),
    (
        "b1139602c6ecc9e15e2f3f9c635a1afe737058bc15387479c1ea0d0b3d90e9e5",
        (
            "3045022100e6e0414ebd3a656c35602af14ab20287dbf30d57af75c49a188ed4b42391f22402202f54f277c606"
            "f4605e1ce9514947ffddf94c67a539804a4ed17f852288bdbe2e"
        ),
    ),
]
KNOWN_CIPHERTEXTS = [
    (
        (
            "30818a0220466be2ef5c11782ec77864a0055417f407a5afc11d653c6bce69e417bb1d05b6022062b572e21ff0"
            "ddf5c726bd3f9ff2eae56e6294713a607e9b9525628965f62cc804203c1b5713b5db2728eb7bf775e44f4689fc"
            "32668bdc564f52ea45b09e8df2a5f40422084a9d0cc2997092b7d3c404fce95956eb604d732b2307a8e5b8900e"
            "d6608ca5b197"
        ),
        b"The floofy bunnies hop at midnight",
    ),
    # A coordinate shorter than 32 bytes.
    (
        (
            "3072022070dad60cda7c30d64cf4f278a849003581223f5324bfec9bb329229bffad21a6021f18afab2b35459d"
            "2643243b242be4ea80c6fa5071d2d847340cc57eb9309e5d04200b772e4db664b2601e3b85e39c4aa8c2c19103"
            "08be13b331e009c5a9258c29fd040b6d588be9260a94da18e0e6"
        ),
        b"Hello World",
    ),
    # Coordinates with a sign byte, and a text longer than three blocks of the mask.
    (
        (
            "3081dd022100cd49634bbcb21cafffa6d33669a5a867231cb2a942a14352ef4caf6dc3344d54022100c35b41d4"
            "debb3a2735efee821b9eba566bd86900176a0c06672e30ee5cc04e930420c4190a3d80d86c4bd20e99f7e4b59b"
            "f6427c6808793533eea9591d1188ec56b50473747295470e81d951bed279ac1b86a1afe388cd2833fa9632799e"
            "c199c7d364e5663d5a94888bb2358cfcbf6283184de0cbc41ccea91d24746e99d231a1da77afd83cdf908190ed"
            "628b7369724494568a27c782a1d1d7294bcad80c34569ed22859896301128a8118f48924d8ccd43e998d9533"
        ),
        (
            b"Some longer plaintext for testing SM2 decryption. Blah blah blah blah blah blah blah blah "
            b"blah blah blah blah blah."
        ),
    ),
]

KEY = PrivateKey(bytes.fromhex(EXAMPLE_KEY))
MESSAGE = b"message digest"


def known_key() -> PrivateKey:
    return PrivateKey.from_pkcs8(base64.b64decode(KNOWN_PKCS8))


def test_the_example_of_the_standard_is_signed_to_the_last_bit() -> None:
    signed = signed_digest(KEY.public_key, MESSAGE)
    assert KEY.public_key.point.hex() == EXAMPLE_POINT
    assert signed.hex() == "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"
    made = sm2_pure.sign_with_nonce(int(EXAMPLE_KEY, 16), signed, EXAMPLE_NONCE)
    assert made == (EXAMPLE_R, EXAMPLE_S)


def test_the_example_of_the_standard_is_encrypted_to_the_last_bit() -> None:
    made = sm2_pure.encrypt_with_nonce(
        parse_point(KEY.public_key.point), b"encryption standard", EXAMPLE_NONCE
    )
    assert made == Ciphertext(EXAMPLE_C1, bytes.fromhex(EXAMPLE_C3), bytes.fromhex(EXAMPLE_C2))


def test_the_examples_of_the_standard_are_accepted(each_backend: Backend) -> None:
    assert KEY.public_key.point.hex() == EXAMPLE_POINT
    assert KEY.public_key.verify(MESSAGE, encode_signature(EXAMPLE_R, EXAMPLE_S))
    ciphertext = Ciphertext(EXAMPLE_C1, bytes.fromhex(EXAMPLE_C3), bytes.fromhex(EXAMPLE_C2))
    assert KEY.decrypt(ciphertext.encode()) == b"encryption standard"


@pytest.mark.parametrize(("signed", "signature"), KNOWN_SIGNATURES)
def test_signatures_of_other_implementations_are_accepted(
    each_backend: Backend, signed: str, signature: str
) -> None:
    point = known_key().public_key.point
    assert each_backend.verify_digest(point, bytes.fromhex(signed), bytes.fromhex(signature))
    assert not each_backend.verify_digest(point, bytes(32), bytes.fromhex(signature))


@pytest.mark.parametrize(("ciphertext", "plaintext"), KNOWN_CIPHERTEXTS)
def test_ciphertexts_of_other_implementations_are_opened(
    each_backend: Backend, ciphertext: str, plaintext: bytes
) -> None:
    assert known_key().decrypt(bytes.fromhex(ciphertext)) == plaintext


@given(message=st.binary(max_size=300), ident=st.binary(max_size=40))
def test_each_back_end_accepts_what_the_other_signed(message: bytes, ident: bytes) -> None:
    signed = signed_digest(KEY.public_key, message, ident)
    for signer, judge in ((PureBackend(), LibcryptoBackend()), (LibcryptoBackend(), PureBackend())):
        signature = signer.sign_digest(KEY.secret, signed)
        assert judge.verify_digest(KEY.public_key.point, signed, signature)
        other = signed_digest(KEY.public_key, message + b"!", ident)
        assert not judge.verify_digest(KEY.public_key.point, other, signature)


@given(plaintext=st.binary(min_size=1, max_size=200))
def test_each_back_end_opens_what_the_other_sealed(plaintext: bytes) -> None:
    for sealer, opener in (
        (PureBackend(), LibcryptoBackend()),
        (LibcryptoBackend(), PureBackend()),
    ):
        assert (
            opener.decrypt(KEY.secret, sealer.encrypt(KEY.public_key.point, plaintext)) == plaintext
        )


def test_a_fresh_key_signs_and_opens(each_backend: Backend) -> None:
    key = PrivateKey.generate()
    assert key != PrivateKey.generate()
    assert key.public_key.verify(b"", key.sign(b""))
    assert key.decrypt(key.public_key.encrypt(b"x")) == b"x"


def test_another_message_id_or_key_is_refused(each_backend: Backend) -> None:
    signature = KEY.sign(MESSAGE)
    assert KEY.public_key.verify(MESSAGE, signature)
    assert not KEY.public_key.verify(MESSAGE + b"!", signature)
    assert not KEY.public_key.verify(MESSAGE, signature, b"another id")
    assert not known_key().public_key.verify(MESSAGE, signature)


def _integers(r: bytes, s: bytes) -> bytes:
    return der.sequence(der.encode(der.INTEGER, r), der.encode(der.INTEGER, s))


R, S = EXAMPLE_R.to_bytes(33, "big"), EXAMPLE_S.to_bytes(33, "big")
GOOD = encode_signature(EXAMPLE_R, EXAMPLE_S)
BAD_SIGNATURES = {
    "r is zero": encode_signature(0, EXAMPLE_S),
    "s is zero": encode_signature(EXAMPLE_R, 0),
    "r is n": encode_signature(N, EXAMPLE_S),
    "s is n": encode_signature(EXAMPLE_R, N),
    "r plus n": encode_signature(EXAMPLE_R + N, EXAMPLE_S),
    "s plus n": encode_signature(EXAMPLE_R, EXAMPLE_S + N),
    "r + s is n": encode_signature(EXAMPLE_R, N - EXAMPLE_R),
    "s·G + t·P at infinity": encode_signature(1 + int(EXAMPLE_KEY, 16), N - int(EXAMPLE_KEY, 16)),
    "r is negative": _integers(R[1:], S),
    "s is negative": _integers(R, S[1:]),
    "r with a zero too many": _integers(b"\0" + R, S),
    "s with a zero too many": _integers(R, b"\0" + S),
    "r without bytes": _integers(b"", S),
    "trailing byte": GOOD + b"\0",
    "trailing byte inside": der.encode(der.SEQUENCE, GOOD[2:] + b"\0"),
    "a third integer": der.encode(der.SEQUENCE, GOOD[2:] + der.integer(1)),
    "long length": b"\x30\x81" + GOOD[1:],
    "indefinite length": b"\x30\x80" + GOOD[2:] + b"\0\0",
    "a set": b"\x31" + GOOD[1:],
    "octets for r": der.sequence(der.encode(der.OCTET_STRING, R), der.encode(der.INTEGER, S)),
    "cut": GOOD[:-1],
    "empty": b"",
    "r and s without DER": R[1:] + S[1:],
    "r and s exchanged": encode_signature(EXAMPLE_S, EXAMPLE_R),
    "empty sequence": b"\x30\0",
}


@pytest.mark.parametrize("signature", BAD_SIGNATURES.values(), ids=BAD_SIGNATURES.keys())
def test_a_signature_that_is_not_the_one_encoding_is_refused(
    each_backend: Backend, signature: bytes
) -> None:
    assert KEY.public_key.verify(MESSAGE, GOOD)
    assert not KEY.public_key.verify(MESSAGE, signature)


def test_reading_a_signature_says_what_is_wrong() -> None:
    assert parse_signature(GOOD) == (EXAMPLE_R, EXAMPLE_S)
    with pytest.raises(DerRefused, match="between 1 and n"):
        parse_signature(BAD_SIGNATURES["r is n"])


def _ciphertext(*, x: int = EXAMPLE_C1[0], y: int = EXAMPLE_C1[1], c3: str = EXAMPLE_C3) -> bytes:
    return Ciphertext((x, y), bytes.fromhex(c3), bytes.fromhex(EXAMPLE_C2)).encode()


BAD_CIPHERTEXTS = {
    "point off the curve": _ciphertext(y=EXAMPLE_C1[1] + 1),
    "x not reduced": _ciphertext(x=EXAMPLE_C1[0] + P),
    "y as large as 2^256": _ciphertext(y=2**256),
    "check of 31 bytes": _ciphertext(c3=EXAMPLE_C3[2:]),
    "another check": _ciphertext(c3="00" * 32),
    "another point": _ciphertext(x=GX, y=GY),
    "trailing byte": _ciphertext() + b"\0",
    "trailing byte inside": der.encode(der.SEQUENCE, _ciphertext()[2:] + b"\0"),
    "cut": _ciphertext()[:-1],
    "raw C1C3C2": b"\x04" + bytes(96),
    "nothing encrypted": Ciphertext(EXAMPLE_C1, bytes(32), b"").encode(),
    "empty": b"",
}


@pytest.mark.parametrize("ciphertext", BAD_CIPHERTEXTS.values(), ids=BAD_CIPHERTEXTS.keys())
def test_a_ciphertext_that_is_altered_or_malformed_is_refused(
    each_backend: Backend, ciphertext: bytes
) -> None:
    assert KEY.decrypt(_ciphertext()) == b"encryption standard"
    with pytest.raises(CiphertextRefused):
        KEY.decrypt(ciphertext)


def test_every_flipped_bit_of_a_ciphertext_is_noticed() -> None:
    whole = _ciphertext()
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 1
        with pytest.raises(CiphertextRefused):
            KEY.decrypt(bytes(broken))


def test_nothing_cannot_be_encrypted() -> None:
    with pytest.raises(CiphertextRefused, match="nothing"):
        KEY.public_key.encrypt(b"")


BAD_POINTS = {
    "off the curve": encode_point(GX, GY + 1),
    "x not reduced": encode_point(GX, GY)[:1] + b"\xff" * 32 + GY.to_bytes(32, "big"),
    "compressed": b"\x02" + GX.to_bytes(32, "big"),
    "hybrid": b"\x06" + encode_point(GX, GY)[1:],
    "at infinity": b"\0",
    "empty": b"",
    "a byte too long": encode_point(GX, GY) + b"\0",
    "of P-256": bytes.fromhex(
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    ),
}


@pytest.mark.parametrize("point", BAD_POINTS.values(), ids=BAD_POINTS.keys())
def test_a_point_that_is_not_on_the_curve_is_no_key(each_backend: Backend, point: bytes) -> None:
    with pytest.raises(KeyRefused):
        PublicKey(point)
    assert not each_backend.verify_digest(point, bytes(32), GOOD)
    with pytest.raises(KeyRefused):
        each_backend.encrypt(point, b"x")


@pytest.mark.parametrize(
    "secret", [bytes(32), (N - 1).to_bytes(32, "big"), N.to_bytes(32, "big"), b"\1"]
)
def test_a_number_out_of_range_is_no_private_key(each_backend: Backend, secret: bytes) -> None:
    with pytest.raises(KeyRefused, match="from 1 to"):
        PrivateKey(secret)
    with pytest.raises(KeyRefused):
        each_backend.sign_digest(secret, bytes(32))


def test_a_private_key_never_shows_itself() -> None:
    assert EXAMPLE_KEY not in repr(KEY)
    assert "3945" not in str(KEY)


def test_keys_travel_in_the_standard_containers() -> None:
    assert PrivateKey.from_pkcs8(KEY.to_pkcs8()) == KEY
    assert PublicKey.from_spki(KEY.public_key.to_spki()) == KEY.public_key
    assert known_key().public_key.point.hex().startswith("04393a2ad9e27e43")


def test_a_container_of_another_kind_is_refused() -> None:
    other_curve = KEY.to_pkcs8().replace(
        bytes.fromhex("06082a811ccf5501822d"), bytes.fromhex("06082a8648ce3d030107")
    )
    with pytest.raises(KeyRefused, match="SM2 curve"):
        PrivateKey.from_pkcs8(other_curve)
    with pytest.raises(KeyRefused, match="PKCS#8"):
        PrivateKey.from_pkcs8(b"\x30\0")
    spki = KEY.public_key.to_spki()
    with pytest.raises(KeyRefused, match="SM2 curve"):
        PublicKey.from_spki(
            spki.replace(
                bytes.fromhex("06082a811ccf5501822d"), bytes.fromhex("06082a8648ce3d030107")
            )
        )
    with pytest.raises(KeyRefused, match="SubjectPublicKeyInfo"):
        PublicKey.from_spki(spki + b"\0")


def test_an_id_longer_than_its_length_field_is_refused() -> None:
    assert KEY.public_key.verify(b"x", KEY.sign(b"x", bytes(8191)), bytes(8191))
    with pytest.raises(KeyRefused, match="8191"):
        signed_digest(KEY.public_key, b"x", bytes(8192))
