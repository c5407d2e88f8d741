"""Changing the supplier library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.law.regions import PROVINCE
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import OrganisationCard, organisation
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.registers.suppliers.lifecycle import KEEP, OWN, QUALIFICATION, REGISTER, SUPPLIER
from lucai.registers.suppliers.models import REMIND, QualificationCert, Supplier, SupplierChange
from lucai.registers.suppliers.schemas import CompanyIn, RenewalIn
from lucai.registers.suppliers.selectors import certificate_row


@command
def keep_company(actor: Actor, *, company: CompanyIn) -> None:
    """Enter what a supplier says of itself, or correct it.

    Raises:
        NotAllowed: the role does not grant it.
    """
    demand(actor, KEEP.permission)
    viewer = actor.viewer
    row = Supplier.objects.seen_by(viewer).filter(organisation_id=viewer.organisation).first()
    if row:
        values = _values(company)
        registered = [one for one in row.ties if one["source"] == REGISTER]
        change_entry(actor, row, {**values, "ties": [*registered, *values["ties"]]})
        return
    firm = organisation(viewer, viewer.organisation or 0)
    row = Supplier(
        organisation_id=firm.pk,
        name=firm.name,
        uscc=firm.uscc,
        region=firm.region,
        **_values(company),
    )
    begin(actor, row, SUPPLIER, label="登记企业资料")
    _follow_certificates(actor, row)


@command
def renew(actor: Actor, *, pk: int, renewal: RenewalIn) -> None:
    """Put a certificate's next term in its place, here and in the firm's own sheet.

    Raises:
        NotFound: it is not the viewer's.
    """
    one = certificate_row(actor.viewer, pk)
    before = (one.name, one.number)
    changes = {"number": renewal.number, "until": renewal.until}
    one.number, one.until = renewal.number, renewal.until  # the next to-do counts from it
    step = "renew_early" if one.state == "valid" else "renew"
    body = {"until": str(renewal.until)}
    take_step(actor, one, QUALIFICATION, step, changes=changes, body=body)
    _rewrite(actor, before, {"number": renewal.number, "until": str(renewal.until)})


@command
def keep_scan(actor: Actor, *, pk: int, upload: object | None) -> None:
    """Keep a certificate's scan, in the place of an older one.

    Raises:
        NotFound: it is not the viewer's.
        InvalidInput: the file is of no kind that bids take.
    """
    demand(actor, KEEP.permission)
    one = certificate_row(actor.viewer, pk)
    if upload is None:
        raise InvalidInput({"scan": "请选择扫描件"})
    kept = keep_upload(actor, upload, field="scan", allowed=ATTACHMENTS)
    one.change(file_id=kept.pk)
    note(actor, one, QUALIFICATION, "scan", label="保存证书扫描件", body={"sm3": kept.sm3})


@command
def drop(actor: Actor, *, pk: int) -> None:
    """Take a certificate out of the firm's sheet."""
    one = certificate_row(actor.viewer, pk)
    take_step(actor, one, QUALIFICATION, "drop")
    _rewrite(actor, (one.name, one.number), None)


def watch_certificates(actor: Actor, *, limit: int = 1000) -> int:
    """Note which certificates end soon and which have ended; tell their owners; return how many."""
    rows, today = QualificationCert.objects.seen_by(actor.viewer), clock.today()
    soon = rows.filter(state="valid", until__lte=today + REMIND).order_by("until", "pk")
    done = sum(_move(actor, one, "remind") for one in soon[:limit])
    ended = rows.filter(state="ending", until__lt=today).order_by("until", "pk")
    return done + sum(_move(actor, one, "expire") for one in ended[:limit])


@command
def take_over_companies(
    actor: Actor, *, entries: Sequence[tuple[OrganisationCard, CompanyIn]]
) -> None:
    """Take over an existing library in one piece; the installation does this once.

    Raises:
        NotAllowed: somebody else than the system asks.
    """
    if actor.viewer.side is not Side.SYSTEM:
        raise NotAllowed("整库接收由系统初始化时办理，单个企业请登录后自行登记。")
    at = clock.now()
    Supplier.objects.bulk_create(
        [
            Supplier(
                organisation_id=firm.pk,
                name=firm.name,
                uscc=firm.uscc,
                region=firm.region,
                state=SUPPLIER.initial,
                state_since=at,
                **_values(company),
            )
            for firm, company in entries
        ]
    )
    record(actor, _taken_over(len(entries)))


