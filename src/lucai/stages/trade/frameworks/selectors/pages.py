"""Pages of framework agreements: lists and whole sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q

from lucai.kernel import clock, money
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.lifecycle import Lifecycle, Offer, Step
from lucai.platform.lives.offers import held_of
from lucai.platform.records.paging import Page, keyset
from lucai.platform.suspensions.selectors import SuspensionLine, suspensions_of
from lucai.stages.trade.frameworks.lifecycle import CALL, FRAMEWORK, MEMBER, RESPONSE
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkApplication,
    FrameworkCall,
    FrameworkMember,
    FrameworkPackage,
    FrameworkResponse,
)
from lucai.stages.trade.frameworks.ports import Deals, deals_of
from lucai.stages.trade.frameworks.selectors import facts
from lucai.stages.trade.frameworks.selectors.correcting import corrections_of
from lucai.stages.trade.frameworks.selectors.rows import (
    application_row,
    call_row,
    framework_row,
    is_organiser,
    member_row,
    own_response,
    package_row,
    responses_of,
)
from lucai.stages.trade.frameworks.selectors.shapes import (
    ApplicationCard,
    CallCard,
    FrameworkCard,
    FrameworkSheet,
    MemberCard,
    PackageCard,
    ResponseCard,
)
from lucai.stages.trade.frameworks.supplier_lifecycle import APPLICATION

MANY = 200


def framework_page(
    viewer: Viewer, *, words: str = "", state: str = "", mine: str = "", after: str = ""
) -> Page[FrameworkCard]:
    """List frameworks, newest first; ``mine``: those the viewer called or was admitted to."""
    rows = FrameworkAgreement.objects.seen_by(viewer)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__startswith=words))
    if state in FRAMEWORK.states:
        rows = rows.filter(state=state)
    if mine:
        rows = rows.filter(_mine(viewer))
    return keyset(rows, after, _card)


def frameworks_for(viewer: Viewer, *, path: str, region: str) -> list[FrameworkCard]:
    """List the running frameworks that a unit, by its place and region, may order from."""
    parts = path.strip("/").split("/")
    branches = ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
    regions = [region[:digits] for digits in range(1, len(region) + 1)]
    rows = FrameworkAgreement.objects.seen_by(viewer).filter(state="running")
    meant = Q(for_path__in=branches) | Q(for_path="", for_region__in=regions)
    return [_card(row) for row in rows.filter(meant).order_by("-pk")[:MANY]]


def _mine(viewer: Viewer) -> Q:
    if viewer.side is Side.SUPPLIER:
        members = FrameworkMember.objects.seen_by(viewer).filter(supplier_id=viewer.organisation)
        return Q(pk__in=members.values("framework_id"))
    return Q(organiser_id=viewer.organisation, organiser_side=viewer.side.value)


def framework_card(viewer: Viewer, number: str) -> FrameworkCard:
    """Return a framework as lists show it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    return _card(framework_row(viewer, number))


