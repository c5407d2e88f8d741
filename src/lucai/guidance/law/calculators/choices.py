"""What the selects of the calculators offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lucai.guidance.law import wording
from lucai.law.caps import capping_rules
from lucai.law.deadlines import UNITS
from lucai.law.parameters import (
    DEFAULT_NAME,
    ParameterSheet,
    Row,
    RuleSheet,
    parameter_sheet,
    rule_sheets,
)
from lucai.law.regions import PROVINCE, children, cities, regions
from lucai.law.sme import industries
from lucai.law.status import Status, window_status

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices under a heading."""

    title: str
    choices: tuple[Choice, ...]


def choices_of(ask: str) -> dict[str, list[Choice]]:
    """Return what the plain selects of a calculator offer, by field."""
    if ask == "cap":
        return {"rule": [(rule, _cap_label(rule)) for rule in capping_rules()]}
    if ask == "smeClass":
        return {"industry": [(str(n), kind.name) for n, kind in industries().items()]}
    return {}


def groups_of(ask: str, today: date) -> dict[str, list[ChoiceGroup]]:
    """Return what the long selects of a calculator offer, by field, under headings."""
    if ask in {"threshold", "committee"}:
        return {"region": list(_region_groups())}
    if ask != "deadline":
        return {}
    found = [
        ChoiceGroup(title, tuple(_durations(topic, today)))
        for topic, title in wording.TOPICS.items()
    ]
    return {"rule": [group for group in found if group.choices]}


def _durations(topic: str, today: date) -> Iterator[Choice]:
    for sheet in rule_sheets().values():
        if sheet.topic != topic:
            continue
        for spec in sheet.params.values():
            if spec.bound and spec.unit in UNITS:
                yield _key(sheet, spec), f"{_duration_label(spec, today)}　{sheet.id}"


def _key(sheet: RuleSheet, spec: ParameterSheet) -> str:
    first = parameter_sheet(sheet.id, DEFAULT_NAME)
    return sheet.id if spec is first else f"{sheet.id}/{spec.name}"


def _duration_label(spec: ParameterSheet, today: date) -> str:
    row = _row_of(spec, today)
    length = f"{wording.bound_of(spec)}{row.value}{UNITS[spec.unit]}"
    status = window_status(row.since, row.until, today)
    note = (
        ""
        if status is Status.APPLICABLE
        else (f"（{row.since.isoformat()} 起）" if row.since > today else "（已失效）")
    )
    return f"{wording.span_of(spec)}：{length}{note}"


def _row_of(spec: ParameterSheet, today: date) -> Row:
    """Return the version of today, else the newest there is."""
    held = (
        row for row in spec.rows if window_status(row.since, row.until, today) is Status.APPLICABLE
    )
    return next(held, spec.rows[-1])


def _cap_label(rule: str) -> str:
    sheet = rule_sheets()[rule]
    spec = parameter_sheet(rule)
    return f"{sheet.title}（以{spec.of}为基数）　{rule}"


def _region_groups() -> Iterator[ChoiceGroup]:
    province = regions()[PROVINCE]
    yield ChoiceGroup("省级", ((PROVINCE, f"{province.name}本级"),))
    for city in cities():
        counties = tuple((county.code, county.name) for county in children(city.code))
        yield ChoiceGroup(city.name, ((city.code, f"{city.name}本级"), *counties))
