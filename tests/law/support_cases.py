"""One lawful case and one unlawful case of the rules of applicability, support and closing."""

from datetime import date
from decimal import Decimal

from lucai.law.applicability_rules import TENDERING_LAW, PurchaseFacts
from lucai.law.closing_rules import BondFacts, ReviewAgainFacts, SoleRecordFacts
from lucai.law.support_rules import DemandFacts, DomesticFacts, SmallFirmFacts

WAN = 1_000_000
PURCHASE = PurchaseFacts(budget=900 * WAN, in_catalogue=True)
MIXED = PurchaseFacts(budget=900 * WAN, in_catalogue=True, fiscal=False, mixed=True)
WORKS = PurchaseFacts(object="works", tendered=True, law=TENDERING_LAW, evaluation="comprehensive")
SMALL, DOMESTIC, DEMAND = SmallFirmFacts(), DomesticFacts(), DemandFacts()
RESERVED = SmallFirmFacts(reserved=True, qualified_small=3, winner_declared=True)
BONUS = SmallFirmFacts(tendering_law=True, bonus=Decimal("0.03"))
CLAIMED = DomesticFacts(treated_as_domestic=True)
PRESENT = frozenset({"甲", "乙", "丙"})
RECORD = SoleRecordFacts("协商情况", PRESENT, PRESENT, 90, 100)
MISTAKE = ReviewAgainFacts(frozenset({"qualification"}))
SUBCONTRACT = DemandFacts(subcontract=True)

CASES: dict[str, tuple[object, dict[str, object]]] = {
    "purchase_is_government_procurement": (PURCHASE, {"law": "其他"}),
    "mixed_money_is_one_purchase": (MIXED, {"law": "其他"}),
    "works_follow_the_right_law": (WORKS, {"tendered": False}),
    "exceptions_stay_outside": (PURCHASE, {"military": True}),
    "common_items_are_centralised": (
        PurchaseFacts(common_item=True, centralised=True), {"centralised": False},
    ),
    "centralised_items_are_not_passed_on": (
        PurchaseFacts(centralised=True), {"delegated_on": True},
    ),
    "reserved_share_is_listed": (
        PurchaseFacts(reserved=WAN, reserved_listed=WAN), {"reserved_listed": WAN - 1},
    ),
    "works_are_evaluated_lawfully": (WORKS, {"evaluation": "direct"}),
    "import_experts_do_not_evaluate": (
        PurchaseFacts(argued_by=frozenset({"甲"})), {"panel": frozenset({"甲", "乙"})},
    ),
    "tender_is_reviewed_again_lawfully": (
        ReviewAgainFacts(frozenset({"outlier"})), {"grounds": frozenset({"qualification"})},
    ),
    "consultation_is_reviewed_again_lawfully": (MISTAKE, {"grounds": frozenset({"price"})}),
    "negotiation_is_reviewed_again_lawfully": (MISTAKE, {"grounds": frozenset({"sum"})}),
    "bond_is_kept_on_a_ground": (
        BondFacts(kept=True, grounds=frozenset({"revoked"})), {"grounds": frozenset()},
    ),
    "sole_negotiation_is_recorded": (RECORD, {"signed": frozenset({"甲"})}),
    "declaration_is_enough": (SMALL, {"proofs_asked": ("社保证明",)}),
    "reserved_lot_has_enough_small_firms": (RESERVED, {"qualified_small": 2}),
    "works_bonus_is_lawful": (BONUS, {"bonus": Decimal("0.029")}),
    "declaration_goes_with_the_result": (RESERVED, {"declaration_published": False}),
    "identity_dispute_is_answered_in_time": (
        SmallFirmFacts(asked_on=date(2026, 3, 2), answered_on=date(2026, 3, 16)),
        {"answered_on": date(2026, 3, 17)},
    ),
    "reservation_is_reported_yearly": (
        SmallFirmFacts(year=2025), {"execution_published": False},
    ),
    "domestic_policy_covers_goods": (DOMESTIC, {"object": "works"}),
    "domestic_declaration_is_enough": (CLAIMED, {"declared": False}),
    "domestic_policy_looks_at_no_owner": (DOMESTIC, {"treated_by_owner": True}),
    "imports_are_not_domestic": (CLAIMED, {"imported": True}),
    "green_goods_are_certified": (
        DemandFacts(forced_energy=True), {"certificate_asked": False},
    ),
    "green_demands_are_written": (DemandFacts(packaging=True), {"packaging_written": False}),
    "agency_speaks_up": (
        DemandFacts(discriminates=True, objected=True, reported=True), {"reported": False},
    ),
    "low_price_is_not_judged_by_scale": (DEMAND, {"low_price_reason": "注册资本过小"}),
    "low_price_winner_is_watched": (DemandFacts(low_price_asked=True), {"watched": False}),
    "suppliers_visit_together": (DEMAND, {"alone": True}),
    "experts_are_paid_lawfully": (DEMAND, {"paid_leaver": True}),
}  # fmt: skip
