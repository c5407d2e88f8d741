"""Calling: the notice, the sealed rounds of its packages, failure, refill."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.calendar import beijing_day
from lucai.law.framework_member_rules import refill_is_needed
from lucai.law.framework_rules import refill_keeps_the_term
from lucai.law.framework_rules import response_period_is_long_enough as period
from lucai.law.verdicts import Rule
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.platform.suspensions.selectors import held_back_of
from lucai.stages.trade.frameworks.lifecycle import CALL, FRAMEWORK, REFILL, RESPONSE
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkCall,
    part_of,
)
from lucai.stages.trade.frameworks.notices import call_body, failure_body
from lucai.stages.trade.frameworks.numbering import round_number
from lucai.stages.trade.frameworks.schemas import CallIn, ReasonIn, RefillIn
from lucai.stages.trade.frameworks.scope import REVIEWED_AS
from lucai.stages.trade.frameworks.selectors import facts, framework_seen, packages_of
from lucai.stages.trade.frameworks.selectors.rows import call_row, is_organiser, responses_of
from lucai.stages.trade.frameworks.services.planning import locked
from lucai.stages.trade.groups import services as groups
from lucai.stages.trade.panels.selectors.seats import SPECIALTY
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.services import Call

REASON = 400


@command
def announce(actor: Actor, *, number: str, form: CallIn | None = None) -> None:
    """Publish the 征集公告: a closed framework takes responses, an open one applications.

    Raises:
        RuleBroken: the period is too short, or the term too near its end (GP-TEN-03, GP-FRA-08).
        InvalidInput: a closed framework needs a deadline.
    """
    row = locked(actor, number)
    if row.kind == "closed" and form is None:
        raise InvalidInput({"response_deadline": "请填写提交响应文件的截止时间"})
    sheet = framework_seen(actor.viewer, number)
    closes = form.response_deadline if form and row.kind == "closed" else clock.moment(row.ends_on)
    told = facts.announcement_facts(actor.viewer, row, beijing_day(closes))
    call = _call(row, 1, closes) if row.kind == "closed" else None
    now = clock.now()
    take_step(
        actor, row, FRAMEWORK, "call", facts=told, body=call_body(sheet, 1, closes),
        changes={"announced_at": now, "rounds": 1},
    )  # fmt: skip
    if call:
        begin(actor, call, CALL, label="开始征集", public=True)
        _seal(actor, row, call)
    else:
        take_step(actor, row, FRAMEWORK, "open_up", follows=True, changes={"running_since": now})


@command
def refill(actor: Actor, *, number: str, form: RefillIn) -> int:
    """Call again because too few are left (GP-FRA-08); the agreement goes on meanwhile.

    Raises:
        RuleBroken: enough are left, the period is too short, the term ends before, or it is paused.
        WrongState: the framework is open or does not run, or a call is under way.
    """
    demand(actor, REFILL.permission)
    row = locked(actor, number)
    if held := held_back_of(SYSTEM, REFILL.permission, row):
        raise RuleBroken(held)
    if row.kind != "closed" or row.state != "running":
        raise WrongState("只有执行中的封闭式框架协议可以补充征集。")
    with system_access("calls of a framework in hand"):
        calls = FrameworkCall.objects.filter(framework=row, state__in=["open", "opened"])
        if calls.exists():
            raise WrongState("已有正在进行的征集。")
    closes = form.response_deadline
    announced = facts.announcement_facts(actor.viewer, row, beijing_day(closes))
    demand_lawful(actor, (period, refill_keeps_the_term), announced)
    demand_lawful(actor, (refill_is_needed,), facts.refill_facts(actor.viewer, row, hurt=True))
    call = _call(row, row.rounds + 1, closes, reason=form.reason)
    row.change(rounds=call.round)
    begin(actor, call, CALL, label="开始补充征集", body={"reason": form.reason})
    _seal(actor, row, call)
    note(
        actor, row, FRAMEWORK, "refill", label="发布补充征集公告", public=True,
        body=call_body(framework_seen(actor.viewer, number), call.round, closes),
    )  # fmt: skip
    return call.round


@command
def fail_call(actor: Actor, *, number: str, round_: int, form: ReasonIn) -> None:
    """End a call without admission; the first one ends the framework, a refill does not."""
    call, framework = locked_call(actor, number, round_)
    end_call(actor, framework, call, form.reason)


def end_call(
    actor: Actor, framework: FrameworkAgreement, call: FrameworkCall, reason: str, *,
    follows: bool = False,
) -> None:  # fmt: skip
    """End a call that is not decided: nothing more is opened, what was handed in goes back."""
    number = framework.number
    sheet = framework_seen(SYSTEM, number)
    body = failure_body(sheet.card, [one.number for one in sheet.packages], reason)
    if call.round > 1:
        body = {"notice": body["notice"]}
    changes = {"failed_reason": reason[:REASON]}
    take_step(actor, call, CALL, "fail", body=body, changes=changes, follows=follows)
    for package in packages_of(SYSTEM, framework.pk):
        rounds.give_up(actor, number=round_number(number, call.round), lot_number=package.number)
    groups.dissolve(actor, number=call.key)
    for row in responses_of(SYSTEM, call):
        if row.state == "handed_in":
            take_step(actor, row, RESPONSE, "return", follows=True)
    if call.round == 1:
        ended = {"ended_reason": reason[:REASON]}
        take_step(actor, framework, FRAMEWORK, "end", follows=True, changes=ended)


def _seal(actor: Actor, row: FrameworkAgreement, call: FrameworkCall) -> None:
    """Call a sealed round for each package of a call; all end at its deadline."""
    by_agency = row.organiser_side == Side.AGENCY
    for package in packages_of(SYSTEM, row.pk):
        one = Call(
            number=round_number(row.number, call.round), lot_number=package.number,
            kind=RESPONSE.of, project_number="", title=f"{row.title} 包 {package.number}"[:160],
            region=row.region, href=f"/frameworks/{row.number}/calls/{call.round}/",
            buyer_id=0 if by_agency else row.organiser_id,
            buyer_path="" if by_agency else row.organiser_path,
            agency_id=row.organiser_id if by_agency else 0, finance_id=row.finance_id,
            deadline=call.response_deadline,
        )  # fmt: skip
        rounds.call_round(actor, call=one)
    form_group(actor, row, call)


def form_group(actor: Actor, row: FrameworkAgreement, call: FrameworkCall) -> None:
    """Begin the group that reviews a call; once."""
    packages = packages_of(SYSTEM, row.pk)
    subject = groups.Subject(
        number=call.key, subject_id=call.pk, title=f"{row.title}评审小组"[:160], method=REVIEWED_AS,
        home=f"/frameworks/{row.number}/calls/{call.round}/", object_kind=row.object_kind,
        budget=sum(one.ceiling * one.estimated_quantity for one in packages), region=row.region,
        organiser_id=row.organiser_id, organiser_side=row.organiser_side,
        organiser_name=row.organiser_name, finance_id=row.finance_id,
        opens_at=call.response_deadline,
        specialties=tuple(dict.fromkeys(one.catalogue_code[:SPECIALTY] for one in packages)),
    )  # fmt: skip
    groups.prepare(actor, subject=subject)


def locked_call(actor: Actor, number: str, round_: int) -> tuple[FrameworkCall, FrameworkAgreement]:
    """Return a call of the actor's own framework, both locked.

    Raises:
        NotFound: there is none, or another organisation called it.
    """
    call = call_row(actor.viewer, number, round_)
    if not is_organiser(actor.viewer, call):
        raise NotFound("没有找到本单位的这次征集。")
    framework = locked(actor, number)
    with system_access("call in hand"):
        return FrameworkCall.objects.select_for_update().get(pk=call.pk), framework


def _call(row: FrameworkAgreement, round_: int, closes: Any, *, reason: str = "") -> FrameworkCall:
    return FrameworkCall(
        **part_of(row), round=round_, called_at=clock.now(), response_deadline=closes,
        refill_reason=reason,
    )  # fmt: skip


def demand_lawful(actor: Actor, rules: tuple[Rule, ...], told: object) -> None:
    """Refuse what breaks a rule, before or beside a step.

    Raises:
        RuleBroken: at least one of the rules is broken.
    """
    del actor
    broken = tuple(v for v in judge(rules, told, clock.now()) if v.blocks)
    if broken:
        raise RuleBroken(broken)
