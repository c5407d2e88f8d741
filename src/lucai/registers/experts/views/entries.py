"""Pages of the expert library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.experts import selectors, services, signed
from lucai.registers.experts.lifecycle import EXPERT, REPORTED
from lucai.registers.experts.schemas import (
    DismissIn,
    ReasonIn,
    RestIn,
    TrainingIn,
    TrainingJudgedIn,
)
from lucai.registers.experts.selectors.changes import changes_of
from lucai.registers.experts.selectors.decisions import decisions_of


@require_GET
@signed_in(Side.SUPERVISOR)
def experts(request: HttpRequest) -> HttpResponse:
    """List the experts of the region."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.expert_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(EXPERT.states.items()), **asked}
    return page(request, "experts/experts.html", context)


@require_GET
@signed_in(Side.SUPERVISOR, elsewhere={Side.EXPERT: "/experts/me/"})
def expert(request: HttpRequest, number: str) -> HttpResponse:
    """Show one expert."""
    viewer = viewer_of(request)
    card = selectors.expert_seen(viewer, number)
    offers = selectors.expert_offers(viewer, number)
    context = {
        "card": card, "offers": offers, "rows": decisions_of(viewer, number),
        "changes": changes_of(viewer, number),
    }  # fmt: skip
    return page(request, "experts/expert.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Take an expert out of draws, with the reason."""
    return _reasoned(request, number, "suspend", "已暂停该专家参加评审。", f"/experts/{number}/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("解聘评审专家", about=signed.expert)
def dismiss(request: HttpRequest, number: str) -> HttpResponse:
    """Take an expert out of the library, in a case of the law and with the reason."""
    back = f"/experts/{number}/"

    def taken(data: DismissIn) -> None:
        services.dismiss(actor_of(request), key=number, form=data)

    done = "已解聘，专家不再被抽取。"
    return perform(
        request, DismissIn, taken, done, lambda: _about(request, number, "dismiss", back), to=back
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
@signed_act("退出评审专家库", about=signed.expert)
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Leave the library, with the reason."""
    return _reasoned(request, number, "leave", "您已退出专家库。", "/experts/me/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def rest(request: HttpRequest, number: str) -> HttpResponse:
    """Take a leave."""

    def taken(data: RestIn) -> None:
        services.rest(actor_of(request), key=number, leave=data)

    done = "已请假，期间不会被抽取；可以提前销假。"
    return perform(request, RestIn, taken, done, lambda: _about(request, number, "rest", OWN))


@require_POST
@signed_in(Side.SUPERVISOR, Side.EXPERT)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step of the expert's life that needs nothing typed."""
    services.take(actor_of(request), key=number, step=step)
    return redirect("expert", number=number)


@require_GET
@signed_in(Side.EXPERT)
def own_entry(request: HttpRequest) -> HttpResponse:
    """Show the expert's own entry, and what is under review."""
    viewer = viewer_of(request)
    card = selectors.expert_of_person(viewer, viewer.person)
    context = {
        "card": card,
        "offers": selectors.expert_offers(viewer, card.number) if card else [],
        "application": selectors.own_application(viewer),
        "rows": decisions_of(viewer, card.number) if card else [],
        "changes": changes_of(viewer, card.number) if card else [],
    }
    return page(request, "experts/own.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def training(request: HttpRequest) -> HttpResponse:
    """Let the expert enter a training."""
    form = filled(TrainingIn)
    if request.method == "POST":
        form = read_form(TrainingIn, request)
        if form.attempt(services.note_training, actor_of(request), training=form.data):
            flash(request, "培训已登记，财政部门核实后计入。")
            return redirect("expert-own")
    return page(request, "experts/training.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def judge_training(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Confirm or refuse a training that the expert entered."""
    card = selectors.expert_seen(viewer_of(request), number)
    training = next((one for one in card.trainings if one.place == place), None)
    if not training or training.state != REPORTED:
        raise NotFound("没有待核实的这次培训。")
    form = filled(TrainingJudgedIn)
    if request.method == "POST":
        form = read_form(TrainingJudgedIn, request)
        if form.attempt(
            services.judge_training, actor_of(request), key=number, place=place, judged=form.data
        ):
            flash(request, "核实结果已保存，专家本人可以看到。")
            return redirect("expert", number=number)
    context = {"card": card, "training": training, "form": form}
    return page(request, "experts/judge_training.html", context, status=form.status)


OWN = "/experts/me/"
SAID = {
    "suspend": "理由专家本人可以看到，可以提出异议；暂停后不再被抽取，可以随时恢复。",
    "dismiss": "理由专家本人可以看到，可以提出异议；解聘后不再被抽取，异议成立的恢复在库。",
    "leave": "退出后不再被抽取；以后符合条件的，可以重新申请入库。",
}


def _reasoned(request: HttpRequest, number: str, step: str, done: str, back: str) -> HttpResponse:
    def taken(data: ReasonIn) -> None:
        services.take(actor_of(request), key=number, step=step, reason=data.reason)

    return perform(
        request, ReasonIn, taken, done, lambda: _about(request, number, step, back), to=back
    )


def _about(request: HttpRequest, number: str, step: str, back: str) -> ActPage:
    viewer = viewer_of(request)
    card = selectors.expert_seen(viewer, number)
    offers = selectors.expert_offers(viewer, number)
    return ActPage(
        offer=next((one for one in offers if one.step.name == step), None), back=back,
        name=card.name, code=card.number, closed="现在不能办理这一步，可能已有人处理。",
        notes=((SAID[step], "info"),) if step in SAID else (), danger=step != "rest",
        draft=f"expert-{step}",
    )  # fmt: skip
