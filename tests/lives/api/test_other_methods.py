"""邀请招标, 竞争性磋商, 竞争性谈判, 询价, 单一来源: from the budget to the published contract by programs."""

from __future__ import annotations

import pytest

from tests.lives.api import (
    awarding,
    bidding,
    evaluating,
    finding,
    inviting,
    negotiating,
    opening,
    planning,
    single,
    tendering,
)
from tests.lives.api.story import Told, tell

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

INTENDED = (planning.budget, planning.intention)
PLANNED = (planning.plan, planning.filing, planning.commission)
WAITED = (*INTENDED, planning.thirty_days, *PLANNED)
CALLED = (tendering.document, tendering.timing, tendering.publication)
OPENED = (bidding.documents_obtained, bidding.bids, opening.draw, opening.hall)
CHECKED = (evaluating.members_sign_in, evaluating.qualification, evaluating.checks)
TALKED = (*CALLED, *OPENED, *CHECKED, negotiating.talks, negotiating.quotes, evaluating.compliance)
AWARDED = (evaluating.report, awarding.decision, awarding.announcement, awarding.contract,
           awarding.contract_published)  # fmt: skip
QUOTES = (2_600_000, 2_560_000, 2_620_000)
LOWEST = "lowestPrice"


def test_an_invited_tender_begins_with_those_who_qualify() -> None:
    told = Told(method="invited", case="invited.limited")
    invited = (inviting.prequalification, inviting.applications, inviting.review,
               inviting.invitation)  # fmt: skip
    judged = (*CHECKED, evaluating.compliance, evaluating.scoring)
    tell(
        told, (*WAITED, *invited, *CALLED, inviting.acknowledged, *OPENED, *judged, *AWARDED)
    )  # fmt: skip


def test_a_consultation_is_talked_about_and_marked() -> None:
    told = Told(method="consultation", case="consultation.complex", quotes=QUOTES)
    tell(told, (*WAITED, *TALKED, evaluating.scoring, *AWARDED))


def test_an_urgent_negotiation_needs_no_intention_before_it() -> None:
    told = Told(
        method="negotiation", case="negotiation.urgent", evaluation=LOWEST, quotes=QUOTES,
        plan={"intention_exempt_reason": "不可预见的紧急采购，来不及公开采购意向。"},
    )  # fmt: skip
    tell(told, (planning.budget, *PLANNED, *TALKED, *AWARDED))


def test_a_negotiation_with_suppliers_drawn_from_the_library_needs_no_notice() -> None:
    told = Told(method="negotiation", case="negotiation.complex", evaluation=LOWEST, quotes=QUOTES)
    called = (finding.drawn, *CALLED, finding.refused_to_others, inviting.acknowledged)
    tell(told, (*WAITED, *called, *TALKED[len(CALLED) :], finding.nothing_announced, *AWARDED))


def test_a_consultation_with_recommended_suppliers_publishes_the_opinions() -> None:
    told = Told(method="consultation", case="consultation.complex", quotes=QUOTES)
    called = (finding.recommended, *CALLED, finding.refused_to_others, inviting.acknowledged)
    after = (evaluating.scoring, *AWARDED[:3], finding.opinions_published)
    tell(told, (*WAITED, *called, *TALKED[len(CALLED) :], *after))


def test_an_inquiry_goes_to_the_lowest_of_its_only_prices() -> None:
    told = Told(method="inquiry", case="inquiry.uniform", evaluation=LOWEST)
    tell(told, (*WAITED, *CALLED, *OPENED, *CHECKED, evaluating.compliance, *AWARDED))


def test_a_single_source_is_made_public_approved_and_negotiated() -> None:
    told = Told(
        method="single_source", case="single_source.only_supplier", evaluation=LOWEST,
        in_city=True, yuan=5_200_000, prices=(5_100_000,), quotes=(4_900_000,),
        plan={
            "sme_reason": "只有唯一供应商",
            "method_consent": "示例市教育局同意，济教采〔2026〕12号",
        },
    )  # fmt: skip
    before = (*INTENDED, single.publicity, planning.thirty_days, planning.plan, single.approval)
    after = (planning.filed, planning.commission, *TALKED)
    tell(told, (*before, *after, *AWARDED))
