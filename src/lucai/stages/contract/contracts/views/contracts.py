"""A contract from draft to filing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel import money
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts import selectors, services, signed
from lucai.stages.contract.contracts.awarded import awarded
from lucai.stages.contract.contracts.innovating import waiting_deals
from lucai.stages.contract.contracts.instalments import read_plan
from lucai.stages.contract.contracts.lifecycle import (
    ACKNOWLEDGE,
    CONTRACT,
    DRAFT,
    SIGNATURES,
)
from lucai.stages.contract.contracts.notices import notice_fields
from lucai.stages.contract.contracts.papers import contract_pdf
from lucai.stages.contract.contracts.preview import preview
from lucai.stages.contract.contracts.schemas import ContractIn, ReasonIn
from lucai.stages.contract.contracts.sharing import waiting_units
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.trade.awards.selectors import awarded_lots
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.projects.selectors.guests import is_guest

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
WORKING = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
SIGNED = {"sm3": "所签合同正文的 SM3", "late_reason": "逾期签订的理由"}


@require_GET
@signed_in(*PARTIES)
def contracts(request: HttpRequest) -> HttpResponse:
    """List contracts."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.contract_page(viewer_of(request), **asked)
    context = {"found": found, "filters": _filters(asked), **asked}
    return page(request, "contracts/contracts.html", context)


