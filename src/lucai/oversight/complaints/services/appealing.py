"""What came of 行政复议 and 行政诉讼 against a decision; the department records what others decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.oversight.complaints.lifecycle import APPEAL, RECORD
from lucai.oversight.complaints.models import ComplaintAppeal
from lucai.oversight.complaints.notices import appeal_body
from lucai.oversight.complaints.schemas import (
    EFFECTLESS,
    UNDOES,
    AppealEndIn,
    AppealIn,
    AppealNoticeIn,
    AppealOutcomeIn,
    AppealTakenIn,
    FulfilmentIn,
)
from lucai.oversight.complaints.selectors import complaint_seen
from lucai.oversight.complaints.selectors.appeals import (
    appeal_row,
    appeal_seen,
    may_be_appealed,
)
from lucai.oversight.complaints.services.rows import digests, kept_files, locked
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access

AHEAD = "日期不能晚于今天"


@command
def record_appeal(
    actor: Actor, *, number: str, form: AppealIn, uploads: Sequence[object] = ()
) -> int:
    """Record that a decision, or silence, was taken to review or to court; return its key.

    Raises:
        WrongState: there is nothing yet that could be appealed against.
        InvalidInput: a day ahead, or before the decision.
    """
    demand(actor, RECORD.permission)
    row = locked(actor, number)
    since = may_be_appealed(actor.viewer, row)
    if since is None:
        raise WrongState("还没有作出处理决定，也没有逾期，不能登记复议或者诉讼。")
    _demand_order(since, "applied_on", form.applied_on, "不能早于处理决定或者期限届满之日")
    made = ComplaintAppeal(
        complaint=row, number=row.number, project_number=row.project_number, title=row.title,
        region=row.region, supplier_id=row.supplier_id, buyer_id=row.buyer_id,
        agency_id=row.agency_id, finance_id=row.finance_id,
        kind=form.kind.value, appellant=form.appellant,
        authority=form.authority, applied_on=form.applied_on, files=kept_files(actor, uploads),
    )  # fmt: skip
    body = {"kind": form.kind.value, **digests(actor, made.files)}
    begin(actor, made, APPEAL, label=f"登记{form.kind.label}", body=body)
    return int(made.pk)


@command
def accept_appeal(
    actor: Actor, *, pk: int, form: AppealTakenIn, uploads: Sequence[object] = ()
) -> None:
    """Record that the authority or the court took it up.

    Raises:
        InvalidInput: a day ahead, or before it was applied for.
    """
    row = _locked(actor, pk)
    _demand_order(row.applied_on, "accepted_on", form.accepted_on, "不能早于申请或者起诉日期")
    _take(actor, row, "accept", uploads, **form.model_dump())


@command
def refuse_appeal(
    actor: Actor, *, pk: int, form: AppealEndIn, uploads: Sequence[object] = ()
) -> None:
    """Record that it was not taken up, and why."""
    _end(actor, pk, "refuse", form, uploads)


@command
def withdraw_appeal(
    actor: Actor, *, pk: int, form: AppealEndIn, uploads: Sequence[object] = ()
) -> None:
    """Record that it was withdrawn."""
    _end(actor, pk, "withdraw", form, uploads)


@command
def decide_appeal(
    actor: Actor, *, pk: int, form: AppealOutcomeIn, uploads: Sequence[object] = ()
) -> None:
    """Record what was decided; everybody is told of it where a decision was taken to review.

    Raises:
        InvalidInput: a day out of order.
    """
    row = _locked(actor, pk)
    _demand_order(row.accepted_on, "ended_on", form.ended_on, "不能早于受理日期")
    _take(
        actor, row, "decide", uploads, ended_on=form.ended_on, outcome=form.outcome.value,
        result=form.result, effect=form.effect,
    )  # fmt: skip
    if not row.complaint.decided_at:
        take_step(actor, row, APPEAL, "pass_over", follows=True)
        _close(actor, row)


@command
def publish_appeal(actor: Actor, *, pk: int, form: AppealNoticeIn) -> None:
    """Publish what became of a decision; where it stands, the matter is closed with that.

    Raises:
        InvalidInput: a decision undone without what follows from that.
    """
    row = _locked(actor, pk)
    if row.outcome in UNDOES and not form.public_effect:
        raise InvalidInput({"public_effect": EFFECTLESS})
    told = form.model_dump()
    sheet = complaint_seen(actor.viewer, row.number)
    line = replace(appeal_seen(actor.viewer, pk).line, **told)
    take_step(
        actor, row, APPEAL, "publish", changes={**told, "published_at": clock.now()},
        body=appeal_body(sheet, line),
    )  # fmt: skip
    _close(actor, row)


@command
def carry_out_appeal(
    actor: Actor, *, pk: int, form: FulfilmentIn, uploads: Sequence[object] = ()
) -> None:
    """Record what was done after a decision was undone."""
    row = _locked(actor, pk)
    _take(actor, row, "carry_out", uploads, carried_text=form.text, carried_at=clock.now())


def _close(actor: Actor, row: ComplaintAppeal) -> None:
    """Close what leaves nothing to be done."""
    if row.outcome not in UNDOES:
        take_step(actor, row, APPEAL, "close", follows=True)


def _end(actor: Actor, pk: int, step: str, form: AppealEndIn, uploads: Sequence[object]) -> None:
    row = _locked(actor, pk)
    first = row.accepted_on or row.applied_on
    _demand_order(first, "ended_on", form.ended_on, "不能早于申请、起诉或者受理日期")
    _take(actor, row, step, uploads, ended_on=form.ended_on, ended_reason=form.reason)


def _take(
    actor: Actor, row: ComplaintAppeal, step: str, uploads: Sequence[object], **changes: Any
) -> None:
    kept = kept_files(actor, uploads)
    body = {"outcome": changes.get("outcome", ""), **digests(actor, kept)}
    take_step(
        actor, row, APPEAL, step, changes={**changes, "files": [*row.files, *kept]}, body=body
    )


def _locked(actor: Actor, pk: int) -> ComplaintAppeal:
    """Return an appeal of a complaint that the actor's department decides, locked.

    Raises:
        NotFound: the actor does not see it.
        NotAllowed: it is another department's.
    """
    seen = appeal_row(actor.viewer, pk)
    locked(actor, seen.number)
    with system_access("appeal in hand"):
        rows = ComplaintAppeal.objects.select_for_update().select_related("complaint")
        row: ComplaintAppeal = rows.get(pk=seen.pk)
        return row


def _demand_order(first: date | None, field: str, then: date, said: str) -> None:
    if then > clock.today():
        raise InvalidInput({field: AHEAD})
    if first and then < first:
        raise InvalidInput({field: said})
