"""Reading the directory: lists, one entry, and what a gate is told of an agency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.library_rules import agency_has_enough_staff, agency_is_in_the_directory
from lucai.law.parameters import parameter
from lucai.law.regions import PROVINCE, region, region_prefix
from lucai.law.uscc import check_uscc
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.registers.agencies.contributions import open_work_of
from lucai.registers.agencies.lifecycle import AGENCY, PURPOSES, STAFF_RIGHTS
from lucai.registers.agencies.models import AgencyChange, ProcurementAgency
from lucai.registers.agencies.rules import EntryFacts
from lucai.registers.agencies.schemas import EntryIn
from lucai.registers.exclusions.selectors import banned_until, bans_on
from lucai_trust import canonical, digests_of

CHOOSABLE = 50
"""So many agencies stand in the form that entrusts one; the search narrows them."""

INSIDE = frozenset({Side.SUPERVISOR, Side.SYSTEM})
_ASKED = (agency_is_in_the_directory, agency_has_enough_staff)
"""What a gate asks; of a 集中采购机构 only the first."""


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """An agency as the directory's lists show it."""

    number: str
    organisation_id: int
    name: str
    uscc: str
    region: str
    region_name: str
    address: str
    contact: str
    phone: str
    staff_count: int
    rooms: int
    served_names: str
    listed_on: date | None
    centralised: bool
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """Its page."""
        return f"/agencies/{self.number}/"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of an entry; the values themselves only for those inside."""

    at: datetime
    changed_on: date
    late: bool
    labels: tuple[str, ...]
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class AgencySheet:
    """An entry as its page shows it; names of staff only to those inside."""

    card: AgencyCard
    own: bool
    inside: bool
    legal_representative: str
    founded_on: date | None
    internal_control: str
    evaluates_at_home: bool
    staff: tuple[dict[str, Any], ...]
    rooms: tuple[dict[str, Any], ...]
    said: str
    objection: str
    ruling: str
    left_reason: str
    removed_on: date | None
    updated_on: date | None
    barred: tuple[str, ...]
    short: str
    offers: tuple[Offer, ...]

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a gate hears of an agency, frozen with the time; ``refusal`` empty: it may be entrusted."""

    organisation_id: int
    number: str
    state: str
    staff: int
    at: datetime
    refusal: str
    sm3: str

    def kept(self) -> dict[str, Any]:
        """The answer as the asking module keeps it."""
        return {
            "number": self.number, "state": self.state, "staff": self.staff,
            "at": self.at.isoformat(), "sm3": self.sm3,
        }  # fmt: skip


def agency_page(
    viewer: Viewer, *, words: str = "", served: str = "", state: str = "", rooms: str = "",
    after: str = "",
) -> Page[AgencyCard]:  # fmt: skip
    """List entries, newest first, a page at a time; without a state those in the directory."""
    rows = ProcurementAgency.objects.seen_by(viewer)
    rows = rows.filter(state=state if state in AGENCY.states else "listed")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(uscc=words.upper()) | Q(number=words))
    if served:
        rows = rows.filter(_serving(served))
    if rooms:
        rows = rows.filter(evaluates_at_home=True)
    return keyset(rows, after, _card)


def agency_seen(viewer: Viewer, number: str) -> AgencySheet:
    """Return one entry.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, agency_row(viewer, number))


def own_agency(viewer: Viewer) -> AgencySheet | None:
    """Return the agency's own entry; None when it has none yet."""
    row = _of_organisation(viewer, viewer.organisation or 0)
    return _sheet(viewer, row) if row else None


