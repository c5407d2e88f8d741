"""Reading the supplier library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotAllowed, NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.sme import industries
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records.paging import Page, keyset
from lucai.registers.suppliers.lifecycle import QUALIFICATION, REGISTER, STAFF_RIGHTS, TIE_KINDS
from lucai.registers.suppliers.models import REMIND, QualificationCert, Supplier, SupplierChange
from lucai.registers.suppliers.schemas import SIZE_LABELS, CompanyIn

PAYERS = frozenset({Side.BUYER, Side.TREASURY, Side.SYSTEM})


@dataclass(frozen=True, slots=True)
class Qualification:
    """One certificate."""

    name: str
    number: str
    until: str


@dataclass(frozen=True, slots=True)
class TieLine:
    """Who stands behind a firm; ``until`` None: still; ``born_on`` is for telling namesakes apart."""

    kind: str
    name: str
    uscc: str
    share: str
    since: str
    until: date | None
    registered: bool
    born_on: date | None = None

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return TIE_KINDS[self.kind]

    def lasts(self, since: date) -> bool:
        """Whether it stands, or ended on that day or later."""
        return self.until is None or self.until >= since


@dataclass(frozen=True, slots=True)
class SupplierCard:
    """A supplier as those it deals with see it: no account numbers."""

    organisation_id: int
    name: str
    uscc: str
    region: str
    size_class: str
    size_label: str
    industry: str
    legal_representative: str
    contact: str
    phone: str
    address: str
    qualifications: tuple[Qualification, ...]
    staff: tuple[dict[str, Any], ...] = ()
    ties: tuple[TieLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """Where a supplier is paid."""

    name: str
    number: str
    bank: str


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """One certificate with an end, as its owner and finance see it."""

    pk: int
    organisation_id: int
    supplier_name: str
    name: str
    number: str
    until: date
    state: str
    state_label: str
    offers: tuple[Offer, ...]
    scanned: bool

    @property
    def href(self) -> str:
        """Its page."""
        return f"/company/certificates/{self.pk}/"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a firm's sheet: label, before, after."""

    at: datetime
    person_name: str
    values: tuple[tuple[str, str, str], ...]


def certificates_of(viewer: Viewer, organisation_id: int) -> list[CertificateSheet]:
    """List a supplier's certificates that end on a day, the first one first."""
    rows = QualificationCert.objects.seen_by(viewer).filter(organisation_id=organisation_id)
    return [_cert(viewer, one) for one in rows.exclude(state="dropped").order_by("until", "pk")]


def certificate_seen(viewer: Viewer, pk: int) -> CertificateSheet:
    """Return one certificate.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _cert(viewer, certificate_row(viewer, pk))


def certificate_row(viewer: Viewer, pk: int) -> QualificationCert:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = QualificationCert.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这项证书。")
    return row


def certificate_scan(viewer: Viewer, pk: int) -> FileCard:
    """Return a certificate's scan.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = certificate_row(viewer, pk)
    if not row.file_id:
        raise NotFound("这项证书还没有扫描件。")
    return files_attached(viewer, [row.file_id])[row.file_id]


def papers_on_hand(viewer: Viewer) -> list[CertificateSheet]:
    """List the viewer's own certificates that have a scan, the one that ends first first."""
    own = certificates_of(viewer, viewer.organisation or 0) if viewer.organisation else []
    return [one for one in own if one.scanned]


def ending_certificates(viewer: Viewer, *, limit: int = 20) -> list[CertificateSheet]:
    """List certificates of the viewer's region that have ended or end soon, the first one first."""
    rows = QualificationCert.objects.seen_by(viewer).filter(
        state__in=("valid", "ending", "expired"), until__lte=clock.today() + REMIND,
        region__startswith=viewer.region,
    )  # fmt: skip
    return [_cert(viewer, one) for one in rows.order_by("until", "pk")[:limit]]


def changes_of(viewer: Viewer, organisation_id: int) -> list[ChangeLine]:
    """List the changes of a supplier's sheet, newest first, at most 100."""
    rows = SupplierChange.objects.seen_by(viewer).filter(organisation_id=organisation_id)
    return [
        ChangeLine(row.at, row.person_name, tuple((a, b, c) for a, b, c in row.values))
        for row in rows.order_by("-pk")[:100]
    ]


