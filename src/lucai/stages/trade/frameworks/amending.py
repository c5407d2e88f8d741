"""Which words of a framework's documents a correction may replace: its terms and what it asks for.

Object and qualification never change (GP-CLA-01); once somebody is admitted nothing does: the
agreements hold what was announced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lucai.stages.trade.documents.leads import PlacedText
from lucai.stages.trade.documents.parts import PartDifference
from lucai.stages.trade.frameworks.schemas import PlanIn

TERM, PACKAGE = "term", "package"
TERMS = ("demand", "users", "payment", "rotation", "upkeep")


def amendable(
    terms: Mapping[str, str], packages: Iterable[tuple[int, str, str]]
) -> list[PlacedText]:
    """Return the texts that may be replaced; ``packages`` are (number, name, requirement)."""
    written = [
        PlacedText(f"{TERM}:{name}", PlanIn.model_fields[name].title or name, terms[name], "")
        for name in TERMS
        if terms.get(name)
    ]
    asked = [
        PlacedText(f"{PACKAGE}:{number}", f"包 {number} {name} · 需求标准", text, "")
        for number, name, text in packages
    ]
    return [*written, *asked]


def replaced(differences: Iterable[PartDifference], kind: str) -> dict[str, str]:
    """Return id → new words of one kind of texts."""
    return {
        one.place.removeprefix(f"{kind}:"): one.after
        for one in differences
        if one.place.startswith(f"{kind}:")
    }
