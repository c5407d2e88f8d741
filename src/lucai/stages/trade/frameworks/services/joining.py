"""Joining an open framework: applications, their review, admission announced at once."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.framework_rules import RESPONSE_RULES
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.gates import Gate
from lucai.stages.trade.frameworks.lifecycle import MEMBER
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkApplication,
    FrameworkMember,
    part_of,
)
from lucai.stages.trade.frameworks.notices import admission_body
from lucai.stages.trade.frameworks.schemas import ApplicationIn, ReasonIn
from lucai.stages.trade.frameworks.selectors import facts, framework_card
from lucai.stages.trade.frameworks.selectors.pages import member_card
from lucai.stages.trade.frameworks.selectors.rows import (
    application_row,
    framework_row,
    next_order,
    next_place,
    package_row,
)
from lucai.stages.trade.frameworks.services.planning import gate_of
from lucai.stages.trade.frameworks.supplier_lifecycle import APPLICATION, APPLY
from lucai.stages.trade.projects.standing import ask_at, bars, demand_not_barred, digests


@command
def apply(actor: Actor, *, number: str, form: ApplicationIn) -> int:
    """Ask to join an open framework, at any time of its term; return the application's place.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the framework is closed or does not run.
        InvalidInput: the supplier is admitted, or has asked already.
        RuleBroken: it was removed before, or is not the maker (GP-FRA-06, GP-FRA-13).
    """
    demand(actor, APPLY.permission)
    demand_not_barred(bars(actor.viewer.organisation or 0))
    framework = framework_row(actor.viewer, number)
    if framework.kind != "open" or framework.state != "running":
        raise WrongState("只有有效期内的开放式框架协议可以随时申请加入。")
    package = package_row(actor.viewer, framework, form.package_number)
    told = facts.joining_response(actor.viewer, framework, package, form)
    if broken := tuple(v for v in judge(RESPONSE_RULES, told, clock.now()) if v.blocks):
        raise RuleBroken(broken)
    _demand_new(actor, framework, form.package_number)
    place = next_place(SYSTEM, framework, applying=True)
    row = FrameworkApplication(
        **part_of(framework), place=place, package_number=form.package_number,
        supplier_id=actor.viewer.organisation or 0, supplier_name=actor.viewer.organisation_name,
        content=form.model_dump(mode="json"), applied_at=clock.now(),
    )  # fmt: skip
    begin(actor, row, APPLICATION, label="申请加入框架协议")
    return place


@command
def admit(actor: Actor, *, number: str, place: int) -> int:
    """Let an application pass; the admission is announced at once (GP-FRA-12).

    The organiser said in its call that no written agreement is signed besides: the
    announcement is the signature (110号令 art 41). Returns the member's place.
    """
    row, framework = _organised(actor, number, place)
    answers = ask_at(actor, Gate.QUALIFY, [row.supplier_id], gate_of(framework))
    demand_not_barred(answers[row.supplier_id].banned_until)
    package = package_row(actor.viewer, framework, row.package_number)
    member = FrameworkMember(
        **part_of(framework), place=next_place(SYSTEM, framework), round=1,
        order=next_order(SYSTEM, framework, row.package_number),
        package_number=row.package_number, supplier_id=row.supplier_id,
        supplier_name=row.supplier_name, price=package.ceiling, content=row.content,
        admitted_at=clock.now(),
    )  # fmt: skip
    told = facts.joining_facts(actor.viewer, row)
    card = framework_card(actor.viewer, number)
    body = admission_body(card, [member_card(actor.viewer, member)], ())
    body |= {"creditChecks": digests(answers)}
    take_step(actor, row, APPLICATION, "admit", facts=told, body=body)
    begin(actor, member, MEMBER, label="入围")
    take_step(
        actor, member, MEMBER, "activate", follows=True, changes={"signed_at": clock.now()},
        audience=(row.supplier_id,),
    )  # fmt: skip
    return member.place


@command
def refuse(actor: Actor, *, number: str, place: int, form: ReasonIn) -> None:
    """Refuse an application with the reason, in writing (GP-FRA-12)."""
    row, _ = _organised(actor, number, place)
    take_step(
        actor, row, APPLICATION, "refuse", facts=facts.joining_facts(actor.viewer, row),
        body={"reason": form.reason}, changes={"answer": form.reason},
    )  # fmt: skip


@command
def withdraw_application(actor: Actor, *, number: str, place: int) -> None:
    """Take one's application back before it is reviewed."""
    row = application_row(actor.viewer, number, place)
    take_step(actor, row, APPLICATION, "withdraw")


def _organised(
    actor: Actor, number: str, place: int
) -> tuple[FrameworkApplication, FrameworkAgreement]:
    row = application_row(actor.viewer, number, place)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到这份加入申请。")
    with system_access("application in hand"):
        locked = FrameworkApplication.objects.select_for_update().get(pk=row.pk)
    return locked, framework_row(actor.viewer, number)


def _demand_new(actor: Actor, framework: FrameworkAgreement, package: int) -> None:
    own = {"framework": framework, "package_number": package,
           "supplier_id": actor.viewer.organisation}  # fmt: skip
    if FrameworkMember.objects.seen_by(actor.viewer).filter(**own, gone_at=None).exists():
        raise InvalidInput({"package_number": "本单位已经入围这个采购包"})
    if FrameworkApplication.objects.seen_by(actor.viewer).filter(**own, state="applied").exists():
        raise InvalidInput({"package_number": "本单位对这个采购包的申请正在审核"})
