"""The decision: drafted, approved or sent back by another person, published, carried out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.oversight.complaints import selectors, services, signed
from lucai.oversight.complaints.notices import decision_fields
from lucai.oversight.complaints.schemas import DecisionIn, FulfilmentIn, ReasonIn
from lucai.oversight.complaints.views.parts import ActPage, act_page
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.challenges.kinds import Kind, kind_of

CARRYING_OUT = {
    Kind.PROJECT: "责令重新开展采购的，办结后所涉采购包终止并公告；另行确定中标人的，先由采购人确定。",
    Kind.FRAMEWORK: "责令重新征集的，办结后本次征集终止并公告；撤销入围的，作出决定时已经重新确定并更正公告。",
    **dict.fromkeys(
        (Kind.MALL, Kind.INQUIRY),
        "责令重新开展采购活动的，办结后还没有成为合同的订单撤回、没有成交的询价终止，采购人重新采购。",
    ),
    Kind.ORDER: "责令重新开展采购的，办结后这一单撤销并公告，冻结的预算退回，采购人重新下单。",
}
"""What follows from carrying a decision out; a complaint's number begins with what it is about."""


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Draft the decision on a complaint, or draft it anew after it was sent back."""
    return act_page(
        request, number, DecisionIn,
        lambda data: services.draft_ruling(actor_of(request), number=number, form=data),
        ActPage(
            title="拟定处理决定", label="提交审签", done="处理决定已拟定，等待另一位同事审签。",
            fields=(
                "ruling", "ground", "remedy", "struck", "findings", "basis", "decision",
                "cost_bearer",
            ),
            step="draft_ruling", template="complaints/decision.html",
            choices={
                "remedy": selectors.remedy_choices(viewer_of(request), number),
                "struck": selectors.struck_of(viewer_of(request), number),
            },
            values=selectors.ruling_of(viewer_of(request), number),
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("审签投诉处理决定", about=signed.decision)
def approval(request: HttpRequest, number: str) -> HttpResponse:
    """Show the drafted decision, then make it the decision."""
    sheet = selectors.complaint_seen(viewer_of(request), number)
    if request.method == "POST":
        services.decide(actor_of(request), number=number)
        flash(request, "处理决定已作出并送达，请在期限内公告。")
        return redirect("complaint", number=number)
    offer = next((each for each in sheet.offers if each.step.name == "decide"), None)
    context = {"sheet": sheet, "offer": offer, "title": "审签处理决定"}
    return page(request, "complaints/approval.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def return_ruling(request: HttpRequest, number: str) -> HttpResponse:
    """Send a drafted decision back."""
    return act_page(
        request, number, ReasonIn,
        lambda data: services.return_ruling(actor_of(request), number=number, form=data),
        ActPage(
            title="退回重拟", label="退回拟稿人", done="已退回重新拟定，作出决定的期限继续计算。",
            fields=("reason",), step="return_ruling",
            text="写明需要重新查明、修改的内容；退回不延长作出处理决定的期限。",
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show the notice as it will be read, then publish it."""
    sheet = selectors.complaint_seen(viewer_of(request), number)
    if request.method == "POST":
        services.publish(actor_of(request), number=number)
        flash(request, "投诉处理结果已公告。")
        return redirect("complaint", number=number)
    offer = next((each for each in sheet.offers if each.step.name == "publish"), None)
    context = {"sheet": sheet, "offer": offer, "fields": decision_fields(sheet)}
    return page(request, "complaints/notice.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
def fulfilment(request: HttpRequest, number: str) -> HttpResponse:
    """Say how a decision was carried out."""
    return act_page(
        request, number, FulfilmentIn,
        lambda data: services.carry_out(actor_of(request), number=number, form=data),
        ActPage(
            title="落实处理决定", label="办结落实", done="已办结，并告知财政部门和投诉人。",
            fields=("text",), step="carry_out",
            text=CARRYING_OUT[kind_of(number)],
        ),
    )  # fmt: skip
