"""The law's pages and its machine door."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from lucai.guidance.law import wording
from lucai.law.citations import acts
from lucai.law.parameters import rule_sheets

pytestmark = pytest.mark.django_db


def test_the_machine_door_answers_and_refuses(client: Client) -> None:
    def ask(question: object) -> dict[str, object]:
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


@pytest.mark.parametrize("rule_id", [*sorted(rule_sheets())[::15], "COI-02", "CNT-04", "ROL-01"])
def test_a_rule_has_a_page_with_its_articles(client: Client, rule_id: str) -> None:
    page = client.get(f"/law/rules/{rule_id}/")
    assert page.status_code == 200
    assert wording.TOPICS[rule_sheets()[rule_id].topic] in page.content.decode()


def test_a_rule_is_found_in_any_spelling(client: Client) -> None:
    answer = client.get("/law/rules/ten-03/")
    assert (answer.status_code, answer["Location"]) == (301, "/law/rules/GP-TEN-03/")
    assert client.get("/law/rules/coi-02/")["Location"] == "/law/rules/COI-02/"


def test_an_unknown_rule_act_article_or_calculator_is_not_found(client: Client) -> None:
    for address in (
        "/law/rules/GP-XXX-99/", "/law/articles/不存在的法/", "/law/articles/不存在的法/1/",
        "/law/calculators/nothing/", "/law/local/GP-TEN-03/value/", "/law/calendars/2031/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404


def test_every_topic_and_every_parameter_has_words_of_its_own() -> None:
    sheets = rule_sheets().values()
    assert {sheet.topic for sheet in sheets} == set(wording.TOPICS)
    for sheet in sheets:
        for spec in sheet.params.values():
            assert wording.name_of(sheet, spec) != spec.name
            for row in spec.rows:
                assert wording.value_of(row.value, spec.unit)


def test_rules_are_found_by_all_words_and_by_topic(client: Client) -> None:
    page = client.get("/law/rules/", {"q": "gp-ten 投标文件"}).content.decode()
    assert "GP-TEN-03" in page
    assert "GP-BON-01" not in page
    page = client.get("/law/rules/", {"topic": "policy"}).content.decode()
    assert "GP-SME-03" in page
    assert "GP-TEN-03" not in page
    page = client.get("/law/rules/", {"q": "没有这个词"}).content.decode()
    assert "没有找到符合的规则" in page


def test_an_article_shows_the_rules_resting_on_it_and_its_neighbours(client: Client) -> None:
    page = client.get("/law/articles/政府采购法/35/").content.decode()
    assert "GP-TEN-03" in page
    assert "第三十六条" in page


@pytest.mark.parametrize("key", sorted(acts())[::6])
def test_an_act_has_a_page(client: Client, key: str) -> None:
    assert client.get(f"/law/articles/{key}/").status_code == 200


def test_a_sample_is_called_one_wherever_it_is_shown(client: Client) -> None:
    for address in ("/law/rules/GP-THR-01/", "/law/local/"):
        assert "示例值" in client.get(address).content.decode()
