"""What the rules are told about a framework, its calls, members and applications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.calendar import beijing_day
from lucai.law.framework_member_rules import (
    AgreementFacts,
    JoiningFacts,
    MemberFacts,
    RefillFacts,
)
from lucai.law.framework_order_rules import SummaryFacts
from lucai.law.framework_rules import (
    AdmissionFacts,
    CallFacts,
    FrameworkPlanFacts,
    PackageResult,
    ResponseFacts,
    is_strict,
)
from lucai.law.tender_rules import ClarificationFacts
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkApplication,
    FrameworkCall,
    FrameworkFiling,
    FrameworkMember,
    FrameworkPackage,
    FrameworkResponse,
)
from lucai.stages.trade.frameworks.ports import deals_of
from lucai.stages.trade.frameworks.schemas import ApplicationIn, ResponseIn
from lucai.stages.trade.frameworks.scope import REVIEWED_AS
from lucai.stages.trade.groups.selectors import GroupSheet
from lucai.stages.trade.groups.selectors.reviewing import unsigned_of

THERE = ("awaiting", "countersigning", "active")
SIGNING = ("awaiting", "countersigning")
HANDED_IN = "handed_in"


def plan_facts(viewer: Viewer, row: FrameworkAgreement) -> FrameworkPlanFacts:
    """Return a plan as its rules read it."""
    packages = FrameworkPackage.objects.seen_by(viewer).filter(framework=row)
    found = [(f"包 {one.number}", one.ceiling) for one in packages.order_by("number")]
    return FrameworkPlanFacts(
        kind=row.kind,
        object=row.object_kind,
        ground=row.ground,
        centralised=row.centralised,
        can_be_pooled=row.can_be_pooled,
        open_ground=row.open_ground,
        surveyed_buyers=row.surveyed_buyers,
        surveyed_suppliers=row.surveyed_suppliers,
        evaluation=row.evaluation,
        quality_ground=row.quality_ground,
        rate=row.ratio,
        most_admitted=row.most_admitted,
        way=row.way,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        packages=len(found),
        without_ceiling=tuple(name for name, ceiling in found if not ceiling),
    )


def announcement_facts(viewer: Viewer, row: FrameworkAgreement, closes: date) -> CallFacts:
    """Return a call about to be announced, that closes on a day."""
    del viewer
    return CallFacts(
        announced_on=clock.today(),
        response_deadline=clock.moment(closes),
        ends_on=row.ends_on,
        kind=row.kind,
    )


def call_facts(viewer: Viewer, call: FrameworkCall, ends_on: date) -> CallFacts:
    """Return a call at its opening; before the deadline nobody is told how many responded."""
    del viewer
    over = clock.now() >= call.response_deadline
    counted = FrameworkResponse.objects.seen_by(SYSTEM).filter(call=call, state=HANDED_IN)
    # 2 家 before the deadline would tell something: the count is asked for only afterwards.
    suppliers = counted.values("supplier_id").distinct().count() if over else 0
    return CallFacts(
        announced_on=beijing_day(call.state_since),
        response_deadline=call.response_deadline,
        ends_on=ends_on,
        responders=suppliers,
    )


def admission_facts(
    viewer: Viewer,
    framework: FrameworkAgreement,
    rows: Sequence[FrameworkResponse],
    admitted: Mapping[int, int],
    group: GroupSheet | None,
) -> AdmissionFacts:
    """Return a call about to be decided; ``admitted`` counts the admitted of each package."""
    del viewer
    numbers = sorted({row.package_number for row in rows})
    return AdmissionFacts(
        panel=group.size if group else 0,
        experts=group.experts if group else 0,
        formed=group is not None and group.state in {"formed", "reported"},
        unsigned=_unsigned(group),
        strict=is_strict(framework.evaluation, framework.quality_ground),
        rate=framework.ratio,
        most_admitted=framework.most_admitted,
        unjudged=tuple(r.supplier_name for r in rows if r.state == "opened"),
        results=tuple(_result(number, rows, admitted.get(number, 0)) for number in numbers),
    )


def _unsigned(group: GroupSheet | None) -> tuple[str, ...]:
    """Name who has not signed; before anything is there to sign the group itself."""
    if not group or group.state == "reported":
        return ()
    return unsigned_of(SYSTEM, group.number) or ("评审小组",)


def _result(number: int, rows: Sequence[FrameworkResponse], admitted: int) -> PackageResult:
    mine = [row for row in rows if row.package_number == number]
    valid = sum(row.state == "valid" for row in mine)
    return PackageResult(name=f"包 {number}", responders=len(mine), valid=valid, admitted=admitted)


def response_facts(
    viewer: Viewer,
    framework: FrameworkAgreement,
    call: FrameworkCall,
    package: FrameworkPackage,
    form: ResponseIn | None = None,
    *,
    supplier: int | None = None,
) -> ResponseFacts:
    """Return a response as its rules read it; without a form what can be said before.

    ``supplier`` is whose it is, if not the viewer's.
    """
    years = form.consumable_years if form else None
    return ResponseFacts(
        closes_at=call.response_deadline,
        price=form.price if form else 0,
        ceiling=package.ceiling,
        object=framework.object_kind,
        maker=form.maker if form else True,
        marketed=form.marketed if form else True,
        needs_consumables=framework.needs_consumables and form is not None,
        consumable_years=None if years is None else int(years),
        removed=was_removed(viewer, framework.pk, supplier or viewer.organisation),
    )


def joining_response(
    viewer: Viewer,
    framework: FrameworkAgreement,
    package: FrameworkPackage,
    form: ApplicationIn | None = None,
) -> ResponseFacts:
    """Return an application as the rules of responses read it: the fee is the ceiling."""
    return ResponseFacts(
        closes_at=clock.moment(framework.ends_on),
        price=package.ceiling,
        ceiling=package.ceiling,
        object=framework.object_kind,
        maker=form.maker if form else True,
        removed=was_removed(viewer, framework.pk, viewer.organisation),
    )


def was_removed(viewer: Viewer, framework: int, supplier: int | None) -> bool:
    """Whether a supplier was removed from a framework before (GP-FRA-13)."""
    rows = FrameworkMember.objects.seen_by(viewer).filter(framework_id=framework)
    return rows.filter(supplier_id=supplier, state="removed").exists()


def agreement_facts(viewer: Viewer, row: FrameworkAgreement) -> AgreementFacts:
    """Return the agreements of a framework between letters and beginning."""
    members = FrameworkMember.objects.seen_by(viewer).filter(framework=row)
    states = list(members.values_list("supplier_name", "state"))
    return AgreementFacts(
        letter_on=beijing_day(row.letters_at or clock.now()),
        unsigned=tuple(dict.fromkeys(name for name, state in states if state in SIGNING)),
        signed=sum(state == "active" for _, state in states),
        agreed_on=beijing_day(row.agreed_at) if row.agreed_at else None,
    )


def filing_facts(viewer: Viewer, row: FrameworkFiling) -> AgreementFacts:
    """Return signed agreements about to be filed."""
    del viewer
    day = beijing_day(row.agreed_at)
    return AgreementFacts(letter_on=day, agreed_on=day, signed=len(row.members))


def signing_facts(viewer: Viewer, row: FrameworkMember) -> AgreementFacts:
    """Return one agreement about to be signed."""
    del viewer
    return AgreementFacts(letter_on=beijing_day(row.admitted_at))


def correction_facts(
    viewer: Viewer, closes: datetime, until: datetime | None, *, affects: bool
) -> ClarificationFacts:
    """Return a correction of a call's documents as a project's clarification is judged."""
    del viewer
    return ClarificationFacts(
        bid_deadline=closes, affects_bids=affects, new_bid_deadline=until, method=REVIEWED_AS
    )


def member_facts(
    viewer: Viewer, kind: str, *, removal: str = "", evidence: str = ""
) -> MemberFacts:
    """Return a member about to leave or to be removed."""
    del viewer
    return MemberFacts(kind=kind, removal=removal, evidence=evidence)


def joining_facts(viewer: Viewer, row: FrameworkApplication) -> JoiningFacts:
    """Return an application under review."""
    del viewer
    return JoiningFacts(applied_on=beijing_day(row.applied_at))


def refill_facts(viewer: Viewer, row: FrameworkAgreement, *, hurt: bool) -> RefillFacts:
    """Return how many suppliers are left of those first admitted; one is counted once."""
    members = FrameworkMember.objects.seen_by(viewer).filter(framework=row, state__in=THERE)
    left = members.values("supplier_id").distinct().count()
    return RefillFacts(initial=row.initial_members, left=left, execution_hurt=hurt)


def summary_facts(viewer: Viewer, row: FrameworkAgreement) -> SummaryFacts:
    """Return a framework whose term may have ended."""
    del viewer
    return SummaryFacts(ends_on=row.ends_on, unfinished=deals_of(row.number).unfinished)