def framework_seen(viewer: Viewer, number: str) -> FrameworkSheet:
    """Return a framework with everything its page shows.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = framework_row(viewer, number)
    deals = deals_of(number)
    return FrameworkSheet(
        card=_card(row),
        ground=row.ground,
        open_ground=row.open_ground,
        evaluation=row.evaluation,
        quality_ground=row.quality_ground,
        ratio=row.ratio,
        most_admitted=row.most_admitted,
        surveyed_buyers=row.surveyed_buyers,
        surveyed_suppliers=row.surveyed_suppliers,
        terms=row.terms,
        opinion=row.opinion,
        initial_members=row.initial_members,
        ended_reason=row.ended_reason,
        packages=packages_of(viewer, row.pk, deals),
        calls=tuple(_call(one) for one in _calls(viewer, row)),
        members=members_of(viewer, row.pk, deals),
        deals=deals,
        offers=_offers(viewer, row),
        mine=is_organiser(viewer, row),
        corrections=corrections_of(viewer, row),
        suspensions=_suspensions(viewer, row),
    )


def _suspensions(viewer: Viewer, row: FrameworkAgreement) -> tuple[SuspensionLine, ...]:
    """That somebody challenges or complains is for no other supplier to know."""
    inside = is_organiser(viewer, row) or viewer.side is Side.SUPERVISOR
    return suspensions_of(viewer, row.number) if inside else ()


def packages_of(
    viewer: Viewer, framework: int, deals: Deals | None = None
) -> tuple[PackageCard, ...]:
    """Return the packages of a framework."""
    account = deals or Deals()
    rows = FrameworkPackage.objects.seen_by(viewer).filter(framework_id=framework)
    return tuple(
        PackageCard(
            number=one.number, name=one.name, catalogue_code=one.catalogue_code,
            requirement=one.requirement, unit=one.unit, ceiling=one.ceiling,
            estimated_quantity=one.estimated_quantity, ordered=account.quantity(one.number),
        )
        for one in rows.order_by("number")
    )  # fmt: skip


def members_of(
    viewer: Viewer, framework: int, deals: Deals | None = None
) -> tuple[MemberCard, ...]:
    """Return the members of a framework in the published order, with their awards so far."""
    lines = {line.supplier_id: line for line in (deals.lines if deals else ())}
    rows = FrameworkMember.objects.seen_by(viewer).filter(framework_id=framework)
    cards = [member_card(viewer, one) for one in rows.order_by("package_number", "order")]
    return tuple(
        replace(card, contracts=line.contracts, total=line.total)
        if (line := lines.get(card.supplier_id))
        else card
        for card in cards
    )


def member_card(viewer: Viewer, row: FrameworkMember) -> MemberCard:
    """Show a member that is in hand."""
    del viewer
    return MemberCard(
        pk=row.pk, place=row.place, key=row.key, package_number=row.package_number,
        order=row.order, round=row.round, supplier_id=row.supplier_id,
        supplier_name=row.supplier_name, price=row.price, content=row.content, state=row.state,
        admitted_at=row.admitted_at, signed_by_supplier_at=row.signed_by_supplier_at,
        signed_at=row.signed_at, gone_ground=row.gone_ground, gone_reason=row.gone_reason,
        framework_number=row.framework_number,
    )  # fmt: skip


def member_seen(viewer: Viewer, number: str, place: int) -> MemberCard:
    """Return a member with what the viewer can do about it.

    Raises:
        NotFound: there is none.
    """
    row = member_row(viewer, number, place)
    kind = framework_row(viewer, number).kind
    offers = own_offers(viewer, row, MEMBER, {
        "sign_supplier": facts.signing_facts(viewer, row),
        "sign": facts.signing_facts(viewer, row),
        "leave": facts.member_facts(viewer, kind),
    })  # fmt: skip
    return replace(member_card(viewer, row), offers=offers)


def call_seen(viewer: Viewer, number: str, round_: int) -> CallCard:
    """Return a call with what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = call_row(viewer, number, round_)
    framework = framework_row(viewer, number)
    told = {"open": facts.call_facts(viewer, row, framework.ends_on)}
    return replace(_call(row), offers=own_offers(viewer, row, CALL, told))


def responses_seen(viewer: Viewer, number: str, round_: int) -> tuple[ResponseCard, ...]:
    """Return the responses to a call that the viewer may see.

    Raises:
        NotFound: there is no such call, or the viewer may not see it.
    """
    rows = responses_of(viewer, call_row(viewer, number, round_))
    return tuple(response_card(viewer, row) for row in rows)


def response_card(viewer: Viewer, row: FrameworkResponse) -> ResponseCard:
    """Show a response that is in hand."""
    del viewer
    return ResponseCard(
        key=row.key, framework_number=row.framework_number, round=row.round,
        package_number=row.package_number, supplier_id=row.supplier_id,
        supplier_name=row.supplier_name, price=row.price, content=row.content,
        envelope_hash=row.envelope_hash, handed_in_at=row.handed_in_at, opened_at=row.opened_at,
        state=row.state, reason=row.reason, quality=row.quality, rank=row.rank,
    )  # fmt: skip


def response_desk(
    viewer: Viewer, number: str, package: int
) -> tuple[FrameworkSheet, PackageCard, CallCard | None, ResponseCard | None]:
    """Return what a supplier needs to respond for a package: the call, and what it handed in.

    Raises:
        NotFound: there is no such package, or the viewer may not see it.
    """
    framework = framework_row(viewer, number)
    sheet = framework_seen(viewer, number)
    package_row(viewer, framework, package)
    card = next(one for one in sheet.packages if one.number == package)
    calls = list(_calls(viewer, framework))
    last = calls[-1] if calls else None
    own = own_response(viewer, last, package) if last else None
    if not last or not own:
        return sheet, card, _call(last) if last else None, None
    told = facts.response_facts(viewer, framework, last, package_row(viewer, framework, package))
    offers = own_offers(viewer, own, RESPONSE, {"withdraw": told, "replace": told})
    return sheet, card, _call(last), replace(response_card(viewer, own), offers=offers)


