"""For every rule of the law floor: facts that keep it, and what to change so that they break it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from lucai.law.award_rules import AwardFacts
from lucai.law.calendar import BEIJING
from lucai.law.challenge_rules import ChallengeFacts
from lucai.law.challenges import Outcome, Remedy, Stage
from lucai.law.complaint_rules import ComplaintFacts
from lucai.law.contract_rules import AcceptanceFacts, ArchiveFacts, ContractFacts, PaymentFacts
from lucai.law.disclosure_rules import DisclosureFacts
from lucai.law.emergency_rules import ADDITION, EMERGENCY, EmergencyFacts
from lucai.law.evaluation_rules import EvaluationFacts, PriceFacts
from lucai.law.method_rules import ChoiceFacts
from lucai.law.panel_rules import PanelFacts
from lucai.law.payments import PaymentTerms
from lucai.law.planning_rules import IntentionFacts, PlanFacts
from lucai.law.prequalification_rules import LIBRARY, RECOMMENDED, ChangeFacts, PoolFacts
from lucai.law.role_rules import DutyFacts, SupplierFacts
from lucai.law.tender_rules import (
    BidFacts,
    ClarificationFacts,
    ExtensionFacts,
    NoticeFacts,
    OpeningFacts,
    SolicitationFacts,
)
from tests.law import framework_cases, innovation_cases, library_cases, mall_cases, support_cases
from tests.law.challenge_cases import CASES as CHALLENGES


def moment(day: str, hour: int = 9) -> datetime:
    return datetime(*map(int, day.split("-")), hour, tzinfo=BEIJING)


def day(text: str) -> date:
    return date.fromisoformat(text)


WAN = 1_000_000
AT = moment("2026-03-10")
DEADLINE = moment("2026-04-07")

PLAN = PlanFacts(
    object="goods",
    method="open",
    budget=600 * WAN,
    ceiling=600 * WAN,
    general_review_passed=True,
    sme_reserved_share=180 * WAN,
)
POOL = PoolFacts(
    way="announcement",
    method="invited",
    places=3,
    pool=6,
    witnesses=2,
    notice_on=day("2026-03-10"),
    apply_until=moment("2026-03-17"),
)
URGENT = EmergencyFacts(
    method=EMERGENCY,
    case="emergency.competitive",
    event="示例特大暴雨",
    event_on=day("2026-10-09"),
    finding="储备只够一天",
    amount=30 * WAN,
    original_contract="HT1",
    original_amount=100 * WAN,
)
OCTOBER = moment("2026-10-12")
ADDED = replace(URGENT, case=ADDITION, reason="配套")
FOUND = replace(POOL, method="negotiation", way=LIBRARY, witnesses=0)
NAMED = replace(FOUND, way=RECOMMENDED, by_buyer=2, by_experts=3)
CLOSED = replace(POOL, apply_until=moment("2026-03-10", 8))
INTENTION = IntentionFacts(intention_published_on=day("2026-02-08"))
DOCUMENT = SolicitationFacts(
    object="goods",
    budget=600 * WAN,
    bond=12 * WAN,
    price_weight=Decimal(30),
    weights=(Decimal(30), Decimal(70)),
    qualification_items=frozenset({"许可证"}),
    scoring_items=frozenset({"方案"}),
    low_price_ratios=(Decimal("0.5"),) * 2 + (Decimal("0.45"),),
    sme_rate=Decimal("0.10"),
    confirmed_by_buyer=True,
)
NOTICE = NoticeFacts(
    notice_on=day("2026-03-10"),
    notice_until=day("2026-03-17"),
    documents_from=day("2026-03-10"),
    documents_until=day("2026-03-17"),
    bid_deadline=moment("2026-03-30"),
    opening_at=moment("2026-03-30"),
)
EXTENSION = ExtensionFacts(
    documents_from=day("2026-03-02"),
    documents_until=AT,
    bid_deadline=moment("2026-03-30"),
    obtained=2,
    new_until=moment("2026-03-20"),
)
CLARIFICATION = ClarificationFacts(bid_deadline=moment("2026-03-25"), affects_bids=True)
BID = BidFacts(
    bid_deadline=DEADLINE, bond_required=12 * WAN, bond_received=12 * WAN, bond_received_at=AT
)
OPENING = OpeningFacts(bid_deadline=AT)
PANEL = PanelFacts(
    method="open",
    budget=600 * WAN,
    experts=4,
    representatives=1,
    evaluation_on=day("2026-03-11"),
    drawn_on=day("2026-03-10"),
)
EVALUATION = EvaluationFacts(
    objective_scores={"业绩": (Decimal(5), Decimal(5))},
)
AWARD = AwardFacts(
    evaluation_ended_on=day("2026-03-06"),
    report_received_on=day("2026-03-09"),
    decided_on=day("2026-03-09"),
    announced_on=day("2026-03-10"),
    result_notice_until=day("2026-03-11"),
    self_organised=False,
)
CONTRACT = ContractFacts(
    award_letter_on=day("2026-03-01"),
    award_amount=500 * WAN,
    contract_amount=500 * WAN,
    budget_held=600 * WAN,
    performance_bond=50 * WAN,
    signed_on=day("2026-03-09"),
    changed_on=day("2026-03-09"),
    supplements_before=20 * WAN,
    supplement=30 * WAN,
)
ACCEPTANCE = AcceptanceFacts(public_service=True, users_took_part=True)
PAYMENT = PaymentFacts(
    amount=100 * WAN,
    contract_left=100 * WAN,
    budget_left=100 * WAN,
    terms=PaymentTerms(invoice_on=day("2026-03-02"), delivered_on=day("2026-02-20")),
)
ARCHIVE = ArchiveFacts(ended_on=day("2010-01-01"))
SUPPLIER = SupplierFacts()
CHALLENGE = ChallengeFacts(
    about="result",
    known_on=day("2026-02-27"),
    notice_until=day("2026-02-28"),
    received_on=day("2026-03-03"),
    outcome=Outcome.NEXT,
    enough_left=True,
    result_announced=True,
    reported_to_finance=True,
    one_off=True,
)
COMPLAINT = ComplaintFacts(
    challenge_received_on=day("2026-02-24"),
    received_on=day("2026-03-05"),
    copied_on=day("2026-03-06"),
    about="result",
    stage=Stage.AWARDED,
    enough_left=True,
    remedy=Remedy.VOID_NEXT,
    rejected=True,
    rejection_ground="unfounded",
    decided_on=day("2026-03-06"),
    paused_from=AT.date(),
    paused_until=day("2026-04-09"),
)
DUTIES = DutyFacts(person="示例甲", duties=frozenset({"evaluate", "sign_contract"}))


def duties(*names: str) -> dict[str, frozenset[str]]:
    return {"duties": frozenset(names)}


SMALL_WORKS = replace(
    PLAN, object="works", method="negotiation", works_part="construction", budget=400 * WAN - 1
)
WORKS_PLAN = {"object": "works", "method": "inquiry"}
NEGOTIATION = replace(PANEL, method="negotiation", budget=100 * WAN, experts=2)
CONSULTATION = replace(PANEL, method="consultation", experts=2)

CHOICE = ChoiceFacts(
    method="inquiry", case="inquiry.uniform", object="goods", evaluation_method="lowestPrice"
)

CASES = {
    "intention_is_published_early_enough": (
        INTENTION,
        {"intention_published_on": day("2026-02-09")},
    ),
    "survey_is_done": (PLAN, {"budget": 1000 * WAN}),
    "reviews_are_passed": (PLAN, {"general_review_passed": False}),
    "ceiling_is_within_budget": (PLAN, {"ceiling": 600 * WAN + 1}),
    "plan_is_complete": (PLAN, {"missing_fields": ("数量",)}),
    "import_is_approved": (PLAN, {"imports": True}),
    "method_is_approved": (PLAN, {"method": "consultation"}),
    "inquiry_buys_goods_only": (PLAN, WORKS_PLAN),
    "works_are_tendered_by_their_own_law": (SMALL_WORKS, {"method": "open"}),
    "works_at_scale_are_tendered": (SMALL_WORKS, {"budget": 400 * WAN}),
    "method_suits_the_object": (CHOICE, {"object": "services"}),
    "evaluation_suits_the_method": (CHOICE, {"evaluation_method": "comprehensive"}),
    "small_project_is_reserved": (PLAN, {"budget": 200 * WAN}),
    "large_project_reserves_a_share": (PLAN, {"sme_reserved_share": 180 * WAN - 1}),
    "purchase_is_not_split": (
        PLAN,
        {"method": "inquiry", "budget": 300 * WAN, "same_kind_total": 101 * WAN},
    ),
    "emergency_is_found": (URGENT, {"finding": ""}),
    "direct_purchase_is_reasoned": (URGENT, {"case": "emergency.direct"}),
    "addition_names_its_contract": (ADDED, {"original_contract": ""}),
    "addition_is_within_share": (ADDED, {"amount": 30 * WAN + 1}),
    "application_period_is_long_enough": (POOL, {"apply_until": moment("2026-03-16")}),
    "applications_are_closed": (CLOSED, {"apply_until": moment("2026-03-17")}),
    "application_arrives_in_time": (POOL, {"apply_until": moment("2026-03-10")}),
    "places_are_enough": (POOL, {"places": 2}),
    "pool_is_large_enough": (replace(POOL, way=LIBRARY), {"pool": 5}),
    "enough_can_be_invited": (POOL, {"pool": 2}),
    "draw_is_witnessed": (POOL, {"witnesses": 1}),
    "enough_are_drawn": (FOUND, {"places": 2}),
    "library_has_enough": (FOUND, {"pool": 2}),
    "experts_recommend_too": (NAMED, {"places": 0}),
    "everybody_asked_has_answered": (NAMED, {"silent": ("采购人",)}),
    "enough_are_recommended": (NAMED, {"by_buyer": 1, "by_experts": 1}),
    "buyers_share_is_lawful": (NAMED, {"by_buyer": 4}),
    "scale_is_no_condition": (POOL, {"conditions_text": "注册资本不低于一千万元"}),
    "change_leaves_time": (
        ChangeFacts(apply_until=moment("2026-03-13")),
        {"apply_until": moment("2026-03-12")},
    ),
    "bond_is_within_cap": (DOCUMENT, {"bond": 12 * WAN + 1}),
    "price_weight_is_lawful": (DOCUMENT, {"price_weight": Decimal("29.99")}),
    "information_system_weight_is_exact": (
        DOCUMENT,
        {"information_system": True, "price_weight": Decimal(31)},
    ),
    "weights_sum_to_full_score": (DOCUMENT, {"weights": (Decimal(30), Decimal("69.9"))}),
    "qualification_is_not_scored": (DOCUMENT, {"scoring_items": frozenset({"许可证"})}),
    "low_price_ratios_are_lawful": (DOCUMENT, {"low_price_ratios": (Decimal("0.66"),) * 3}),
    "sme_rate_is_lawful": (DOCUMENT, {"sme_rate": Decimal("0.09")}),
    "sme_joint_rate_is_lawful": (DOCUMENT, {"sme_joint_rate": Decimal("0.07")}),
    "core_product_is_named": (DOCUMENT, {"single_product": False}),
    "budget_is_stated": (DOCUMENT, {"budget_is_stated": False}),
    "document_follows_the_demand": (DOCUMENT, {"confirmed_by_buyer": False}),
    "notice_runs_long_enough": (NOTICE, {"notice_until": day("2026-03-16")}),
    "documents_are_available_long_enough": (NOTICE, {"documents_until": day("2026-03-16")}),
    "documents_period_has_ended": (EXTENSION, {"documents_until": AT + timedelta(seconds=1)}),
    "too_few_obtained_the_document": (EXTENSION, {"obtained": 3}),
    "extension_keeps_the_period": (EXTENSION, {"new_until": moment("2026-03-30")}),
    "bid_period_is_long_enough": (NOTICE, {"bid_deadline": moment("2026-03-29", 23)}),
    "opening_is_at_the_deadline": (NOTICE, {"opening_at": moment("2026-03-30", 10)}),
    "clarification_leaves_time": (CLARIFICATION, {"bid_deadline": moment("2026-03-24")}),
    "deadline_is_not_moved_forward": (CLARIFICATION, {"new_bid_deadline": moment("2026-03-25", 8)}),
    "object_and_qualification_stay": (CLARIFICATION, {"changes_qualification": True}),
    "bid_arrives_in_time": (BID, {"bid_deadline": AT}),
    "bid_may_still_be_changed": (BID, {"bid_deadline": AT}),
    "bond_is_received": (BID, {"bond_received": 12 * WAN - 1}),
    "opening_waits_for_the_deadline": (OPENING, {"bid_deadline": AT + timedelta(seconds=1)}),
    "panel_stays_away_from_the_opening": (OPENING, {"panel_members_present": ("示例乙",)}),
    "tender_panel_is_lawful": (PANEL, {"experts": 3, "representatives": 2}),
    "negotiation_panel_is_lawful": (NEGOTIATION, {"experts": 3}),
    "consultation_panel_is_lawful": (CONSULTATION, {"experts": 1, "representatives": 2}),
    "negotiation_panel_has_a_lawyer": (
        replace(NEGOTIATION, special=True, lawyers=1),
        {"lawyers": 0},
    ),
    "consultation_panel_has_a_lawyer": (
        replace(CONSULTATION, special=True, lawyers=1),
        {"lawyers": 0},
    ),
    "draw_is_not_too_early": (PANEL, {"drawn_on": day("2026-03-08")}),
    "nobody_must_recuse": (PANEL, {"conflicted": ("示例乙",)}),
    "members_are_outsiders": (PANEL, {"agency_members": ("示例乙",)}),
    "representatives_are_authorised": (PANEL, {"leader_is_representative": True}),
    "price_can_be_accepted": (PriceFacts(price=600 * WAN, ceiling=600 * WAN), {"price": 0}),
    "buyer_checks_the_qualification": (EVALUATION, {"qualification_checked_by": "panel"}),
    "objective_scores_agree": (
        EVALUATION,
        {"objective_scores": {"业绩": (Decimal(10), Decimal(9), Decimal(9))}},
    ),
    "scores_are_within_range": (EVALUATION, {"scores_out_of_range": ("方案",)}),
    "every_member_has_scored": (EVALUATION, {"missing_scores": ("示例乙",)}),
    "prices_are_not_adjusted": (EVALUATION, {"price_adjustments": ("付款条件",)}),
    "low_prices_are_decided": (EVALUATION, {"low_price_undecided": ("示例公司",)}),
    "low_price_review_is_recorded": (EVALUATION, {"low_price_recorded": False}),
    "panel_is_still_complete": (EVALUATION, {"members_left": ("示例乙",)}),
    "report_is_signed": (EVALUATION, {"unsigned_members": ("示例乙",)}),
    "winner_is_decided_in_time": (AWARD, {"decided_on": day("2026-03-17")}),
    "winner_follows_the_order": (AWARD, {"chosen_rank": 2}),
    "tie_is_settled": (AWARD, {"tied_first": True, "tie_settled": False}),
    "result_is_announced_in_time": (AWARD, {"announced_on": day("2026-03-12")}),
    "result_notice_runs_long_enough": (AWARD, {"result_notice_until": day("2026-03-10")}),
    "result_notice_is_complete": (AWARD, {"missing_notice_fields": ("评审专家",)}),
    "result_stands": (AWARD, {"result_changed_by": ("考察",)}),
    "contract_is_signed_in_time": (CONTRACT, {"signed_on": day("2026-04-01")}),
    "contract_follows_the_award": (CONTRACT, {"contract_amount": 500 * WAN + 1}),
    "contract_is_within_budget": (CONTRACT, {"budget_held": 500 * WAN - 1}),
    "performance_bond_is_within_cap": (CONTRACT, {"performance_bond": 50 * WAN + 1}),
    "no_challenge_is_pending": (CONTRACT, {"challenge_pending": True}),
    "contract_is_published_in_time": (CONTRACT, {"published_on": day("2026-03-12")}),
    "contract_is_filed_in_time": (CONTRACT, {"filed_on": day("2026-03-19")}),
    "supplements_are_within_cap": (CONTRACT, {"supplement": 30 * WAN + 1}),
    "change_is_published_in_time": (CONTRACT, {"changed_on": day("2026-03-05")}),
    "acceptance_is_itemised": (ACCEPTANCE, {"unchecked_items": ("接口",)}),
    "acceptance_is_signed": (ACCEPTANCE, {"unsigned_members": ("示例丙",)}),
    "users_take_part_in_acceptance": (ACCEPTANCE, {"users_took_part": False}),
    "acceptance_was_planned": (ACCEPTANCE, {"plan_required": True, "plan_in_contract": False}),
    "payment_is_within_contract_and_budget": (PAYMENT, {"amount": 100 * WAN + 1}),
    "payment_conditions_are_met": (PAYMENT, {"accepted": False}),
    "payment_is_in_time": (PAYMENT, {"paid_on": day("2026-03-23")}),
    "imported_goods_are_paid_with_approval": (PAYMENT, {"imports": True}),
    "disclosure_is_in_time": (DisclosureFacts(year=2025), {"year": 2024}),
    "year_is_over": (DisclosureFacts(year=2025), {"year": 2026}),
    "figures_have_changed": (DisclosureFacts(year=2025), {"changed": False}),
    "retention_is_over": (ARCHIVE, {"ended_on": day("2011-03-11")}),
    "papers_are_unaltered": (ARCHIVE, {"altered_papers": ("评标报告",)}),
    "acceptance_is_by_another_than_the_signer": (DUTIES, duties("sign_contract", "accept")),
    "payment_is_approved_by_another": (DUTIES, duties("request_payment", "approve_payment")),
    "designer_does_not_bid": (
        SupplierFacts(designed=True, only_source=True),
        {"only_source": False},
    ),
    "demand_is_reviewed_by_another": (DUTIES, duties("draft_demand", "review_demand")),
    "solicitation_is_checked_by_another": (
        DUTIES,
        duties("draft_solicitation", "check_solicitation"),
    ),
    "expert_did_not_argue": (DUTIES, duties("argue_demand", "evaluate")),
    "supervisor_does_not_evaluate": (DUTIES, duties("supervise", "evaluate")),
    "method_is_approved_by_another": (DUTIES, duties("use_method", "approve_method")),
    "administrator_does_not_audit": (DUTIES, duties("administer", "audit")),
    "recommended_are_confirmed_by_another": (
        DUTIES,
        duties("recommend_suppliers", "confirm_recommended"),
    ),
    "ruling_is_approved_by_another": (DUTIES, duties("draft_ruling", "approve_ruling")),
    "challenger_took_part": (CHALLENGE, {"took_part": False}),
    "challenge_is_raised_in_time": (CHALLENGE, {"notice_until": day("2026-02-27")}),
    "challenge_is_complete": (CHALLENGE, {"missing": ("质疑请求",)}),
    "challenge_is_raised_once": (CHALLENGE, {"raised_before": 1}),
    "partners_challenge_together": (CHALLENGE, {"absent_partners": ("示例公司",)}),
    "challenge_is_answered_in_time": (CHALLENGE, {"received_on": day("2026-02-24")}),
    "completion_is_asked_once": (CHALLENGE, {"completion_asked": True}),
    "reply_is_complete": (CHALLENGE, {"reply_missing": ("法律依据",)}),
    "outcome_fits_the_stage": (CHALLENGE, {"enough_left": False}),
    "changed_result_is_reported": (CHALLENGE, {"reported_to_finance": False}),
    "panel_helps_to_answer": (CHALLENGE, {"panel_asked": False}),
    "challenge_came_first": (COMPLAINT, {"challenged": False}),
    "reply_is_awaited": (
        COMPLAINT,
        {"answered": False, "challenge_received_on": day("2026-03-02")},
    ),
    "complaint_is_made_in_time": (COMPLAINT, {"challenge_received_on": day("2026-01-05")}),
    "complaint_is_complete": (COMPLAINT, {"missing": ("投诉请求",)}),
    "points_lie_within_the_challenge": (COMPLAINT, {"points_outside": ("事项2",)}),
    "complaint_is_new": (COMPLAINT, {"decided_before": True}),
    "partners_complain_together": (COMPLAINT, {"absent_partners": ("示例公司",)}),
    "foreign_evidence_is_translated": (COMPLAINT, {"untranslated": ("检测报告",)}),
    "correction_is_asked_once": (COMPLAINT, {"correction_asked": True}),
    "correction_time_is_over": (COMPLAINT, {"correct_until": day("2026-12-31")}),
    "complaint_is_examined_in_time": (COMPLAINT, {"received_on": day("2026-03-02")}),
    "refusal_is_told_in_time": (COMPLAINT, {"received_on": day("2026-03-04")}),
    "transfer_is_told_in_time": (COMPLAINT, {"received_on": day("2026-03-04")}),
    "complaint_is_screened_once": (COMPLAINT, {"screened": True}),
    "complaint_is_screened_in_time": (COMPLAINT, {"received_on": day("2026-03-04")}),
    "copies_go_out_in_time": (COMPLAINT, {"received_on": day("2026-02-10")}),
    "statement_comes_in_time": (COMPLAINT, {"copied_on": day("2026-03-02")}),
    "hearing_is_announced": (COMPLAINT, {"hearing_announced": False}),
    "complaint_is_decided_in_time": (COMPLAINT, {"received_on": day("2026-01-05")}),
    "tests_have_come_back": (COMPLAINT, {"being_tested": ("示例检测机构",)}),
    "cost_of_the_appraisal_is_settled": (COMPLAINT, {"cost_bearer_named": False}),
    "pause_is_within_limit": (COMPLAINT, {"paused_until": day("2026-04-10")}),
    "withdrawal_is_written": (COMPLAINT, {"withdrawn_in_writing": False}),
    "rejection_has_its_ground": (COMPLAINT, {"rejection_ground": ""}),
    "remedy_fits_the_stage": (COMPLAINT, {"stage": Stage.PERFORMED}),
    "decision_is_complete": (COMPLAINT, {"wanting": ("救济权利",)}),
    "decision_is_published_in_time": (COMPLAINT, {"decided_on": day("2026-03-02")}),
    "supplier_is_not_excluded": (SUPPLIER, {"excluded_until": ("2027-01-01",)}),
    "agency_does_not_bid": (SUPPLIER, {"is_agency_of_project": True}),
    "consortium_members_bid_once": (SUPPLIER, {"also_in_consortium": True}),
}
CASES |= framework_cases.CASES | innovation_cases.CASES | library_cases.CASES | support_cases.CASES
CASES |= mall_cases.CASES | CHALLENGES

LATER = dict.fromkeys(
    (
        "emergency_is_found",
        "direct_purchase_is_reasoned",
        "addition_names_its_contract",
        "addition_is_within_share",
    ),
    OCTOBER,
)
"""When a rule is tried that was not in force at ``AT``."""
