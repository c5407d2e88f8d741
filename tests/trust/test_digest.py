"""Digests against the printed vectors of FIPS 180 and GB/T 32905."""

import hashlib

import pytest

from lucai_trust import (
    Algorithm,
    Digests,
    EncodingRefused,
    digest,
    digests_of,
    fields,
    tagged_digest,
)

SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
SM3_ABCD_16 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
SHA256_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_both_digests_match_their_standards() -> None:
    assert digest(b"abc").hex() == SHA256_ABC
    assert digest(b"abc", algorithm=Algorithm.SM3).hex() == SM3_ABC
    assert digest(b"abcd" * 16, algorithm=Algorithm.SM3).hex() == SM3_ABCD_16


def test_a_stream_has_the_digests_of_its_whole() -> None:
    digests = Digests()
    for chunk in (b"ab", b"", b"c"):
        digests.update(chunk)
    assert digests.result() == digests_of(b"abc") == digests_of(iter([b"a", b"bc"]))
    assert (digests.result().sha256, digests.result().sm3, digests.result().size) == (
        SHA256_ABC,
        SM3_ABC,
        3,
    )


def test_a_stream_may_go_on_after_its_digests_were_read() -> None:
    digests = Digests()
    digests.update(b"ab")
    early = digests.result()
    digests.update(b"c")
    assert early == digests_of(b"ab")
    assert digests.result().sm3 == SM3_ABC


def test_a_domain_separates_equal_contents() -> None:
    assert tagged_digest("lucai-a/1", b"x") == hashlib.sha256(b"lucai-a/1\0x").digest()
    assert tagged_digest("lucai-a/1", b"x") != tagged_digest("lucai-b/1", b"x")
    assert tagged_digest("a", b"x", algorithm=Algorithm.SM3) == digest(
        b"a\0x", algorithm=Algorithm.SM3
    )


@pytest.mark.parametrize("domain", ["", "a\0b", "域", "a\n"])
def test_a_domain_that_could_be_confused_is_refused(domain: str) -> None:
    with pytest.raises(EncodingRefused, match="domain"):
        tagged_digest(domain, b"x")


def test_no_two_lists_of_fields_join_alike() -> None:
    assert fields(b"ab", b"") == b"\0\0\0\2ab\0\0\0\0"
    assert len({fields(b"ab", b"c"), fields(b"a", b"bc"), fields(b"abc"), fields(b"abc", b"")}) == 4
