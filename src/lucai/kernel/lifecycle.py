"""A step is declared once: state, right, rules, event, duty, notice and tag in one row.

Pages, API, permission matrix, diagrams, to-dos, alerts and tests read the declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotAllowed, RuleBroken, WrongState
from lucai.law.verdicts import Rule, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One declared change of state.

    Attributes:
        by: the sides that may take it; the permission must be granted as well.
        rules: pure rules over the object's facts; a broken blocking rule closes the step.
        duty: the to-do shown to the first of ``by`` that is a party, while the step is open.
        within: the id of the law's period for the duty (``GP-TEN-20``), counted from entry
            into the source state.
        public: whether the journal entry is readable by everybody or sealed.
        notice: the kind of notice the step publishes.
        tag: the OCDS release tag the step causes.
        tells: the sides who get a message.
        page: where the step is taken, under the object's own page (``publish/``).
        confirm: the sentence to confirm before an act that cannot be undone.
    """

    name: str
    label: str
    source: frozenset[str]
    target: str
    by: tuple[Side, ...]
    rules: tuple[Rule, ...] = ()
    duty: str = ""
    within: str = ""
    public: bool = False
    notice: str = ""
    tag: str = ""
    tells: tuple[Side, ...] = ()
    page: str = ""
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as a person sees it: open, or closed with the reasons."""

    step: Step
    permission: str
    verdicts: tuple[Verdict, ...] = ()
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether the button works now."""
        return not self.reason and not any(verdict.blocks for verdict in self.verdicts)

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        """The rules that ask for attention without closing the step."""
        return tuple(v for v in self.verdicts if not v.holds and not v.blocks)


@dataclass(frozen=True, slots=True)
class Decision:
    """An allowed step with the rules it was checked against."""

    step: Step
    event: str
    source: str
    target: str
    verdicts: tuple[Verdict, ...]

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rules as the journal keeps them: those that were in force."""
        return [
            {"rule": v.rule, "holds": v.holds, "cites": list(v.cites)}
            for v in self.verdicts
            if v.applies
        ]


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All states and steps of one kind of object.

    Attributes:
        of: the object's name in permissions and events (``trade.tenderDocument``).
        states: state → Chinese label, in the order of life.
        page: URL template of the object's page, filled from the record's attributes.
    """

    of: str
    title: str
    initial: str
    states: Mapping[str, str]
    steps: tuple[Step, ...]
    page: str = ""
    final: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        """Refuse a declaration that names an unknown state or a step twice."""
        named = {self.initial, *self.final}
        for step in self.steps:
            named |= {*step.source, step.target}
        if unknown := named - set(self.states):
            raise ValueError(f"{self.of}: unknown states {sorted(unknown)}")
        if len({step.name for step in self.steps}) != len(self.steps):
            raise ValueError(f"{self.of}: a step is declared twice")

    def step(self, name: str) -> Step:
        """Return the step of that name; KeyError when there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(f"{self.of} has no step {name}")

    def permission(self, step: Step) -> str:
        """Return the permission a role must grant for the step."""
        return f"{self.of}:{step.name}"

    def permissions(self) -> dict[str, str]:
        """Return permission → Chinese label for the page that assigns roles."""
        return {self.permission(step): f"{self.title}·{step.label}" for step in self.steps}

    def leaving(self, state: str) -> Iterable[Step]:
        """Return the steps that start from ``state``."""
        return (step for step in self.steps if state in step.source)

    def offers(
        self, state: str, viewer: Viewer, facts: object, at: datetime, *, sides: bool = True
    ) -> list[Offer]:
        """List what this viewer can do here, with reasons where a button is closed.

        Steps of other sides are left out unless ``sides`` is false.
        """
        return [
            self._offer(step, viewer, facts, at)
            for step in self.leaving(state)
            if viewer.side in step.by or not sides
        ]

    def _offer(self, step: Step, viewer: Viewer, facts: object, at: datetime) -> Offer:
        permission = self.permission(step)
        reason = "" if viewer.may(permission) else "您的岗位没有这项权限，请联系本单位管理员分配。"
        return Offer(step, permission, judge(step.rules, facts, at), reason)

    def decide(
        self, name: str, *, state: str, viewer: Viewer, facts: object, at: datetime
    ) -> Decision:
        """Decide one step.

        Raises:
            NotAllowed: wrong side, or the role does not grant it.
            WrongState: the step does not start here.
            RuleBroken: the law closes it.
        """
        step = self.step(name)
        if viewer.side is not Side.SYSTEM:
            self._demand_right(step, viewer)
        if state not in step.source:
            label = self.states.get(state, state)
            raise WrongState(
                f"当前状态为“{label}”，不能{step.label}。可能已有人处理，请刷新后查看。"
            )
        verdicts = judge(step.rules, facts, at)
        if broken := tuple(v for v in verdicts if v.blocks):
            raise RuleBroken(broken)
        return Decision(step, f"{self.of}.{step.name}", state, step.target, verdicts)

    def _demand_right(self, step: Step, viewer: Viewer) -> None:
        if viewer.side not in step.by:
            raise NotAllowed(f"{step.label}不是您这一方的职责。")
        if not viewer.may(self.permission(step)):
            raise NotAllowed(f"您的岗位没有“{step.label}”的权限，请联系本单位管理员分配。")

    def diagram(self) -> str:
        """Return the life as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {state} : {label}" for state, label in self.states.items()]
        lines += [
            f"    {source} --> {step.target} : {step.label}"
            for step in self.steps
            for source in sorted(step.source)
        ]
        return "\n".join(lines + [f"    {state} --> [*]" for state in sorted(self.final)])


def judge(rules: tuple[Rule, ...], facts: object, at: datetime) -> tuple[Verdict, ...]:
    """Apply the rules; what could not be judged is a closed step, never an open one."""
    return tuple(_judge_one(rule, facts, at) for rule in rules)


def _judge_one(rule: Rule, facts: object, at: datetime) -> Verdict:
    try:
        return rule(facts, at)
    except LookupError as missing:
        return Verdict(getattr(rule, "id", "?"), False, str(missing.args[0]), (), Severity.BLOCK)
