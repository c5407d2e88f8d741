"""Statements, evidence, hearings and tests."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.complaint_rules import ComplaintFacts, hearing_is_announced
from lucai.oversight.complaints.lifecycle import (
    COMPLAINT,
    EVIDENCE,
    HANDLED,
    HEAR,
    STATEMENT,
    TEST,
)
from lucai.oversight.complaints.models import (
    Complaint,
    ComplaintEvidence,
    ComplaintHearing,
    ComplaintStatement,
    ComplaintTest,
)
from lucai.oversight.complaints.schemas import (
    AppraisalIn,
    EvidenceIn,
    HearingIn,
    RecordIn,
    ResultIn,
    StatementIn,
)
from lucai.oversight.complaints.selectors import statement_row
from lucai.oversight.complaints.selectors.facts import complaint_facts
from lucai.oversight.complaints.services.examining import reset_clock
from lucai.oversight.complaints.services.rows import digests, kept_files, locked
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access


@command
def state(actor: Actor, *, pk: int, form: StatementIn, uploads: Sequence[object] = ()) -> None:
    """State in writing what a respondent or a related supplier has to say (GP-CMP-04)."""
    row = _own_statement(actor, pk)
    kept = kept_files(actor, uploads)
    take_step(
        actor, row, STATEMENT, "state", facts=complaint_facts(actor.viewer, row.complaint),
        changes={"text": form.text, "files": kept, "stated_at": clock.now()},
        body=digests(actor, kept),
    )  # fmt: skip


@command
def submit_evidence(
    actor: Actor, *, number: str, form: EvidenceIn, uploads: Sequence[object] = ()
) -> None:
    """Hand evidence in; what is not secret the other parties may read.

    Raises:
        WrongState: the complaint is not being handled.
        InvalidInput: kept from the others without a reason.
    """
    demand(actor, EVIDENCE.permission)
    _add_evidence(actor, locked(actor, number), form, uploads)


@command
def submit_related_evidence(
    actor: Actor, *, pk: int, form: EvidenceIn, uploads: Sequence[object] = ()
) -> None:
    """Hand evidence in as a supplier whom the complaint concerns."""
    demand(actor, EVIDENCE.permission)
    _add_evidence(actor, _own_statement(actor, pk).complaint, form, uploads)


@command
def call_hearing(actor: Actor, *, number: str, form: HearingIn) -> None:
    """Call the parties to a hearing of evidence (GP-CMP-05).

    Raises:
        InvalidInput: a time that has passed.
    """
    demand(actor, HEAR.permission)
    row = _handled(locked(actor, number))
    if form.at <= clock.now():
        raise InvalidInput({"at": "质证时间应当在现在之后"})
    ComplaintHearing(
        complaint=row, at=form.at, place=form.place, matters=form.matters, announced_at=clock.now()
    ).save(force_insert=True)
    when = f"{form.at.astimezone(clock.BEIJING):%m 月 %d 日 %H:%M}"
    note(
        actor, row, COMPLAINT, "call_hearing", label=f"通知质证：{when}，{form.place}",
        audience=_parties(row),
    )  # fmt: skip


@command
def record_hearing(actor: Actor, *, number: str, hearing: int, form: RecordIn) -> None:
    """Keep the record of a hearing.

    Raises:
        NotFound: no such hearing was called.
        RuleBroken: its time has not come.
        WrongState: its record is kept already.
    """
    demand(actor, HEAR.permission)
    row = _handled(locked(actor, number))
    found = ComplaintHearing.objects.seen_by(actor.viewer).filter(complaint=row, pk=hearing).first()
    if not found:
        raise NotFound("没有通知过这次质证。")
    facts = ComplaintFacts(hearing_announced=clock.now() >= found.at)
    if broken := tuple(v for v in judge((hearing_is_announced,), facts, clock.now()) if v.blocks):
        raise RuleBroken(broken)
    if found.recorded_at:
        raise WrongState("这次质证的笔录已经保存，不能修改。")
    found.change(present=form.present, record=form.record, recorded_at=clock.now())
    note(actor, row, COMPLAINT, "record_hearing", label="质证笔录", audience=_parties(row))


@command
def send_test(actor: Actor, *, number: str, form: AppraisalIn) -> None:
    """Send something out to be tested; its days are left out of the time to decide (GP-CMP-06)."""
    demand(actor, TEST.permission)
    row = _handled(locked(actor, number))
    ComplaintTest(
        complaint=row, kind=form.kind.value, institution=form.institution,
        advanced_by=form.advanced_by, sent_on=clock.today(),
    ).save(force_insert=True)  # fmt: skip
    reset_clock(actor, row)
    label = f"{form.kind.label}：送{form.institution}，办理期限停止计算"
    note(actor, row, COMPLAINT, "send_test", label=label, audience=_parties(row))


@command
def receive_test(actor: Actor, *, number: str, test: int, form: ResultIn) -> None:
    """Take a test's result in; the clock of the decision goes on.

    Raises:
        NotFound: no such test.
        WrongState: its result is in already.
    """
    demand(actor, TEST.permission)
    row = _handled(locked(actor, number))
    found = ComplaintTest.objects.seen_by(actor.viewer).filter(complaint=row, pk=test).first()
    if not found:
        raise NotFound("没有送过这项检验、鉴定。")
    if found.returned_on:
        raise WrongState("这项结果已经收到。")
    found.change(returned_on=clock.today(), result=form.result)
    reset_clock(actor, row)
    label = f"收到{found.institution}的结果，办理期限继续计算"
    note(actor, row, COMPLAINT, "receive_test", label=label, audience=_parties(row))


def _add_evidence(
    actor: Actor, row: Complaint, form: EvidenceIn, uploads: Sequence[object]
) -> None:
    _handled(row)
    if form.secret and not form.secret_reason:
        raise InvalidInput({"secret_reason": "不向其他当事人出示的，请写明理由"})
    kept = kept_files(actor, uploads)
    ComplaintEvidence(
        complaint=row, organisation_id=actor.viewer.organisation or 0,
        organisation_name=actor.viewer.organisation_name, text=form.text, files=kept,
        secret=form.secret, secret_reason=form.secret_reason, handed_at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
    told = (row.finance_id,) if form.secret else _parties(row)
    note(
        actor, row, COMPLAINT, "submit_evidence", label="提交证据", body=digests(actor, kept),
        audience=tuple(one for one in told if one != actor.viewer.organisation),
    )  # fmt: skip


def _own_statement(actor: Actor, pk: int) -> ComplaintStatement:
    seen = statement_row(actor.viewer, pk)
    if actor.viewer.side is Side.SUPERVISOR or seen.organisation_id != actor.viewer.organisation:
        raise NotAllowed("书面说明由收到通知的单位提交。")
    with system_access("statement in hand"):
        rows = ComplaintStatement.objects.select_for_update()
        row: ComplaintStatement = rows.select_related("complaint").get(pk=seen.pk)
        return row


def _handled(row: Complaint) -> Complaint:
    if row.state not in HANDLED:
        raise WrongState("投诉不在处理之中，不能再提交证据、组织质证或者送检。")
    return row


def _parties(row: Complaint) -> tuple[int, ...]:
    copied = (row.buyer_id, row.agency_id) if row.copied_at else ()
    return tuple(one for one in (row.supplier_id, row.finance_id, *copied) if one)
