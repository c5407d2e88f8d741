"""What the authority does with a complaint, and the steps that only need a yes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.oversight.complaints import selectors, services, signed
from lucai.oversight.complaints.schemas import CorrectionIn, PauseIn, ReasonIn
from lucai.oversight.complaints.views.parts import ActPage, act_page
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of

CONFIRMED = {
    "submit": (services.submit, "投诉书已提交并送达财政部门，审查期限开始计算。"),
    "discard": (services.discard, "已放弃起草。"),
    "accept": (services.accept, "已受理，自收到投诉书之日起即为受理。"),
    "screen": (services.screen, "已记录初审结果，请在期限内审查是否受理。"),
    "correct": (services.correct, "补正已提交。"),
    "serve": (services.serve, "投诉答复通知书和投诉书副本已送达。"),
    "withdraw": (services.withdraw, "投诉已撤回，处理程序终止。"),
    "resume": (services.resume, "已通知恢复采购活动。"),
}


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER, Side.SUPERVISOR)
@signed_act(
    {"submit": "提交投诉书", "accept": "受理投诉", "correct": "提交投诉补正"}, about=signed.letter
)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask once more, then take a step that cannot be undone."""
    service, done = CONFIRMED.get(step) or _unknown()
    sheet = selectors.complaint_seen(viewer_of(request), number)
    if request.method == "POST":
        service(actor_of(request), number=number)
        flash(request, done)
        return redirect("complaint", number=number)
    offer = next((each for each in sheet.offers if each.step.name == step), None)
    return page(request, "complaints/step.html", {"sheet": sheet, "offer": offer})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for correction, once."""
    return act_page(
        request, number, CorrectionIn,
        lambda data: services.ask_correction(actor_of(request), number=number, form=data),
        ActPage(
            title="通知补正", label="发出补正通知", done="补正通知已送达投诉人。",
            fields=("reason", "until"), step="ask_correction", cites=("财政部令第94号/21",),
            text="一次性写明全部需要补正的事项和合理的补正期限；补正的时间不计入办理期限。",
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("不予受理投诉", about=signed.letter)
def refusal(request: HttpRequest, number: str) -> HttpResponse:
    """Do not accept a complaint."""
    return act_page(
        request, number, ReasonIn,
        lambda data: services.refuse(actor_of(request), number=number, form=data),
        ActPage(
            title="不予受理", label="告知不予受理", done="已告知投诉人不予受理并说明理由。",
            fields=("reason",), step="refuse", cites=("财政部令第94号/19", "财政部令第94号/21"),
            text="投诉不符合规定条件的，应当限期书面告知投诉人并说明理由。",
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Tell the complainant which authority is in charge."""
    return act_page(
        request, number, ReasonIn,
        lambda data: services.transfer(actor_of(request), number=number, form=data),
        ActPage(
            title="告知向有权部门提起", label="告知投诉人", done="已告知投诉人向有管辖权的部门提起投诉。",
            fields=("reason",), step="transfer", cites=("财政部令第94号/21",),
            text="不属于本部门管辖的，写明有管辖权的部门。投诉由采购人所属预算级次的财政部门处理。",
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def pause(request: HttpRequest, number: str) -> HttpResponse:
    """Pause the procurement in writing."""
    return act_page(
        request, number, PauseIn,
        lambda data: services.pause(actor_of(request), number=number, form=data),
        ActPage(
            title="暂停采购活动", label="书面通知暂停", done="已书面通知暂停，项目的办理按钮已停用。",
            fields=("until", "reason"), cites=("政府采购法/57",),
            text="暂停期间，开标、评审、定标、签订合同等按钮停用并说明原因；各次暂停的时间合并计算。"
            "投标截止时间落在暂停期间的，请提醒代理机构发布更正公告顺延。",
        ),
    )  # fmt: skip


def _unknown() -> Any:
    raise NotFound("没有这一步。")
