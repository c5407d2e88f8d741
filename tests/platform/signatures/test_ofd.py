"""Seals in OFD files: good ones, and every part that may be changed, lost or smuggled in."""

from __future__ import annotations

import pytest

from lucai.platform.signatures.judging import Finding, State
from lucai.platform.signatures.judging.files import BROKEN, judge
from lucai.platform.signatures.sealing import FOR_FILES, own_seal
from tests.makers.ofd import LIST, SIGNS, packed, sealed_parts
from tests.makers.signing import AT, trust

PAGE = "Doc_0/Pages/Page_0/Content.xml"


def own() -> dict[str, bytes]:
    return sealed_parts(own_seal("示例采购代理有限公司", FOR_FILES), at=AT)


def only(parts: dict[str, bytes]) -> Finding:
    [finding] = judge(packed(parts), trust(AT)).findings
    return finding


def bad(finding: Finding) -> set[str]:
    return {check.label for check in finding.checks if check.holds is False}


def test_a_sealed_file_is_good_and_says_whose_seal_it_is() -> None:
    judged = judge(packed(own()), trust(AT))
    assert (judged.form, judged.state) == ("OFD", State.GOOD)
    assert judged.findings[0].signer == "示例采购代理有限公司"


def test_a_changed_page_shows() -> None:
    parts = own()
    parts[PAGE] += b" "
    assert bad(only(parts)) == {"部件摘要"}


def test_a_lost_page_shows() -> None:
    parts = own()
    del parts[PAGE]
    assert bad(only(parts)) == {"部件摘要"}


def test_a_page_put_in_afterwards_shows() -> None:
    assert bad(only({**own(), "Doc_0/Pages/Page_1/Content.xml": b"<x/>"})) == {"覆盖范围"}


def test_a_changed_list_of_digests_shows() -> None:
    parts = own()
    parts[f"{SIGNS}/Sign_0/Signature.xml"] += b"\n"
    assert bad(only(parts)) == {"文件内容"}


def test_a_seal_without_its_value_is_bad() -> None:
    parts = own()
    del parts[f"{SIGNS}/Sign_0/SignedValue.dat"]
    assert "印章结构" in bad(only(parts))


def test_a_weak_digest_is_refused() -> None:
    parts = own()
    place = f"{SIGNS}/Sign_0/Signature.xml"
    parts[place] = parts[place].replace(b"1.2.156.10197.1.401", b"MD5")
    assert "部件摘要" in bad(only(parts))


def test_the_first_of_two_seals_tells_that_another_followed() -> None:
    two = [own_seal(name, FOR_FILES) for name in ("示例甲公司", "示例乙公司")]
    first, second = judge(packed(sealed_parts(*two, at=AT)), trust(AT)).findings
    assert (first.state, second.state) == (State.UNKNOWN, State.GOOD)
    assert "又加盖了其他印章" in first.verdict


def test_a_file_without_seals_has_none() -> None:
    parts = {**own(), LIST: b"<Signatures/>"}
    assert judge(packed(parts), trust(AT)).state is None


@pytest.mark.parametrize(
    "evil",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"not xml",
        b'<ofd:Signature xmlns:ofd="x"/>',
    ],
)
def test_what_cannot_be_read_is_refused(evil: bytes) -> None:
    parts = {**own(), f"{SIGNS}/Sign_0/Signature.xml": evil}
    assert judge(packed(parts), trust(AT)).refused == BROKEN
