"""Sealed responses to a call: handed in, withdrawn, opened together at the deadline."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.framework_rules import (
    RESPONSE_AT_THE_DOOR,
    RESPONSE_AT_THE_OPENING,
    ResponseFacts,
    enough_responded,
    responses_open_at_the_deadline,
)
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.frameworks.lifecycle import CALL, RESPOND, RESPONSE
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkCall,
    FrameworkPackage,
    FrameworkResponse,
    part_of,
)
from lucai.stages.trade.frameworks.numbering import round_number
from lucai.stages.trade.frameworks.schemas import ResponseIn
from lucai.stages.trade.frameworks.selectors import facts, packages_of
from lucai.stages.trade.frameworks.selectors.rows import (
    call_row,
    framework_row,
    is_member,
    is_organiser,
    latest_call,
    open_call,
    own_response,
    package_row,
    responses_of,
)
from lucai.stages.trade.frameworks.services.calling import demand_lawful, form_group, locked_call
from lucai.stages.trade.groups import services as groups
from lucai.stages.trade.projects.standing import bars, demand_not_barred
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.reasons import reasons
from lucai.stages.trade.rounds.services import HandedIn, Judged


def respond(actor: Actor, *, number: str, package_number: int, handed: HandedIn) -> bytes:
    """Hand in a sealed response, or another in its place; return its receipt.

    Nobody can read it before the deadline; price, maker and consumables are checked by the
    supplier's browser before it is sealed, and again at the opening.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: no call is open, or it has no such package.
        InvalidInput: not an envelope of this package, not signed, or one that replaces another.
        RuleBroken: too late, removed before (GP-FRA-13), or barred from procurement (GP-QUA-02).
    """
    demand(actor, RESPOND.permission)
    framework = framework_row(actor.viewer, number)
    call = open_call(actor.viewer, framework)
    package = package_row(actor.viewer, framework, package_number)
    own = own_response(actor.viewer, call, package_number)
    told = facts.response_facts(actor.viewer, framework, call, package)

    def enter(envelope_hash: str) -> str:
        demand_not_barred(bars(actor.viewer.organisation or 0))
        demand_lawful(actor, RESPONSE_AT_THE_DOOR, told)
        if is_member(actor.viewer, framework, package_number):
            raise WrongState("本单位已经入围这个采购包，不需要再响应。")
        return _enter(actor, framework, call, package_number, envelope_hash, told)

    return rounds.hand_in(
        actor, number=round_number(number, call.round), lot_number=package_number, handed=handed,
        held=own.held if own else "", enter=enter,
    )  # fmt: skip


def _enter(
    actor: Actor, framework: FrameworkAgreement, call: FrameworkCall, package: int,
    envelope_hash: str, told: ResponseFacts,
) -> str:  # fmt: skip
    body = {"package": package}
    if own := own_response(actor.viewer, call, package):
        return rounds.note_envelope(
            actor, own, RESPONSE, envelope_hash, facts=told, step="replace", body=body
        )
    row = FrameworkResponse(
        **part_of(framework), call=call, round=call.round, package_number=package,
        supplier_id=actor.viewer.organisation or 0, supplier_name=actor.viewer.organisation_name,
        envelope_hash=envelope_hash, handed_in_at=clock.now(),
    )  # fmt: skip
    sealed = {"envelope": envelope_hash, **body}
    begin(actor, row, RESPONSE, label="密封提交响应文件", body=sealed)
    return ""


def withdraw_response(actor: Actor, *, number: str, package_number: int, claim: bytes) -> bytes:
    """Withdraw one's response before the deadline, by the key its browser kept; return the receipt.

    Raises:
        NotFound: there is none.
        InvalidInput: the claim is not signed with the key of the envelope that is handed in.
        RuleBroken: the deadline is over.
    """
    framework = framework_row(actor.viewer, number)
    call = open_call(actor.viewer, framework)
    row = own_response(actor.viewer, call, package_number)
    if not row:
        raise NotFound("没有找到本单位的响应文件。")
    package = package_row(actor.viewer, framework, package_number)
    told = facts.response_facts(actor.viewer, framework, call, package)

    def enter() -> None:
        take_step(actor, row, RESPONSE, "withdraw", facts=told)

    return rounds.withdraw(actor, envelope_hash=row.held, claim=claim, enter=enter)


def response_receipt(actor: Actor, *, number: str, package_number: int) -> bytes:
    """Return the receipt of one's own response to the latest call once more, or of its withdrawal.

    Raises:
        NotFound: there is none.
    """
    call = latest_call(actor.viewer, framework_row(actor.viewer, number))
    row = own_response(actor.viewer, call, package_number)
    if not row:
        raise NotFound("没有找到本单位的响应文件。")
    return rounds.receipt_of(actor, envelope_hash=row.envelope_hash)


def open_responses(actor: Actor, *, number: str, round_: int) -> int:
    """Open all responses of a call together, at its deadline; return how many can be evaluated.

    A response that does not open, or breaks a rule that only its content shows, is refused with
    the reason (GP-FRA-02, GP-FRA-06).

    Raises:
        RuleBroken: too early, or fewer than two responded (GP-TEN-09, GP-FRA-05).
        WrongState: too few holders have released their shares.
    """
    call = call_row(actor.viewer, number, round_)
    if not is_organiser(actor.viewer, call):
        raise NotFound("没有找到本单位的这次征集。")
    demand(actor, CALL.permission(CALL.step("open")))
    framework = framework_row(actor.viewer, number)
    told = facts.call_facts(actor.viewer, call, framework.ends_on)
    if call.state == "open":
        demand_lawful(actor, (responses_open_at_the_deadline, enough_responded), told)
        for package in packages_of(SYSTEM, framework.pk):
            sealed = round_number(number, round_)
            rounds.gather_shares(actor, number=sealed, lot_number=package.number)
    return _open_all(actor, number, round_)


@command
def _open_all(actor: Actor, number: str, round_: int) -> int:
    call, framework = locked_call(actor, number, round_)
    told = facts.call_facts(actor.viewer, call, framework.ends_on)
    now = clock.now()
    take_step(actor, call, CALL, "open", facts=told, changes={"opened_at": now},
              body={"ocds": {"ocid": framework.ocid, "tender": {
                  "id": framework.number, "numberOfTenderers": told.responders}}})  # fmt: skip
    with system_access("packages of a call in hand"):
        packages = list(FrameworkPackage.objects.filter(framework=framework).order_by("number"))
    form_group(actor, framework, call)  # for a call from before groups were drawn
    held = [row.supplier_id for row in responses_of(SYSTEM, call) if row.held]
    groups.know_suppliers(actor, number=call.key, suppliers=held)
    return sum(_open_package(actor, framework, call, package, now) for package in packages)


def _open_package(
    actor: Actor, framework: FrameworkAgreement, call: FrameworkCall, package: FrameworkPackage,
    now: datetime,
) -> int:  # fmt: skip
    rows = [
        row for row in responses_of(SYSTEM, call)
        if row.package_number == package.number and row.held
    ]  # fmt: skip

    def told(row: FrameworkResponse, said: ResponseIn) -> ResponseFacts:
        supplier = row.supplier_id
        return facts.response_facts(SYSTEM, framework, call, package, said, supplier=supplier)

    judged = rounds.open_all(
        actor, number=round_number(framework.number, call.round), lot_number=package.number,
        rows=rows, form=ResponseIn,
        why_not=lambda row, said: reasons(RESPONSE_AT_THE_OPENING, told(row, said), now),
    )  # fmt: skip
    for one in judged:
        _open(actor, one, told(one.row, one.quote) if one.quote else None, now)
    return sum(row.state == "opened" for row in rows)


def _open(
    actor: Actor, one: Judged[FrameworkResponse, ResponseIn], told: ResponseFacts | None,
    now: datetime,
) -> None:  # fmt: skip
    row, said = one.row, one.quote
    if said is None:
        take_step(
            actor, row, RESPONSE, "refuse", follows=True, audience=(row.supplier_id,),
            changes={"opened_at": now, "reason": one.why[:400]},
            body={"envelope": row.envelope_hash, "reason": one.why},
        )  # fmt: skip
        return
    content = said.model_dump(mode="json")
    take_step(
        actor, row, RESPONSE, "open", facts=told, follows=True, audience=(row.supplier_id,),
        changes={"opened_at": now, "price": said.price, "content": content},
        body={"envelope": row.envelope_hash},
    )  # fmt: skip
