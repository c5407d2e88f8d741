"""Calling: the notice, sealed responses, their opening, failure, refill."""

from __future__ import annotations

from typing import Any

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.calendar import beijing_day
from lucai.law.framework_member_rules import refill_is_needed
from lucai.law.framework_rules import RESPONSE_RULES, refill_keeps_the_term
from lucai.law.framework_rules import response_period_is_long_enough as period
from lucai.law.verdicts import Rule
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.frameworks.computing import committed
from lucai.stages.trade.frameworks.lifecycle import CALL, FRAMEWORK, REFILL, RESPOND, RESPONSE
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkCall,
    FrameworkResponse,
    part_of,
)
from lucai.stages.trade.frameworks.notices import call_body, failure_body
from lucai.stages.trade.frameworks.schemas import CallIn, ReasonIn, RefillIn, ResponseIn
from lucai.stages.trade.frameworks.selectors import facts, framework_seen
from lucai.stages.trade.frameworks.selectors.rows import (
    call_row,
    framework_row,
    is_member,
    is_organiser,
    open_call,
    own_response,
    package_row,
    responses_of,
)
from lucai.stages.trade.frameworks.services.planning import locked
from lucai.stages.trade.projects.standing import bars, demand_not_barred


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
    else:
        take_step(actor, row, FRAMEWORK, "open_up", follows=True, changes={"running_since": now})


@command
def refill(actor: Actor, *, number: str, form: RefillIn) -> int:
    """Call again because too few are left (GP-FRA-08); the agreement goes on meanwhile.

    Raises:
        RuleBroken: enough are left, the period is too short, or the term ends before.
        WrongState: the framework is open or does not run, or a call is under way.
    """
    demand(actor, REFILL.permission)
    row = locked(actor, number)
    if row.kind != "closed" or row.state != "running":
        raise WrongState("只有执行中的封闭式框架协议可以补充征集。")
    with system_access("calls of a framework in hand"):
        calls = FrameworkCall.objects.filter(framework=row, state__in=["open", "opened"])
        if calls.exists():
            raise WrongState("已有正在进行的征集。")
    closes = form.response_deadline
    announced = facts.announcement_facts(actor.viewer, row, beijing_day(closes))
    _demand((period, refill_keeps_the_term), announced)
    _demand((refill_is_needed,), facts.refill_facts(actor.viewer, row, hurt=True))
    call = _call(row, row.rounds + 1, closes, reason=form.reason)
    row.change(rounds=call.round)
    begin(actor, call, CALL, label="开始补充征集", body={"reason": form.reason})
    note(
        actor, row, FRAMEWORK, "refill", label="发布补充征集公告", public=True,
        body=call_body(framework_seen(actor.viewer, number), call.round, closes),
    )  # fmt: skip
    return call.round


@command
def respond(actor: Actor, *, number: str, package_number: int, form: ResponseIn) -> str:
    """Hand in a response, or another in its place; return its commitment.

    The commitment, the SHA-256 of a salt and the canonical response, stands in the journal at
    once; nobody but its supplier can read the response before the opening.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: no call is open.
        RuleBroken: too late, too dear, not from the maker, removed before (GP-FRA-02, 06, 13), or
            barred from procurement (GP-QUA-02).
    """
    demand(actor, RESPOND.permission)
    demand_not_barred(bars(actor.viewer.organisation or 0))
    framework = framework_row(actor.viewer, number)
    call = open_call(actor.viewer, framework)
    package = package_row(actor.viewer, framework, package_number)
    told = facts.response_facts(actor.viewer, framework, call, package, form)
    _demand(RESPONSE_RULES, told)
    changes = _handed_in(form)
    body = {"commitment": changes["commitment"], "package": package_number}
    own = own_response(actor.viewer, call, package_number)
    if is_member(actor.viewer, framework, package_number):
        raise WrongState("本单位已经入围这个采购包，不需要再响应。")
    if own:
        take_step(actor, own, RESPONSE, "replace", facts=told, changes=changes, body=body)
        return str(changes["commitment"])
    row = FrameworkResponse(
        **part_of(framework), **changes, call=call, round=call.round,
        package_number=package_number, supplier_id=actor.viewer.organisation or 0,
        supplier_name=actor.viewer.organisation_name,
    )  # fmt: skip
    begin(actor, row, RESPONSE, label="密封提交响应文件", body=body)
    return str(changes["commitment"])


def _handed_in(form: ResponseIn) -> dict[str, Any]:
    content, salt = form.model_dump(mode="json"), chance.token_hex(32)
    return {
        "price": form.price,
        "content": content,
        "salt": salt,
        "commitment": committed(salt, content),
        "handed_in_at": clock.now(),
    }


@command
def withdraw_response(actor: Actor, *, number: str, package_number: int) -> None:
    """Withdraw one's response before the deadline.

    Raises:
        NotFound: there is none.
        RuleBroken: the deadline is over.
    """
    framework = framework_row(actor.viewer, number)
    call = open_call(actor.viewer, framework)
    row = own_response(actor.viewer, call, package_number)
    if not row:
        raise NotFound("没有找到本单位的响应文件。")
    package = package_row(actor.viewer, framework, package_number)
    told = facts.response_facts(actor.viewer, framework, call, package)
    take_step(actor, row, RESPONSE, "withdraw", facts=told)


@command
def open_responses(actor: Actor, *, number: str, round_: int) -> int:
    """Open all responses of a call together, at its deadline; return how many.

    Raises:
        RuleBroken: too early, or fewer than two responded (GP-TEN-09, GP-FRA-05).
    """
    call, framework = locked_call(actor, number, round_)
    told = facts.call_facts(actor.viewer, call, framework.ends_on)
    now = clock.now()
    take_step(actor, call, CALL, "open", facts=told, changes={"opened_at": now},
              body={"ocds": {"ocid": framework.ocid, "tender": {
                  "id": framework.number, "numberOfTenderers": told.responders}}})  # fmt: skip
    rows = [row for row in responses_of(SYSTEM, call) if row.state == "handed_in"]
    for row in rows:
        take_step(
            actor, row, RESPONSE, "open", follows=True, changes={"opened_at": now},
            body={"commitment": row.commitment, "salt": row.salt},
            audience=(row.supplier_id,),
        )  # fmt: skip
    return len(rows)


@command
def fail_call(actor: Actor, *, number: str, round_: int, form: ReasonIn) -> None:
    """End a call without admission; the first one ends the framework, a refill does not."""
    call, framework = locked_call(actor, number, round_)
    sheet = framework_seen(actor.viewer, number)
    body = failure_body(sheet.card, [one.number for one in sheet.packages], form.reason)
    if round_ > 1:
        body = {"notice": body["notice"]}
    take_step(actor, call, CALL, "fail", body=body, changes={"failed_reason": form.reason})
    for row in responses_of(SYSTEM, call):
        if row.state == "handed_in":
            take_step(actor, row, RESPONSE, "return", follows=True)
    if round_ == 1:
        changes = {"ended_reason": form.reason}
        take_step(actor, framework, FRAMEWORK, "end", follows=True, changes=changes)


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
        **part_of(row), round=round_, response_deadline=closes, refill_reason=reason
    )


def _demand(rules: tuple[Rule, ...], told: object) -> None:
    broken = tuple(v for v in judge(rules, told, clock.now()) if v.blocks)
    if broken:
        raise RuleBroken(broken)
