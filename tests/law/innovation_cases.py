"""One lawful case and one unlawful case of every rule of cooperative innovation."""

from datetime import date, datetime
from decimal import Decimal

from lucai.law.calendar import BEIJING
from lucai.law.cooperation_rules import CandidateFacts, CooperationFacts, CooperationPlanFacts
from lucai.law.innovation_rules import (
    ChoiceFacts,
    FirstPurchaseFacts,
    PurchaseTermFacts,
    StageFacts,
)

WAN = 1_000_000


def at(day: int, month: int = 3, hour: int = 17) -> datetime:
    """A moment of 2026, Beijing time."""
    return datetime(2026, month, day, hour, tzinfo=BEIJING)


PLAN = CooperationPlanFacts(
    method="cooperative",
    level="province",
    head=True,
    strategy="服务国家战略",
    survey_done=True,
    argument="专家论证同意",
    packages=(2000 * WAN, 3000 * WAN),
)
SCHEME = CooperationFacts(
    weights=(("研发方案", 50, True), ("价格", 50, False)),
    wanted=2,
    months=24,
    most_cost=900 * WAN,
    ratio=Decimal("0.8"),
    incentive=80 * WAN,
    research_budget=1600 * WAN,
    announced_on=date(2026, 2, 27),
    apply_until=at(26),
    group=("technical", "technical", "lawyer", "economist", "buyer"),
)
CLOSED = CooperationFacts(apply_until=at(9), applicants=1, qualified=1, responses=1,
                          first_until=at(9), final_until=at(9))  # fmt: skip
DOCUMENT = CooperationFacts(first_on=date(2026, 3, 10), first_until=at(24),
                            final_on=date(2026, 3, 10), final_until=at(17))  # fmt: skip
ANSWER = CandidateFacts(
    most_cost=900 * WAN, cost=900 * WAN, months=20, most_months=24, price=290 * WAN,
    ceiling=290 * WAN, inside=True, closes_at=at(20),
)  # fmt: skip
CHOICE = ChoiceFacts(wanted=2, candidates=3, chosen=(1, 2), amounts=1600 * WAN, budget=1600 * WAN)
PRODUCTS = FirstPurchaseFacts(passed=("甲", "乙"), amount=10, budget=10)
PURCHASE = PurchaseTermFacts(first=True, amount=100, advance=30, added=10)
STAGE = StageFacts(cost=500 * WAN, cap=500 * WAN, ratio=Decimal("0.8"))

CASES: dict[str, tuple[object, dict[str, object]]] = {
    "unit_may_cooperate": (PLAN, {"level": "county"}),
    "cooperation_is_argued": (PLAN, {"argument": ""}),
    "research_is_budgeted": (PLAN, {"packages": (5000 * WAN,)}),
    "content_is_complete": (SCHEME, {"missing": ("最低研发目标",)}),
    "research_plan_weighs_enough": (
        SCHEME, {"weights": (("研发方案", 49, True), ("价格", 51, False))},
    ),
    "researchers_are_few": (SCHEME, {"wanted": 4}),
    "research_stays_inside": (SCHEME, {"inside": False}),
    "research_fits_the_budget": (SCHEME, {"research_budget": 1600 * WAN - 1}),
    "innovation_term_is_usual": (SCHEME, {"months": 25}),
    "innovation_notice_is_long_enough": (SCHEME, {"apply_until": at(25)}),
    "innovation_application_arrives_in_time": (SCHEME, {"apply_until": at(9)}),
    "group_is_lawful": (SCHEME, {"group": ("technical", "lawyer", "buyer")}),
    "innovation_applications_are_closed": (CLOSED, {"apply_until": at(20)}),
    "applicants_are_all_judged": (CLOSED, {"unjudged": ("甲",)}),
    "first_period_is_long_enough": (DOCUMENT, {"first_until": at(23)}),
    "final_period_is_long_enough": (DOCUMENT, {"final_until": at(16)}),
    "first_responses_are_due": (CLOSED, {"first_until": at(20)}),
    "final_responses_are_due": (CLOSED, {"responses": 0}),
    "group_has_signed": (CLOSED, {"unsigned": ("1 号",)}),
    "everybody_was_heard": (CLOSED, {"unheard": ("甲",)}),
    "cost_is_within_the_cap": (ANSWER, {"cost": 900 * WAN + 1}),
    "price_is_within_the_ceiling": (ANSWER, {"price": 290 * WAN + 1}),
    "candidate_researches_inside": (ANSWER, {"inside": False}),
    "innovation_response_arrives_in_time": (ANSWER, {"closes_at": at(9)}),
    "choice_follows_the_ranking": (CHOICE, {"chosen": (1, 2, 3)}),
    "choice_is_within_the_budget": (CHOICE, {"amounts": 1600 * WAN + 1}),
    "research_is_over": (PRODUCTS, {"under_way": ("丙",)}),
    "products_compete": (PRODUCTS, {"passed": ("甲",)}),
    "products_are_all_scored": (PRODUCTS, {"unscored": ("乙",)}),
    "first_purchase_is_within_budget": (PRODUCTS, {"amount": 11}),
    "first_purchase_is_prepaid": (PURCHASE, {"advance": 29}),
    "goal_change_is_within_share": (PURCHASE, {"added": 11}),
    "stage_is_within_the_contract": (STAGE, {"cost": 500 * WAN + 1}),
    "stages_follow_each_other": (STAGE, {"earlier_passed": False}),
}  # fmt: skip
