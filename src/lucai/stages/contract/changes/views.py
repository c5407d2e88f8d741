"""Pages of alterations: proposing, answering, publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.changes import selectors, services, signed
from lucai.stages.contract.changes.grounds import GROUNDS, KINDS
from lucai.stages.contract.changes.lifecycle import CHANGE, PROPOSE
from lucai.stages.contract.changes.notices import KIND, notice_fields
from lucai.stages.contract.changes.schemas import AnswerIn, ChangeIn
from lucai.stages.contract.contracts.parties import own_act
from lucai.stages.contract.contracts.preview import preview
from lucai.stages.contract.contracts.selectors import contract_card, contract_items
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
ACTS: dict[str, tuple[Callable[..., None], str]] = {
    "agree": (services.agree, "已同意，变更生效。采购人应当在两个工作日内公告。"),
    "refuse": (services.refuse, "已答复不同意，合同不变。"),
    "withdraw": (services.withdraw, "已撤回。"),
    "impose": (services.impose, "已依法单方办理，变更生效。"),
}


@require_GET
@signed_in(*PARTIES)
def changes(request: HttpRequest, number: str) -> HttpResponse:
    """List the alterations of a contract, and what may still be added."""
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    context = {
        "card": card,
        "tabs": contract_tabs(number, "changes", viewer.side),
        "changes": selectors.changes_of(viewer, number),
        "kinds": _possible(card) if viewer.may(PROPOSE.permission) else [],
    }
    return page(request, "changes/changes.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def new_change(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Propose an alteration of one kind."""
    if kind not in KINDS:
        raise NotFound("没有找到这个页面。")
    viewer = viewer_of(request)
    card, lines = contract_card(viewer, number), contract_items(viewer, number)
    form: Form[Any] = filled(ChangeIn, _start(kind, lines))
    made: list[int] = []

    def act(data: Any) -> None:
        actor = actor_of(request)
        made.append(services.propose_change(actor, contract_number=number, change=data))

    if request.method == "POST":
        form = read_form(ChangeIn, request)
        if form.attempt(act, form.data):
            flash(request, "已提出，等待对方答复。")
            return redirect("contract-change", number=number, place=made[0])
    grounds = [(key, one.label) for key, one in GROUNDS.items() if kind in one.kinds]
    form.choices["ground"] = grounds
    context = {
        "card": card, "form": form, "kind": kind, "label": KINDS[kind], "lines": lines,
        "cites": sorted({c for one in GROUNDS.values() if kind in one.kinds for c in one.cites}),
    }  # fmt: skip
    return page(request, "changes/new.html", context, status=form.status)


@require_GET
@signed_in(*PARTIES)
def change(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one alteration."""
    return _change_page(request, number, place, "changes/change.html")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
@signed_act({"agree_buyer": "同意合同变更", "agree_supplier": "同意合同变更"}, about=signed.change)
def answer(request: HttpRequest, number: str, place: int, step: str) -> HttpResponse:
    """Answer an alteration, withdraw one's own, or impose it where the law allows."""
    act = own_act(viewer_of(request), step)
    if act not in ACTS:
        raise NotFound("没有找到这个页面。")
    service, done = ACTS[act]
    form: Form[Any] = filled(AnswerIn)
    if request.method == "POST":
        form = read_form(AnswerIn, request)
        key = {"contract_number": number, "number": place}
        if form.attempt(service, actor_of(request), answer=form.data, **key):
            flash(request, done)
            return redirect("contract-change", number=number, place=place)
    return _change_page(
        request, number, place, "changes/answer.html", form=form, act=act, step=step
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def publish(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show the notice as it will be published, and publish it."""
    problem = ""
    if request.method == "POST":
        try:
            services.publish(actor_of(request), contract_number=number, number=place)
            flash(request, "合同变更已公告。")
            return redirect("contract-change", number=number, place=place)
        except InvalidInput as error:
            problem = str(error)
    viewer = viewer_of(request)
    sheet = selectors.change_seen(viewer, number, place)
    fields = notice_fields(viewer, contract_card(viewer, number), sheet)
    return _change_page(
        request, number, place, "changes/publish.html", step="publish", problem=problem,
        sections=preview(KIND, fields),
    )  # fmt: skip


def _change_page(
    request: HttpRequest, number: str, place: int, template: str, **more: Any
) -> HttpResponse:
    viewer, form = viewer_of(request), more.get("form")
    sheet = selectors.change_seen(viewer, number, place)
    context = {
        "card": contract_card(viewer, number),
        "sheet": sheet,
        "offer": next((one for one in sheet.offers if one.step.name == more.get("step")), None),
        "entries": timeline_of(viewer, CHANGE.of, f"{number}-B{place}"),
        **more,
    }
    return page(request, template, context, status=form.status if form else 200)


def _possible(card: Any) -> list[tuple[str, str]]:
    suspended = card.state == selectors.SUSPENDED
    keys: tuple[str, ...] = ("resumption", "termination") if suspended else ()
    if card.binding:
        keys = ("supplement", "change", "suspension", "termination")
    return [(key, KINDS[key]) for key in keys]


def _start(kind: str, lines: Any) -> dict[str, Any]:
    return {"kind": kind, "items": [{"place": line.place, "quantity": ""} for line in lines]}
