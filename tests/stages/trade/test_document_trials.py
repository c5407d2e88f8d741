"""Trying a score sheet: the same engine as ``lucai law score``, and nothing is kept."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput
from lucai.law.replay import score_file
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.documents.trials import TrialBid, try_scores
from tests.makers import people, trade
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

drafted = kept(lambda: trade.drafted_project(1))
TODAY = date(2026, 6, 1)
BIDS = (("甲", 280, 30, 20), ("乙", 250, 40, 15), ("丙", 295, 35, 30))


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 10)):
        yield


def trial_bids(**changes: Decimal) -> list[TrialBid]:
    return [
        TrialBid(
            bidder=name,
            price=price * trade.WAN,
            domestic=True,
            scores={2: changes.get("second", Decimal(objective)), 3: Decimal(scheme)},
        )
        for name, price, objective, scheme in BIDS
    ]


def test_a_trial_scores_as_the_command_line_does(drafted: str) -> None:
    found = try_scores(document_seen(people.agency(), drafted), 1, trial_bids())
    told = score_file(
        {
            "date": TODAY.isoformat(),
            "object": "goods",
            "method": "open",
            "weight": 30,
            "criteria": [
                {"key": "2", "name": "技术参数响应", "weight": 40, "objective": True},
                {"key": "3", "name": "实施方案", "weight": 30},
            ],
            "bids": [
                {"bidder": name, "price": price * 10000, "domestic": True,
                 "scores": {"2": [objective], "3": [scheme]}}
                for name, price, objective, scheme in BIDS
            ],
        }
    )  # fmt: skip
    assert "error" not in told, told
    totals = {bidder: Decimal(total) for bidder, total in told["totals"].items()}
    assert {line.bidder: line.total for line in found.lines} == totals
    assert [line.rank for line in found.lines] == [1, 2, 3]


def test_a_score_above_its_weight_is_refused_with_the_law_s_sentence(drafted: str) -> None:
    sheet = document_seen(people.agency(), drafted)
    assert try_scores(sheet, 1, trial_bids(second=Decimal(40)))
    with pytest.raises(InvalidInput):
        try_scores(sheet, 1, trial_bids(second=Decimal("40.01")))


@pytest.fixture
def page(drafted: str) -> tuple[Client, str]:
    return browse(people.agency()), f"/rooms/{drafted}/document/criteria/1/trial/"


def test_the_page_begins_with_three_bids_and_adds_one_without_scripts(
    page: tuple[Client, str],
) -> None:
    client, href = page
    first = client.get(href).content.decode()
    assert "rows.2.bidder" in first
    more = client.post(href, {"add": "rows", "rows.0.bidder": "甲"}).content.decode()
    assert "rows.1.bidder" in more


def test_the_page_shows_scores_and_keeps_what_was_typed_wrongly(page: tuple[Client, str]) -> None:
    client, href = page
    typed = {
        f"rows.{n}.{key}": value
        for n, (name, price, objective, scheme) in enumerate(BIDS)
        for key, value in {
            "bidder": name, "price": str(price * 10000), "scores.f2": objective, "scores.f3": scheme,
        }.items()
    }  # fmt: skip
    shown = client.post(href, typed)
    assert shown.status_code == 200
    assert "试算结果" in shown.content.decode()
    wrong = client.post(href, typed | {"rows.0.scores.f2": "99"})
    assert wrong.status_code == 422
    assert 'value="99"' in wrong.content.decode()
