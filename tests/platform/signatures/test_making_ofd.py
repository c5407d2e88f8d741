"""Papers as OFD of our own making: sealed, judged good, and bad once a byte of a page is another."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

import pytest
from lxml import etree

from lucai.platform.signatures.judging import State
from lucai.platform.signatures.judging.files import judge
from lucai.platform.signatures.ofd import sealed_ofd
from lucai.platform.signatures.picture import draw
from lucai.platform.signatures.sealing import FOR_FILES, own_seal
from tests.makers.ofd import packed
from tests.makers.signing import AT, trust, unsigned

OWNERS = ("示例采购代理有限公司", "示例采购单位")


@lru_cache
def made(count: int, *, lines: bool = False) -> dict[str, bytes]:
    owns = [own_seal(name, FOR_FILES) for name in OWNERS[:count]]
    paper = unsigned() if lines else draw("示例", "一页").pdf
    file = sealed_ofd(paper, title="示例 <文件>", author=OWNERS[0], owns=owns, at=AT)
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("count", [1, 2])
def test_every_seal_covers_the_whole_file_and_is_good(count: int) -> None:
    judged = judge(packed(made(count)), trust(AT))
    assert (judged.form, judged.state) == ("OFD", State.GOOD)
    assert [finding.signer for finding in judged.findings] == list(OWNERS[:count])


@pytest.mark.parametrize("name", sorted(made(1, lines=True)))
def test_a_flipped_byte_in_any_part_is_seen(name: str) -> None:
    parts = dict(made(1, lines=True))
    content = bytearray(parts[name])
    content[len(content) // 2] ^= 1
    parts[name] = bytes(content)
    assert judge(packed(parts), trust(AT)).state is not State.GOOD


def test_a_page_with_more_than_text_and_lines_is_a_picture_in_its_size() -> None:
    parts = made(1)
    root = etree.fromstring(parts["OFD.xml"])
    assert root.findtext(".//{*}Title") == "示例 <文件>"
    document = etree.fromstring(parts[root.findtext(".//{*}DocRoot")])
    [page] = document.iter("{*}Page")
    content = etree.fromstring(parts[f"Doc_0/{page.get('BaseLoc')}"])
    [shown] = content.iter("{*}ImageObject")
    resources = etree.fromstring(parts["Doc_0/PublicRes.xml"])
    media = {one.get("ID"): one.findtext("{*}MediaFile") for one in resources.iter("{*}MultiMedia")}
    assert parts[f"Doc_0/Res/{media[shown.get('ResourceID')]}"].startswith(b"\x89PNG")
    box = content.findtext(".//{*}PhysicalBox")
    assert shown.get("Boundary") == box
    [stamp] = etree.fromstring(parts["Doc_0/Signs/Sign_0/Signature.xml"]).iter("{*}StampAnnot")
    assert stamp.get("PageRef") == page.get("ID")
