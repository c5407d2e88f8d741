"""The law's pages and its machine door."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from lucai.guidance.law.calculators import CALCULATORS
from lucai.law.parameters import rule_sheets

pytestmark = pytest.mark.django_db

ASKED = {
    "workdays": ({"from": "2026-02-12", "plus": "5"}, "2026-02-"),
    "deadline": ({"rule": "GP-TEN-03", "from": "2026-02-12"}, "2026-03-04"),
    "score": (
        {
            "date": "2026-05-01",
            "object_kind": "goods",
            "method": "open",
            "weight": "30",
            "offers.0.bidder": "甲",
            "offers.0.price": "88",
            "offers.1.bidder": "乙",
            "offers.1.price": "95",
            "offers.2.bidder": "丙",
            "offers.2.price": "82",
            "offers.3.bidder": "丁",
            "offers.3.price": "105",
        },
        "27.95",
    ),
    "low-price": ({"date": "2026-05-01", "prices": "41\n78\n80\n89", "ceiling": "100"}, "CEIL"),
    "committee": ({"method": "open", "budget_wan": "999.99", "members": "5"}, "最少人数"),
    "cap": ({"rule": "GP-BON-01", "base": "1234567"}, "24691.34"),
    "sme": ({"industry": "12", "employees": "80", "revenue_wan": "1200"}, "小型"),
    "uscc": ({"code": "91370100MA00000000"}, "是否有效"),
}


def test_every_calculator_has_an_example_here() -> None:
    assert set(ASKED) == set(CALCULATORS)


@pytest.mark.parametrize("slug", ASKED)
def test_a_calculator_answers_at_an_address_that_can_be_shared(client: Client, slug: str) -> None:
    asked, expected = ASKED[slug]
    page = client.get(f"/law/calculators/{slug}/", asked).content.decode()
    assert expected in page


@pytest.mark.parametrize("slug", ASKED)
def test_an_empty_calculator_explains_itself(client: Client, slug: str) -> None:
    assert "填写左侧内容" in client.get(f"/law/calculators/{slug}/").content.decode()


def test_bad_input_is_told_at_the_field_and_kept(client: Client) -> None:
    page = client.get("/law/calculators/workdays/", {"from": "昨天", "plus": "5"}).content.decode()
    assert "请填写日期" in page
    assert "昨天" in page


def test_a_day_beyond_the_announced_calendar_is_refused_in_words(client: Client) -> None:
    page = client.get("/law/calculators/workdays/", {"from": "2027-03-01", "plus": "5"})
    assert "日历" in page.content.decode()


def test_the_machine_door_answers_and_refuses(client: Client) -> None:
    def ask(question: dict[str, object]) -> dict[str, object]:
        answer = client.post(
            "/api/v1/law/ask", json.dumps(question), content_type="application/json"
        )
        assert answer.status_code == 200
        found: dict[str, object] = answer.json()
        return found

    assert (
        ask({"ask": "deadline", "rule": "GP-TEN-03", "from": "2026-02-12"})["date"] == "2026-03-04"
    )
    assert "error" in ask({"ask": "workdays", "from": "2027-03-01", "plus": 5})
    assert "error" in ask({"ask": "nonsense"})


@pytest.mark.parametrize("rule_id", sorted(rule_sheets())[::15])
def test_a_rule_has_a_page_with_its_articles(client: Client, rule_id: str) -> None:
    assert client.get(f"/law/rules/{rule_id}/").status_code == 200


def test_an_unknown_rule_or_article_is_not_found(client: Client) -> None:
    assert client.get("/law/rules/GP-XXX-99/").status_code == 404
    assert client.get("/law/articles/不存在的法/1/").status_code == 404


def test_rules_are_found_by_words(client: Client) -> None:
    page = client.get("/law/rules/", {"q": "GP-TEN-03"}).content.decode()
    assert "GP-TEN-03" in page
    assert "GP-BON-01" not in page


def test_an_article_shows_the_rules_resting_on_it(client: Client) -> None:
    assert "GP-TEN-03" in client.get("/law/articles/政府采购法/35/").content.decode()
