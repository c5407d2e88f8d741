"""Pages of research stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.performance.research import selectors, services, signed
from lucai.stages.performance.research.schemas import (
    CostIn,
    NegotiationIn,
    RecognitionIn,
    ReportIn,
    SaidIn,
)

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)


@dataclass(frozen=True, slots=True)
class Act:
    """One act with a form."""

    label: str
    schema: type[BaseModel]
    service: Callable[..., Any]
    done: str


ACTS = {
    "negotiate": Act("记录中期谈判", NegotiationIn, services.negotiate, "中期谈判已记录，本阶段开始研发。"),
    "report": Act("提交成果报告和成本说明", ReportIn, services.report, "已提交，等待采购人认定。"),
    "pass_stage": Act(
        "认定阶段成果和成本", RecognitionIn, services.pass_stage,
        "已认定。供应商按认定的成本通知交付、开具发票，按合同付款。",
    ),
    "return_report": Act("退回补正", SaidIn, services.return_report, "已退回。"),
    "stop": Act("终止研发合同", SaidIn, services.stop, "研发合同已终止，按已认定的成本结算。"),
}  # fmt: skip
SIGNED = {"pass_stage": "认定研发阶段成果和成本", "stop": "终止研发合同"}


@require_GET
@signed_in(*PARTIES)
def stages(request: HttpRequest, number: str) -> HttpResponse:
    """List the stages of a research contract."""
    viewer = viewer_of(request)
    context = {
        "card": contract_card(viewer, number),
        "tabs": contract_tabs(number, "research", viewer.side),
        "stages": selectors.stages_of(viewer, number),
    }
    return page(request, "research/stages.html", context)


@require_GET
@signed_in(*PARTIES)
def stage(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one stage."""
    viewer = viewer_of(request)
    context = {
        "card": contract_card(viewer, number),
        "stage": selectors.stage_seen(viewer, number, place),
    }
    return page(request, "research/stage.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
@signed_act(SIGNED, by="act", about=signed.stage)
def act(request: HttpRequest, number: str, place: int, act: str) -> HttpResponse:
    """Take a step of a stage."""
    if act not in ACTS:
        raise NotFound("没有找到这个页面。")
    one = ACTS[act]
    found = selectors.stage_seen(viewer_of(request), number, place)
    form: Form[Any] = filled(one.schema, _first(act, found))
    if request.method == "POST":
        form = reshaped(one.schema, request) or read_form(one.schema, request)
        key = {"contract_number": number, "number": place, "form": form.data}
        if form.bound and form.attempt(one.service, actor_of(request), **key):
            flash(request, one.done)
            return redirect("research-stage", number=number, place=place)
    context = {
        "card": contract_card(viewer_of(request), number), "stage": found, "form": form,
        "act": act, "label": one.label, "offer": found.offer(act), "empty": filled(CostIn),
        "names": list(one.schema.model_fields),
    }  # fmt: skip
    return page(request, "research/act.html", context, status=form.status)


def _first(act: str, found: selectors.StageSheet) -> dict[str, Any]:
    if act == "report":
        return {"report": found.report, "costs": found.costs or [{}]}
    if act == "pass_stage":
        most = min(found.claimed, found.cap)
        return {"recognised": f"{most / services.FEN:.2f}"}
    return {}
