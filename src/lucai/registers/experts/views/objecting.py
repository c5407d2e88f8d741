"""Pages of decisions about experts and of the objections to them."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.experts import services, signed
from lucai.registers.experts.lifecycle import DECISION
from lucai.registers.experts.schemas import DecisionRulingIn, ObjectionIn
from lucai.registers.experts.selectors import decisions as selectors

PARTIES = (Side.EXPERT, Side.SUPERVISOR)
CONFIRMING = {
    "settle": (services.settle, "已记录，您对这项决定没有异议。"),
    "withdraw": (services.withdraw_objection, "异议已撤回。"),
}


@require_GET
@signed_in(Side.SUPERVISOR)
def decisions(request: HttpRequest) -> HttpResponse:
    """List decisions about the region's experts."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "after")}
    found = selectors.decision_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(DECISION.states.items()), **asked}
    return page(request, "experts/decisions.html", context)


@require_GET
@signed_in(*PARTIES)
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Show one decision with the objection to it."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.decision_seen(viewer, number),
        "entries": timeline_of(viewer, DECISION.of, number),
    }
    return page(request, "experts/decision.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Object to a decision about oneself."""

    def taken(data: Any) -> None:
        files = request.FILES.getlist("files")
        services.object_to_decision(actor_of(request), number=number, form=data, files=files)

    done = "异议已提交，由另一位工作人员在规定期限内处理。"
    return perform(request, ObjectionIn, taken, done, lambda: _about(request, number, "object"))


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("处理评审专家异议", about=signed.decision)
def ruling(request: HttpRequest, number: str) -> HttpResponse:
    """Rule on an objection."""

    def taken(data: Any) -> None:
        services.rule_on(actor_of(request), number=number, ruling=data)

    done = "异议已处理，专家本人可以看到结果和理由。"
    return perform(
        request, DecisionRulingIn, taken, done, lambda: _about(request, number, "revoke")
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask once more, then take a step that needs nothing typed."""
    if step not in CONFIRMING:
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        act, done = CONFIRMING[step]
        act(actor_of(request), number=number)
        flash(request, done)
        return redirect("expert-decision", number)
    sheet = selectors.decision_seen(viewer_of(request), number)
    context = {"sheet": sheet, "offer": sheet.offer(step)}
    return page(request, "experts/decision_step.html", context)


@require_GET
@signed_in(*PARTIES)
def file(request: HttpRequest, number: str, file: int) -> FileResponse:
    """Send evidence of an objection."""
    return answer(selectors.decision_file(viewer_of(request), number, file))


def _about(request: HttpRequest, number: str, step: str) -> ActPage:
    sheet = selectors.decision_seen(viewer_of(request), number)
    told = [f"决定的理由：{sheet.reason}"]
    told += [f"专家的异议：{sheet.objection}"] if step == "revoke" and sheet.objection else []
    return ActPage(
        offer=sheet.offer(step), back=sheet.href, name=sheet.kind_label, code=sheet.number,
        label="处理评审专家异议" if step == "revoke" else "",
        closed=f"这项决定{sheet.state_label}，现在不能办理这一步。",
        notes=tuple((text, "info") for text in told),
        files="证据：PDF、图片、Excel 或者 ZIP，最多 5 个" if step == "object" else "",
        draft=f"expert-decision-{step}-{number}",
    )  # fmt: skip
