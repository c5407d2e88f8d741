"""One lawful case and one unlawful case of every rule of framework agreements."""

from datetime import date, datetime
from decimal import Decimal

from lucai.law.calendar import BEIJING
from lucai.law.framework_member_rules import (
    AgreementFacts,
    JoiningFacts,
    MemberFacts,
    RefillFacts,
)
from lucai.law.framework_order_rules import (
    OrderFacts,
    QuotingFacts,
    SummaryFacts,
)
from lucai.law.framework_rules import (
    AdmissionFacts,
    CallFacts,
    FrameworkPlanFacts,
    PackageResult,
    ResponseFacts,
)

YUAN = 100


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    """A moment of spring 2026, Beijing time."""
    return datetime(2026, month, day, hour, tzinfo=BEIJING)


PLAN = FrameworkPlanFacts(
    kind="closed",
    object="services",
    ground="attestation",
    centralised=False,
    can_be_pooled=False,
    surveyed_buyers=3,
    surveyed_suppliers=3,
    evaluation="price_first",
    rate=Decimal("0.2"),
    way="direct",
    starts_on=date(2026, 5, 1),
    ends_on=date(2028, 5, 1),
    packages=1,
)
CALL = CallFacts(
    announced_on=date(2026, 2, 10),
    response_deadline=at(2),
    ends_on=date(2028, 5, 1),
    responders=2,
)
RESPONSE = ResponseFacts(
    closes_at=at(20), price=90 * YUAN, ceiling=90 * YUAN, object="goods",
    needs_consumables=True, consumable_years=3,
)  # fmt: skip
ADMISSION = AdmissionFacts(
    panel=5, experts=4, formed=True, strict=False, rate=Decimal("0.2"), most_admitted=None, unjudged=(), unsigned=(),
    results=(PackageResult(name="包 1", responders=5, valid=5, admitted=4),),
)  # fmt: skip
TWO_ADMITTED = (PackageResult(name="包 1", responders=2, valid=2, admitted=2),)
AGREEMENT = AgreementFacts(letter_on=date(2026, 2, 10), signed=1)
ORDER = OrderFacts(
    running=True, today=date(2026, 3, 9), starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
    way="rotation", agreed_way="rotation", unit_price=90 * YUAN, agreement_price=90 * YUAN,
    supplier="甲", next_in_turn="甲",
)  # fmt: skip
ABROAD = OrderFacts(
    running=True, today=date(2026, 3, 9), starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
    way="outside", agreed_way="direct", unit_price=80 * YUAN, agreement_price=90 * YUAN,
    outside_foreseen=True, insiders_refused=True, evidence="三家书面答复",
)  # fmt: skip
QUOTING = QuotingFacts(asked_at=at(2), closes_at=at(3), least_hours=24, agreement_price=90 * YUAN)
OPEN_QUOTING = QuotingFacts(asked_at=at(2), closes_at=at(30), least_hours=24)
SUMMARY = SummaryFacts(ends_on=date(2026, 3, 1))

CASES: dict[str, tuple[object, dict[str, object]]] = {
    "framework_has_a_ground": (PLAN, {"centralised": True}),
    "needs_cannot_be_pooled": (PLAN, {"can_be_pooled": True}),
    "open_framework_has_a_ground": (PLAN, {"kind": "open"}),
    "survey_reached_enough": (PLAN, {"surveyed_suppliers": 2}),
    "admission_is_competitive": (PLAN, {"rate": None}),
    "ceilings_are_set": (PLAN, {"without_ceiling": ("包 1",)}),
    "term_is_usual": (PLAN, {"ends_on": date(2028, 5, 2)}),
    "evaluation_is_lawful": (PLAN, {"evaluation": "quality_first"}),
    "rate_is_lawful": (PLAN, {"rate": Decimal("0.19")}),
    "open_framework_is_chosen_directly": (PLAN, {"kind": "open", "way": "rotation"}),
    "way_is_known": (PLAN, {"way": ""}),
    "way_suits_the_project": (PLAN, {"way": "rotation", "object": "goods"}),
    "response_period_is_long_enough": (CALL, {"announced_on": date(2026, 2, 11)}),
    "refill_keeps_the_term": (CALL, {"ends_on": date(2026, 3, 2)}),
    "responses_open_at_the_deadline": (CALL, {"response_deadline": at(30)}),
    "enough_responded": (CALL, {"responders": 1}),
    "response_arrives_in_time": (RESPONSE, {"closes_at": at(1)}),
    "offer_keeps_the_ceiling": (RESPONSE, {"price": 90 * YUAN + 1}),
    "goods_come_from_their_maker": (RESPONSE, {"maker": False}),
    "consumables_are_priced": (RESPONSE, {"consumable_years": 2}),
    "supplier_was_not_removed": (RESPONSE, {"removed": True}),
    "panel_is_lawful": (ADMISSION, {"panel": 4}),
    "panel_was_drawn": (ADMISSION, {"formed": False}),
    "members_have_signed": (ADMISSION, {"unsigned": ("甲",)}),
    "responses_are_all_judged": (ADMISSION, {"unjudged": ("甲",)}),
    "elimination_is_lawful": (ADMISSION, {"results": TWO_ADMITTED}),
    "agreement_is_signed_in_time": (AGREEMENT, {"letter_on": date(2026, 1, 5)}),
    "agreements_are_signed": (AGREEMENT, {"unsigned": ("甲",)}),
    "buyers_are_told_in_time": (AGREEMENT, {"agreed_on": date(2026, 1, 5)}),
    "agreements_are_filed_in_time": (AGREEMENT, {"agreed_on": date(2026, 1, 5)}),
    "application_is_reviewed_in_time": (
        JoiningFacts(applied_on=date(2026, 3, 2)), {"applied_on": date(2026, 2, 27)},
    ),
    "closed_members_stay": (MemberFacts(kind="open"), {"kind": "closed"}),
    "removal_has_a_ground": (
        MemberFacts(kind="closed", removal="refusal", evidence="三次拒绝"), {"removal": "other"},
    ),
    "refill_is_needed": (RefillFacts(initial=8, left=5, execution_hurt=True), {"left": 6}),
    "agreement_is_in_force": (ORDER, {"today": date(2027, 1, 1)}),
    "deal_keeps_the_agreement_price": (ORDER, {"unit_price": 90 * YUAN + 1}),
    "way_is_the_agreed_one": (ORDER, {"way": "direct"}),
    "turn_is_kept": (ORDER, {"supplier": "乙"}),
    "outside_purchase_is_allowed": (ABROAD, {"insiders_refused": False}),
    "suppliers_have_time_to_quote": (QUOTING, {"least_hours": 25}),
    "quote_arrives_in_time": (OPEN_QUOTING, {"closes_at": at(3)}),
    "quotes_stay_shut_until_the_deadline": (QUOTING, {"closes_at": at(30)}),
    "quote_keeps_the_agreement_price": (QUOTING, {"price": 90 * YUAN + 1}),
    "summary_follows_the_term": (SUMMARY, {"ends_on": date(2026, 3, 30)}),
    "summary_is_in_time": (SUMMARY, {"ends_on": date(2026, 2, 1)}),
    "orders_are_settled": (SUMMARY, {"unfinished": 1}),
}  # fmt: skip
