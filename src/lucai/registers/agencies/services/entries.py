"""Entering the directory, keeping an entry right, leaving it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, WrongState
from lucai.law.library_rules import agency_change_is_filed_in_time
from lucai.law.regions import PROVINCE
from lucai.law.uscc import check_uscc
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import OrganisationCard, finance_of, organisation
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.registers.agencies.lifecycle import AGENCY, KEEP
from lucai.registers.agencies.models import AgencyChange, ProcurementAgency
from lucai.registers.agencies.rules import EntryFacts
from lucai.registers.agencies.schemas import (
    EntryIn,
    ObjectionIn,
    Ruling,
    RulingIn,
    SaidIn,
    UpdateIn,
)
from lucai.registers.agencies.selectors import agency_row, facts_of

PREFIX = f"DL{PROVINCE}"
OPEN = frozenset({"draft", "returned"})
STEPS = frozenset({"submit", "enlist"})


@command
def begin_entry(actor: Actor, *, entry: EntryIn) -> str:
    """Begin the agency's own entry as a draft; return its number.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: the organisation's 统一社会信用代码 is not a valid one.
        Conflict: it has an entry already.
    """
    demand(actor, KEEP.permission)
    firm = organisation(actor.viewer, actor.viewer.organisation or 0)
    if not check_uscc(firm.uscc).valid:
        raise InvalidInput({"": check_uscc(firm.uscc).why})
    with system_access("uniqueness"):
        if ProcurementAgency.objects.filter(organisation_id=firm.pk).exists():
            raise Conflict("本机构已经有名录登记，请在原登记上修改。")
    row = _row(firm, entry, finance_of(SYSTEM, PROVINCE).pk)
    label = "填写代理机构名录登记"
    begin_numbered(actor, row, AGENCY, prefix=PREFIX, field="number", label=label)
    return row.number


@command
def edit_entry(actor: Actor, *, number: str, entry: EntryIn) -> None:
    """Change an entry that is not submitted yet.

    Raises:
        WrongState: it is with finance, or in the directory: there it is updated.
    """
    row = _own(actor, number)
    if row.state not in OPEN:
        raise WrongState("登记已经提交。列入名录以后，请用“更新登记信息”修改。")
    row.change(**_values(entry))
    note(actor, row, AGENCY, "edit", label="修改名录登记")


@command
def update_entry(actor: Actor, *, number: str, update: UpdateIn) -> bool:
    """Keep a listed entry right; return whether the change was filed in time (GP-AGE-01).

    No approval is asked: the agency answers for its facts. A late change is taken and marked late.

    Raises:
        WrongState: the agency is not in the directory.
        InvalidInput: nothing changed, or the commitment was not given again.
    """
    row = _own(actor, number)
    if row.state != "listed":
        raise WrongState("列入名录以后才能更新登记信息。")
    values = _values(update)
    if not update.committed:
        raise InvalidInput({"committed": "请勾选承诺后再提交更新"})
    changed = _changed(row, values)
    if not changed:
        raise InvalidInput({"changed_on": "没有改动任何登记信息"})
    facts = EntryFacts(changed_on=update.changed_on)
    in_time = agency_change_is_filed_in_time(facts, clock.now()).holds
    _keep_change(actor, row, changed, update.changed_on, late=not in_time)
    row.change(**values, updated_on=clock.today())
    body = {
        "changed": [label for label, _, _ in changed],
        "on": str(update.changed_on),
        "late": not in_time,
    }
    note(actor, row, AGENCY, "update", label="更新名录登记信息", body=body, public=True)
    return in_time


@command
def take(actor: Actor, *, number: str, step: str) -> None:
    """Submit an entry, or take it into the directory.

    Raises:
        WrongState: the step is taken on a page of its own.
        RuleBroken: the entry is not complete.
    """
    if step not in STEPS:
        raise WrongState("这一步请在它自己的页面上办理。")
    row = _party(actor, number)
    changes: dict[str, Any] = {"said": ""} if step == "submit" else {"listed_on": clock.today()}
    body = {"party": _told(row)} if step == "enlist" else {}
    take_step(
        actor, row, AGENCY, step, facts=facts_of(actor.viewer, row), changes=changes, body=body
    )


@command
def send_back(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Send an entry back with what is missing; the agency may complete it, or object."""
    row = _party(actor, number)
    changes = {
        "said": said.reason,
        "sent_back_by": actor.viewer.person,
        "objection": "",
        "ruling": "",
    }
    take_step(
        actor, row, AGENCY, "send_back", facts=facts_of(actor.viewer, row), changes=changes,
        body={"reason": said.reason},
    )  # fmt: skip


@command
def object_to(actor: Actor, *, number: str, form: ObjectionIn) -> None:
    """Object to having been sent back; somebody else of finance decides."""
    row = _party(actor, number)
    take_step(
        actor, row, AGENCY, "object", facts=facts_of(actor.viewer, row),
        changes={"objection": form.objection}, body={"objection": form.objection},
    )  # fmt: skip


