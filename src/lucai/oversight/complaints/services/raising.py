"""The complainant's side: a complaint is drafted, checked, handed in, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.law.calendar import beijing_day
from lucai.oversight.complaints.lifecycle import COMPLAINT, DRAFT
from lucai.oversight.complaints.models import Complaint
from lucai.oversight.complaints.schemas import ComplaintIn
from lucai.oversight.complaints.selectors import own_challenge
from lucai.oversight.complaints.selectors.facts import complaint_facts
from lucai.oversight.complaints.services.rows import digests, kept_files, locked
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.suspensions import services as suspensions

MOST_FILES = 30


@command
def draft(actor: Actor, *, challenge_number: str, form: ComplaintIn) -> str:
    """Begin a complaint from the supplier's own challenge; return its number.

    Raises:
        NotAllowed: the post has no right to write complaints.
        NotFound: there is no such challenge of the supplier's own.
        WrongState: the challenge was not handed in.
    """
    demand(actor, DRAFT.permission)
    challenge = own_challenge(actor.viewer, challenge_number)
    line = challenge.line
    if line.raised_at is None:
        raise WrongState("质疑函还没有提交。请先提出质疑，对答复不满意再投诉。")
    row = Complaint(
        project_number=line.project_number,
        title=line.title,
        challenge_number=line.number,
        challenged_on=beijing_day(line.raised_at),
        about=line.about,
        lots=list(challenge.lots),
        round=challenge.round,
        supplier_id=actor.viewer.organisation or 0,
        supplier_name=actor.viewer.organisation_name,
        **{name: getattr(challenge, name) for name in _PARTIES},
        **_content(form),
    )
    prefix = f"{line.project_number}-TS"
    begin_numbered(actor, row, COMPLAINT, prefix=prefix, field="number", label="起草投诉书")
    return row.number


@command
def edit(actor: Actor, *, number: str, form: ComplaintIn) -> None:
    """Change what a draft says, or correct what was handed in.

    Raises:
        WrongState: it is under examination; nothing in it may change.
    """
    demand(actor, DRAFT.permission)
    row = locked(actor, number)
    _demand_editable(row)
    row.change(**_content(form))
    note(actor, row, COMPLAINT, "edit", label="修改投诉书")


@command
def attach(actor: Actor, *, number: str, uploads: Sequence[object]) -> None:
    """Add files to a draft or to a correction.

    Raises:
        InvalidInput: none chosen, too many, or one that is no readable file.
    """
    demand(actor, DRAFT.permission)
    row = locked(actor, number)
    _demand_editable(row)
    if not uploads:
        raise InvalidInput({"files": "请先选择文件"})
    if len(row.files) + len(uploads) > MOST_FILES:
        raise InvalidInput({"files": f"最多上传 {MOST_FILES} 个文件"})
    kept = kept_files(actor, uploads)
    row.change(files=[*row.files, *kept])
    note(actor, row, COMPLAINT, "attach", label="上传附件", body=digests(actor, kept))


@command
def detach(actor: Actor, *, number: str, file_id: int) -> None:
    """Take a file out of a draft again."""
    demand(actor, DRAFT.permission)
    row = locked(actor, number)
    if row.state != "draft":
        raise WrongState("投诉书已经提交，附件不能移除。")
    row.change(files=[file for file in row.files if file["id"] != file_id])
    note(actor, row, COMPLAINT, "detach", label="移除附件")


@command
def submit(actor: Actor, *, number: str) -> None:
    """Hand a complaint in to the finance department of the buyer's level.

    Raises:
        RuleBroken: no challenge before it, too late, incomplete, beyond the challenge.
    """
    row = locked(actor, number)
    take_step(
        actor, row, COMPLAINT, "submit", facts=complaint_facts(actor.viewer, row),
        changes={"received_at": clock.now(), "signed_by": actor.viewer.name},
        body={"points": len(row.points), **digests(actor, row.files)},
    )  # fmt: skip


@command
def correct(actor: Actor, *, number: str) -> None:
    """Hand a corrected complaint in; the time of the correction is left out of the count."""
    row = locked(actor, number)
    take_step(
        actor, row, COMPLAINT, "correct", facts=complaint_facts(actor.viewer, row),
        changes={"corrected_at": clock.now(), "screened_at": None}, body=digests(actor, row.files),
    )  # fmt: skip


@command
def withdraw(actor: Actor, *, number: str) -> None:
    """Take a complaint back in writing: the proceedings end, the procurement goes on."""
    row = locked(actor, number)
    changes = {"paused_at": None, "paused_until": None}
    take_step(
        actor, row, COMPLAINT, "withdraw", facts=complaint_facts(actor.viewer, row), changes=changes
    )
    suspensions.lift(actor, row, COMPLAINT.of)


@command
def discard(actor: Actor, *, number: str) -> None:
    """Give a draft up."""
    take_step(actor, locked(actor, number), COMPLAINT, "discard")


def _content(form: ComplaintIn) -> dict[str, Any]:
    content = form.model_dump(exclude={"points"})
    return {**content, "points": [point.model_dump() for point in form.points]}


def _demand_editable(row: Complaint) -> None:
    if row.state not in {"draft", "correcting"}:
        raise WrongState("投诉书已经提交，不能再修改。需要时可以撤回，或者提交补充证据。")


_PARTIES = (
    "buyer_id", "buyer_path", "buyer_name", "agency_id", "agency_name", "finance_id", "region",
)  # fmt: skip
