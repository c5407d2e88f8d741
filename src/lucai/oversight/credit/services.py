"""Changing credit: records follow what happened; objections are raised, upheld or put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.law.calendar import CalendarMissing
from lucai.law.credit import HUNDRED, RATING
from lucai.law.deadlines import deadline
from lucai.law.regions import PROVINCE
from lucai.law.status import NotYetEffective
from lucai.oversight.credit.lifecycle import CREDIT
from lucai.oversight.credit.models import CreditRecord
from lucai.oversight.credit.schemas import CorrectionIn, ObjectionIn, Outcome, RulingIn
from lucai.oversight.credit.selectors import facts_of, is_own, record_row
from lucai.oversight.ratings.selectors import given_rating
from lucai.platform.access.selectors import finance_of, organisation
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.selectors import exclusion_seen
from lucai.registers.experts.selectors import expert_seen
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.performance.breaches.selectors import breach_seen

MOST_FILES = 5
UNDECIDED = "disputed"
"""How a breach ends that both still argue about: it counts against nobody."""


def count_rating(actor: Actor, *, key: str) -> None:
    """Let a rating count for who was rated; twice is once."""
    row = given_rating(SYSTEM, key)
    if not row.rated_code:
        return
    _count(
        actor,
        CreditRecord(
            party_side=row.rated_side, party_code=row.rated_code,
            party_name=_name(row.rated_side, row.rated_code, row.rated_name),
            organisation_id=row.rated_id if row.rated_side != Side.EXPERT else None,
            person_id=row.rated_person or None, kind=RATING, source_key=row.key,
            source_href=f"/ratings/{row.key}/", about_project=row.about_project, title=row.title,
            by_side=row.rater_side, on=_day(row.given_at), value=row.average, region=row.region,
        ),
    )  # fmt: skip


def count_exclusion(actor: Actor, *, number: str) -> None:
    """Let a published sanction count; twice is once."""
    card = exclusion_seen(SYSTEM, number).card
    person = expert_seen(SYSTEM, card.party_code).person_id if card.party_side == "expert" else None
    _count(
        actor,
        CreditRecord(
            party_side=card.party_side, party_code=card.party_code, party_name=card.party_name,
            organisation_id=card.organisation_id, person_id=person, kind=card.category,
            source_key=number, source_href=card.href,
            title=f"{card.authority}{card.decision_number}", on=card.decided_on,
            region=card.region,
        ),
    )  # fmt: skip


def strike_exclusion(actor: Actor, *, number: str) -> None:
    """Strike what a lifted sanction counted for, with the reason of its lifting."""
    card = exclusion_seen(SYSTEM, number).card
    with system_access("records of a lifted sanction"):
        rows = list(CreditRecord.objects.filter(kind=card.category, source_key=number))
    for row in rows:
        if row.state != "corrected":
            _strike(actor, row, f"来源记录已解除：{card.lift_reason}")


def count_breach(actor: Actor, *, contract_number: str, number: int) -> None:
    """Let a settled breach count against who broke the contract; twice is once."""
    breach = breach_seen(SYSTEM, contract_number, number)
    if breach.outcome == UNDECIDED:
        return
    card = contract_card(SYSTEM, contract_number)
    accused = "supplier" if breach.raised_by == "buyer" else "buyer"
    firm = organisation(SYSTEM, card.supplier_id if accused == "supplier" else card.buyer_id)
    _count(
        actor,
        CreditRecord(
            party_side=accused, party_code=firm.uscc, party_name=firm.name,
            organisation_id=firm.pk, kind="breach", source_key=f"{contract_number}-{number}",
            source_href=breach.href, about_project=card.project_number,
            title=f"{breach.kind_label}：{card.title}"[:200], on=clock.today(), region=card.region,
        ),
    )  # fmt: skip


@command
def raise_objection(
    actor: Actor, *, pk: int, form: ObjectionIn, files: Sequence[object] = ()
) -> None:
    """Object to a record about oneself.

    Raises:
        NotAllowed: it is about somebody else.
        RuleBroken: the time to object is over (CRD-04).
    """
    row = _own(actor, pk)
    kept = _kept(actor, files)
    today = clock.today()
    changes = {
        "objection": form.objection, "files": kept, "objected_at": clock.now(),
        "handle_until": _until("handle", today),
    }  # fmt: skip
    # The duty is opened with the row's own limit: it carries it before the step is taken.
    facts = facts_of(actor.viewer, row)
    row.change(handle_until=changes["handle_until"])
    take_step(
        actor, row, CREDIT, "object", facts=facts, changes=changes,
        body={"files": [one["sm3"] for one in kept]},
    )  # fmt: skip


@command
def withdraw(actor: Actor, *, pk: int) -> None:
    """Take an objection back."""
    changes: dict[str, Any] = {
        "objection": "",
        "files": [],
        "objected_at": None,
        "handle_until": None,
    }
    take_step(actor, _own(actor, pk), CREDIT, "withdraw", changes=changes)


@command
def correct(actor: Actor, *, pk: int, form: CorrectionIn) -> None:
    """Put a record right, with the reason everybody reads.

    Raises:
        NotAllowed: another department decides.
        InvalidInput: only a rating has a mark to be changed (message at ``outcome``).
    """
    row = _handled(actor, pk)
    if form.outcome is Outcome.CHANGE and row.kind != RATING:
        raise InvalidInput({"outcome": "这条记录不是评价，只能不再计入"})
    value = int(form.mark * HUNDRED) if form.mark is not None else None
    changes = {
        "ruling": form.ruling, "ruled_value": value, "struck": form.outcome is Outcome.STRIKE,
        "ruled_at": clock.now(),
    }  # fmt: skip
    _rule(actor, row, "correct", changes)


@command
def uphold(actor: Actor, *, pk: int, form: RulingIn) -> None:
    """Find an objection unfounded, with the reason everybody reads."""
    changes = {"ruling": form.ruling, "ruled_at": clock.now()}
    _rule(actor, _handled(actor, pk), "uphold", changes)


@command
def _strike(actor: Actor, row: CreditRecord, reason: str) -> None:
    changes = {"ruling": reason[:1600], "struck": True, "ruled_at": clock.now()}
    take_step(actor, row, CREDIT, "strike", changes=changes, body={"reason": reason})


def _rule(actor: Actor, row: CreditRecord, step: str, changes: dict[str, Any]) -> None:
    body = {"ruling": changes["ruling"], "value": changes.get("ruled_value")}
    audience = (row.organisation_id,) if row.organisation_id else ()
    take_step(
        actor, row, CREDIT, step, facts=facts_of(actor.viewer, row), changes=changes, body=body,
        audience=audience,
    )  # fmt: skip


def _count(actor: Actor, row: CreditRecord) -> None:
    with system_access("uniqueness"):
        same = {"kind": row.kind, "source_key": row.source_key, "party_code": row.party_code}
        if CreditRecord.objects.filter(**same).exists():
            return
    row.finance_id = finance_of(SYSTEM, row.region).pk
    row.object_until = _until("object", clock.today())
    _begin(actor, row)


@command
def _begin(actor: Actor, row: CreditRecord) -> None:
    begin(
        actor, row, CREDIT, label="计入信用记录",
        body={"kind": row.kind, "source": row.source_key, "value": row.value},
    )  # fmt: skip


def _until(name: str, since: date) -> date | None:
    try:
        return deadline("CRD-04", since, name, region=PROVINCE).date
    except (CalendarMissing, NotYetEffective):
        return None


def _name(side: str, code: str, label: str) -> str:
    return expert_seen(SYSTEM, code).name if side == Side.EXPERT else label


def _day(at: Any) -> date:
    found: date = at.astimezone(clock.BEIJING).date()
    return found


def _own(actor: Actor, pk: int) -> CreditRecord:
    row = record_row(actor.viewer, pk)
    if not is_own(actor.viewer, row):
        raise NotAllowed("只有记录的当事人可以提出或者撤回异议。")
    return row


def _handled(actor: Actor, pk: int) -> CreditRecord:
    row = record_row(actor.viewer, pk)
    if row.finance_id != actor.viewer.organisation:
        raise NotAllowed("这条异议由其他财政部门处理，您只能查看。")
    return row


def _kept(actor: Actor, uploads: Sequence[object]) -> list[dict[str, Any]]:
    if len(uploads) > MOST_FILES:
        raise InvalidInput({"files": f"最多上传 {MOST_FILES} 个文件"})
    rows = [keep_upload(actor, one, field="files", allowed=ATTACHMENTS) for one in uploads]
    return [{"file_id": row.pk, "name": row.name, "size": row.size, "sm3": row.sm3} for row in rows]