@command
def decide(actor: Actor, *, number: str, ruling: RulingIn) -> None:
    """Decide an objection with reasons.

    Raises:
        RuleBroken: whoever sent it back decides.
    """
    row = _party(actor, number)
    step = "accept_objection" if ruling.outcome is Ruling.ACCEPT else "reject_objection"
    take_step(
        actor, row, AGENCY, step, facts=facts_of(actor.viewer, row),
        changes={"ruling": ruling.reason}, body={"reason": ruling.reason},
    )  # fmt: skip


@command
def leave(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Leave the directory; nothing may be open, the archives are handed over.

    Raises:
        RuleBroken: commissions are still open.
    """
    _end(actor, number, "leave", said)


@command
def remove(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Take an agency out of the directory, with the reason (its licence was revoked, it is dissolved)."""
    _end(actor, number, "remove", said)


@command
def take_over_agencies(
    actor: Actor, *, entries: Sequence[tuple[OrganisationCard, EntryIn]], since: date
) -> None:
    """Take over an existing directory in one piece; the installation does this once.

    Raises:
        NotAllowed: somebody else than the system asks.
    """
    if actor.viewer.side is not Side.SYSTEM:
        raise NotAllowed("整库接收由系统初始化时办理，单个机构请登录后自行登记。")
    finance, at = finance_of(actor.viewer, PROVINCE).pk, clock.now()
    rows = [_row(firm, entry, finance) for firm, entry in entries]
    for place, row in enumerate(rows, start=1):
        row.number = f"{PREFIX}{place:05d}"
        row.state, row.state_since, row.listed_on = "listed", at, since
    ProcurementAgency.objects.bulk_create(rows)
    label = f"接收代理机构名录，共 {len(rows)} 家"
    record(
        actor,
        Entry(
            event=f"{AGENCY.of}.takeOver", object_type=AGENCY.of, object_key="library",
            label=label, region=PROVINCE,
        ),
    )  # fmt: skip


def _end(actor: Actor, number: str, step: str, said: SaidIn) -> None:
    row = _party(actor, number)
    take_step(
        actor, row, AGENCY, step, facts=facts_of(actor.viewer, row),
        changes={"left_reason": said.reason, "removed_on": clock.today()},
        body={"reason": said.reason, "party": _told(row)},
    )  # fmt: skip


def _row(firm: OrganisationCard, entry: EntryIn, finance_id: int) -> ProcurementAgency:
    return ProcurementAgency(
        organisation_id=firm.pk, finance_id=finance_id, name=firm.name, uscc=firm.uscc,
        region=firm.region, centralised=bool(firm.attributes.get("centralised")),
        **_values(entry),
    )  # fmt: skip


def _values(entry: EntryIn) -> dict[str, Any]:
    plain = {"staff", "rooms", "served", "changed_on"}
    staff = [one.model_dump(mode="json") for one in entry.staff]
    return {
        **entry.model_dump(exclude=plain),
        "staff": staff,
        "staff_count": sum(one["full_time"] for one in staff),
        "rooms": [one.model_dump(mode="json") for one in entry.rooms],
        "served": f",{','.join(entry.served)}," if entry.served else "",
    }


def _changed(row: ProcurementAgency, values: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    labels = {name: info.title or name for name, info in EntryIn.model_fields.items()}
    return [
        (labels[name], _plain(getattr(row, name)), _plain(value))
        for name, value in values.items()
        if name in labels and getattr(row, name) != value
    ]


def _plain(value: Any) -> Any:
    """Return a value as the history keeps it: people by name, rooms by name."""
    if isinstance(value, list):
        return "、".join(one["name"] for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value).strip(",")


def _keep_change(
    actor: Actor,
    row: ProcurementAgency,
    changed: list[tuple[str, Any, Any]],
    on: date,
    *,
    late: bool,
) -> None:
    with system_access("history of an entry"):
        AgencyChange(
            organisation_id=row.organisation_id, at=clock.now(), changed_on=on, late=late,
            person_name=actor.viewer.name, labels=[label for label, _, _ in changed],
            before={label: old for label, old, _ in changed},
            after={label: new for label, _, new in changed},
        ).save(force_insert=True)  # fmt: skip


def _told(row: ProcurementAgency) -> dict[str, str]:
    return {"code": row.uscc, "name": row.name, "number": row.number}


def _own(actor: Actor, number: str) -> ProcurementAgency:
    demand(actor, KEEP.permission)
    row = agency_row(actor.viewer, number)
    if row.organisation_id != actor.viewer.organisation:
        raise NotAllowed("这是其他机构的登记，只能查看。")
    return row


def _party(actor: Actor, number: str) -> ProcurementAgency:
    row = agency_row(actor.viewer, number)
    if actor.viewer.organisation not in {row.organisation_id, row.finance_id}:
        raise NotAllowed("这家机构的登记由本机构和省级财政部门办理，您只能查看。")
    return row