def application_page(
    viewer: Viewer, number: str, *, words: str = "", state: str = "", after: str = ""
) -> Page[ApplicationCard]:
    """List the applications to a framework that the viewer may see, newest first."""
    rows = FrameworkApplication.objects.seen_by(viewer).filter(framework_number=number)
    if words:
        rows = rows.filter(supplier_name__icontains=words)
    if state in APPLICATION.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _application)


def application_seen(viewer: Viewer, number: str, place: int) -> ApplicationCard:
    """Return an application with what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = application_row(viewer, number, place)
    told = facts.joining_facts(viewer, row)
    offers = own_offers(viewer, row, APPLICATION, {"admit": told, "refuse": told})
    return replace(_application(row), offers=offers)


def _application(row: FrameworkApplication) -> ApplicationCard:
    return ApplicationCard(
        place=row.place, framework_number=row.framework_number,
        framework_title=row.framework_title, package_number=row.package_number,
        supplier_id=row.supplier_id, supplier_name=row.supplier_name, content=row.content,
        applied_at=row.applied_at, answer=row.answer, state=row.state,
    )  # fmt: skip


def _offers(viewer: Viewer, row: FrameworkAgreement) -> tuple[Offer, ...]:
    """Return what the organiser or the finance department can do about a framework."""
    told: dict[str, Any] = {}
    if row.state == "drafting":
        told["submit"] = facts.plan_facts(viewer, row)
    if row.state == "admitted":
        told["run"] = facts.agreement_facts(viewer, row)
    if row.state == "expired":
        told["summarise"] = facts.summary_facts(viewer, row)
    return own_offers(viewer, row, FRAMEWORK, told)


def own_offers(
    viewer: Viewer, row: Any, life: Lifecycle, told: dict[str, Any]
) -> tuple[Offer, ...]:
    """Return the offers of a row to those who are a party of it, each step with its facts."""
    if row.parties().get(viewer.side) != viewer.organisation:
        return ()
    now = clock.now()
    # Each step is judged by facts of its own; what only its form can say is judged on its page.
    found = tuple(
        offer
        for step in life.leaving(row.state)
        for offer in replace(life, steps=(_told(step, told),)).offers(
            row.state, viewer, told.get(step.name), now
        )
    )
    return held_of(viewer, row, found)


def _told(step: Step, told: dict[str, Any]) -> Step:
    return step if step.name in told else replace(step, rules=())


def _calls(viewer: Viewer, row: FrameworkAgreement) -> list[FrameworkCall]:
    return list(FrameworkCall.objects.seen_by(viewer).filter(framework=row).order_by("round"))


def _call(row: FrameworkCall) -> CallCard:
    return CallCard(
        framework_number=row.framework_number, round=row.round, state=row.state,
        response_deadline=row.response_deadline, refill_reason=row.refill_reason,
        opened_at=row.opened_at, panel=row.panel, calculation=row.calculation,
        decided_at=row.decided_at, failed_reason=row.failed_reason,
    )  # fmt: skip


def _card(row: FrameworkAgreement) -> FrameworkCard:
    return FrameworkCard(**{name: getattr(row, name) for name in _SHARED})


_SHARED = (
    "number", "title", "kind", "object_kind", "way", "organiser_id", "organiser_side",
    "organiser_name", "region", "state", "starts_on", "ends_on", "announced_at", "ocid",
    "finance_id", "organiser_path", "for_path", "for_region", "quote_hours", "outside_foreseen",
    "needs_consumables",
)  # fmt: skip


def plan_typed(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return a plan as its form has it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = framework_row(viewer, number)
    same = {name: getattr(row, name) for name in _TYPED}
    packages = [
        {name: getattr(one, name) for name in _PACKAGE_TYPED}
        | {"ceiling": money.plain_yuan(one.ceiling)}
        for one in packages_of(viewer, row.pk)
    ]
    rate = None if row.ratio is None else f"{row.ratio * PERCENT:f}".rstrip("0").rstrip(".")
    return {**same, **row.terms, "rate": rate, "packages": packages}


PERCENT = 100
_TYPED = (
    "title", "kind", "object_kind", "ground", "open_ground", "can_be_pooled", "surveyed_buyers",
    "surveyed_suppliers", "evaluation", "quality_ground", "most_admitted", "way", "quote_hours",
    "outside_foreseen", "needs_consumables", "starts_on", "ends_on",
)  # fmt: skip
_PACKAGE_TYPED = ("name", "catalogue_code", "requirement", "unit", "estimated_quantity")
