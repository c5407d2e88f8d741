"""What suppliers hand in, and what the parties read of it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.cooperations import selectors, services
from lucai.stages.trade.cooperations.numbering import LOT, round_number
from lucai.stages.trade.cooperations.schemas import ApplicationIn, ResponseIn
from lucai.stages.trade.cooperations.selectors.facts import FINAL, FIRST
from lucai.stages.trade.cooperations.selectors.sealing import (
    package_edition,
    responding_order,
    response_round,
)
from lucai.stages.trade.cooperations.views.forms import Act, perform, show
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.doors import claimed, handed_in, hands_in, packed, receipted


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("提交合作创新采购申请文件")
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in an application, or another in its place."""
    sheet = selectors.cooperation_seen(viewer_of(request), number)
    own = sheet.own
    act = Act(
        label="提交申请文件", schema=ApplicationIn, service=services.apply, template="apply",
        done="申请文件已提交，截止前其他任何人都看不到；截止前可以修改或者撤回。",
    )  # fmt: skip
    source = {
        "statement": own.statement, "experience": own.experience, "contact": own.contact,
    } if own else {}  # fmt: skip
    return perform(request, number, act, source=source)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@hands_in
def respond(request: HttpRequest, number: str) -> HttpResponse:
    """Let a supplier write its response; its browser seals it, and posts the envelope here."""
    sheet = selectors.cooperation_seen(viewer_of(request), number)
    if not sheet.own or not sheet.own.due_at:
        raise NotFound("本单位没有参加这次研发竞争谈判。")
    if request.method == "POST":
        taken = services.respond(
            actor_of(request), project_number=number, handed=handed_in(request)
        )
        return receipted(taken)
    round_ = FINAL if sheet.state == "finalising" else FIRST
    kept = {one.round: one.content for one in sheet.own_responses}
    source = dict(kept.get(FIRST) or {})
    source["inside"] = "yes" if source.get("inside") else ""
    receiving = sheet.state in {"responding", "finalising"}
    return show(request, number, "respond", {
        "sheet": sheet, "form": filled(ResponseIn, source), "stage": round_,
        "order": responding_order(viewer_of(request), number, round_) if receiving else None,
        "round": response_round(viewer_of(request), number, round_),
    })  # fmt: skip


@require_GET
@signed_in(Side.SUPPLIER)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Send the receipt of one's own last response."""
    found = services.response_receipt(actor_of(request), project_number=number)
    return receipted(found, file_name=f"{number}-研发响应回执.json")


@require_POST
@signed_in(Side.SUPPLIER)
@hands_in
def response_step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Withdraw one's response, by the claim that its browser has signed."""
    claim = claimed(request, name)
    return receipted(
        services.withdraw_response(actor_of(request), project_number=number, claim=claim)
    )


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR)
def package(request: HttpRequest, number: str, round_: int) -> FileResponse:
    """Send the verification package of a round's opened responses, in the viewer's edition."""
    viewer = viewer_of(request)
    edition, sealed = package_edition(viewer, number, round_), round_number(number, round_)
    return packed(rounds.package(viewer, sealed, LOT, edition=edition), f"{sealed}-{edition}.zip")


@require_GET
@signed_in(Side.AGENCY, Side.BUYER, Side.SUPERVISOR)
def applicant(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one applicant with its responses and what the group found and wrote of it."""
    found = selectors.applicant_seen(viewer_of(request), number, pk)
    return show(request, number, "applicant", {"applicant": found})
