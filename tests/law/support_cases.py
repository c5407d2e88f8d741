"""One lawful case and one unlawful case of the rules of applicability, support and closing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from lucai.law.applicability_rules import EntrustingFacts
from lucai.law.closing_rules import BondBackFacts, BondFacts, ReviewAgainFacts
from lucai.law.import_rules import ArguedFacts, ImportExpert, ImportFacts
from lucai.law.method_rules import AFTER_NO_BIDS, CONTRACT_ADDITION, AdditionFacts, ChoiceFacts
from lucai.law.receivable_rules import ReceivableFacts
from lucai.law.reserve_rules import ReserveFacts
from lucai.law.support_rules import (
    ComponentFacts,
    ComponentStandard,
    DemandFacts,
    DomesticFacts,
    SmallFirmFacts,
    SubcontractFacts,
)

DEMAND = DemandFacts()
REPORT = ReserveFacts(year=2025)
GROUP = tuple(
    ImportExpert(name=f"示例专家{n}", unit="示例大学", legal=n == "甲") for n in "甲乙丙丁戊"
)
IMPORT = ImportFacts(imports=True, experts=GROUP, buyer_name="示例单位")
RESERVED = SmallFirmFacts(reserved=True, qualified_small=3)
MISTAKE = ReviewAgainFacts(frozenset({"qualification"}))
STANDARD = ComponentStandard("A0201", Decimal("0.5"), date(2026, 3, 1))
COMPONENTS = ComponentFacts(code="A02010105", share=Decimal("0.5"), standards=(STANDARD,))

NO_BIDS = ChoiceFacts(
    method="negotiation", case=AFTER_NO_BIDS, object="goods", fairness_opinion="没有不合理条款"
)
ADDED = AdditionFacts(
    case=CONTRACT_ADDITION, amount=400_000, original_contract="HT1", original_amount=10_000_000,
    added_before=600_000,
)  # fmt: skip
RECEIVABLE = ReceivableFacts(asked_on=date(2026, 2, 25), amount=100, left=100)
CASES: dict[str, tuple[object, dict[str, object]]] = {
    "failed_tender_was_fair": (
        NO_BIDS,
        {"fairness_opinion": " "},
    ),
    "addition_is_a_tenth_at_most": (
        ADDED,
        {"added_before": 600_001},
    ),
    "common_items_are_centralised": (
        EntrustingFacts(common_item=True, centralised=True), {"centralised": False},
    ),
    "domestic_policy_covers_goods": (DomesticFacts(codes=("A02010105",)), {"object": "works"}),
    "domestic_components_are_enough": (COMPONENTS, {"share": Decimal("0.49")}),
    "subcontract_is_lawful": (
        SubcontractFacts(text="运输等非主体、非关键性工作"), {"text": "主体工作"},
    ),
    "tender_is_reviewed_again_lawfully": (
        ReviewAgainFacts(frozenset({"outlier"})), {"grounds": frozenset({"qualification"})},
    ),
    "consultation_is_reviewed_again_lawfully": (MISTAKE, {"grounds": frozenset({"price"})}),
    "negotiation_is_reviewed_again_lawfully": (MISTAKE, {"grounds": frozenset({"sum"})}),
    "receivable_is_answered_in_time": (RECEIVABLE, {"asked_on": date(2025, 12, 1)}),
    "receivable_is_owed": (RECEIVABLE, {"left": 99}),
    "interest_goes_back_with_the_bond": (
        BondBackFacts(ended=True, interest=0), {"interest": None},
    ),
    "bond_goes_back_in_time": (BondBackFacts(), {"due_on": date(2026, 1, 5)}),
    "bond_is_kept_on_a_ground": (
        BondFacts(kept=True, grounds=frozenset({"revoked"})), {"grounds": frozenset()},
    ),
    "reserved_lot_has_enough_small_firms": (RESERVED, {"qualified_small": 2}),
    "central_items_are_not_passed_on": (
        EntrustingFacts(common_item=True), {"passed_on": True},
    ),
    "import_is_argued": (IMPORT, {"experts": ()}),
    "import_experts_are_a_lawful_group": (IMPORT, {"experts": GROUP[:4]}),
    "import_arguers_do_not_evaluate": (ArguedFacts(person="示例甲"), {"argued_import": True}),
    "report_is_in_time": (REPORT, {"year": 2024}),
    "reported_year_is_over": (REPORT, {"year": 2026}),
    "shortfall_is_explained": (
        replace(REPORT, short=("货物类预留 20.00%",), explained=True), {"explained": False},
    ),
    "report_has_changed": (REPORT, {"changed": False}),
    "low_price_is_not_judged_by_scale": (DEMAND, {"low_price_reason": "注册资本过小"}),
    "low_price_winner_is_watched": (DemandFacts(low_price_asked=True), {"watched": False}),
    "experts_are_paid_lawfully": (DEMAND, {"paid_leaver": True}),
}  # fmt: skip
