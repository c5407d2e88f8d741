"""What both sides may still agree on: everything but the substance of tender and bid."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.stages.contract.contracts.clauses import Terms
from lucai.stages.contract.contracts.withholding import OWN

TERMS = {
    "delivery_place": "履行地点",
    "delivery_days": "交付期限（天，不得长于投标承诺）",
    "acceptance_days": "验收期限（天）",
    "payment_days": "付款期限（天）",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A line of the contract with its present text."""

    key: str
    label: str
    text: str


def subjects(terms: Terms) -> tuple[Subject, ...]:
    """Return the negotiable lines: price, quantity and ★ requirements are none (GP-CTR-01)."""
    agreed = (
        Subject(f"term:{name}", label, str(getattr(terms, name))) for name, label in TERMS.items()
    )
    own = (Subject(f"clause:{name}", label, terms.own.get(name, "")) for name, label in OWN.items())
    promises = (
        Subject(f"requirement:{one.number}", f"承诺 {one.number} {one.text}"[:80], one.response)
        for one in terms.requirements
        if not one.substantive
    )
    return (*agreed, *own, *promises)
