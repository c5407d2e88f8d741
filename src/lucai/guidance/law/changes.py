"""What a new local value would change, worked out before anybody confirms it. Touches no table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lucai.guidance.law import wording
from lucai.guidance.law.slots import Slot
from lucai.guidance.law.values import number_of
from lucai.guidance.law.versions import Version
from lucai.kernel.errors import InvalidInput
from lucai.law.parameters import Number, parameter, rule_sheet
from lucai.law.status import NotInForce

THRESHOLDS, GUIDANCE = "GP-THR-01", "GP-THR-02"
"""Thresholds the province sets, and the national guidance below which they should not lie."""

SLIP = 10
"""A value this many times the old one is more likely a slip of the unit than a reform."""
FURTHEST_YEARS = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A value about to be set; ``value`` is the kept text, both days are in force."""

    region: str
    value: str
    since: date
    until: date | None
    document: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change does: which version it ends and when, and what a careful person should know."""

    change: Change
    ends: Version | None
    ended_on: date
    warnings: tuple[str, ...]


def plan(slot: Slot, change: Change, rows: Sequence[Version], *, today: date) -> Plan:
    """Work out a change against the region's own rows that were not withdrawn.

    Raises:
        InvalidInput: the days are impossible, or they overlap a row that is not open-ended.
    """
    _check_days(slot, change, today)
    met = [row for row in rows if _overlap(change, row)]
    ends = next((row for row in met if row.since < change.since and row.until is None), None)
    blocking = next((row for row in met if row is not ends), None)
    if blocking:
        raise InvalidInput(_overlaps(slot, change, blocking))
    warnings = tuple(_warnings(slot, change, today))
    return Plan(change, ends, change.since - _ONE_DAY, warnings)


def _check_days(slot: Slot, change: Change, today: date) -> None:
    if change.since < slot.sheet.since:
        first = slot.sheet.since.isoformat()
        raise InvalidInput({"since": f"这条规则自 {first} 起施行，生效日不能更早"})
    if change.since.year > today.year + FURTHEST_YEARS:
        raise InvalidInput({"since": "生效日太远，请核对年份"})
    if change.until and change.until < change.since:
        raise InvalidInput({"until": "截止日早于生效日"})


def _overlap(change: Change, row: Version) -> bool:
    begins_later = change.until is not None and row.since > change.until
    ended_before = row.until is not None and row.until < change.since
    return not begins_later and not ended_before


def _overlaps(slot: Slot, change: Change, row: Version) -> dict[str, str]:
    days = (
        f"{row.since.isoformat()} 至 {row.until.isoformat()}"
        if row.until
        else (f"{row.since.isoformat()} 起")
    )
    text = f"与 {days}的 {slot.shown(row.value)}（{row.document}）重叠"
    if row.since > change.since:
        last = (row.since - _ONE_DAY).isoformat()
        return {"until": f"{text}；截止日最迟填 {last}，或者先撤销那一条"}
    return {"since": f"{text}；请改生效日，或者先撤销那一条"}


def _warnings(slot: Slot, change: Change, today: date) -> list[str]:
    found = []
    if change.since < today:
        found.append(
            f"生效日 {change.since.isoformat()} 早于今天：新值将追溯适用，"
            "已经按原值办理的事项不会自动改变，请逐一核对。"
        )
    held = slot.in_force(change.region, change.since)
    if held and _is_slip(held.value, number_of(change.value, slot.spec.unit)):
        old = wording.value_of(held.value, held.unit)
        found.append(f"新值 {slot.shown(change.value)} 与原值 {old} 相差十倍以上，请核对单位。")
    found += _below_guidance(slot, change)
    if change.until:
        found.append(f"{change.until.isoformat()} 以后没有本地数值，将恢复为上一级或者示例数值。")
    return found


def _is_slip(before: Number, after: Number) -> bool:
    if not isinstance(before, int | Decimal) or not isinstance(after, int | Decimal):
        return False
    return bool(before and after) and (after >= before * SLIP or after * SLIP <= before)


def _below_guidance(slot: Slot, change: Change) -> list[str]:
    name = guidance_name(slot) if slot.sheet.id == THRESHOLDS else ""
    if not name:
        return []
    try:
        least = parameter(GUIDANCE, name, on=change.since)
    except NotInForce:
        return []
    if number_of(change.value, slot.spec.unit) >= least.value:
        return []
    shown = wording.value_of(least.value, least.unit)
    return [f"低于国家指导数额 {shown}（{'、'.join(least.cites)}）。可以保存，请确认确有依据。"]


def guidance_name(slot: Slot) -> str:
    """Return the national guidance for a threshold: purchase_goods_city → …_services_city_county."""
    kind, object_, level = slot.spec.name.split("_")
    known = rule_sheet(GUIDANCE).params
    objects = "works" if object_ == "works" else "goods_services"
    levels = "province" if level == "province" else "city_county"
    wanted = (f"{kind}_{objects}_{levels}", f"{kind}_{objects}")
    return next((name for name in wanted if name in known), "")