@require_GET
@signed_in(*WORKING)
def room_contracts(request: HttpRequest, number: str) -> HttpResponse:
    """Show the contracts of a project in its room."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "contracts"),
        "contracts": selectors.contracts_of_project(viewer, number),
        "waiting": [] if is_guest(viewer, number) else awarded_lots(viewer, number),
        "units": waiting_units(viewer, number),
        "researching": waiting_deals(viewer, number),
    }
    return page(request, "contracts/room.html", context)


@require_GET
@signed_in(Side.BUYER)
def chosen_lot(request: HttpRequest) -> HttpResponse:
    """Lead to the draft of the lot that is named in the query."""
    lot = request.GET.get("lot", "")
    if not lot.isdigit():
        raise NotFound("没有找到这一包。")
    return redirect("contract-new", number=request.GET.get("project", ""), lot_number=int(lot))


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def new_contract(request: HttpRequest, number: str, lot_number: int) -> HttpResponse:
    """Show what is carried over from tender and bid, and draft the contract from it."""
    viewer = viewer_of(request)
    asked = request.GET.get("supplier", "")
    supplier = int(asked) if asked.isdigit() else None
    existing = selectors.contract_of_lot(viewer, number, lot_number, supplier)
    if existing:
        return redirect(existing.href)
    if request.method == "POST":
        drafted = services.draft_contract(
            actor_of(request), project_number=number, lot_number=lot_number, supplier_id=supplier
        )
        flash(request, "合同已按中标结果起草，请完善双方约定的条款。")
        return redirect("contract-edit", number=drafted)
    context = {
        "frame": frame(viewer, number, "contracts"),
        "source": awarded(viewer, number, lot_number, supplier),
    }
    return page(request, "contracts/new.html", context)


@require_GET
@signed_in(*PARTIES)
def contract(request: HttpRequest, number: str) -> HttpResponse:
    """Show one contract."""
    viewer = viewer_of(request)
    sheet = selectors.contract_seen(viewer, number)
    context = {
        "sheet": sheet,
        "card": sheet.card,
        "entries": timeline_of(viewer, CONTRACT.of, number),
        "tabs": contract_tabs(number, "text", viewer.side),
        "may_draft": viewer.may(DRAFT.permission),
        "may_acknowledge": sheet.may_be_acknowledged and viewer.may(ACKNOWLEDGE.permission),
    }
    return page(request, "contracts/contract.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Write the terms of a draft."""
    sheet = selectors.contract_seen(viewer_of(request), number)
    form = filled(ContractIn, _typed(sheet))
    if request.method == "POST":
        form = read_form(ContractIn, request)
        if form.data:
            services.edit_contract(actor_of(request), number=number, contract=form.data)
            flash(request, "已保存。核对无误后提交双方签订。")
            departs = selectors.departs(viewer_of(request), number)
            return redirect("contract-difference" if departs else "contract-check", number=number)
    context = {"sheet": sheet, "card": sheet.card, "form": form}
    return page(request, "contracts/edit.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Check the whole text before it goes to both sides."""
    if request.method == "POST":
        services.propose(actor_of(request), number=number)
        flash(request, "已提交双方签订，采购人和供应商可以按任意先后签订。")
        return redirect("contract", number=number)
    return _sheet_page(request, number, "contracts/check.html", steps=("propose",))


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
@signed_act("签订合同", labels=SIGNED, about=signed.contract)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Show exactly what is signed, and sign it."""
    problem, late_reason = "", request.POST.get("late_reason", "")
    if request.method == "POST":
        try:
            services.sign(
                actor_of(request), number=number, sm3=request.POST.get("sm3", ""),
                late_reason=late_reason,
            )  # fmt: skip
            flash(request, "已签订。")
            return redirect("contract", number=number)
        except InvalidInput as error:
            problem = str(error)
    return _sheet_page(
        request, number, "contracts/sign.html", problem=problem,
        steps=tuple(SIGNATURES.values()), reason=_reason_field(late_reason),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take the text back into draft, with the reason."""
    form: Form[Any] = filled(ReasonIn)
    if request.method == "POST":
        form = read_form(ReasonIn, request)
        if form.data:
            services.send_back(actor_of(request), number=number, reason=form.data)
            flash(request, "已退回修改，已有的签订作废。")
            return redirect("contract", number=number)
    return _sheet_page(request, number, "contracts/send_back.html", form=form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def publish(request: HttpRequest, number: str) -> HttpResponse:
    """Show the notice as it will be published, and publish it."""
    problem = ""
    if request.method == "POST":
        try:
            services.publish(actor_of(request), number=number)
            flash(request, "合同已公告。")
            return redirect("contract", number=number)
        except InvalidInput as error:
            problem = str(error)
    viewer = viewer_of(request)
    sheet = selectors.contract_seen(viewer, number)
    fields = notice_fields(viewer, sheet.card, sheet.terms, sheet.method, sheet.sme_reserved)
    return _sheet_page(
        request, number, "contracts/publish.html", problem=problem, steps=("publish",),
        sections=preview("contract", fields),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    if request.method == "POST":
        services.take(actor_of(request), number=number, step=step)
        flash(request, "已办理。")
        return redirect("contract", number=number)
    return _sheet_page(request, number, "contracts/step.html", steps=(step,))


@require_POST
@signed_in(Side.SUPERVISOR)
def acknowledge(request: HttpRequest, number: str) -> HttpResponse:
    """Give the receipt for a filed contract."""
    services.acknowledge_filing(actor_of(request), number=number)
    flash(request, "已出具备案回执。")
    return redirect("contract", number=number)


@require_GET
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the contract as PDF; to everybody once it is published."""
    viewer = viewer_of(request)
    sheet = selectors.contract_readable(viewer, number)
    response = HttpResponse(contract_pdf(viewer, sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response


def _sheet_page(
    request: HttpRequest,
    number: str,
    template: str,
    *,
    problem: str = "",
    steps: tuple[str, ...] = (),
    **more: Any,
) -> HttpResponse:
    """Show a page about a step; ``offer`` is that step as the viewer has it, or None."""
    form = more.get("form")
    bad = bool(problem) or bool(form and form.errors)
    sheet = selectors.contract_seen(viewer_of(request), number)
    offer = next((each for each in sheet.offers if each.step.name in steps), None)
    context = {"sheet": sheet, "card": sheet.card, "offer": offer, "problem": problem, **more}
    return page(request, template, context, status=422 if bad else 200)


def _reason_field(value: str) -> FormField:
    return FormField(
        "late_reason", "逾期签订的原因", kind="textarea", value=value, required=True,
        hint="自中标通知书发出已经超过三十日；原因写入过程日志，财政部门会看到",
    )  # fmt: skip


def _filters(asked: dict[str, str]) -> list[FormField]:
    states = list(CONTRACT.states.items())
    return [
        FormField("words", "合同名称、编号或当事人", value=asked["words"]),
        FormField("state", "状态", kind="select", value=asked["state"], choices=states),
    ]


def _typed(sheet: selectors.ContractSheet) -> dict[str, Any]:
    """Return what the form shows at first."""
    terms, plan = sheet.terms, read_plan(sheet.card.payment_plan)
    names = (
        "title", "delivery_place", "acceptance_days", "payment_days", "delivery_days",
        "security_return_days", "warranty_months",
    )  # fmt: skip
    return {
        **{name: getattr(terms, name) for name in names},
        **terms.own,
        "advance_percent": plan.advance,
        "retention_percent": plan.retention,
        "retention_days": plan.retention_days,
        "performance_security": money.plain_yuan(terms.performance_security)
        if terms.performance_security
        else "",
        "items": [
            {"place": item.place, "specification": item.specification} for item in terms.items
        ],
        "requirements": [
            {"number": one.number, "response": one.response or "满足"} for one in terms.requirements
        ],
    }
