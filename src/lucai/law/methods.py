"""Procurement methods as data sheets: steps, notices, times, minimum suppliers, panel, award."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lucai.law.parameters import Parameter, parameter
from lucai.law.sheets import sheet_names, yaml_sheet
from lucai.law.status import NoSuchRule, NotYetEffective, Status, window_status


@dataclass(frozen=True, slots=True)
class Reference:
    """A parameter of a rule: GP-TEN-03 value."""

    rule: str
    name: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """The fewest suppliers at a step; an exception says when fewer are enough."""

    normal: Reference
    exception: Reference | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class MethodStep:
    """One step of the common life cycle that the method goes through."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Method:
    """One procurement method as the law lays it out."""

    key: str
    label: str
    since: date
    until: date | None
    objects: tuple[str, ...]
    condition: str
    approval: str | None
    cites: tuple[str, ...]
    steps: tuple[MethodStep, ...]
    notice_kind: str | None
    notice_period: Reference | None
    times: dict[str, Reference]
    minimum_suppliers: dict[str, Minimum]
    panel: str | None
    draw_any_time: bool
    evaluation: tuple[str, ...]
    price_weight: str | None
    qualification_by: tuple[str, ...]
    award: dict[str, Reference]
    note: str

    def status(self, on: date) -> Status:
        """Say whether the method may be used on a day."""
        return window_status(self.since, self.until, on)


@cache
def methods() -> dict[str, Method]:
    """Return every method by its key."""
    sheets = (yaml_sheet("methods", name) for name in sheet_names("methods"))
    return {sheet["key"]: _method(sheet) for sheet in sheets}


def method(key: str) -> Method:
    """Return one method by its key or its Chinese name.

    Raises:
        NoSuchRule: there is no such method.
    """
    found = methods().get(key) or next((m for m in methods().values() if m.label == key), None)
    if found is None:
        raise NoSuchRule(f"没有“{key}”这种采购方式。")
    return found


def require_method(key: str, on: date) -> Method:
    """Return a method that may be used on a day.

    Raises:
        NotYetEffective: the method did not exist yet.
    """
    found = method(key)
    if found.status(on) is Status.NOT_YET_EFFECTIVE:
        raise NotYetEffective(found.condition, found.label, found.since, on)
    return found


def minimum_suppliers(key: str, step: str, *, on: date, exception: bool = False) -> Parameter:
    """Return the fewest suppliers a method needs at a step (rule book §6.3).

    Raises:
        NoSuchRule: the method sets no minimum at this step, or knows no exception there.
    """
    least = method(key).minimum_suppliers.get(step)
    wanted = None if least is None else (least.exception if exception else least.normal)
    if wanted is None:
        raise NoSuchRule(f"{method(key).label}在该环节没有最少供应商数的规定。")
    return parameter(wanted.rule, wanted.name, on=on)


def _method(sheet: dict[str, Any]) -> Method:
    return Method(
        sheet["key"], sheet["label"], sheet["from"], sheet["to"], tuple(sheet["objects"]),
        sheet["condition"], sheet["approval"], tuple(sheet["cites"]),
        tuple(MethodStep(step["code"], step["label"]) for step in sheet["steps"]),
        sheet["notice"]["kind"], _reference(sheet["notice"]["period"]), _references(sheet["times"]),
        {step: _minimum(row) for step, row in sheet["minimum_suppliers"].items()}, sheet["panel"],
        sheet["draw_any_time"], tuple(sheet["evaluation"]), sheet["price_weight"],
        tuple(sheet["qualification_by"]), _references(sheet["award"]), sheet["note"] or "",
    )


def _reference(row: dict[str, str] | None) -> Reference | None:
    return Reference(row["rule"], row["name"]) if row else None


def _references(rows: dict[str, dict[str, str] | None]) -> dict[str, Reference]:
    found = {name: _reference(row) for name, row in rows.items()}
    return {name: reference for name, reference in found.items() if reference}


def _minimum(row: dict[str, Any]) -> Minimum:
    return Minimum(
        Reference(**row["normal"]), _reference(row.get("exception")), row.get("when", "")
    )
