"""Reading the values that a region has filled into the law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lucai.guidance.law import changes, wording
from lucai.guidance.law.changes import Change, Plan
from lucai.guidance.law.functions import CALENDAR_YEAR, LOCAL_PARAMETER, SET_LOCAL
from lucai.guidance.law.models import LocalParameter
from lucai.guidance.law.slots import Slot, all_slots
from lucai.guidance.law.versions import Version
from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotAllowed, NotFound
from lucai.law.parameters import Parameter, Row
from lucai.law.regions import (
    PROVINCE,
    Region,
    children,
    full_name,
    lies_in,
    region_prefix,
    regions,
)
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import ScopedQuerySet

_CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot as a list shows it: what holds in a region today, and what comes next."""

    title: str
    href: str
    value: str
    source: dict[str, str]
    document: str
    since: date | None
    following: str
    versions: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One line of a slot's history."""

    pk: int
    key: tuple[str, str]
    title: str
    href: str
    value: str
    place: str
    since: date
    until: date | None
    document: str
    state: dict[str, str]
    illustrative: bool
    reason: str
    organisation: str
    at: datetime | None
    withdraw_href: str


def slot_seen(viewer: Viewer, rule: str, name: str) -> Slot:
    """Return a slot.

    Raises:
        NotFound: the law leaves no such number to a region.
    """
    del viewer
    for slot in all_slots():
        if slot.key == (rule, name):
            return slot
    raise NotFound("没有这项地方参数。")


def slot_list(viewer: Viewer, *, region: str) -> list[SlotLine]:
    """List the slots that concern a region, with what holds there today."""
    today, known = clock.today(), _by_slot(viewer)
    return [
        _slot_line(slot, region, today, known[slot.key])
        for slot in all_slots()
        if slot.concerns(region)
    ]


def versions_of(viewer: Viewer, slot: Slot, *, region: str = "") -> list[VersionLine]:
    """List every version of a slot, newest first, the packaged samples last."""
    rows = _rows(viewer, slot).order_by("-since", "-pk")
    if region:
        rows = rows.filter(region=region)
    today = clock.today()
    kept = [_version_line(viewer, slot, Version.of(row), today) for row in rows]
    return kept + [_packaged_line(slot, row) for row in slot.spec.rows]


def held_in(viewer: Viewer, slot: Slot, region: str) -> SlotLine:
    """Return what holds in a region today."""
    return _slot_line(slot, region, clock.today(), _by_slot(viewer)[slot.key])


def change_lines(viewer: Viewer, slot: Slot, plan: Plan) -> list[dict[str, str]]:
    """Say line by line what a change would change."""
    del viewer
    change, ends = plan.change, plan.ends
    held = slot.in_force(change.region, change.since)
    sample = "（示例值）" if held and held.illustrative else ""
    before = f"{wording.value_of(held.value, held.unit)}{sample}" if held else "没有"
    until = f"至 {change.until.isoformat()}" if change.until else "长期"
    lines = [
        {"label": "参数", "value": slot.title},
        {"label": "适用地区", "value": full_name(change.region)},
        {"label": f"{change.since.isoformat()} 前的数值", "value": before},
        {"label": "新的数值", "value": slot.shown(change.value)},
        {"label": "适用日期", "value": f"{change.since.isoformat()} 起，{until}"},
        {"label": "依据文件", "value": change.document},
    ]
    if ends:
        shown = f"{ends.shown}（{ends.document}）适用到 {plan.ended_on.isoformat()} 为止"
        lines.append({"label": "同时截止", "value": shown})
    return lines


def version_seen(viewer: Viewer, slot: Slot, pk: int) -> Version:
    """Return one version that was not withdrawn.

    Raises:
        NotFound: the slot has none of that number.
    """
    row = _rows(viewer, slot).filter(pk=pk, withdrawn_at__isnull=True).first()
    if not row:
        raise NotFound("没有找到这条数值，可能已经撤销。")
    return Version.of(row)


def change_planned(viewer: Viewer, slot: Slot, change: Change) -> Plan:
    """Work out what a change would do.

    Raises:
        NotAllowed: the region is not the viewer's.
        InvalidInput: impossible or overlapping days.
    """
    demand_region(viewer, slot, change.region)
    rows = _rows(viewer, slot).filter(region=change.region, withdrawn_at__isnull=True)
    kept = [Version.of(row) for row in rows.order_by("since")]
    return changes.plan(slot, change, kept, today=clock.today())


def demand_region(viewer: Viewer, slot: Slot, region: str) -> None:
    """Refuse a value for somebody else's region.

    Raises:
        NotAllowed: the region lies outside the viewer's, or has no units of the slot's level.
    """
    if region not in regions() or not region.startswith(viewer.region):
        raise NotAllowed("只能维护本地区的数值，请由该地区的财政部门办理。")
    if not slot.concerns(region):
        raise NotAllowed(
            f"{regions()[region].name}没有这一预算级次的单位，不能设置“{slot.title}”。"
        )


def editable_regions(viewer: Viewer, slot: Slot) -> list[tuple[str, str]]:
    """List the regions for which the viewer may set a slot: the own one and those below it."""
    home = region_of(viewer)
    near: Iterable[Region] = (regions()[home], *children(home))
    return [(place.code, full_name(place.code)) for place in near if slot.concerns(place.code)]


