"""公开招标 of 2021 from the budget to the payment: at each button the law of that year speaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.law.calendar import beijing_day
from lucai.law.parameters import status
from lucai.law.status import Status
from lucai.platform.journal.selectors import project_timeline
from lucai.site.demo import ukeys
from tests.lives.api import awarding, bidding, evaluating, opening, performing, planning, tendering
from tests.lives.api.story import Story, Told, tell
from tests.makers.program import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

LATER = {"cooperative": "2024-06-01", "emergency": "2026-10-01"}
"""Methods of purchase that there were not yet, and since when there are."""
ASKED = 60
"""Of more rules than that the journal says that an act was checked against them."""


@pytest.fixture(autouse=True)
def certificates_of_2021(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Those of the demonstration are of a later year."""
    monkeypatch.setattr(ukeys, "FROM", datetime(2021, 1, 1, tzinfo=UTC))
    ukeys._certificate.cache_clear()
    yield
    ukeys._certificate.cache_clear()


def no_method_of_later_years(story: Story) -> None:
    for key, since in LATER.items():
        planned = {**planning.content(story), "method": key}
        with pytest.raises(Refused, match=f"自 {since} 起施行"):
            story.buyer.fill(planning.written_at(story), planned)


def no_rate_of_later_years(story: Story) -> None:
    """财库〔2020〕46号 gave 6 to 10 percent; since 2022-07-01 it is 10 to 20."""
    terms = {**tendering.TERMS, "sme_rate": "15"}
    with pytest.raises(Refused) as refused:
        story.agency.fill(f"{story.room}document/terms/", terms)
    assert "6%至10%" in refused.value.problem["detail"]


def no_preference_of_later_years(story: Story) -> None:
    assert "本国产品价格扣除政策尚未施行" in str(story.agency.get(f"{story.room}document/"))


def prices_of_2021(story: Story) -> None:
    """A third of the others' prices triggered nothing; the eight percent came off, and no others."""
    sheet = story.agency.get(f"{story.room}evaluation/1/")["sheet"]
    assert sheet["enquiries"] == []
    assert sheet["terms"]["low_ratios"] == []
    prices = {one["price"]: one["evaluated_price"] for one in sheet["results"]}
    assert prices == {price * 100: price * 92 for price in story.told.prices}


def paid_in_time_of_2021(story: Story) -> None:
    invoice = story.buyer.get(f"/contracts/{story.contract}/invoices/1/")["invoice"]
    assert invoice["due_on"] == "2021-11-03"


def no_rule_of_later_years(story: Story) -> None:
    """Whatever was done, the journal names no rule that was not in force on that day."""
    entries = project_timeline(SYSTEM, story.project, limit=10_000)
    asked = [(one["rule"], beijing_day(e.at)) for e in entries for one in e.body.get("rules", ())]
    assert [pair for pair in asked if status(*pair) is not Status.APPLICABLE] == []
    assert len({rule for rule, _ in asked}) > ASKED


def test_a_tender_of_2021_is_carried_to_its_payment_under_the_law_of_2021() -> None:
    told = Told(
        method="open", begins=clock.moment(date(2021, 8, 2), 9), sme_rate="8",
        prices=(950_000, 2_840_000, 2_900_000),
    )  # fmt: skip
    planned = (
        planning.budget, planning.intention, planning.thirty_days, no_method_of_later_years,
        planning.plan, planning.filing, planning.commission,
    )  # fmt: skip
    called = (
        tendering.document, no_rate_of_later_years, no_preference_of_later_years,
        tendering.timing, tendering.publication, bidding.documents_obtained, bidding.bids,
    )  # fmt: skip
    judged = (
        opening.draw, opening.hall, evaluating.members_sign_in, evaluating.qualification,
        evaluating.checks, evaluating.compliance, evaluating.scoring, evaluating.report,
        prices_of_2021,
    )  # fmt: skip
    bought = (
        awarding.decision, awarding.announcement, awarding.contract, awarding.contract_published,
        performing.delivery, performing.acceptance, performing.payment, paid_in_time_of_2021,
        no_rule_of_later_years,
    )  # fmt: skip
    tell(told, (*planned, *called, *judged, *bought))