def entry_of(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return an entry as its form shows it: several ticks joined by commas.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = agency_row(viewer, number)
    values = {name: getattr(row, name) for name in EntryIn.model_fields}
    staff = [{**one, "rights": ",".join(one["rights"])} for one in row.staff]
    return {**values, "served": row.served.strip(","), "staff": staff}


def changes_of(viewer: Viewer, number: str) -> list[ChangeLine]:
    """List an entry's changes, newest first; the public learns what changed and when, not the values."""
    row = agency_row(viewer, number)
    inside = viewer.side in INSIDE or viewer.organisation == row.organisation_id
    reader = viewer if inside else SYSTEM
    rows = AgencyChange.objects.seen_by(reader).filter(organisation_id=row.organisation_id)
    return [_change(one, inside) for one in rows.order_by("-pk")[:100]]


def choosable(viewer: Viewer, *, words: str = "") -> list[AgencyCard]:
    """List agencies a buyer may entrust today: in the directory, staffed as the law asks, not barred."""
    least = int(parameter("GP-AGE-02", "staff", on=clock.today()).value)
    able = Q(staff_count__gte=least) | Q(centralised=True)
    rows = ProcurementAgency.objects.seen_by(viewer).filter(able, state="listed")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(uscc=words.upper()))
    cards = [_card(row) for row in rows.order_by("name", "pk")[:CHOOSABLE]]
    barred = bans_on(viewer, [one.uscc for one in cards], clock.today())
    return [one for one in cards if one.uscc not in barred]


def listing_of(viewer: Viewer, organisation_id: int) -> Listing:
    """Answer a gate: does an agency stand in the directory, with the staff the law asks for?"""
    del viewer
    row, at = _of_organisation(SYSTEM, organisation_id), clock.now()
    state, staff = (row.state, row.staff_count) if row else ("", 0)
    facts = EntryFacts(listed=state == "listed", staff=staff)
    asked = _ASKED[:1] if row and row.centralised else _ASKED
    verdicts = tuple(one(facts, at) for one in asked)
    refusal = next((one.message for one in verdicts if one.blocks), "")
    said = {"agency": organisation_id, "state": state, "staff": staff, "at": at.isoformat()}
    number = row.number if row else ""
    sm3 = digests_of(canonical(said)).sm3
    return Listing(organisation_id, number, state, staff, at, refusal, sm3)


def pool_of_region(viewer: Viewer, code: str) -> list[tuple[int, str]]:
    """Return (organisation, 统一社会信用代码) of everybody in the directory registered in a region."""
    rows = ProcurementAgency.objects.seen_by(viewer).filter(state="listed", centralised=False)
    if code:
        rows = rows.filter(region__startswith=region_prefix(code))
    return list(rows.order_by("pk").values_list("organisation_id", "uscc"))


def counts(viewer: Viewer) -> dict[tuple[str, str], int]:
    """Return (state, region) → how many entries of the viewer's region there are."""
    rows = ProcurementAgency.objects.seen_by(viewer).filter(region__startswith=viewer.region)
    found = rows.values_list("state", "region").annotate(n=Count("pk")).order_by("state", "region")
    return {(state, code): n for state, code, n in found}


def short_of_staff(viewer: Viewer, *, limit: int = 20) -> list[AgencyCard]:
    """List agencies of the viewer's region in the directory with fewer staff than the law asks."""
    least = int(parameter("GP-AGE-02", "staff", on=clock.today()).value)
    rows = ProcurementAgency.objects.seen_by(viewer).filter(
        state="listed", staff_count__lt=least, centralised=False, region__startswith=viewer.region
    )
    return [_card(row) for row in rows.order_by("staff_count", "pk")[:limit]]


@read_once
def agency_row(viewer: Viewer, number: str) -> ProcurementAgency:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ProcurementAgency.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这家代理机构。")
    return row


def facts_of(viewer: Viewer, row: ProcurementAgency) -> EntryFacts:
    """Return an entry as rules read it, with who acts now."""
    full_time = [one for one in row.staff if one["full_time"]]
    return EntryFacts(
        listed=row.state == "listed",
        missing=tuple(_missing(row)),
        staff=row.staff_count,
        untrained=tuple(one["name"] for one in full_time if not one["training"]),
        evaluates_at_home=row.evaluates_at_home,
        rooms=tuple(one["name"] for one in row.rooms),
        unrecorded=tuple(one["name"] for one in row.rooms if not one["recorded"]),
        internal_control=row.internal_control,
        sent_back_by=row.sent_back_by,
        acting=viewer.person,
        open_work=open_work_of(viewer, row.organisation_id) if row.state == "listed" else 0,
    )


def _card(row: ProcurementAgency) -> AgencyCard:
    """Return the read-model of a row in hand."""
    return AgencyCard(
        row.number, row.organisation_id, row.name, row.uscc, row.region, _region_name(row.region),
        row.address, row.contact, row.phone, row.staff_count, len(row.rooms),
        "、".join(_served_names(_served(row))), row.listed_on, row.centralised, row.state,
        AGENCY.states[row.state],
    )  # fmt: skip