def counts(viewer: Viewer) -> dict[tuple[str, str], int]:
    """Return (size class, region) → how many suppliers of the viewer's region there are."""
    rows = Supplier.objects.seen_by(viewer).filter(region__startswith=viewer.region)
    found = rows.values_list("size_class", "region").annotate(n=Count("pk"))
    return {(size, code): n for size, code, n in found.order_by("size_class", "region")}


def supplier_page(
    viewer: Viewer, *, words: str = "", size_class: str = "", after: str = ""
) -> Page[SupplierCard]:
    """List suppliers, newest first, a page at a time."""
    rows = Supplier.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(uscc__startswith=words.upper()))
    if size_class in SIZE_LABELS:
        rows = rows.filter(size_class=size_class)
    return keyset(rows, after, lambda row: _shown(viewer, row))


def supplier_seen(viewer: Viewer, organisation_id: int) -> SupplierCard:
    """Return one supplier by its organisation.

    Raises:
        NotFound: it has not entered itself, or the viewer may not see it.
    """
    row = _row(viewer, organisation_id)
    if not row:
        raise NotFound("没有找到这家供应商。")
    return _shown(viewer, row)


def suppliers_of(viewer: Viewer, organisation_ids: Sequence[int]) -> dict[int, SupplierCard]:
    """Return several suppliers by organisation, in one query."""
    rows = Supplier.objects.seen_by(viewer).filter(organisation_id__in=organisation_ids)
    return {row.organisation_id: _shown(viewer, row) for row in rows}


@dataclass(frozen=True, slots=True)
class FirmPerson:
    """Somebody of a firm: as what; the birthday where it is known, to tell namesakes apart."""

    name: str
    born_on: date | None
    role: str
    firm: str


def people_behind(
    viewer: Viewer, organisation_ids: Sequence[int], *, since: date
) -> list[FirmPerson]:
    """List who runs, holds or works for these firms, or did on that day or later (GP-EXP-04)."""
    cards = suppliers_of(viewer, organisation_ids).values()
    return [one for card in cards for one in _people(card, since)]


def _people(card: SupplierCard, since: date) -> Iterator[FirmPerson]:
    yield FirmPerson(card.legal_representative, None, "法定代表人", card.name)
    yield FirmPerson(card.contact, None, "联系人", card.name)
    for one in card.staff:
        if not one["until"] or date.fromisoformat(one["until"]) >= since:
            yield FirmPerson(one["name"], None, "授权人员", card.name)
    for tie in card.ties:
        if not tie.uscc and tie.lasts(since):
            yield FirmPerson(tie.name, tie.born_on, tie.kind_label, card.name)


def own_company(viewer: Viewer) -> CompanyIn | None:
    """Return what the supplier has entered about itself; None when nothing yet."""
    row = _row(viewer, viewer.organisation or 0) if viewer.side is Side.SUPPLIER else None
    if not row:
        return None
    names = [name for name in CompanyIn.model_fields if name != "size_class"]
    values = {name: getattr(row, name) for name in names}
    values["ties"] = [one for one in row.ties if one["source"] != REGISTER]
    return CompanyIn.model_validate({**values, "size_class": row.size_class})


def registered_ties(viewer: Viewer) -> tuple[TieLine, ...]:
    """Return who stands behind the viewer's own firm as the register has it."""
    row = _row(viewer, viewer.organisation or 0)
    return tuple(tie for tie in _card(row).ties if tie.registered) if row else ()


def own_form(viewer: Viewer) -> dict[str, object]:
    """Return the own sheet as its form shows it: several ticks joined by commas."""
    company = own_company(viewer)
    if company is None:
        return {}
    content = company.model_dump()
    staff = [{**one, "rights": ",".join(one["rights"])} for one in content["staff"]]
    return {**content, "staff": staff}


def payee_account(viewer: Viewer, organisation_id: int) -> PayeeAccount:
    """Return the account a supplier is paid to, for those who pay and the supplier itself.

    Raises:
        NotAllowed: the viewer neither pays nor is it.
        NotFound: the supplier has not entered one.
    """
    if viewer.side not in PAYERS and viewer.organisation != organisation_id:
        raise NotAllowed("收款账户只对付款单位和供应商本企业可见。")
    row = _row(viewer, organisation_id)
    if not row or not row.account_number:
        raise NotFound("供应商还没有填写收款账户。")
    return PayeeAccount(row.account_name or row.name, row.account_number, row.bank_name)


