"""Every binding row of the rule book is enforced somewhere, and where the sheet says so it is."""

import json
import subprocess
import sys
from importlib import import_module

import pytest

from lucai.law.parameters import rule_sheets
from lucai.law.rules import coverage, elsewhere


def test_no_binding_rule_is_left_without_what_enforces_it() -> None:
    assert coverage().uncovered == ()


def test_the_command_which_loads_the_law_alone_finds_none_either() -> None:
    asked = "from lucai.law.cli import main; main(['coverage', '--json'])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout
    assert json.loads(told)["uncovered"] == []


@pytest.mark.parametrize("rule_id", sorted(elsewhere()))
def test_a_place_of_the_application_exists(rule_id: str) -> None:
    module, _, path = elsewhere()[rule_id].partition(":")
    assert rule_id in rule_sheets()
    found = import_module(module)
    name, _, field = path.partition(".")
    named = getattr(found, name)
    assert not field or field in named.model_fields
