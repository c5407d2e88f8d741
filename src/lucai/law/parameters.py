"""Dated numbers of the law with unit and citation; nothing in force means an error, no default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from lucai.law.regions import region_prefix
from lucai.law.sheets import sheet_names, yaml_sheet
from lucai.law.status import Expired, NoSuchRule, NotYetEffective, Status, window_status
from lucai.law.verdicts import Severity

Number = int | Decimal | Fraction | date
FEN_PER_WAN = 1_000_000
FEN_PER_YUAN = 100
DEFAULT_NAME = "value"
LATEST_VERSION = date.max
"""Ask for the version without an end, where a question names no day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One version of a parameter; both dates are days in force, ``until`` None is open."""

    since: date
    until: date | None
    value: Number
    cites: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    region: str | None = None
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class ParameterSheet:
    """All versions of one parameter; a duration also says how it is counted."""

    name: str
    unit: str
    rows: tuple[Row, ...]
    bound: str | None = None
    direction: str = "forward"
    rolls: bool = False
    anchor: str = ""
    act: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """One rule of the rule book as data."""

    id: str
    title: str
    kind: str
    cites: tuple[str, ...]
    evidence: tuple[str, ...]
    severity: Severity
    since: date
    until: date | None
    params: dict[str, ParameterSheet]
    topic: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the law as it stood on a day."""

    rule: str
    name: str
    value: Any
    unit: str
    cites: tuple[str, ...]
    since: date
    until: date | None
    illustrative: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def fen(self) -> int:
        """The amount in 分, for parameters in yuan or 万元."""
        scale = {"wan_yuan": FEN_PER_WAN, "yuan": FEN_PER_YUAN}[self.unit]
        return int(self.value * scale)


LocalRows = Callable[[str, str], Sequence[Row]]
_local_rows: list[LocalRows] = []


def install_local_rows(source: LocalRows) -> None:
    """Let a province's own rows (kept in the database) stand beside the packaged ones.

    ``source(rule_id, name)`` returns rows; the nearest region wins, a real row beats an
    illustrative one.
    """
    _local_rows.append(source)


def remove_local_rows(source: LocalRows) -> None:
    """Take a source of local rows away again."""
    _local_rows.remove(source)


@cache
def rule_sheets() -> dict[str, RuleSheet]:
    """Return every rule of the rule book by id."""
    return {
        rule_id: _rule_sheet(rule_id, topic, row)
        for topic in sheet_names("parameters")
        for rule_id, row in yaml_sheet("parameters", topic).items()
    }


def _rule_sheet(rule_id: str, topic: str, row: dict[str, Any]) -> RuleSheet:
    return RuleSheet(
        rule_id,
        row["title"],
        row["kind"],
        tuple(row["cites"]),
        tuple(row["evidence"]),
        Severity(row["severity"]),
        row["from"],
        row["to"],
        {name: _parameter_sheet(name, spec) for name, spec in row["params"].items()},
        topic,
    )


def _parameter_sheet(name: str, spec: dict[str, Any]) -> ParameterSheet:
    unit = spec["unit"]
    return ParameterSheet(
        name,
        unit,
        tuple(_row(row, unit) for row in spec["rows"]),
        spec.get("bound"),
        spec.get("direction", "forward"),
        spec.get("roll", False),
        spec.get("anchor", ""),
        spec.get("act", ""),
        spec.get("of", ""),
    )


def _row(row: dict[str, Any], unit: str) -> Row:
    value = Fraction(row["value"]) if unit == "fraction" else row["value"]
    return Row(
        row["from"],
        row["to"],
        value,
        tuple(row.get("cites", ())),
        tuple(row.get("evidence", ())),
        row.get("region"),
        row.get("illustrative", False),
    )


def canonical_id(rule_id: str) -> str:
    """Return a rule id in full: ten-03 and TEN-03 become GP-TEN-03."""
    wanted = rule_id.strip().upper()
    return wanted if wanted in rule_sheets() else f"GP-{wanted}"


