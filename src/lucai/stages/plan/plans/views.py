"""Pages of procurement plans."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform.access.permissions import demand
from lucai.platform.journal.selectors import object_timeline
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.budget.indicators.selectors import indicators_named
from lucai.stages.plan.intentions.selectors import IntentionCard, intention_seen, intentions_named
from lucai.stages.plan.plans import forming, selectors, services, signed
from lucai.stages.plan.plans.choices import UNITS
from lucai.stages.plan.plans.lifecycle import DRAFT, PLAN
from lucai.stages.plan.plans.schemas import DecisionIn, PlanIn, ReviewIn
from lucai.stages.plan.plans.selectors import PlanSheet

PARTIES = (Side.BUYER, Side.SUPERVISOR, Side.AGENCY)
# Page → the steps decided there.
DECISIONS = {
    "method": ("approve_method", "refuse_method"),
    "filing": ("file", "return_plan"),
    "abandon": ("abandon",),
}
PLAIN_STEPS = ("submit", "request_method", "request_filing", "revise", "discard")
SAYS = {
    "submit": "已提交审查，请审核人员办理。",
    "request_method": "已申请改变采购方式，等待财政部门核准。",
    "request_filing": "已报送财政部门备案。",
    "revise": "已改回编制，修改后重新提交审查。",
    "discard": "计划已作废。",
    "approve_method": "采购方式已核准，计划进入备案。",
    "refuse_method": "已退回采购人。",
    "file": "计划已备案，预算资金已冻结。",
    "return_plan": "已退回采购人修改。",
    "abandon": "计划已终止，冻结的资金已释放。",
}


@require_GET
@signed_in(*PARTIES)
def plans(request: HttpRequest) -> HttpResponse:
    """List plans."""
    viewer = viewer_of(request)
    words, state = request.GET.get("words", "").strip(), request.GET.get("state", "")
    context = {
        "found": selectors.plan_page(
            viewer, words=words, state=state, after=request.GET.get("after", "")
        ),
        "words": words,
        "state": state,
        "may_draft": viewer.may(DRAFT.permission),
        "filters": [
            FormField("words", "项目名称、编号或单位", value=words),
            FormField(
                "state", "状态", kind="select", value=state, choices=list(PLAN.states.items())
            ),
        ],
    }
    return page(request, "plans/plans.html", context)


@require_GET
@signed_in(*PARTIES)
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Show one plan."""
    viewer = viewer_of(request)
    entries = object_timeline(viewer, PLAN.of, number)
    context = {
        "sheet": selectors.plan_seen(viewer, number),
        "entries": [{"at": e.at, "who": e.who, "what": e.label, "index": e.index} for e in entries],
        "may_draft": viewer.may(DRAFT.permission),
    }
    return page(request, "plans/plan.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a plan, from an intention where one is named."""
    viewer = viewer_of(request)
    demand(viewer, DRAFT.permission)
    if request.method == "GET":
        code = request.GET.get("intention", "")
        intention = intention_seen(viewer, code) if code else None
        return _form_page(request, forming.blank(viewer, intention), None)
    if changed := forming.pressed(request):
        return _form_page(request, changed[0], None, found=changed[1])
    form = read_form(PlanIn, request)
    if form.data:
        try:
            number = services.draft_plan(actor_of(request), content=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, "计划已保存。核对以后提交审查。")
            return redirect("plan", number)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a plan that is being drafted."""
    sheet = selectors.plan_seen(viewer_of(request), number)
    if request.method == "GET":
        return _form_page(request, forming.of_sheet(sheet), sheet)
    if changed := forming.pressed(request):
        return _form_page(request, changed[0], sheet, found=changed[1])
    form = read_form(PlanIn, request)
    if form.data:
        try:
            services.edit_plan(actor_of(request), number=number, content=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, "修改已保存。")
            return redirect("plan", number)
    return _form_page(request, form, sheet)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Show exactly what is reviewed, and record the findings."""
    form = read_form(ReviewIn, request) if request.method == "POST" else filled(ReviewIn)
    if form.data:
        try:
            services.review_plan(actor_of(request), number=number, finding=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, f"{form.data.kind.label}结论已记录：{form.data.conclusion.label}。")
            return redirect("plan", number)
    sheet = selectors.plan_seen(viewer_of(request), number)
    return page(
        request, "plans/review.html", {"sheet": sheet, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPERVISOR)
@signed_act({"method": "审批采购方式", "filing": "采购计划备案"}, by="where", about=signed.plan)
def decision(request: HttpRequest, number: str, where: str) -> HttpResponse:
    """Show what is decided, with the money and the law, and take the decision."""
    form = read_form(DecisionIn, request) if request.method == "POST" else filled(DecisionIn)
    refused = _decided(request, number, where, form) if form.data else form.bound
    if not refused:
        if form.data:
            flash(request, SAYS[form.data.step])
            return redirect("plan", number)
    viewer = viewer_of(request)
    sheet = selectors.plan_seen(viewer, number)
    context = {
        "sheet": sheet,
        "form": form,
        "offers": [offer for name in DECISIONS[where] if (offer := sheet.offer(name))],
        "indicators": indicators_named(viewer, [line.code for line in sheet.fundings]),
    }
    return page(request, f"plans/{where}.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step that needs nothing typed; ask first where it cannot be undone."""
    if step not in PLAIN_STEPS:
        raise Http404
    if request.method == "POST":
        services.take(actor_of(request), number=number, step=step)
        flash(request, SAYS[step])
        return redirect("plan", number)
    sheet = selectors.plan_seen(viewer_of(request), number)
    return page(request, "plans/confirm.html", {"sheet": sheet, "step": PLAN.step(step)})


def _decided(request: HttpRequest, number: str, where: str, form: Form[DecisionIn]) -> bool:
    """Take the decision; return whether it was refused, with the reasons in the form."""
    data = form.data
    if data is None or data.step not in DECISIONS[where]:
        raise Http404
    try:
        services.take(
            actor_of(request), number=number, step=data.step,
            reason=data.reason, approval=data.approval,
        )  # fmt: skip
    except InvalidInput as error:
        form.refuse(error)
        return True
    except RuleBroken as error:
        form.broken = error.verdicts
        return True
    return False


def _form_page(
    request: HttpRequest,
    form: Form[PlanIn],
    sheet: PlanSheet | None,
    *,
    found: forming.Found | None = None,
) -> HttpResponse:
    viewer, own = viewer_of(request), _own_intention(request, sheet)
    context: dict[str, Any] = {
        "shown": forming.shown(form, viewer, own=own, found=found or {}),
        "form": form,
        "sheet": sheet,
        "units": UNITS,
    }
    return page(request, "plans/form.html", context, status=422 if form.errors else 200)


def _own_intention(request: HttpRequest, sheet: PlanSheet | None) -> IntentionCard | None:
    if not sheet or not sheet.card.intention_code:
        return None
    code = sheet.card.intention_code
    return intentions_named(viewer_of(request), [code]).get(code)
