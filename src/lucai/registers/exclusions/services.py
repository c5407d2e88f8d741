"""Changing sanctions, and freezing what a gate asked and heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation_by_uscc
from lucai.platform.files.kinds import JPEG, MEGABYTE, PDF, PNG
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions import ports
from lucai.registers.exclusions.gates import Gate
from lucai.registers.exclusions.lifecycle import ENTER, EXCLUSION, LOOK_UP
from lucai.registers.exclusions.models import ExclusionCheck, ExclusionRecord
from lucai.registers.exclusions.schemas import ExclusionIn, FoundIn, LiftIn, PartySide, SaidIn
from lucai.registers.exclusions.selectors import (
    Exclusion,
    bans_on,
    check_row,
    exclusion_row,
    facts_of,
    published_count,
)
from lucai.registers.experts.selectors import expert_seen
from lucai_trust import canonical, digests_of

LARGEST = 20 * MEGABYTE
OUTSIDE = frozenset({Gate.ENTRUST, Gate.QUALIFY, Gate.AWARD, Gate.SIGN})
"""The gates at which the credit source is asked; never who obtains a document, which is secret."""
KEPT = timedelta(days=1)
"""How long an answer of the credit source is used again; what it did not know is asked anew."""


@command
def enter(actor: Actor, *, exclusion: ExclusionIn, paper: object = None) -> str:
    """Enter a decision; it stands in the list once another person has confirmed it. Return its number.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: entered already, or no such expert (message at the field).
    """
    demand(actor, ENTER.permission)
    finance = finance_of(actor.viewer, f"{actor.viewer.region:0<6}")
    _demand_new(exclusion)
    row = ExclusionRecord(
        finance_id=actor.viewer.organisation or finance.pk, region=finance.region,
        entered_by=actor.viewer.person, paper=_kept(actor, paper), **_typed(exclusion),
        **_party(exclusion),
    )  # fmt: skip
    prefix = f"CF{finance.region}{clock.today().year}"
    label = "录入处罚和失信记录"
    return begin_numbered(actor, row, EXCLUSION, prefix=prefix, field="number", label=label).number


@command
def take(actor: Actor, *, number: str, step: str) -> None:
    """Confirm a decision, or its lifting, as the second person.

    Raises:
        RuleBroken: the same person, or an unlawful term.
    """
    row = _own(actor, number)
    now = clock.now()
    changes: dict[str, Any] = {"confirmed_at": now} if step == "confirm" else {}
    if step == "confirm_lift":
        changes = {"lifted_on": clock.today()}
    take_step(
        actor, row, EXCLUSION, step, facts=facts_of(actor.viewer, row), changes=changes,
        body=_told(row), audience=(row.organisation_id,) if row.organisation_id else (),
    )  # fmt: skip


@command
def refuse(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Send an entry back: it never stands in the list."""
    _said(actor, number, "refuse", {"said": said.reason}, said.reason)


@command
def propose_lift(actor: Actor, *, number: str, lift: LiftIn) -> None:
    """Propose that a sanction end before its time; it bans until another person confirms."""
    changes = {"lift_reason": lift.reason, "lift_by": actor.viewer.person}
    _said(actor, number, "propose_lift", changes, lift.reason)


