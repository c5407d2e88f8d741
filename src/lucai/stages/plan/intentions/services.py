"""Changing procurement intentions: drafted, imported in one piece, published, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.plan.intentions.lifecycle import DRAFT, INTENTION
from lucai.stages.plan.intentions.models import ProcurementIntention
from lucai.stages.plan.intentions.notices import cancellation_of, publication_of
from lucai.stages.plan.intentions.schemas import ImportedIntention, IntentionIn
from lucai.stages.plan.intentions.selectors import card_of, intention_row

CONTENT = ("title", "demand", "amount", "expected_month", "sme_reserved", "remark")


@command
def draft_intention(actor: Actor, *, content: IntentionIn) -> str:
    """Draft an intention; return its code.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: the month has passed, or the same project is there already.
    """
    demand(actor, DRAFT.permission)
    _demand_coming_month(content)
    return _draft_all(actor, [content], at="")[0]


@command
def import_intentions(actor: Actor, *, rows: Sequence[IntentionIn], own: bool = False) -> list[str]:
    """Draft the intentions of a table, all of them or none; return their codes.

    A month that has passed is let in: the table may be last year's, and the step that
    publishes asks for it.

    Args:
        own: the clerk's word that the projects are the unit's own, needed where the table
            names it otherwise.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: one message a faulty line (``rows.3.title``); nothing was drafted.
    """
    demand(actor, DRAFT.permission)
    if not rows:
        raise InvalidInput({"rows": "没有可以导入的采购意向"})
    _demand_own(actor, rows, own=own)
    return _draft_all(actor, rows, at="rows.{}.")


@command
def edit_intention(actor: Actor, *, code: str, content: IntentionIn) -> None:
    """Change a draft.

    Raises:
        WrongState: it is published or cancelled.
    """
    demand(actor, DRAFT.permission)
    row = own_row(actor, code)
    if row.state != INTENTION.initial:
        raise WrongState("采购意向已经公开或者取消，不能修改。")
    _demand_coming_month(content)
    row.change(**_content(content))
    duties.follow(row, INTENTION, clock.now())
    note(actor, row, INTENTION, "edit", label="修改采购意向", body={"amount": row.amount})


@command
def take(actor: Actor, *, code: str, step: str, reason: str = "") -> None:
    """Take a step of an intention's life; ``cancel`` needs a reason."""
    row = own_row(actor, code)
    changes: dict[str, Any] = {}
    body: dict[str, Any] = {}
    if step == "publish":
        changes, body = {"published_at": clock.now()}, publication_of(card_of(row))
    if step == "cancel":
        if not reason.strip():
            raise InvalidInput({"reason": "请填写取消原因"})
        buyer = organisation(actor.viewer, row.buyer_id)
        changes, body = {"cancel_reason": reason}, cancellation_of(card_of(row), buyer, reason)
    take_step(actor, row, INTENTION, step, facts=row.facts(), body=body, changes=changes)


@command
def use_intention(actor: Actor, *, code: str, plan_number: str) -> None:
    """Note which plan carries out an intention; an empty number sets it free again."""
    row = intention_row(actor.viewer, code)
    row.change(plan_number=plan_number)
    label = f"用于采购计划 {plan_number}" if plan_number else "不再用于采购计划"
    note(actor, row, INTENTION, "use", label=label, body={"plan": plan_number})


def own_row(actor: Actor, code: str) -> ProcurementIntention:
    """Return an intention of the actor's own organisation.

    Raises:
        NotFound: the viewer sees none of that code.
        NotAllowed: it belongs to another organisation.
    """
    row = intention_row(actor.viewer, code)
    if row.buyer_id != actor.viewer.organisation:
        raise NotAllowed("这是其他单位的采购意向，只能查看。")
    return row


def _draft_all(actor: Actor, rows: Sequence[IntentionIn], *, at: str) -> list[str]:
    if problems := _repeats(actor, rows, at):
        raise InvalidInput(problems)
    return [_draft(actor, content) for content in rows]


def _demand_own(actor: Actor, rows: Sequence[IntentionIn], *, own: bool) -> None:
    """Refuse projects of several units, or of one that is called otherwise without a word."""
    named = {row.unit for row in rows if isinstance(row, ImportedIntention) and row.unit}
    if len(named) > 1:
        raise InvalidInput({"own": f"表中有 {len(named)} 个单位的项目，请先选定一个单位再导入"})
    if named - {actor.viewer.organisation_name} and not own:
        unit = next(iter(named))
        raise InvalidInput({"own": f"表中写的是“{unit}”，确认属于本单位后请勾选"})


def _draft(actor: Actor, content: IntentionIn) -> str:
    buyer = organisation(actor.viewer, actor.viewer.organisation or 0)
    row = ProcurementIntention(
        **_content(content),
        buyer_id=buyer.pk,
        buyer_path=buyer.path,
        buyer_name=buyer.name,
        finance_id=finance_of(actor.viewer, buyer.region).pk,
        region=buyer.region,
    )
    prefix = f"YX{buyer.region}{clock.today().year}"
    begin_numbered(
        actor, row, INTENTION, prefix=prefix, field="code", label="编制采购意向",
        body={"amount": row.amount},
    )  # fmt: skip
    return row.code


def _content(content: IntentionIn) -> dict[str, Any]:
    return {name: getattr(content, name) for name in CONTENT}


def _demand_coming_month(content: IntentionIn) -> None:
    this_month = f"{clock.today():%Y-%m}"
    if content.expected_month < this_month:
        raise InvalidInput({"expected_month": f"预计采购时间已经过去，现在是 {this_month}"})


def _repeats(actor: Actor, rows: Sequence[IntentionIn], at: str) -> dict[str, str]:
    """Find projects that stand twice in the table or are drafted already."""
    with system_access("uniqueness"):
        found = ProcurementIntention.objects.filter(
            buyer_id=actor.viewer.organisation, title__in=[row.title for row in rows]
        ).exclude(state="cancelled")
        known = {(r.title, r.expected_month): r.code for r in found}
    problems: dict[str, str] = {}
    above: set[tuple[str, str]] = set()
    for index, row in enumerate(rows):
        same = (row.title, row.expected_month)
        if same in known:
            problems[at.format(index) + "title"] = f"同一项目已经编制过（{known[same]}）"
        elif same in above:
            problems[at.format(index) + "title"] = "与前面的行是同一个项目"
        above.add(same)
    return problems
