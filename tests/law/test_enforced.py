"""Every binding row of the rule book is enforced somewhere, and where the sheets say so it is."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from lucai.law.parameters import rule_sheets
from lucai.law.rules import Structure, coverage, elsewhere, rules_for, structural
from tests.law.application_cases import AT, CASES, changed

TESTS = Path(__file__).resolve().parents[1]


def found_at(place: str) -> Any:
    """Return what a place of the application (module:name, or module:name.field) names."""
    module, _, path = place.partition(":")
    name, _, field = path.partition(".")
    named = getattr(import_module(module), name)
    assert not field or field in named.model_fields
    return named


def test_no_binding_rule_is_left_without_what_enforces_it() -> None:
    assert coverage().uncovered == ()


def test_the_command_which_loads_the_law_alone_finds_none_either() -> None:
    asked = "from lucai.law.cli import main; main(['coverage', '--json'])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout
    found = json.loads(told)
    assert found["uncovered"] == []
    assert set(found["structural"]) <= set(found["covered"])


def test_no_row_stands_in_two_sheets_and_what_is_judged_is_not_told_as_structure() -> None:
    assert not elsewhere().keys() & structural().keys()
    assert set(coverage().structural) == structural().keys()


@pytest.mark.parametrize("rule_id", sorted(elsewhere()))
def test_a_rule_of_the_application_is_registered_for_its_very_row(rule_id: str) -> None:
    apply = found_at(elsewhere()[rule_id])
    assert rule_id in rule_sheets()
    assert apply in {registered.apply for registered in rules_for(rule_id)}


def test_every_rule_of_the_application_has_a_case() -> None:
    assert set(CASES) == set(elsewhere())


@pytest.mark.parametrize("rule_id", sorted(elsewhere()))
def test_a_rule_of_the_application_lets_one_case_pass_and_stops_one(rule_id: str) -> None:
    apply, (facts, broken) = found_at(elsewhere()[rule_id]), CASES[rule_id]
    passed, stopped = apply(facts, AT), apply(changed(facts, broken), AT)
    assert passed.holds, passed.message
    assert (stopped.rule, stopped.holds) == (rule_id, False)
    assert stopped.message.endswith("。")
    assert stopped.cites


@pytest.mark.parametrize("rule_id", sorted(structural()))
def test_what_holds_by_construction_has_its_place_and_its_tests(rule_id: str) -> None:
    row: Structure = structural()[rule_id]
    assert rule_id in rule_sheets()
    assert found_at(row.place) is not None
    for test in (row.stops, row.passes):
        file, _, name = test.partition("::")
        assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8")
