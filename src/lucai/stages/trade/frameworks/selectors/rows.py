"""The rows themselves, for this module's services, and their counts."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.records import read_once
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkApplication,
    FrameworkCall,
    FrameworkFiling,
    FrameworkMember,
    FrameworkPackage,
    FrameworkResponse,
)


@read_once
def framework_row(viewer: Viewer, number: str) -> FrameworkAgreement:
    """Return a framework.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = FrameworkAgreement.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这个框架协议。")
    return row


def is_organiser(viewer: Viewer, row: FrameworkAgreement | FrameworkMember | FrameworkCall) -> bool:
    """Whether the viewer's organisation is the one that called."""
    sides = viewer.side in {Side.AGENCY, Side.BUYER}
    return sides and viewer.organisation == row.organiser_id


def own_framework(viewer: Viewer, number: str) -> FrameworkAgreement:
    """Return a framework that the viewer's organisation called.

    Raises:
        NotFound: there is none, or another organisation called it.
    """
    row = framework_row(viewer, number)
    if not is_organiser(viewer, row):
        raise NotFound("没有找到本单位征集的这个框架协议。")
    return row


def package_row(viewer: Viewer, framework: FrameworkAgreement, number: int) -> FrameworkPackage:
    """Return a package.

    Raises:
        NotFound: there is none.
    """
    rows = FrameworkPackage.objects.seen_by(viewer).filter(framework=framework, number=number)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这个采购包。")
    return row


def call_row(viewer: Viewer, number: str, round_: int) -> FrameworkCall:
    """Return a call of a framework.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    rows = FrameworkCall.objects.seen_by(viewer)
    row = rows.filter(framework_number=number, round=round_).first()
    if not row:
        raise NotFound("没有找到这次征集。")
    return row


def open_call(viewer: Viewer, framework: FrameworkAgreement) -> FrameworkCall:
    """Return the call that takes responses now.

    Raises:
        NotFound: none does.
    """
    rows = FrameworkCall.objects.seen_by(viewer).filter(framework=framework, state="open")
    row = rows.order_by("-round").first()
    if not row:
        raise NotFound("现在没有正在进行的征集。")
    return row


def latest_call(viewer: Viewer, framework: FrameworkAgreement) -> FrameworkCall:
    """Return the last call of a framework, whatever its state.

    Raises:
        NotFound: there was none.
    """
    rows = FrameworkCall.objects.seen_by(viewer).filter(framework=framework)
    row = rows.order_by("-round").first()
    if not row:
        raise NotFound("没有找到这个框架协议的征集。")
    return row


def own_response(viewer: Viewer, call: FrameworkCall, package: int) -> FrameworkResponse | None:
    """Return what the viewer's organisation answered to a call for a package."""
    rows = FrameworkResponse.objects.seen_by(viewer).filter(call=call, package_number=package)
    found: FrameworkResponse | None = rows.filter(supplier_id=viewer.organisation).first()
    return found


def responses_of(viewer: Viewer, call: FrameworkCall) -> list[FrameworkResponse]:
    """Return the responses to a call that the viewer may see, by package, rank and envelope."""
    rows = FrameworkResponse.objects.seen_by(viewer).filter(call=call)
    return list(rows.order_by("package_number", "rank", "envelope_hash"))


def member_row(viewer: Viewer, number: str, place: int) -> FrameworkMember:
    """Return a member.

    Raises:
        NotFound: there is none.
    """
    rows = FrameworkMember.objects.seen_by(viewer).filter(framework_number=number, place=place)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这家入围供应商。")
    return row


def application_row(viewer: Viewer, number: str, place: int) -> FrameworkApplication:
    """Return an application.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    rows = FrameworkApplication.objects.seen_by(viewer)
    row = rows.filter(framework_number=number, place=place).first()
    if not row:
        raise NotFound("没有找到这份加入申请。")
    return row


def filing_row(viewer: Viewer, number: str, place: int) -> FrameworkFiling:
    """Return a filing of agreements.

    Raises:
        NotFound: there is none.
    """
    rows = FrameworkFiling.objects.seen_by(viewer).filter(framework_number=number, place=place)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这次备案。")
    return row


def last_filing(viewer: Viewer, framework: FrameworkAgreement) -> FrameworkFiling | None:
    """Return the last filing of a framework's agreements, or None."""
    rows = FrameworkFiling.objects.seen_by(viewer).filter(framework=framework)
    found: FrameworkFiling | None = rows.order_by("-place").first()
    return found


def next_place(viewer: Viewer, framework: FrameworkAgreement, *, applying: bool = False) -> int:
    """Return the next running number of a framework's members or applications."""
    del viewer
    table = FrameworkApplication if applying else FrameworkMember
    last = table.objects.seen_by(SYSTEM).filter(framework=framework).order_by("-place").first()
    return last.place + 1 if last else 1


def next_order(viewer: Viewer, framework: FrameworkAgreement, package: int) -> int:
    """Return the next place in the published order of a package."""
    rows = FrameworkMember.objects.seen_by(viewer).filter(
        framework=framework, package_number=package
    )
    last = rows.order_by("-order").first()
    return last.order + 1 if last else 1


def is_member(viewer: Viewer, framework: FrameworkAgreement, package: int) -> bool:
    """Whether the viewer's organisation is admitted to a package."""
    rows = FrameworkMember.objects.seen_by(viewer).filter(
        framework=framework, package_number=package, supplier_id=viewer.organisation, gone_at=None
    )
    return bool(rows.exists())