def rule_sheet(rule_id: str) -> RuleSheet:
    """Return one rule, with or without the GP- in front.

    Raises:
        NoSuchRule: the rule book has no such rule.
    """
    found = rule_sheets().get(canonical_id(rule_id))
    if found is None:
        raise NoSuchRule(f"规则书中没有规则“{rule_id}”。")
    return found


def parameter_sheet(rule_id: str, name: str = DEFAULT_NAME) -> ParameterSheet:
    """Return all versions of a parameter; the default name falls back to the first listed.

    Raises:
        NoSuchRule: the rule has no such parameter.
    """
    sheet = rule_sheet(rule_id)
    if name in sheet.params:
        return sheet.params[name]
    if name == DEFAULT_NAME and sheet.params:
        return next(iter(sheet.params.values()))
    raise NoSuchRule(f"规则{sheet.id}（{sheet.title}）没有参数“{name}”。")


def local_slots() -> tuple[tuple[RuleSheet, ParameterSheet], ...]:
    """List the parameters that the law leaves to a region: its packaged rows name one."""
    return tuple(
        (sheet, spec)
        for sheet in rule_sheets().values()
        for spec in sheet.params.values()
        if any(row.region is not None for row in spec.rows)
    )


def parameter(
    rule_id: str, name: str = DEFAULT_NAME, *, on: date, region: str | None = None
) -> Parameter:
    """Return the number in force on a day, the nearest region first.

    Raises:
        NoSuchRule: there is no such rule or parameter.
        NotYetEffective, Expired: no version is in force on that day.
    """
    sheet, spec = rule_sheet(rule_id), parameter_sheet(rule_id, name)
    near = [row for row in _all_rows(sheet.id, spec) if _applies_in(row, region)]
    in_force = [r for r in near if window_status(r.since, r.until, on) is Status.APPLICABLE]
    if not in_force:
        raise _not_in_force(sheet, near, on)
    best = max(in_force, key=_nearness)
    return Parameter(
        sheet.id,
        spec.name,
        best.value,
        spec.unit,
        best.cites or sheet.cites,
        best.since,
        best.until,
        best.illustrative,
        best.evidence or sheet.evidence,
    )


def _all_rows(rule_id: str, spec: ParameterSheet) -> list[Row]:
    local = [row for source in _local_rows for row in source(rule_id, spec.name)]
    return [*spec.rows, *local]


def _applies_in(row: Row, region: str | None) -> bool:
    if row.region is None:
        return True
    return region is not None and region.startswith(region_prefix(row.region))


def _nearness(row: Row) -> tuple[bool, int, date]:
    return (not row.illustrative, len(region_prefix(row.region or "")), row.since)


def _not_in_force(sheet: RuleSheet, rows: list[Row], on: date) -> LookupError:
    later = [row.since for row in rows if row.since > on]
    ended = [row.until for row in rows if row.until is not None and row.until < on]
    if later:
        return NotYetEffective(sheet.id, sheet.title, min(later), on)
    if ended:
        return Expired(sheet.id, sheet.title, max(ended), on)
    return NoSuchRule(f"规则{sheet.id}（{sheet.title}）在该地区没有载入参数。")


def status(rule_id: str, on: date) -> Status:
    """Say what a rule is on a day."""
    sheet = rule_sheet(rule_id)
    return window_status(sheet.since, sheet.until, on)


def require_in_force(rule_id: str, on: date) -> RuleSheet:
    """Return a rule that is in force on a day.

    Raises:
        NotYetEffective, Expired: it is not.
    """
    sheet = rule_sheet(rule_id)
    if on < sheet.since:
        raise NotYetEffective(sheet.id, sheet.title, sheet.since, on)
    if sheet.until is not None and on > sheet.until:
        raise Expired(sheet.id, sheet.title, sheet.until, on)
    return sheet
