"""Papers as OFD: the same text as the PDF, in faces of their own, each sign in its place."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from lxml import etree

from lucai.platform.documents import SHAPES, page_texts, render
from lucai.platform.documents.fonts import font_called
from lucai.platform.documents.ofd import About, bound, packed, parts_of
from lucai.platform.documents.opentype import OpenType
from lucai.platform.documents.picturing import opened
from lucai.platform.documents.subset import cut
from tests.platform.documents.samples import SAMPLES

MOMENT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
FACE = "NotoSerifSC-Regular"


def parts(template: str) -> tuple[bytes, Mapping[str, bytes]]:
    pdf = render(template, SAMPLES[template], moment=MOMENT)
    return pdf, parts_of(About("示例", "示例", MOMENT), bound(pdf))


def texts(made: Mapping[str, bytes]) -> list[str]:
    pages = [etree.fromstring(made[name]) for name in made if "/Pages/" in name]
    return ["".join(code.text or "" for code in page.iter("{*}TextCode")) for page in pages]


def bare(text: str) -> list[str]:
    return sorted("".join(text.split()))


@pytest.mark.parametrize("template", sorted(SHAPES))
def test_every_page_says_what_the_pdf_says_and_none_is_a_picture(template: str) -> None:
    pdf, made = parts(template)
    assert [bare(page) for page in texts(made)] == [bare(page) for page in page_texts(pdf)]
    assert not [name for name in made if name.endswith(".png")]


def test_every_sign_stands_where_the_pdf_has_it() -> None:
    pdf, made = parts("award_letter")
    page = etree.fromstring(made["Doc_0/Pages/Page_0/Content.xml"])
    [code] = [each for each in page.iter("{*}TextCode") if each.text == "中标通知书"]
    thing = code.getparent()
    left, top, *_ = map(float, thing.get("Boundary").split())
    with opened(pdf) as document:
        text = document[0].get_textpage()
        found = text.search("中标通知书").get_next()
        boxes = [text.get_charbox(found[0] + place, loose=True) for place in range(5)]
        height = document[0].get_height()
    steps = map(float, code.get("DeltaX").split())
    assert left * 72 / 25.4 == pytest.approx(boxes[0][0], abs=0.02)
    widths = [after[0] - one[0] for one, after in pairwise(boxes)]
    assert [step * 72 / 25.4 for step in steps] == pytest.approx(widths, abs=0.02)
    baseline = height - (top + float(code.get("Y"))) * 72 / 25.4
    assert boxes[0][1] < baseline < boxes[0][3]


def test_the_same_paper_is_the_same_file_with_every_number_given_once() -> None:
    _, made = parts("tender_document")
    assert packed(made) == packed(parts("tender_document")[1])
    ids = [
        each.get("ID")
        for name, content in made.items()
        if name.endswith(".xml") and name != "OFD.xml"
        for each in etree.fromstring(content).iter()
        if each.get("ID") and (each.tag.endswith("}Page") is ("Document.xml" in name))
    ]
    assert len(ids) == len(set(ids))


def test_a_page_whose_face_is_gone_is_a_picture_of_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lucai.platform.documents.ofd_faces.font_called", lambda _: None)
    _, made = parts("award_letter")
    [picture] = [content for name, content in made.items() if name.endswith(".png")]
    assert struct.unpack(">II", picture[16:24]) == pytest.approx((1654, 2339), abs=2)
    assert texts(made) == [""]


def test_a_cut_font_shows_its_signs_as_before_and_no_others() -> None:
    whole = font_called(FACE)
    assert whole is not None
    signs = frozenset(map(ord, "政府采购é，。〔①★𬭎"))
    small = OpenType(cut(whole, signs))
    assert small.postscript_name == FACE
    assert set(small.glyphs_of(signs | {ord("乙")})) == set(signs)
    before, after = whole.glyphs_of(signs), small.glyphs_of(signs)
    assert [width(small, after[sign]) for sign in signs] == [
        width(whole, before[sign]) for sign in signs
    ]
    assert len(small.table(b"glyf")) < len(whole.table(b"glyf")) // 100


def test_every_table_of_a_cut_font_has_its_sum() -> None:
    whole = font_called(FACE)
    assert whole is not None
    made = cut(whole, frozenset(map(ord, "示例")))
    (count,) = struct.unpack_from(">H", made, 4)
    for place in range(count):
        tag, total, start, length = struct.unpack_from(">4sIII", made, 12 + 16 * place)
        content = made[start : start + length]
        if tag == b"head":
            content = content[:8] + bytes(4) + content[12:]
        assert summed(content) == total
    assert summed(made) == 0xB1B0AFBA


def width(font: OpenType, glyph: int) -> int:
    (wide,) = struct.unpack_from(">H", font.table(b"hhea"), 34)
    found: int = struct.unpack_from(">H", font.table(b"hmtx"), 4 * min(glyph, wide - 1))[0]
    return found


def summed(content: bytes) -> int:
    filled = content + bytes(-len(content) % 4)
    return sum(struct.unpack(f">{len(filled) // 4}I", filled)) % (1 << 32)
