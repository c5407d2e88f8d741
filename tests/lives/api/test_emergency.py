"""紧急采购 from the emergency to the contract, by requests of programs alone."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

import pytest

from lucai.kernel import clock
from tests.lives.api import (
    asking,
    awarding,
    bidding,
    evaluating,
    negotiating,
    opening,
    planning,
    tendering,
)
from tests.lives.api.story import Story, Told

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

LAWFUL_FROM = date(2026, 10, 1)
BEGINS = clock.moment(date(2026, 10, 12), 9)
TOLD = Told(
    method="emergency", case="emergency.competitive", evaluation="lowestPrice", intention=False,
    quotes=(2_600_000, 2_560_000, 2_620_000),
    plan={
        "emergency_event": "示例特大暴雨", "emergency_on": "2026-10-09",
        "emergency_finding": "需要的物资储备只够一天，调拨三天后才能到达，应当在两天内到位。",
        "intention_exempt_reason": "突发事件，不可预见",
    },
)  # fmt: skip
PLANNED = (
    planning.budget, planning.plan, asking.filing, planning.commission, asking.suppliers,
)  # fmt: skip
OPENED = (
    tendering.document, tendering.timing, tendering.publication, asking.obtained_by_the_asked,
    bidding.bids, opening.draw, opening.hall,
)  # fmt: skip
RANKED = (
    evaluating.members_sign_in, evaluating.qualification, evaluating.checks, negotiating.talks,
    negotiating.quotes, evaluating.compliance, evaluating.report,
)  # fmt: skip
AWARDED = (
    awarding.decision, awarding.announcement, awarding.contract, awarding.contract_published,
)  # fmt: skip


def test_an_emergency_is_found_by_the_buyer_and_asked_of_three() -> None:
    assert BEGINS.date() > LAWFUL_FROM
    with ExitStack() as time:
        story = Story(TOLD, time, now=BEGINS)
        for chapter in (*PLANNED, *OPENED, *RANKED, *AWARDED):
            chapter(story)


def test_an_emergency_before_the_law_begins_is_refused() -> None:
    with ExitStack() as time:
        story = Story(TOLD, time, now=clock.moment(date(2026, 9, 30), 9))
        for chapter in (planning.budget, asking.refused):
            chapter(story)
