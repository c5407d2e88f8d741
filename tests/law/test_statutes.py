"""The corpus: every citation has its wording, summaries say that they are none of the law's own."""

from datetime import date, datetime

import pytest

from lucai.law.calendar import BEIJING
from lucai.law.citations import Citation, acts, articles_of, labels
from lucai.law.explain import article_texts, explain, rule_page, sentence
from lucai.law.parameters import rule_sheets
from lucai.law.verdicts import Verdict

CITED = sorted({cite for sheet in rule_sheets().values() for cite in sheet.cites})


@pytest.mark.parametrize("cite", CITED)
def test_every_cited_place_has_a_text(cite: str) -> None:
    found = Citation.parse(cite).resolve()
    assert found is not None
    assert found.text.endswith("。")
    assert len(found.digest) == 64


def test_a_quoted_article_is_the_law_and_a_summary_is_not() -> None:
    quoted = Citation.parse("政府采购法/35").resolve()
    assert quoted is not None
    assert quoted.verbatim
    assert "不得少于二十日" in quoted.text
    summary = Citation.parse("财政部令第87号/16").resolve()
    assert summary is not None
    assert not summary.verbatim


def test_an_act_knows_when_it_was_in_force() -> None:
    old = acts()["保障中小企业款项支付条例（2020年）"]
    assert (old.since, old.until) == (date(2020, 9, 1), date(2025, 5, 31))


def test_a_verdict_is_explained_with_its_article_and_calculation() -> None:
    verdict = Verdict(
        "GP-TEN-03",
        holds=False,
        message="投标截止之日定得过早。",
        cites=("政府采购法/35",),
        calculation=("第一行。",),
        opens_at=datetime(2026, 3, 4, 9, 30, tzinfo=BEIJING),
    )
    found = explain(verdict)
    assert found.sentence == "投标截止之日定得过早（依据：《政府采购法》第三十五条）。"
    assert found.opens == "2026-03-04 09:30"
    assert found.articles[0].verbatim
    assert found.calculation == ("第一行。",)


def test_a_verdict_without_articles_is_its_message() -> None:
    assert sentence(Verdict("GP-TEN-03", holds=True, message="可以。")) == "可以。"


def test_articles_of_one_rule_are_shown_in_order() -> None:
    texts = article_texts(("政府采购法/36", "政府采购法/37"))
    assert [text.label for text in texts] == [
        "《政府采购法》第三十六条",
        "《政府采购法》第三十七条",
    ]


@pytest.mark.parametrize("rule_id", ["GP-TEN-03", "GP-THR-01", "GP-TEN-13", "GP-QUA-07"])
def test_a_rule_page_is_plain_values(rule_id: str) -> None:
    page = rule_page(rule_id)
    assert page["id"] == rule_id
    assert {"title", "cites", "parameters", "rules", "severity", "evidence"} <= set(page)


def test_a_local_document_is_cited_as_it_is_written() -> None:
    cites = ("政府采购法/7", "政府采购法/8", "示例财采〔2026〕1号")
    assert labels(cites) == "《政府采购法》第七条、第八条、示例财采〔2026〕1号"
    assert article_texts(cites)[-1].label == "示例财采〔2026〕1号"


def test_an_act_gives_its_articles_in_order() -> None:
    numbers = [int(one.article) for one in articles_of("政府采购法")]
    assert numbers == sorted(numbers)
    assert 35 in numbers
