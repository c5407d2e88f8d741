"""Changing reports: taken from anybody, checked by finance, an identity revealed with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.oversight.whistleblows.lifecycle import REVEAL, WHISTLEBLOW
from lucai.oversight.whistleblows.models import Whistleblow, WhistleblowIdentity
from lucai.oversight.whistleblows.schemas import ReasonIn, ReportIn, ResultIn
from lucai.oversight.whistleblows.sealing import digest_of, new_code, seal, unseal
from lucai.oversight.whistleblows.selectors import report_row
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access

MOST_FILES = 10


@command
def report(actor: Actor, *, form: ReportIn, uploads: Sequence[object] = ()) -> tuple[str, str]:
    """Take a report from anybody; return its number and the code by which to ask for it.

    Who sent it stands nowhere but in the sealed identity: not in the journal, not in the row.

    Raises:
        InvalidInput: nobody answers for the region, or too many files.
    """
    if len(uploads) > MOST_FILES:
        raise InvalidInput({"files": f"最多上传 {MOST_FILES} 个文件"})
    try:
        finance = finance_of(actor.viewer, form.region)
    except NotFound:
        raise InvalidInput({"region": "请选择处理的财政部门"}) from None
    hidden = Actor(PUBLIC)
    row = Whistleblow(
        finance_id=finance.pk, region=finance.region, about_project=form.project,
        subject=form.subject, kind=form.kind.value, text=form.text, signed=not form.anonymous,
        files=[_kept(hidden, upload) for upload in uploads], received_at=clock.now(),
    )  # fmt: skip
    prefix = f"JB{finance.region}{clock.today().year}"
    begin_numbered(hidden, row, WHISTLEBLOW, prefix=prefix, field="number", label="收到举报")
    code = new_code()
    row.change(code_digest=digest_of(row.number, code))
    if not form.anonymous:
        sealed = seal(row.number, {"name": form.name, "phone": form.phone})
        WhistleblowIdentity(whistleblow=row, sealed=sealed).save(force_insert=True)
    return row.number, code


@command
def take_up(actor: Actor, *, number: str) -> None:
    """Begin to check a report."""
    take_step(actor, _own(actor, number), WHISTLEBLOW, "take_up")


@command
def close(actor: Actor, *, number: str, form: ResultIn) -> None:
    """Say what the check came to, and answer who reported."""
    changes = {
        "confirmed": form.confirmed, "result": form.result, "answer": form.answer,
        "ended_at": clock.now(),
    }  # fmt: skip
    body = {"confirmed": form.confirmed}
    take_step(actor, _own(actor, number), WHISTLEBLOW, "close", changes=changes, body=body)


@command
def decline(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Do nothing about a report, with the reason its maker reads."""
    _end(actor, number, "decline", form)


@command
def transfer(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Hand a report over to the authority in charge."""
    _end(actor, number, "transfer", form)


@command
def reveal_identity(actor: Actor, *, number: str, form: ReasonIn) -> dict[str, str]:
    """Read who made a signed report; the journal keeps who looked and why.

    Raises:
        NotAllowed: the post has no right to it.
        NotFound: the report is anonymous.
    """
    demand(actor, REVEAL.permission)
    row = _own(actor, number)
    with system_access("an identity revealed with a reason"):
        kept = WhistleblowIdentity.objects.filter(whistleblow=row).first()
    if not kept:
        raise NotFound("这是匿名举报，没有留下身份。")
    body = {"reason": form.reason}
    note(actor, row, WHISTLEBLOW, "reveal", label="查看举报人身份", body=body)
    return unseal(row.number, bytes(kept.sealed))


def _end(actor: Actor, number: str, step: str, form: ReasonIn) -> None:
    changes = {"answer": form.reason, "ended_at": clock.now()}
    take_step(actor, _own(actor, number), WHISTLEBLOW, step, changes=changes)


def _own(actor: Actor, number: str) -> Whistleblow:
    row = report_row(actor.viewer, number)
    if row.finance_id != actor.viewer.organisation:
        raise NotAllowed("这件举报由其他财政部门处理，您只能查看。")
    with system_access("report in hand"):
        return Whistleblow.objects.select_for_update().get(pk=row.pk)


def _kept(actor: Actor, upload: object) -> dict[str, Any]:
    stored = keep_upload(actor, upload, field="files", allowed=ATTACHMENTS)
    return {"id": stored.pk, "name": stored.name, "size": stored.size, "sm3": stored.sm3}
