"""What a row is said to calculate is read by a step's code: a calculator alone keeps no law."""

from __future__ import annotations

from functools import cache

import pytest

from lucai.law.methods import methods
from lucai.law.parameters import rule_sheets
from lucai.law.rules import calculated, elsewhere, outside, structural
from lucai.law.sheets import sheet_names, yaml_sheet
from tests.house.following import Place, modules, reached

FLOORS = frozenset({"registers", "stages", "oversight", "platform"})
ROOMS = frozenset({"services", "lifecycle", "rules", "jobs", "models"})
"""Where a step is declared, judged, taken and dated."""
BY_SHEET = "lucai.law.method_rules"
"""Reads its rows out of the sheets of the methods."""


def is_of_a_step(module: str) -> bool:
    floor, *rooms = module.split(".")[1:] or [""]
    return floor in FLOORS and bool(ROOMS & set(rooms))


@cache
def come_to() -> frozenset[Place]:
    return reached(is_of_a_step)


def place_of(rule: str) -> Place:
    module, _, name = calculated()[rule].partition(":")
    return module, name


def rows_of(sheet: object) -> set[str]:
    """Return the rows a method's sheet names, wherever."""
    if isinstance(sheet, dict):
        return {row for one in sheet.values() for row in rows_of(one)}
    if isinstance(sheet, list):
        return {row for one in sheet for row in rows_of(one)}
    return {sheet} if isinstance(sheet, str) else set()


@pytest.mark.parametrize("rule", sorted(calculated()))
def test_what_is_calculated_is_read_by_the_code_of_a_step(rule: str) -> None:
    module, name = place_of(rule)
    assert rule in rule_sheets()
    assert name in modules()[module].reads, "there is no such function"
    assert (module, name) in come_to(), "no step's code reads it"


@pytest.mark.parametrize("rule", sorted(calculated()))
def test_the_calculator_names_the_row_or_a_methods_sheet_does(rule: str) -> None:
    module, _ = place_of(rule)
    if module == BY_SHEET:
        sheets = [yaml_sheet("methods", name) for name in sheet_names("methods")]
        assert any(rule in rows_of(sheet) for sheet in sheets)
    else:
        assert rule in modules()[module].text


def test_a_row_stands_in_one_of_the_sheets() -> None:
    sheets = [calculated().keys(), elsewhere().keys(), structural().keys(), outside().keys()]
    rows = [row for sheet in sheets for row in sheet]
    assert sorted(row for row in set(rows) if rows.count(row) > 1) == []
    assert methods()


def test_what_only_pages_ask_is_not_reached() -> None:
    # The calculator of size classes serves the public page; no step classifies a firm.
    assert ("lucai.law.sme", "size_class") not in come_to()
    assert ("lucai.law.sme", "size_class")[1] in modules()["lucai.law.sme"].reads
    # The buyer's share of what is recommended is judged where the list is settled.
    assert ("lucai.law.counts", "recommendation_is_balanced") in come_to()