def _missing(row: ProcurementAgency) -> Iterable[str]:
    asked = (
        ("办公场所地址", row.address), ("法定代表人", row.legal_representative),
        ("联系人", row.contact), ("联系电话", row.phone), ("承诺", row.committed),
    )  # fmt: skip
    yield from (label for label, value in asked if not value)
    if not check_uscc(row.uscc).valid:
        yield "有效的统一社会信用代码"


def _serving(code: str) -> Q:
    return Q(served__contains=f",{code},") | Q(served__contains=f",{PROVINCE},")


def _served(row: ProcurementAgency) -> list[str]:
    return [code for code in row.served.split(",") if code]


def _served_names(codes: list[str]) -> list[str]:
    return ["全省" if code == PROVINCE else _region_name(code) for code in codes]


def _region_name(code: str) -> str:
    try:
        return region(code).name
    except LookupError:
        return code


def _of_organisation(viewer: Viewer, organisation_id: int) -> ProcurementAgency | None:
    found: ProcurementAgency | None = (
        ProcurementAgency.objects.seen_by(viewer).filter(organisation_id=organisation_id).first()
    )
    return found


def _sheet(viewer: Viewer, row: ProcurementAgency) -> AgencySheet:
    own = viewer.side is Side.AGENCY and viewer.organisation == row.organisation_id
    handles = viewer.side is Side.SUPERVISOR and viewer.organisation == row.finance_id
    inside = own or viewer.side in INSIDE
    offers: tuple[Offer, ...] = ()
    if own or handles:
        offers = tuple(AGENCY.offers(row.state, viewer, facts_of(viewer, row), clock.now()))
    return AgencySheet(
        card=_card(row), own=own, inside=inside, legal_representative=row.legal_representative,
        founded_on=row.founded_on, internal_control=row.internal_control,
        evaluates_at_home=row.evaluates_at_home,
        staff=tuple(_staff(one) for one in row.staff) if inside else (),
        rooms=tuple({**one, "purpose_label": PURPOSES[one["purpose"]]} for one in row.rooms),
        said=row.said, objection=row.objection if inside else "", ruling=row.ruling,
        left_reason=row.left_reason, removed_on=row.removed_on, updated_on=row.updated_on,
        barred=banned_until(viewer, row.uscc, clock.today()), short=_short(row),
        offers=offers,
    )  # fmt: skip


def _short(row: ProcurementAgency) -> str:
    """Say that a listed agency has fewer staff than the law asks; empty when it has enough."""
    if row.state != "listed" or row.centralised:
        return ""
    verdict = agency_has_enough_staff(EntryFacts(staff=row.staff_count), clock.now())
    return "" if verdict.holds else verdict.message


def _staff(one: dict[str, Any]) -> dict[str, Any]:
    rights = "、".join(STAFF_RIGHTS[right] for right in one["rights"])
    return {**one, "rights_text": rights}


def _change(row: AgencyChange, inside: bool) -> ChangeLine:
    values = tuple(
        (label, str(row.before.get(label, "")), str(row.after.get(label, "")))
        for label in row.labels
    )
    return ChangeLine(row.at, row.changed_on, row.late, tuple(row.labels), values if inside else ())


def agencies_by_key(
    viewer: Viewer, keys: Sequence[str] | None = None
) -> list[tuple[str, str, int | None, str]]:
    """List code, name, organisation and region of who is active in the library; ``keys`` narrow it."""
    rows = ProcurementAgency.objects.seen_by(viewer).filter(
        state__in=("submitted", "objected", "listed")
    )
    if keys is not None:
        rows = rows.filter(number__in=list(keys))
    return list(rows.values_list("uscc", "name", "organisation_id", "region"))


def names_by_code(viewer: Viewer, codes: Iterable[str]) -> dict[str, str]:
    """Return 统一社会信用代码 → name of agencies in the directory."""
    rows = ProcurementAgency.objects.seen_by(viewer).filter(uscc__in=list(codes))
    return dict(rows.values_list("uscc", "name"))
