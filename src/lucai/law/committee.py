"""Evaluation panels: fewest members, parity, experts, representatives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.law.exact import round_up
from lucai.law.parameters import LATEST_VERSION, Parameter, parameter
from lucai.law.status import LawRefuses
from lucai.law.thresholds import open_tender_threshold

RULES = {
    "open": "GP-TEN-13",
    "invited": "GP-TEN-13",
    "framework": "GP-TEN-13",
    "framework_closed": "GP-TEN-13",
    "negotiation": "GP-NEG-01",
    "inquiry": "GP-NEG-01",
    "consultation": "GP-CON-03",
    "cooperative": "COI-01",
}
_NEGOTIATED = "GP-NEG-01"


@dataclass(frozen=True, slots=True)
class PanelBounds:
    """What a panel of this size and project must be made of."""

    min_members: int
    min_experts: int
    max_representatives: int
    rule: str
    cites: tuple[str, ...]


def panel_bounds(
    method: str,
    budget: int = 0,
    members: int | None = None,
    *,
    on: date = LATEST_VERSION,
    special: bool = False,
    object_: str = "goods",
    level: str = "province",
    region: str = "370000",
) -> PanelBounds:
    """Return the bounds of a panel; ``members`` None stands for the smallest lawful panel.

    Args:
        budget: in 分.
        special: technically complex or of great social impact; it makes a tender's panel larger,
            a negotiation's is larger from a sum on alone.

    Raises:
        LawRefuses: the method has no panel, or the number of members is unlawful.
    """
    rule_id = RULES.get(method)
    if rule_id is None:
        raise LawRefuses("该采购方式不设评审委员会，没有人数要求。")
    large = _is_large(rule_id, budget, on, object_, level, region, special=special)
    least = _least(rule_id, large, on)
    size = least.value if members is None else members
    _check_size(size, least.value)
    experts = round_up(size * parameter(rule_id, "expert_share", on=on).value)
    return PanelBounds(least.value, experts, size - experts, rule_id, least.cites)


def least_members(
    method: str, budget: int = 0, *, on: date, object_: str = "goods", level: str = "province",
    region: str = "370000",
) -> int:  # fmt: skip
    """Return the fewest members of a method's panel; where the law sets none, what a vote needs."""
    try:
        bounds = panel_bounds(method, budget, on=on, object_=object_, level=level, region=region)
    except LawRefuses:
        return FEWEST_THAT_VOTE
    return bounds.min_members


FEWEST_THAT_VOTE = 3


def _is_large(
    rule_id: str, budget: int, on: date, object_: str, level: str, region: str, *, special: bool
) -> bool:
    if rule_id == "GP-TEN-13":
        return special or budget >= parameter(rule_id, "large_from", on=on).fen
    if rule_id == _NEGOTIATED:
        return budget >= open_tender_threshold(object_, level, on=on, region=region).fen
    return False


def _least(rule_id: str, large: bool, on: date) -> Parameter:
    has_large = large and rule_id in {"GP-TEN-13", _NEGOTIATED}
    return parameter(rule_id, "members_large" if has_large else "members", on=on)


def _check_size(size: int, least: int) -> None:
    if size < least:
        raise LawRefuses(f"评审委员会成员应当为{least}人以上，填写的是{size}人。")
    if size % 2 == 0:
        raise LawRefuses(f"评审委员会成员人数应当为单数，填写的是{size}人。")