def _row(viewer: Viewer, organisation_id: int) -> Supplier | None:
    found: Supplier | None = (
        Supplier.objects.seen_by(viewer).filter(organisation_id=organisation_id).first()
    )
    return found


def _shown(viewer: Viewer, row: Supplier) -> SupplierCard:
    """Return a firm's card; birthdays are for the system that compares, and for the firm itself."""
    card = _card(row)
    own = viewer.side is Side.SUPPLIER and viewer.organisation == row.organisation_id
    if own or viewer.side is Side.SYSTEM:
        return card
    return replace(card, ties=tuple(replace(tie, born_on=None) for tie in card.ties))


def _card(row: Supplier) -> SupplierCard:
    industry = industries().get(row.industry)
    return SupplierCard(
        organisation_id=row.organisation_id,
        name=row.name,
        uscc=row.uscc,
        region=row.region,
        size_class=row.size_class,
        size_label=SIZE_LABELS[row.size_class],
        industry=industry.name if industry else "",
        legal_representative=row.legal_representative,
        contact=row.contact,
        phone=row.phone,
        address=row.address,
        qualifications=tuple(
            Qualification(q["name"], q["number"], q.get("until") or "") for q in row.qualifications
        ),
        staff=tuple(
            {**one, "rights_text": "、".join(STAFF_RIGHTS[right] for right in one["rights"])}
            for one in row.staff
        ),
        ties=tuple(_tie(one) for one in row.ties),
    )


def _tie(one: dict[str, Any]) -> TieLine:
    return TieLine(
        one["kind"], one["name"], one["uscc"], one["share"] or "", one["since"] or "",
        _day(one["until"]), one["source"] == REGISTER, _day(one["born_on"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _cert(viewer: Viewer, row: QualificationCert) -> CertificateSheet:
    own = viewer.side is Side.SUPPLIER and viewer.organisation == row.organisation_id
    offers = QUALIFICATION.offers(row.state, viewer, None, clock.now()) if own else []
    return CertificateSheet(
        row.pk, row.organisation_id, row.supplier_name, row.name, row.number, row.until,
        row.state, QUALIFICATION.states[row.state], tuple(offers), row.file_id is not None,
    )  # fmt: skip


def suppliers_by_key(
    viewer: Viewer, keys: Sequence[str] | None = None
) -> list[tuple[str, str, int | None, str]]:
    """List code, name, organisation and region of who is active in the library; ``keys`` narrow it."""
    rows = Supplier.objects.seen_by(viewer)
    if keys is not None:
        rows = rows.filter(uscc__in=list(keys))
    return list(rows.values_list("uscc", "name", "organisation_id", "region"))


def suppliers_fitting(
    viewer: Viewer, *, industry: int | None = None, certificate: str = ""
) -> list[tuple[int, str]]:
    """List organisation and code of all in the library who fit, wherever they are; for a draw."""
    rows = Supplier.objects.seen_by(viewer)
    rows = rows.filter(industry=industry) if industry else rows
    found = rows.order_by("pk").values_list("organisation_id", "uscc", "qualifications")
    return [(pk, uscc) for pk, uscc, held in found if not certificate or _holds(held, certificate)]


def _holds(held: Sequence[dict[str, str]], words: str) -> bool:
    """Whether a certificate that is so called is among them and has not ended."""
    today = clock.today().isoformat()
    return any(words in one["name"] and (one.get("until") or today) >= today for one in held)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """What the register of enterprises said last of a firm, and when it gave its commitment."""

    name: str
    uscc: str
    status: str
    asked_at: datetime | None
    committed_at: datetime | None


def register_of(viewer: Viewer) -> RegisterLine | None:
    """Return what is known of the viewer's own firm; None before it has an entry."""
    rows = Supplier.objects.seen_by(viewer).filter(organisation_id=viewer.organisation)
    row = rows.first()
    if not row:
        return None
    asked = row.register.get("at")
    at = datetime.fromisoformat(asked) if asked else None
    return RegisterLine(row.name, row.uscc, row.register.get("status", ""), at, row.committed_at)
