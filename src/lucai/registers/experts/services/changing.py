"""Experts ask to change their entries; somebody of the finance department reviews (LIB-01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.library_rules import expert_has_the_title
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.registers.experts.lifecycle import (
    CHANGE,
    CHANGEABLE,
    EXPERT,
    OWN_ENTRY,
    REFUSALS,
    UNCHANGED,
)
from lucai.registers.experts.models import ExpertChange, ReviewExpert
from lucai.registers.experts.rules import last_day_to_review
from lucai.registers.experts.schemas import ChangeIn, PhoneIn, RefusalIn
from lucai.registers.experts.selectors import expert_row
from lucai.registers.experts.selectors.changes import (
    FIELDS,
    change_facts,
    change_row,
)
from lucai.registers.experts.services import changed, evidence, objecting

PROVEN = {"employer": "单位出具的在职、聘用或者离退休证明", "title": "新的职称证书"}
"""What a change is proven by; the professional experience is told in words, as in an application."""


@command
def ask_change(actor: Actor, *, form: ChangeIn, files: Sequence[object] = ()) -> str:
    """Ask to change the own entry; return the number of the change, empty where none is needed.

    New units are avoided from now on, specialties that are given up count no longer; all else
    waits for the finance department. Giving up specialties alone needs nobody's consent.

    Raises:
        Conflict: another change is under review.
        InvalidInput: nothing differs, or a proof is missing.
        RuleBroken: the new title does not suffice (GP-EXP-01).
    """
    row = _own(actor)
    change = ExpertChange(
        expert_number=row.number, person_id=row.person_id, organisation_id=row.organisation_id,
        finance_id=row.finance_id or finance_of(SYSTEM, row.region).pk, region=row.region,
        name=row.name, grounds=form.grounds, asked_at=clock.now(),
        review_until=last_day_to_review(clock.today()), **_differing(row, form),
    )  # fmt: skip
    about = _about(change)
    _demand_sound(change, about, files, code=row.employer_uscc)
    if not about:
        changed.declare(actor, row, change)
        return ""
    _demand_none_open(row)
    change.about = f",{','.join(about)},"
    change.files = evidence.keep(actor, files)
    prefix, label = f"BG{row.region}{clock.today().year}", "申请变更评审专家信息"
    body = {"about": about, "files": [one["sm3"] for one in change.files]}
    begin_numbered(actor, change, CHANGE, prefix=prefix, field="number", label=label, body=body)
    changed.declare(actor, row, change)
    return change.number


@command
def withdraw_change(actor: Actor, *, number: str) -> None:
    """Take the own change back; its new units are avoided no longer on its account."""
    row = change_row(actor.viewer, number)
    if row.person_id != actor.viewer.person:
        raise NotAllowed("只有专家本人可以撤回变更申请。")
    take_step(actor, row, CHANGE, "withdraw", changes={"decided_at": clock.now()})
    changed.release(actor, row.expert_number, row.number)


@command
def approve_change(actor: Actor, *, number: str) -> None:
    """Approve a change: the entry is as it was asked for, from now on.

    Raises:
        Conflict: the entry was changed otherwise meanwhile.
        RuleBroken: the expert reviews the own change, or the title does not suffice.
    """
    row = _party(actor, number)
    if row.state == CHANGE.initial and changed.stale(actor, row):
        raise Conflict("登记内容在申请以后已经另行改动，请不予变更并说明，由专家重新申请。")
    facts, changes = change_facts(actor.viewer, row), {"decided_at": clock.now()}
    take_step(actor, row, CHANGE, "approve", facts=facts, changes=changes)
    changed.put_in(actor, row)


@command
def refuse_change(actor: Actor, *, number: str, refusal: RefusalIn) -> str:
    """Refuse a change with reasons; the expert is told until when to object. Return the decision's number.

    Its new units stay avoided until the time to object is over or the objection is ruled on.
    """
    row = _party(actor, number)
    changes: dict[str, Any] = {
        "kind": refusal.kind.value, "said": refusal.reason, "decided_at": clock.now(),
    }  # fmt: skip
    facts = change_facts(actor.viewer, row)
    take_step(actor, row, CHANGE, "refuse", facts=facts, changes=changes)
    reason = f"{REFUSALS[row.kind]}：{row.said}"
    expert = expert_row(SYSTEM, row.expert_number)
    told = objecting.tell(actor, expert, UNCHANGED, reason, change=row.number)
    row.change(decision_number=told)
    return told


@command
def keep_phone(actor: Actor, *, form: PhoneIn) -> None:
    """Let an expert say how to be reached: nothing hangs on it, so it counts at once."""
    row = _own(actor)
    row.change(phone=form.phone)
    note(actor, row, EXPERT, "reach", label="更新联系电话")


def _differing(row: ReviewExpert, form: ChangeIn) -> dict[str, dict[str, Any]]:
    asked = form.model_dump(mode="json")
    asked["title_level"] = asked["title_level"] or ""
    now = {name: row.kept(name) for name in FIELDS}
    differing = [name for name in FIELDS if _plainly(asked[name]) != _plainly(now[name])]
    return {
        "before": {name: now[name] for name in differing},
        "after": {name: asked[name] for name in differing},
    }


def _plainly(value: Any) -> Any:
    """The order of a list says nothing."""
    return sorted(map(str, value)) if isinstance(value, list) else value


def _about(change: ExpertChange) -> list[str]:
    """Say what of an entry is to be reviewed; what is only given up is not."""
    after, before = change.after, change.before
    found = {FIELDS[name] for name in after if name != "specialties"}
    if set(after.get("specialties", [])) - set(before.get("specialties", [])):
        found.add("specialties")
    return [one for one in CHANGEABLE if one in found]


def _demand_sound(
    change: ExpertChange, about: Sequence[str], files: Sequence[object], *, code: str
) -> None:
    """Refuse what cannot be reviewed; ``code``: of the employer as it stands."""
    after = change.after
    if not after:
        raise InvalidInput({"grounds": "没有填写任何变更，请修改需要变更的内容"})
    if "employer" in about and not after.get("employer_uscc", code):
        raise InvalidInput({"employer_uscc": "变更任职单位的填写新单位的代码，审核期间据此回避"})
    if lacking := [PROVEN[one] for one in PROVEN if one in about and not files]:
        raise InvalidInput({"files": f"请上传：{'、'.join(lacking)}"})
    if "region" in after:
        _demand_finance(after["region"])
    facts = change_facts(SYSTEM, change)
    broken = tuple(one for one in judge((expert_has_the_title,), facts, clock.now()) if one.blocks)
    if broken:
        raise RuleBroken(broken)


def _demand_finance(region: str) -> None:
    try:
        finance_of(SYSTEM, region)
    except NotFound as error:
        raise InvalidInput({"region": str(error)}) from error


def _demand_none_open(row: ReviewExpert) -> None:
    with system_access("one change at a time"):
        open_ones = ExpertChange.objects.filter(person_id=row.person_id, state=CHANGE.initial)
        if open_ones.exists():
            raise Conflict("您有一份变更申请正在审核，请等待结果，或者撤回后重新申请。")


def _party(actor: Actor, number: str) -> ExpertChange:
    row = change_row(actor.viewer, number)
    if actor.viewer.organisation != row.finance_id:
        raise NotAllowed("这份申请由其他财政部门审核，您只能查看。")
    return row


def _own(actor: Actor) -> ReviewExpert:
    demand(actor, OWN_ENTRY.permission)
    row = ReviewExpert.objects.seen_by(actor.viewer).filter(person_id=actor.viewer.person).first()
    if not row:
        raise NotFound("您还没有登记为评审专家，可以申请入库。")
    if row.state in EXPERT.final:
        raise WrongState("您已不在库，请重新申请入库。")
    return row