@command
def _move(actor: Actor, one: QualificationCert, step: str) -> int:
    take_step(actor, one, QUALIFICATION, step)
    return 1


def change_entry(actor: Actor, row: Supplier, values: dict[str, Any]) -> None:
    """Write a change with its history; certificates follow the sheet."""
    changed = [
        [
            LABELS[name],
            *(("", "") if name in SECRET else (_plain(getattr(row, name)), _plain(value))),
        ]
        for name, value in values.items()
        if getattr(row, name) != value
    ]
    row.change(**values)
    if changed:
        with system_access("history of an entry"):
            SupplierChange(
                organisation_id=row.organisation_id, at=clock.now(),
                person_name=actor.viewer.name, values=changed,
            ).save(force_insert=True)  # fmt: skip
    body = {"changed": [label for label, _, _ in changed]}
    note(actor, row, SUPPLIER, "edit", label="更新企业资料", body=body)
    _follow_certificates(actor, row)


def _plain(value: Any) -> str:
    """Return a value as the history keeps it: lists by their names."""
    if isinstance(value, list):
        return "、".join(one["name"] for one in value)
    return "" if value is None else str(value)


def _follow_certificates(actor: Actor, row: Supplier) -> None:
    """Begin a life for every certificate with an end, and end those that left the sheet."""
    wanted = {(q["name"], q["number"]): q["until"] for q in row.qualifications if q.get("until")}
    rows = QualificationCert.objects.seen_by(actor.viewer)
    for one in rows.filter(organisation_id=row.organisation_id).exclude(state="dropped"):
        until = wanted.pop((one.name, one.number), None)
        if until is None:
            take_step(actor, one, QUALIFICATION, "drop", follows=True)
        elif str(one.until) != until:
            one.until = date.fromisoformat(until)
            changes = {"until": one.until}
            step = "renew_early" if one.state == "valid" else "renew"
            take_step(actor, one, QUALIFICATION, step, changes=changes, follows=True)
    for (name, number), until in wanted.items():
        one = QualificationCert(
            organisation_id=row.organisation_id, supplier_name=row.name, region=row.region,
            name=name, number=number, until=date.fromisoformat(until),
        )  # fmt: skip
        begin(actor, one, QUALIFICATION, label="登记资质证书")


def _rewrite(actor: Actor, which: tuple[str, str], values: dict[str, str] | None) -> None:
    """Change or take away one certificate of the firm's own sheet."""
    rows = Supplier.objects.seen_by(actor.viewer).filter(organisation_id=actor.viewer.organisation)
    row = rows.first()
    if row is None:
        return
    kept = []
    for one in row.qualifications:
        if (one["name"], one["number"]) != which:
            kept.append(one)
        elif values is not None:
            kept.append({**one, **values})
    row.change(qualifications=kept)


def _taken_over(count: int) -> Entry:
    return Entry(
        event=f"{SUPPLIER.of}.takeOver",
        object_type=SUPPLIER.of,
        object_key="library",
        label=f"接收供应商库，共 {count} 家",
        region=PROVINCE,
    )


def _values(company: CompanyIn) -> dict[str, Any]:
    values = company.model_dump(exclude={"qualifications", "size_class", "staff", "ties"})
    ties = [{**one.model_dump(mode="json"), "source": OWN} for one in company.ties]
    certificates = [one.model_dump(mode="json") for one in company.qualifications]
    staff = [one.model_dump(mode="json") for one in company.staff]
    return {
        **values, "size_class": company.size_class.value, "qualifications": certificates,
        "staff": staff, "ties": ties,
    }  # fmt: skip


SECRET = frozenset({"account_name", "account_number", "bank_name"})
"""What payers alone may see: the history says that it changed, not from what to what."""

LABELS = {name: info.title or name for name, info in CompanyIn.model_fields.items()}
