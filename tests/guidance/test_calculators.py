"""The calculators: an answer at an address, tables pasted, slips told at their field."""

from __future__ import annotations

import pytest
from django.test import Client

from lucai.guidance.law.calculators.catalogue import CALCULATORS
from lucai.guidance.law.calculators.choices import groups_of
from lucai.guidance.law.calculators.pasting import read_offers
from lucai.kernel import clock
from lucai.law.ask import ANSWERERS
from lucai.law.parameters import rule_sheets

pytestmark = pytest.mark.django_db

OFFERS = {"甲": "88", "乙": "95", "丙": "82", "丁": "105"}
SCORE = {"date": "2026-05-01", "object_kind": "goods", "method": "open", "weight": "30"}
ROWS = {
    f"offers.{n}.{name}": text
    for n, row in enumerate(OFFERS.items())
    for name, text in zip(("bidder", "price"), row, strict=True)
}
ASKED = {
    "workdays": ({"from": "2026-02-12", "plus": "5"}, "2026-02-26（周四）"),
    "deadline": ({"rule": "GP-TEN-03", "from": "2026-02-12"}, "最早 2026-03-04"),
    "threshold": (
        {"date": "2026-05-01", "region": "370102", "object_kind": "goods", "amount_wan": "60"},
        "达到采购限额标准",
    ),
    "score": (SCORE | ROWS, "27.95"),
    "low-price": ({"date": "2026-05-01", "prices": "41\n78\n80\n89", "ceiling": "100"}, "CEIL"),
    "committee": ({"method": "open", "budget_wan": "999.99", "members": "5"}, "最少人数"),
    "cap": ({"rule": "GP-BON-01", "base": "1234567"}, "24691.34"),
    "elimination": ({"responders": "11", "rate": "20"}, "至少淘汰 3 家"),
    "interest": ({"overdue": "100,000", "days": "10"}, "500.00 元"),
    "sme": ({"industry": "12", "employees": "80", "revenue_wan": "1200"}, "小型"),
    "uscc": ({"code": "91370100MA00000000"}, "是否有效"),
}


def asked(client: Client, slug: str, question: dict[str, str]) -> str:
    answer = client.get(f"/law/calculators/{slug}/", question)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_question_of_the_machine_door_has_a_calculator() -> None:
    assert {one.ask for one in CALCULATORS.values()} == set(ANSWERERS)
    assert set(ASKED) == set(CALCULATORS)


@pytest.mark.parametrize("slug", ASKED)
def test_a_calculator_answers_at_an_address_that_can_be_passed_on(
    client: Client, slug: str
) -> None:
    question, expected = ASKED[slug]
    page = asked(client, slug, question)
    assert expected in page
    assert f"http://testserver/law/calculators/{slug}/?" in page


@pytest.mark.parametrize("slug", ASKED)
def test_an_empty_calculator_explains_itself(client: Client, slug: str) -> None:
    assert "填写后点“计算”" in asked(client, slug, {})


def test_bad_input_is_told_at_the_field_and_kept(client: Client) -> None:
    page = asked(client, "workdays", {"from": "昨天", "plus": "5"})
    assert "请填写日期" in page
    assert "昨天" in page


def test_a_day_beyond_the_announced_calendar_is_refused_in_words(client: Client) -> None:
    assert "尚未公布或尚未载入" in asked(client, "workdays", {"from": "2027-03-01", "plus": "5"})


def test_every_duration_of_a_rule_can_be_chosen(client: Client) -> None:
    groups = groups_of("deadline", clock.today())["rule"]
    keys = [key for group in groups for key, _ in group.choices]
    durations = [
        (sheet.id, spec.name)
        for sheet in rule_sheets().values()
        for spec in sheet.params.values()
        if spec.bound and spec.unit != "minute"
    ]
    assert len(keys) == len(set(keys)) == len(durations)
    labels = [label for group in groups for _, label in group.choices]
    assert len(set(labels)) == len(labels)
    page = asked(client, "deadline", {"rule": "GP-CON-01/change", "from": "2026-05-12"})
    assert "最迟 2026-05-07" in page


def test_a_deadline_is_counted_back_from_the_act(client: Client) -> None:
    question = {"rule": "GP-TEN-03", "from": "2026-03-04", "direction": "backward"}
    page = asked(client, "deadline", question)
    assert "招标文件开始发出之日最迟为2026-02-12" in page


def test_a_pasted_table_fills_the_offers_at_an_address_of_their_own(client: Client) -> None:
    table = "投标人\t小微企业\t报价（元）\n甲公司\t是\t1,234.50\n乙公司\t否\t2000"
    answer = client.get("/law/calculators/score/", {**SCORE, "table": table, "fill": "yes"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert 'name="offers.0.price" value="1234.50"' in page
    assert 'name="offers.0.micro" value="yes" checked' in page
    assert 'name="offers.1.micro" value="yes" checked' not in page


def test_a_table_that_cannot_be_read_names_its_lines_and_is_kept(client: Client) -> None:
    page = asked(client, "score", {**SCORE, "table": "甲 100\n乙 一百"})
    assert "第 2 行读不出投标人和报价" in page
    assert "乙 一百" in page


@pytest.mark.parametrize(
    "line", ["甲公司\t88", "甲公司,88", "甲公司 88元", "甲公司；88", "甲公司\t￥88"]
)
def test_offers_are_read_however_they_are_set_apart(line: str) -> None:
    found = read_offers(line)
    assert found.problems == []
    assert (found.values["offers.0.bidder"], found.values["offers.0.price"]) == ("甲公司", "88")


def test_too_many_pasted_offers_are_refused() -> None:
    found = read_offers("\n".join(f"示例{n} {n + 1}" for n in range(201)))
    assert found.problems == ["最多 200 家，粘贴了 201 家"]


def test_offers_are_added_and_removed_without_scripts(client: Client) -> None:
    page = asked(client, "score", SCORE | ROWS | {"add": "offers"})
    assert 'name="offers.4.bidder"' in page
    page = asked(client, "score", SCORE | ROWS | {"remove": "offers.0"})
    assert 'value="甲"' not in page
    assert 'name="offers.0.bidder" value="乙"' in page


def test_low_prices_are_read_with_names(client: Client) -> None:
    prices = "甲公司\t41\n乙公司\t78\n丙公司\t80\n丁公司\t89"
    page = asked(client, "low-price", {"date": "2026-05-01", "prices": prices, "ceiling": "100"})
    assert "甲公司" in page
    assert "1 家报价应当要求书面说明" in page
