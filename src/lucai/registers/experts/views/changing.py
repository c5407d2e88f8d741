"""Pages of what experts ask to change in their entries."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.law.regions import regions
from lucai.platform.access.permissions import demand
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, attempted, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import rows_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.experts import services, signed
from lucai.registers.experts.lifecycle import CHANGE, CHANGEABLE, EXPERT, OWN_ENTRY
from lucai.registers.experts.schemas import AvoidIn, ChangeIn, PhoneIn, RefusalIn
from lucai.registers.experts.selectors import changes as selectors
from lucai.registers.experts.selectors import expert_of_person
from lucai.registers.experts.services.changing import PROVEN

PARTIES = (Side.EXPERT, Side.SUPERVISOR)
OWN = "/experts/me/"
CONFIRMING = {
    "approve": (services.approve_change, "已核准，登记内容已经更新。"),
    "withdraw": (services.withdraw_change, "申请已撤回。"),
}


@require_GET
@signed_in(Side.SUPERVISOR)
def changes(request: HttpRequest) -> HttpResponse:
    """List what the region's experts ask to change."""
    names = ("words", "state", "about", "after")
    asked = {name: request.GET.get(name, "").strip() for name in names}
    found = selectors.change_page(viewer_of(request), **asked)
    states, kinds = list(CHANGE.states.items()), list(CHANGEABLE.items())
    context = {"found": found, "states": states, "kinds": kinds, **asked}
    return page(request, "experts/changes.html", context)


@require_GET
@signed_in(*PARTIES)
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Show one change, old and new side by side."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.change_seen(viewer, number),
        "entries": timeline_of(viewer, CHANGE.of, number),
    }
    return page(request, "experts/change.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def new(request: HttpRequest) -> HttpResponse:
    """Ask to change the own entry."""
    viewer = viewer_of(request)
    demand(viewer, OWN_ENTRY.permission)
    card = expert_of_person(viewer, viewer.person)
    if not card or card.state in EXPERT.final:
        return redirect("expert-own")
    if request.method == "GET" and (waiting := selectors.open_change_of(viewer, viewer.person)):
        flash(request, "这份申请正在审核，一次只能有一份；需要修改的请先撤回。")
        return redirect("expert-change", waiting.number)
    made: list[str] = []

    def act(data: ChangeIn) -> None:
        files = request.FILES.getlist("files")
        made.append(services.ask_change(actor_of(request), form=data, files=files))

    start = selectors.change_start(viewer, card.number)
    form, taken = attempted(request, ChangeIn, act, start=start)
    if taken:
        return _asked(request, made[0])
    form.choices["region"] = [(one.code, one.name) for one in regions().values()]
    context = {"form": form, "proofs": PROVEN, **rows_of(form, "avoids", AvoidIn)}
    return page(request, "experts/change_form.html", context, status=form.status)


def _asked(request: HttpRequest, number: str) -> HttpResponse:
    if not number:
        flash(request, "评审专业已撤回，即时生效。")
        return redirect("expert-own")
    flash(request, "已提交，由财政部门审核；新的单位从现在起回避。")
    return redirect("expert-change", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse a change, with reasons."""

    def taken(data: Any) -> None:
        services.refuse_change(actor_of(request), number=number, refusal=data)

    done = "已告知专家理由和异议期限。"
    return perform(request, RefusalIn, taken, done, lambda: _about(request, number))


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
@signed_act({"approve": "核准评审专家信息变更"}, about=signed.change)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask once more, then take a step that needs nothing typed."""
    if step not in CONFIRMING:
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        act, done = CONFIRMING[step]
        act(actor_of(request), number=number)
        flash(request, done)
        return redirect("expert-change", number)
    sheet = selectors.change_seen(viewer_of(request), number)
    context = {"sheet": sheet, "offer": sheet.offer(step)}
    return page(request, "experts/change_step.html", context)


@require_GET
@signed_in(*PARTIES)
def file(request: HttpRequest, number: str, file: int) -> FileResponse:
    """Send a proof of a change."""
    return answer(selectors.change_file(viewer_of(request), number, file))


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def phone(request: HttpRequest) -> HttpResponse:
    """Let the expert say how to be reached."""
    viewer = viewer_of(request)
    card = expert_of_person(viewer, viewer.person)

    def act(data: PhoneIn) -> None:
        services.keep_phone(actor_of(request), form=data)

    form, taken = attempted(request, PhoneIn, act, start={"phone": card.phone if card else ""})
    if taken:
        flash(request, "联系电话已更新。")
        return redirect("expert-own")
    return page(request, "experts/phone.html", {"form": form}, status=form.status)


def _about(request: HttpRequest, number: str) -> ActPage:
    sheet = selectors.change_seen(viewer_of(request), number)
    return ActPage(
        offer=sheet.offer("refuse"), back=sheet.href, name=sheet.name, code=sheet.number,
        closed=f"这份申请{sheet.state_label}，现在不能办理这一步。",
        notes=((f"申请变更：{sheet.about_label}。说明：{sheet.grounds}", "info"),),
        trail=(("/expert-changes/", "信息变更"),), draft=f"expert-change-refuse-{number}",
    )  # fmt: skip
