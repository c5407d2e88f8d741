"""Papers: the same bytes each time, nothing of a person's text evaluated, nothing lost."""

import dataclasses
import json
import threading
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone

import pytest

from lucai.platform.documents import (
    SHAPES,
    DocumentError,
    ShapeRefused,
    attached,
    outline,
    page_texts,
    render,
)
from lucai.platform.documents.rendering import TEMPLATES
from lucai.platform.documents.shapes import Column, Fact, Section, Table
from lucai_trust import canonical
from tests.platform.documents.samples import SAMPLES
from tests.platform.documents.samples.common import FIRMS, NUMBER
from tests.platform.documents.samples.evaluation import OPENING_RECORD
from tests.platform.documents.samples.letters import AWARD_LETTER, NOTICE
from tests.platform.documents.samples.tender import BID_RESPONSE, TENDER_DOCUMENT

MOMENT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


def _text(pdf: bytes) -> str:
    """Return the whole text without the breaks that setting in type put in."""
    return "".join(page_texts(pdf)).replace("\r\n", "").replace(" ", "")


@pytest.mark.parametrize("template", sorted(SHAPES))
def test_every_paper_is_archival_accessible_and_names_its_project(template: str) -> None:
    pdf = render(template, SAMPLES[template], moment=MOMENT)
    for mark in (b"pdfaid:part>3<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<"):
        assert mark in pdf
    assert NUMBER in _text(pdf)
    assert SAMPLES[template].title in _text(pdf)


@pytest.mark.parametrize("template", sorted(SHAPES))
def test_every_text_of_the_data_is_printed(template: str) -> None:
    text = _text(render(template, SAMPLES[template], moment=MOMENT))
    missing = [
        each
        for each in _texts(asdict(SAMPLES[template]))
        if "".join(each.split()) not in text and each not in ("left", "center", "right")
    ]
    assert missing == []


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [line for line in value.split("\n") if line]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []


def test_every_template_has_a_shape_and_every_shape_a_template() -> None:
    files = {path.stem for path in TEMPLATES.glob("*.typ")} - {"official"}
    assert files == set(SHAPES) == set(SAMPLES)


def test_two_renders_are_the_same_bytes_even_by_another_compiler() -> None:
    made: list[bytes] = []

    def make() -> None:
        made.append(render("tender_document", TENDER_DOCUMENT, moment=MOMENT))

    for thread in (threading.Thread(target=make) for _ in range(2)):
        thread.start()
        thread.join()
    assert made[0] == made[1]


def test_the_moment_is_the_only_clock_and_its_zone_does_not_matter() -> None:
    beijing = MOMENT.astimezone(timezone(timedelta(hours=8)))
    first = render("award_letter", AWARD_LETTER, moment=MOMENT)
    assert render("award_letter", AWARD_LETTER, moment=beijing) == first
    assert render("award_letter", AWARD_LETTER, moment=MOMENT + timedelta(hours=1)) != first


@pytest.mark.parametrize(
    "words",
    [
        "#eval[x]",
        '#read("../../etc/passwd")',
        '#import "official.typ": *',
        "$a^2$",
        "*粗*_斜_`码`",
        "= 标题",
        "<label>@label",
        "\\u{41}",
        "]#panic()[",
        '"引号"',
        "//注释/*块*/",
        "a---b~c",
    ],
)
def test_what_people_write_is_printed_and_never_evaluated(words: str) -> None:
    letter = dataclasses.replace(AWARD_LETTER, title=words, recipient=words, opening_words=(words,))
    text = _text(render("award_letter", letter, moment=MOMENT))
    assert text.count("".join(words.split())) == 3


def test_rare_characters_are_printed() -> None:
    letter = dataclasses.replace(AWARD_LETTER, recipient="示例·阿不都䶮𬭎")
    assert "示例·阿不都䶮𬭎" in _text(render("award_letter", letter, moment=MOMENT))


@pytest.mark.parametrize(
    ("sign", "shown"),
    [
        ("𠮷", "〔U+20BB7〕"),
        ("\ue123", "〔U+E123〕"),
        ("😀", "〔U+1F600〕"),
        ("\x07", ""),
        ("\r", ""),
    ],
)
def test_a_sign_in_no_font_is_named_instead_of_lost(sign: str, shown: str) -> None:
    letter = dataclasses.replace(AWARD_LETTER, recipient=f"示例甲{sign}乙")
    pdf = render("award_letter", letter, moment=MOMENT)
    assert f"示例甲{shown}乙" in _text(pdf)
    assert json.loads(attached(pdf)["data.json"])["recipient"] == f"示例甲{sign}乙"


def test_a_paper_carries_its_own_data_unless_told_otherwise() -> None:
    pdf = render("notice", NOTICE, moment=MOMENT)
    assert attached(pdf) == {"data.json": canonical(asdict(NOTICE))}


def test_an_attachment_comes_back_byte_for_byte() -> None:
    release = json.dumps({"ocid": "ocds-示例-1", "tag": ["tender"]}, ensure_ascii=False).encode()
    pdf = render(
        "notice", NOTICE, moment=MOMENT, attachment=release, attachment_name="release.json"
    )
    assert attached(pdf) == {"release.json": release}