@command
def keep(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Refuse to lift a sanction."""
    changes = {"said": said.reason, "lift_reason": "", "lift_by": None}
    _said(actor, number, "keep", changes, said.reason)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked about."""

    code: str
    name: str
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """In which procurement; until when the answer stays between the asker and the asked."""

    project_number: str
    region: str
    buyer_path: str
    agency_id: int | None
    lot_number: int | None = None
    secret_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gate heard about one party: what bans it, and the digest of the frozen answer."""

    banned_until: tuple[str, ...]
    sm3: str


def freeze(
    actor: Actor, gate: Gate, subjects: Sequence[Subject], place: Place, *,
    outside: dict[str, list[dict[str, Any]]] | None = None,
) -> dict[str, Answer]:  # fmt: skip
    """Ask about parties at a gate and keep the answers with the time; return code → answer.

    ``outside`` are answers of the credit source already in hand: it is not asked again. Takes no journal entry of its own: the act at the gate records the digests.
    """
    del actor
    at, searched = clock.now(), published_count(SYSTEM)
    found = bans_on(SYSTEM, [one.code for one in subjects], clock.today())
    outside = _outside(gate, subjects, at) if outside is None else outside
    rows = [
        _check(gate, one, place, found.get(one.code, ()), outside.get(one.code, []), searched, at)
        for one in subjects
    ]
    with system_access("answers of a gate"):
        ExclusionCheck.objects.bulk_create(rows)
    return {
        row.party_code: Answer(
            (
                *(one.sentence for one in found.get(row.party_code, ())),
                *ports.listed_outside(row.outside),
            ),
            row.sm3,
        )
        for row in rows
    }


@command
def look_up(actor: Actor, *, pk: int, found: FoundIn, file: object) -> None:
    """Keep what somebody looked up where the credit source said nothing; another person confirms it.

    Raises:
        WrongState: the source answered, or it is confirmed already.
        InvalidInput: no readable evidence (message at ``file``).
    """
    row = _unanswered(actor, pk)
    if file is None:
        raise InvalidInput({"file": "请上传查询结果的截图或者网页打印件"})
    kept = keep_upload(actor, file, field="file", allowed=(PDF, JPEG, PNG), limit=LARGEST)
    row.change(
        evidence={
            "file_id": kept.pk, "name": kept.name, "size": kept.size, "sm3": kept.sm3,
            "result": found.result.value, "note": found.note, "by": actor.viewer.person,
            "by_name": actor.viewer.name, "at": clock.now().isoformat(),
        }
    )  # fmt: skip
    _note_look_up(actor, row, "人工查询信用记录并留证")


@command
def confirm_look_up(actor: Actor, *, pk: int) -> None:
    """Confirm as the second person what a colleague looked up.

    Raises:
        WrongState: nothing was looked up, or by the same person.
    """
    row = _unanswered(actor, pk)
    if not row.evidence:
        raise WrongState("还没有人工查询的证据。")
    if row.evidence["by"] == actor.viewer.person:
        raise WrongState("查询由您办理，请由另一位同事复核。")
    said = {"confirmed_name": actor.viewer.name, "confirmed_at": clock.now().isoformat()}
    row.change(evidence={**row.evidence, **said})
    _note_look_up(actor, row, "复核人工查询的信用记录")


def _unanswered(actor: Actor, pk: int) -> ExclusionCheck:
    demand(actor, LOOK_UP.permission)
    row = check_row(actor.viewer, pk)
    if ports.is_whole(row.outside):
        raise WrongState("信用信息平台已经答复，不需要人工查询。")
    if row.evidence.get("confirmed_name"):
        raise WrongState("人工查询已经复核，不能再改。")
    return row


def _note_look_up(actor: Actor, row: ExclusionCheck, label: str) -> None:
    record(
        actor,
        Entry(
            event="oversight.exclusionRecord.lookUp", object_type="oversight.exclusionRecord",
            object_key=row.party_code, label=label, heading=row.party_name,
            href=f"/exclusions/checks/{row.pk}/", region=row.region,
            project_number=row.project_number,
            body={"result": row.evidence["result"], "sm3": row.evidence["sm3"]},
        ),
    )  # fmt: skip


def keep_checks_secret(actor: Actor, *, project_number: str, until: datetime) -> None:
    """Keep who was asked about secret until a postponed deadline; part of the act that postpones it."""
    del actor
    with system_access("postponed deadline"):
        rows = ExclusionCheck.objects.filter(project_number=project_number)
        rows.exclude(secret_until=None).update(secret_until=until)


def _outside(
    gate: Gate, subjects: Sequence[Subject], at: datetime
) -> dict[str, list[dict[str, Any]]]:
    """Ask the credit source about organisations; an answer of the last day is used again."""
    asked = [one for one in subjects if one.organisation_id]
    if not asked or gate not in OUTSIDE:
        return {}
    with system_access("answers of the credit source"):
        rows = ExclusionCheck.objects.filter(
            party_code__in=[one.code for one in asked], at__gt=at - KEPT
        ).exclude(outside=[])
        known = {row.party_code: row.outside for row in rows.order_by("at")}
    fresh = {
        code: said for code, said in known.items()
        if ports.is_whole(said) and all(_asked_at(one) > at - KEPT for one in said)
    }  # fmt: skip
    return {
        one.code: fresh.get(one.code)
        or [
            said.as_row()
            for said in ports.ask(
                ports.PartyQuestion(code=one.code, name=one.name, purpose=gate.label), at
            )
        ]
        for one in asked
    }


def _asked_at(said: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(said["queried_at"])


def _check(
    gate: Gate, one: Subject, place: Place, bans: tuple[Exclusion, ...],
    outside: list[dict[str, Any]], searched: int, at: datetime,
) -> ExclusionCheck:  # fmt: skip
    records = [_record(ban) for ban in bans]
    said = {
        "gate": gate.value, "project": place.project_number, "lot": place.lot_number,
        "party": one.code, "at": at.isoformat(), "searched": searched, "records": records,
        **({"outside": outside} if outside else {}),
    }  # fmt: skip
    digests = digests_of(canonical(said))
    return ExclusionCheck(
        gate=gate.value, project_number=place.project_number, lot_number=place.lot_number,
        region=place.region, buyer_path=place.buyer_path, agency_id=place.agency_id,
        organisation_id=one.organisation_id, party_code=one.code, party_name=one.name, at=at,
        listed=bool(records or ports.listed_outside(outside)), records=records, outside=outside,
        searched=searched, sha256=digests.sha256, sm3=digests.sm3, secret_until=place.secret_until,
    )  # fmt: skip


def _record(ban: Exclusion) -> dict[str, Any]:
    return {
        "number": ban.number,
        "authority": ban.authority,
        "decision": ban.decision_number,
        "from": str(ban.begins_on),
        "until": str(ban.ends_on) if ban.ends_on else "",
    }


def _demand_new(exclusion: ExclusionIn) -> None:
    same = Q(decision_number=exclusion.decision_number, party_code=exclusion.party_code)
    with system_access("uniqueness"):
        known = ExclusionRecord.objects.filter(same).exclude(state="refused").exists()
    if known:
        raise InvalidInput({"decision_number": "这份决定书对该当事人已经录入过"})


def _typed(exclusion: ExclusionIn) -> dict[str, Any]:
    content = exclusion.model_dump()
    content["fine"] = exclusion.fine or 0
    for name in ("party_side", "category"):
        content[name] = str(content[name].value)
    return content


def _party(exclusion: ExclusionIn) -> dict[str, int | None]:
    """Find who it is against: an organisation that need not work here yet, an expert who does."""
    if exclusion.party_side is not PartySide.EXPERT:
        known = organisation_by_uscc(SYSTEM, exclusion.party_code)
        return {"organisation_id": known.pk if known else None}
    card = expert_seen(SYSTEM, exclusion.party_code)
    if card.name != exclusion.party_name:
        raise InvalidInput({"party_name": "姓名与专家库中这个编号的登记不一致"})
    return {"organisation_id": None, "person_id": card.person_id}


def _kept(actor: Actor, paper: object) -> dict[str, Any]:
    if paper is None:
        return {}
    kept = keep_upload(actor, paper, field="paper", allowed=(PDF, JPEG, PNG), limit=LARGEST)
    return {"file_id": kept.pk, "name": kept.name, "size": kept.size, "sm3": kept.sm3}


def _said(actor: Actor, number: str, step: str, changes: dict[str, Any], reason: str) -> None:
    row = _own(actor, number)
    take_step(
        actor, row, EXCLUSION, step, facts=facts_of(actor.viewer, row), changes=changes,
        body={"reason": reason},
    )  # fmt: skip


def _told(row: ExclusionRecord) -> dict[str, Any]:
    """Return what the public log says of it: no name of a natural person."""
    party = (
        {} if row.party_side == Side.EXPERT else {"code": row.party_code, "name": row.party_name}
    )
    return {
        "party": {"side": row.party_side, **party},
        "category": row.category,
        "authority": row.authority,
        "decision": row.decision_number,
        "from": str(row.begins_on or ""),
        "until": str(row.ends_on or ""),
    }


def _own(actor: Actor, number: str) -> ExclusionRecord:
    row = exclusion_row(actor.viewer, number)
    if row.finance_id != actor.viewer.organisation:
        raise NotAllowed("这条记录由其他财政部门办理，您只能查看。")
    return row
