"""One lawful and one unlawful case of every rule that the application judges itself.

A case holds what its rule reads, and nothing besides: the application's own facts carry far more.
"""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from lucai.stages.contract.changes.rules import GROUNDS, KINDS
from tests.law.rule_cases import AT, day

__all__ = ["AT", "CASES", "changed"]

GROUND, KIND = next((key, min(ground.kinds)) for key, ground in GROUNDS.items())
OTHER = next(kind for kind in KINDS if kind not in GROUNDS[GROUND].kinds)
VISIT = "采购人组织现场考察，已获取招标文件的供应商均可自愿参加。"


def changed(facts: SimpleNamespace, broken: dict[str, Any]) -> SimpleNamespace:
    """Return the facts with what makes them unlawful."""
    return SimpleNamespace(**{**vars(facts), **broken})


def case(broken: dict[str, Any], /, **lawful: Any) -> tuple[SimpleNamespace, dict[str, Any]]:
    return SimpleNamespace(**lawful), broken


CASES = {
    "GP-AGE-03": case({"scope": " "}, scope="编制采购文件、组织评审"),
    "GP-AGE-04": case({"fee_payer": "loser"}, fee_payer="winner", fee_standard="0.8%"),
    "GP-AGE-07": case({"barred_until": ("至 2027-01-01",)}, barred_until=()),
    "GP-AGE-08": case({"open_leads": 1}, open_leads=0),
    "GP-AWD-04": case({"evidence": ""}, chosen_rank=2, evidence="放弃函"),
    "GP-BON-02": case(
        {"bond_kinds": ("现金",)}, bond_kinds=("transfer",), bond_received_at=AT, bid_deadline=AT
    ),
    "GP-BUD-02": case({"reserve": 101}, amount=100, reserve=100),
    "GP-CRE-01": case(
        {"ends_on": day("2026-12-31")},
        party_side="supplier", begins_on=day("2026-03-01"), ends_on=day("2027-02-28"),
    ),
    "GP-CTR-02": case({"missing_terms": ("验收",)}, missing_terms=()),
    "GP-CTR-06": case({"kind": OTHER}, ground=GROUND, kind=KIND),
    "GP-DEM-07": case(
        {"duties": frozenset({"draft_demand"})}, person="示例甲", duties=frozenset({"review_demand"})
    ),
    "GP-EXP-08": case({"lots_open": ("包 2",)}, lots_open=()),
    "GP-EXP-13": case({"devices_kept": False}, devices_kept=True),
    "GP-EXP-14": case({"declared": False}, declared=True),
    "GP-EXP-15": case({"opened": False}, cause="defective", opened=True),
    "GP-GRE-01": case({"expired": ("节能产品认证",)}, expired=()),
    "GP-GRE-02": case({"packaging_asked": False}, packaging_asked=True),
    "GP-INT-02": case(
        {"demand": ""}, title="示例项目", demand="示例需求", amount=1, expected_month="2026-05"
    ),
    "GP-JOI-01": case({"consortium_allowed": False}, consortium=True, consortium_allowed=True),
    "GP-LOW-07": case({"explaining_until": AT + timedelta(minutes=1)}, explaining_until=AT),
    "GP-NEG-06": case({"unheard": ("示例供应商",)}, unheard=(), single_source=False),
    "GP-NEG-07": case({"unsettled": 1}, unsettled=0),
    "GP-NEG-11": case({"price": 101}, price=100, ceiling=100),
    "GP-REC-01": case({"items_total": 99}, price=100, items_total=100),
    "GP-SIG-01": case({"signature_problem": "证书已经吊销"}, signature_problem=""),
    "GP-SIG-02": case({"altered": True}, altered=False),
    "GP-SIN-01": case(
        {"published_on": AT.date()}, published_on=day("2026-01-05"), last_day=day("2026-01-12")
    ),
    "GP-SIN-02": case({"argued": False}, objections=1, argued=True),
    "GP-SIN-03": case({"unheard": ("示例供应商",)}, unheard=(), single_source=True),
    "GP-SIT-01": case({"visit_text": "采购人分别组织供应商考察现场。"}, visit_text=VISIT),
    "GP-TEN-15": case({"broken": ("J01",)}, broken=()),
    "GP-TEN-17": case(
        {"cause": "changed"}, cause="cancelled", method="open", opened=False
    ),
    "GP-TEN-22": case({"validity_days": 89}, validity_days=90, required_validity_days=90),
    "GP-THR-08": case({"reason": "经摇号产生"}, reason="具有同类项目经验"),
}  # fmt: skip