def may_set(viewer: Viewer, region: str) -> bool:
    """Tell whether the viewer may set values of a region."""
    return viewer.may(SET_LOCAL.permission) and region.startswith(viewer.region)


def region_of(viewer: Viewer) -> str:
    """Return the code of the viewer's region; the province where there is none."""
    code = viewer.region.ljust(_CODE_LENGTH, "0")
    return code if viewer.region and code in regions() else PROVINCE


def local_rows(viewer: Viewer) -> dict[tuple[str, str], tuple[Row, ...]]:
    """Return every value that was not withdrawn, as the law counts with it."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    known = {slot.key for slot in all_slots()}
    for row in LocalParameter.objects.seen_by(viewer).filter(withdrawn_at__isnull=True):
        if (row.rule, row.name) in known:
            found[row.rule, row.name].append(Version.of(row).as_law())
    return {slot: tuple(rows) for slot, rows in found.items()}


def edition_mark(viewer: Viewer) -> str:
    """Return what names the present edition of the local law: its newest entry in the journal."""
    about = JournalEntry.objects.seen_by(viewer).filter(
        object_type__in=(LOCAL_PARAMETER, CALENDAR_YEAR)
    )
    newest = about.order_by("-pk").values_list("pk", "leaf").first()
    return f"{newest[0]}:{newest[1]}" if newest else ""


def local_lines_of(viewer: Viewer, rules: Iterable[str], *, on: date) -> list[VersionLine]:
    """List the local values of some rules that hold on a day or later."""
    rows = LocalParameter.objects.seen_by(viewer).filter(
        rule__in=list(rules), withdrawn_at__isnull=True
    )
    slots = {slot.key: slot for slot in all_slots()}
    kept = (Version.of(row) for row in rows.order_by("rule", "name", "region", "since"))
    return [
        _version_line(viewer, slots[one.rule, one.name], one, clock.today())
        for one in kept
        if (one.rule, one.name) in slots and (one.until is None or one.until >= on)
    ]


def _rows(viewer: Viewer, slot: Slot) -> ScopedQuerySet:
    rows: ScopedQuerySet = LocalParameter.objects.seen_by(viewer).filter(
        rule=slot.sheet.id, name=slot.spec.name
    )
    return rows


def _by_slot(viewer: Viewer) -> dict[tuple[str, str], list[Version]]:
    found: dict[tuple[str, str], list[Version]] = defaultdict(list)
    for row in LocalParameter.objects.seen_by(viewer).order_by("since"):
        found[row.rule, row.name].append(Version.of(row))
    return found


def _slot_line(slot: Slot, region: str, today: date, versions: list[Version]) -> SlotLine:
    held, current = slot.in_force(region, today), _current(versions, region, today)
    near = (v for v in versions if not v.withdrawn_at and lies_in(region, v.region))
    coming = next((v for v in near if v.since > today), None)
    return SlotLine(
        title=slot.title,
        href=f"{slot.href}?region={region}",
        value=wording.value_of(held.value, held.unit) if held else "",
        source=_source(held, current, region),
        document=current.document if current else "",
        since=held.since if held else None,
        following=f"{coming.since.isoformat()} 起 {coming.shown}" if coming else "",
        versions=len(versions),
    )


def _current(versions: list[Version], region: str, today: date) -> Version | None:
    """Return the version that the law takes: real before sample, the nearest region first."""
    holding = [v for v in versions if v.state(today)[0] == "现行" and lies_in(region, v.region)]
    near = [(not v.illustrative, len(region_prefix(v.region)), v.since, v.pk, v) for v in holding]
    return max(near)[-1] if near else None


def _source(held: Parameter | None, current: Version | None, region: str) -> dict[str, str]:
    if held is None:
        return {"text": "尚未设定", "tone": "red"}
    if held.illustrative or current is None:
        return {"text": "示例值", "tone": "amber"}
    if current.region == region:
        return {"text": "本地数值", "tone": "green"}
    return {"text": f"沿用{current.place}", "tone": "blue"}


def _version_line(viewer: Viewer, slot: Slot, one: Version, today: date) -> VersionLine:
    text, tone = one.state(today)
    may = may_set(viewer, one.region) and not one.withdrawn_at
    return VersionLine(
        pk=one.pk,
        key=(one.name, one.region),
        title=slot.title,
        href=f"{slot.href}?region={one.region}",
        value=one.shown,
        place=full_name(one.region),
        since=one.since,
        until=one.until,
        document=one.document,
        state={"text": text, "tone": tone},
        illustrative=one.illustrative,
        reason=one.reason,
        organisation=one.organisation,
        at=one.at,
        withdraw_href=f"{slot.href}withdraw/{one.pk}/" if may else "",
    )


def _packaged_line(slot: Slot, row: Row) -> VersionLine:
    state = (
        {"text": "示例值", "tone": "amber"} if row.illustrative else {"text": "内置", "tone": ""}
    )
    return VersionLine(
        pk=0,
        key=(slot.spec.name, row.region or PROVINCE),
        title=slot.title,
        href=slot.href,
        value=wording.value_of(row.value, slot.spec.unit),
        place=full_name(row.region or PROVINCE),
        since=row.since,
        until=row.until,
        document="",
        state=state,
        illustrative=row.illustrative,
        reason="",
        organisation="",
        at=None,
        withdraw_href="",
    )
