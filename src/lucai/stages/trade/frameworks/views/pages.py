"""What everybody reads: the list, a framework, a call."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.stages.trade.downloads.lifecycle import OBTAIN
from lucai.stages.trade.downloads.selectors import obtained
from lucai.stages.trade.frameworks import selectors
from lucai.stages.trade.frameworks.beyond import pages_of
from lucai.stages.trade.frameworks.lifecycle import CORRECT, DRAFT, REFILL, RESPOND
from lucai.stages.trade.frameworks.numbering import round_number
from lucai.stages.trade.frameworks.selectors.sealing import package_edition, rounds_to_verify
from lucai.stages.trade.frameworks.supplier_lifecycle import APPLY
from lucai.stages.trade.frameworks.wording import filters_of
from lucai.stages.trade.groups.selectors import group_seen
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.doors import packed


@require_GET
def frameworks(request: HttpRequest) -> HttpResponse:
    """List framework agreements."""
    viewer = viewer_of(request)
    asked = {n: request.GET.get(n, "").strip() for n in ("words", "state", "mine", "after")}
    context = {
        "found": selectors.framework_page(viewer, **asked),
        "filters": filters_of(asked, viewer.side),
        "may_draft": viewer.may(DRAFT.permission),
        **asked,
    }
    return page(request, "frameworks/frameworks.html", context)


@require_GET
def framework(request: HttpRequest, number: str) -> HttpResponse:
    """Show a framework: terms, packages, members, deals, calls."""
    viewer = viewer_of(request)
    sheet = selectors.framework_seen(viewer, number)
    context = {
        "sheet": sheet,
        "card": sheet.card,
        "may_edit": sheet.mine and viewer.may(DRAFT.permission),
        "may_correct": sheet.mine and viewer.may(CORRECT.permission),
        "may_refill": sheet.mine and viewer.may(REFILL.permission),
        "may_respond": viewer.may(RESPOND.permission),
        "may_apply": viewer.may(APPLY.permission),
        "beyond": list(pages_of(viewer, number)),
        "may_obtain": viewer.may(OBTAIN.permission),
        "obtained": obtained(viewer, number),
        "own": [m for m in sheet.members if m.supplier_id == viewer.organisation],
        "filings": selectors.filings_of(viewer, number) if sheet.members else (),
    }
    return page(request, "frameworks/framework.html", context)


@require_GET
def call(request: HttpRequest, number: str, round_: int) -> HttpResponse:
    """Show a call with the responses the viewer may see."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.framework_card(viewer, number),
        "call": selectors.call_seen(viewer, number, round_),
        "group": group_seen(viewer, f"{number}-Z{round_}"),
        "responses": selectors.responses_seen(viewer, number, round_),
        "rounds": rounds_to_verify(viewer, number, round_),
    }
    return page(request, "frameworks/call.html", context)


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR)
def package(request: HttpRequest, number: str, round_: int, package: int) -> FileResponse:
    """Send the verification package of a package's opened responses, in the viewer's edition."""
    viewer = viewer_of(request)
    edition = package_edition(viewer, number, round_, package)
    sealed = round_number(number, round_)
    found = rounds.package(viewer, sealed, package, edition=edition)
    return packed(found, f"{sealed}-{package}-{edition}.zip")
