"""Changing single-source justifications: drafted, published, objected to, concluded."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.deadlines import deadline
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.stages.plan.justifications import notices
from lucai.stages.plan.justifications.lifecycle import DRAFT, JUSTIFICATION, OBJECT
from lucai.stages.plan.justifications.models import (
    JustificationObjection,
    SingleSourceJustification,
)
from lucai.stages.plan.justifications.rules import period_still_runs
from lucai.stages.plan.justifications.schemas import ConclusionIn, JustificationIn, ObjectionIn
from lucai.stages.plan.justifications.selectors import facts_of, justification_row


@command
def draft_justification(actor: Actor, *, content: JustificationIn) -> str:
    """Draft a publicity; return its code.

    Raises:
        NotAllowed: the role does not grant it.
    """
    demand(actor, DRAFT.permission)
    buyer = organisation(actor.viewer, actor.viewer.organisation or 0)
    row = SingleSourceJustification(
        **content.model_dump(exclude={"amount"}),
        amount=content.amount,
        buyer_id=buyer.pk,
        buyer_path=buyer.path,
        buyer_name=buyer.name,
        finance_id=finance_of(actor.viewer, buyer.region).pk,
        region=buyer.region,
    )
    begin_numbered(
        actor, row, JUSTIFICATION, prefix=f"DY{buyer.region}{clock.today().year}", field="code",
        label="编制单一来源公示", body={"amount": row.amount},
    )  # fmt: skip
    return row.code


@command
def edit_justification(actor: Actor, *, code: str, content: JustificationIn) -> None:
    """Change a draft.

    Raises:
        WrongState: it is published already.
    """
    demand(actor, DRAFT.permission)
    row = _own(actor, code)
    if row.state != JUSTIFICATION.initial:
        raise WrongState("公示已经发布，不能修改。")
    row.change(**content.model_dump(exclude={"amount"}), amount=content.amount)
    note(actor, row, JUSTIFICATION, "edit", label="修改单一来源公示")


@command
def publish(actor: Actor, *, code: str) -> None:
    """Publish it for the days of the law (GP-SIN-01).

    Raises:
        RuleBroken: the notice lacks something.
    """
    row = _own(actor, code)
    today = clock.today()
    until = deadline("GP-SIN-01", today).date
    buyer = organisation(actor.viewer, row.buyer_id)
    finance = organisation(actor.viewer, row.finance_id)
    fields = notices.publicity_fields(row, buyer, finance, today, until)
    take_step(
        actor, row, JUSTIFICATION, "publish",
        facts=facts_of(actor.viewer, row, ""),
        body=notices.publicity_body(fields),
        changes={"published_at": clock.now(), "notice_until": until},
    )  # fmt: skip


@command
def object_to(actor: Actor, *, code: str, form: ObjectionIn) -> None:
    """Raise an objection while the publicity runs; the buyer is told.

    Raises:
        RuleBroken: its period is over.
        WrongState: it is not published, or concluded already.
    """
    demand(actor, OBJECT.permission)
    row = justification_row(actor.viewer, code)
    if row.state != "published":
        raise WrongState("不在公示期内，不能提出异议。")
    verdict = period_still_runs(facts_of(actor.viewer, row, ""), clock.now())
    if verdict.blocks:
        raise RuleBroken((verdict,))
    JustificationObjection(
        justification=row,
        buyer_path=row.buyer_path,
        region=row.region,
        supplier_id=actor.viewer.organisation or 0,
        supplier_name=actor.viewer.organisation_name,
        text=form.text,
        at=clock.now(),
    ).save(force_insert=True)
    note(
        actor, row, JUSTIFICATION, "object", label="收到对单一来源公示的异议",
        audience=(row.buyer_id,),
    )  # fmt: skip


@command
def conclude(actor: Actor, *, code: str, form: ConclusionIn) -> None:
    """End a publicity: passed, or dropped because an objection holds; objectors are told.

    Raises:
        RuleBroken: its period is not over, or objections wait for an argument.
        InvalidInput: dropped without a reason.
    """
    row = _own(actor, code)
    if form.step not in {"conclude", "drop"}:
        raise NotFound("没有这个结论。")
    if form.step == "drop" and not form.argument:
        raise InvalidInput({"argument": "请写明改用其他采购方式的理由"})
    with_argument = facts_of(actor.viewer, row, form.argument)
    told = _objectors(actor, row)
    take_step(
        actor, row, JUSTIFICATION, form.step,
        facts=with_argument,
        changes={"argument": form.argument, "concluded_at": clock.now()},
        audience=told,
    )  # fmt: skip


def _objectors(actor: Actor, row: SingleSourceJustification) -> tuple[int, ...]:
    rows = JustificationObjection.objects.seen_by(actor.viewer).filter(justification_id=row.pk)
    return tuple(dict.fromkeys(rows.values_list("supplier_id", flat=True)))


def _own(actor: Actor, code: str) -> SingleSourceJustification:
    row = justification_row(actor.viewer, code)
    if row.buyer_id != actor.viewer.organisation:
        raise NotAllowed("这是其他单位的公示，只能查看。")
    return row
