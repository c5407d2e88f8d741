"""The registry of rules: pure functions over facts, each tied to a row of the rule book."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.parameters import RuleSheet, canonical_id, rule_sheet, rule_sheets, status
from lucai.law.sheets import yaml_sheet
from lucai.law.status import NotInForce, Status
from lucai.law.verdicts import Rule, Severity, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule function found.

    The message tells what is wrong; a finding that holds, or says nothing, is given the
    rule's own sentence.
    """

    holds: bool
    message: str = ""
    calculation: tuple[str, ...] = ()
    opens_at: datetime | date | None = None
    applies: bool = True


Check = Callable[[Any, datetime], "bool | Finding"]


@dataclass(frozen=True, slots=True)
class RegisteredRule:
    """One rule function with its place in the rule book."""

    name: str
    module: str
    id: str
    cites: tuple[str, ...]
    severity: Severity
    sentence: str
    apply: Rule


_registry: dict[str, RegisteredRule] = {}


def rule(
    rule_id: str,
    *,
    cites: tuple[str, ...] | list[str] | None = None,
    severity: Severity | str | None = None,
    dated_by: str | None = None,
) -> Callable[[Check], Rule]:
    """Register a pure function ``(facts, at) -> bool | Finding`` as a rule of the rule book.

    The docstring's first line, in Chinese, is the sentence the user reads. Citation and
    severity come from the rule book unless given. ``dated_by`` names the fact whose day
    picks the version of the law; without it the day of the act does. A rule that is not
    in force on that day holds and says so.
    """
    sheet = rule_sheet(rule_id)
    cited = tuple(cites) if cites is not None else sheet.cites
    weight = Severity(severity) if severity is not None else sheet.severity

    def register(check: Check) -> Rule:
        sentence = (check.__doc__ or sheet.title).strip().splitlines()[0]

        @functools.wraps(check)
        def apply(facts: Any, at: datetime) -> Verdict:
            on = beijing_day(getattr(facts, dated_by, None) or at) if dated_by else beijing_day(at)
            found = _find(check, facts, at, sheet, on)
            said = found.message or sentence
            lines, opens = found.calculation, found.opens_at
            return Verdict(sheet.id, found.holds, said, cited, weight, lines, opens, found.applies)

        # The module is part of the key: two stages may call different rules by one name.
        _registry[f"{check.__module__}.{check.__name__}"] = RegisteredRule(
            check.__name__, check.__module__, sheet.id, cited, weight, sentence, apply
        )
        return apply

    return register


def _find(check: Check, facts: Any, at: datetime, sheet: RuleSheet, on: date) -> Finding:
    if status(sheet.id, on) is not Status.APPLICABLE:
        said = f"{sheet.title}（{on.isoformat()}不适用：{status(sheet.id, on).value}）"
        return Finding(True, said, applies=False)
    try:
        found = check(facts, at)
    except NotInForce as error:
        return Finding(True, str(error), applies=False)
    except CalendarMissing as error:
        return Finding(False, str(error))
    finding = found if isinstance(found, Finding) else Finding(found)
    return dataclasses.replace(finding, message="") if finding.holds else finding


def registered() -> dict[str, RegisteredRule]:
    """Return every registered rule function by module and name."""
    _load_rule_modules()
    return dict(_registry)


def rules_for(rule_id: str) -> tuple[RegisteredRule, ...]:
    """Return the functions that enforce one row of the rule book."""
    wanted = canonical_id(rule_id)
    return tuple(r for r in registered().values() if r.id == wanted)


def verdicts(rules: tuple[Rule, ...], facts: Any, at: datetime) -> tuple[Verdict, ...]:
    """Apply several rules to the same facts."""
    return tuple(apply(facts, at) for apply in rules)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which binding rows of the rule book are enforced by code, and which are not yet.

    ``structural`` are those of the covered that hold by construction, without a verdict.
    """

    binding: tuple[str, ...]
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    structural: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """A row that holds by construction: its place (module:name), and tests (file::name)."""

    place: str
    stops: str
    passes: str


def coverage() -> Coverage:
    """Compare the binding rows of the rule book with what enforces them.

    That is a rule of this package, a calculator that ``enforced/calculated.yaml`` names, a rule of
    the application that ``enforced/application.yaml`` names, or what ``enforced/structure.yaml``
    says holds by construction. Rows that bind nobody here are told apart.
    """
    judged = {r.id for r in registered().values()} | calculated().keys() | elsewhere().keys()
    enforced = judged | structural().keys()
    offline = outside().keys()
    binding = tuple(
        s.id for s in rule_sheets().values() if s.severity is Severity.BLOCK and s.id not in offline
    )
    return Coverage(
        binding,
        tuple(i for i in binding if i in enforced),
        tuple(i for i in binding if i not in enforced),
        tuple(i for i in binding if i in structural() and i not in judged),
    )


def elsewhere() -> dict[str, str]:
    """Return the rows that rules of the application judge, and which (module:name)."""
    return {canonical_id(i): place for i, place in yaml_sheet("enforced", "application").items()}


def calculated() -> dict[str, str]:
    """Return the rows that a calculator computes rather than a verdict tells, and which (module:name).

    Steps read what it computes: tests/house/test_calculated.py follows them to it.
    """
    return {canonical_id(i): place for i, place in yaml_sheet("enforced", "calculated").items()}


def structural() -> dict[str, Structure]:
    """Return the rows that hold by construction: where, and the tests that show it."""
    return {
        canonical_id(i): Structure(**row) for i, row in yaml_sheet("enforced", "structure").items()
    }


def outside() -> dict[str, str]:
    """Return the rows that bind no step of the system, and why."""
    return {canonical_id(i): why for i, why in yaml_sheet("enforced", "outside").items()}


RULE_MODULES = (
    "planning_rules",
    "tender_rules",
    "prequalification_rules",
    "panel_rules",
    "evaluation_rules",
    "award_rules",
    "method_rules",
    "emergency_rules",
    "cooperation_rules",
    "innovation_rules",
    "applicability_rules",
    "support_rules",
    "reserve_rules",
    "import_rules",
    "closing_rules",
    "contract_rules",
    "receivable_rules",
    "role_rules",
    "library_rules",
    "challenge_rules",
    "complaint_rules",
    "framework_rules",
    "framework_member_rules",
    "framework_order_rules",
    "mall_rules",
)


@functools.cache
def _load_rule_modules() -> None:
    for name in RULE_MODULES:
        import_module(f"lucai.law.{name}")