def test_an_attachment_that_is_not_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="UTF-8"):
        render("notice", NOTICE, moment=MOMENT, attachment=b"\xff\xfe")


def test_plain_dictionaries_and_typed_shapes_make_the_same_paper() -> None:
    plain = json.loads(json.dumps(asdict(NOTICE)))
    assert render("notice", plain, moment=MOMENT) == render("notice", NOTICE, moment=MOMENT)


def test_a_long_table_breaks_over_pages_and_repeats_its_header() -> None:
    record = dataclasses.replace(OPENING_RECORD, entries=OPENING_RECORD.entries * 5)
    pages = page_texts(render("opening_record", record, moment=MOMENT))
    assert len(pages) > 5
    assert all("大写金额" in page for page in pages[:-1])
    whole = "".join("".join(pages).split())
    assert whole.count("壹佰柒拾伍万元整") == len(record.entries)


def test_a_row_longer_than_a_page_is_not_cut_off() -> None:
    words = "".join(f"第{place}条要求应当逐项响应。" for place in range(400))
    table = Table(columns=(Column("名称"), Column("要求", 4)), rows=(("示例", words),))
    notice = dataclasses.replace(NOTICE, sections=(Section(heading="需求", table=table),))
    assert words in _text_without_footers(render("notice", notice, moment=MOMENT), "名称要求")


def _text_without_footers(pdf: bytes, header: str) -> str:
    text = _text(pdf)
    for page in range(1, len(page_texts(pdf)) + 1):
        for footer in (f"项目编号：{NUMBER}—{page}—", f"—{page}—项目编号：{NUMBER}"):
            text = text.replace(footer + header, "").replace(footer, "")
    return text


def test_a_digest_breaks_inside_its_cell_and_is_copied_whole() -> None:
    text = _text(render("bid_response", BID_RESPONSE, moment=MOMENT))
    assert BID_RESPONSE.annexes[0].sha256 in text


def test_chapters_and_sections_stand_in_the_outline() -> None:
    entries = outline(render("tender_document", TENDER_DOCUMENT, moment=MOMENT))
    chapters = [each.title for each in entries if each.level == 1]
    assert [chapter.split()[-1] for chapter in chapters] == [
        "招标公告",
        "投标人须知",
        "采购需求",
        "评标办法",
        "合同文本",
        "投标文件格式",
    ]
    assert chapters[0].startswith("第一章")
    assert any(each.level == 2 and "获取招标文件" in each.title for each in entries)
    assert [each.page for each in entries] == sorted(each.page for each in entries)


def test_page_numbers_stand_between_dashes_and_change_sides() -> None:
    pages = page_texts(render("notice", NOTICE, moment=MOMENT))
    assert pages[0].rstrip().endswith("— 1 —")
    assert f"— 2 — 项目编号：{NUMBER}" in pages[1]


def test_a_title_that_shows_nothing_is_refused() -> None:
    letter = dataclasses.replace(AWARD_LETTER, title="\u0007")
    with pytest.raises(DocumentError, match="title"):
        render("award_letter", letter, moment=MOMENT)


def test_an_empty_list_is_said_to_be_empty() -> None:
    record = dataclasses.replace(OPENING_RECORD, entries=(), signatures=())
    assert _text(render("opening_record", record, moment=MOMENT)).count("（无）") == 2


def test_data_of_another_shape_is_refused_with_its_place() -> None:
    plain = asdict(NOTICE)
    with pytest.raises(ShapeRefused, match="title"):
        render("notice", {key: plain[key] for key in plain if key != "title"}, moment=MOMENT)
    with pytest.raises(ShapeRefused, match="overveiw"):
        render("notice", {**plain, "overveiw": ()}, moment=MOMENT)
    with pytest.raises(ShapeRefused, match="string"):
        render("notice", {**plain, "sections": [{"heading": 3}]}, moment=MOMENT)
    with pytest.raises(ShapeRefused, match="title and an issuer"):
        render("notice", {**plain, "title": " "}, moment=MOMENT)
    with pytest.raises(ShapeRefused, match="no template"):
        render("../official", plain, moment=MOMENT)


def test_a_table_with_a_short_row_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        Table(columns=(Column("甲"), Column("乙")), rows=(("1",),))
    with pytest.raises(ValueError, match="cells"):
        Table(columns=(), rows=())


def test_a_check_or_score_sheet_with_a_missing_verdict_is_refused() -> None:
    template = "evaluation_report"
    report = asdict(SAMPLES[template])
    short = {**report["qualification"], "bidders": list(FIRMS[:2])}
    with pytest.raises(ShapeRefused, match="one verdict a bidder"):
        render(template, {**report, "qualification": short}, moment=MOMENT)
    sheet = {**report["score_sheets"][0], "totals": ["1"]}
    with pytest.raises(ShapeRefused, match="one mark an expert"):
        render(template, {**report, "score_sheets": [sheet]}, moment=MOMENT)


def test_lines_of_a_value_stay_lines() -> None:
    letter = dataclasses.replace(AWARD_LETTER, facts=(Fact("金额", "大写甲\n小写乙"),))
    assert "大写甲\r\n小写乙" in page_texts(render("award_letter", letter, moment=MOMENT))[0]
