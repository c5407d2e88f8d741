"""Pages of transfers of archives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.exports import table_answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.archive.packages.selectors.keeping import packages_to_hand_over
from lucai.stages.archive.transfers import ports, selectors, services, signed
from lucai.stages.archive.transfers.lifecycle import HAND_OVER, TRANSFER
from lucai.stages.archive.transfers.schemas import TransferIn

READERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
HANDING = (Side.AGENCY, Side.BUYER)
SIMPLE: dict[str, tuple[Callable[..., None], str]] = {
    "send": (services.send, "已移交，接收单位的检测结果和回执见下。"),
    "resend": (services.resend, "已重新移交。"),
    "abandon": (services.abandon, "已撤销移交。"),
}
TITLES = ("项目编号", "题名", "版本", "字节", "SHA-256", "SM3", "问题")


@require_GET
@signed_in(*READERS)
def transfers(request: HttpRequest) -> HttpResponse:
    """List transfers."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    query = urlencode({name: value for name, value in asked.items() if name != "after" and value})
    states = list(TRANSFER.states.items())
    filters = [
        FormField("words", "采购人、接收单位或者编号", value=asked["words"]),
        FormField("state", "状态", kind="select", value=asked["state"], choices=states),
    ]
    context = {
        "found": selectors.transfer_page(viewer, **asked), "filters": filters, "query": query,
        "may": viewer.may(HAND_OVER.permission) and bool(packages_to_hand_over(viewer)),
    }  # fmt: skip
    return page(request, "transfers/transfers.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*HANDING)
@signed_act("移交采购档案")
def new_transfer(request: HttpRequest) -> HttpResponse:
    """Hand files over."""
    words = request.GET.get("words", "").strip()
    files = packages_to_hand_over(viewer_of(request), words=words)
    names = [(one.name, one.name) for one in ports.institutions()]
    form: Form[Any] = filled(TransferIn, {"institution": names[0][0] if len(names) == 1 else ""})
    if request.method == "POST":
        form = read_form(TransferIn, request)
        numbers: list[str] = []

        def act(data: TransferIn) -> None:
            numbers.append(services.hand_over(actor_of(request), transfer=data))

        if form.attempt(act, form.data):
            flash(request, "已移交，接收单位的检测结果和回执见下。")
            return redirect("archive-transfer", number=numbers[0])
    form.choices = {
        "institution": names,
        "projects": [(f.project_number, f"{f.buyer_name} · {f.project_title}") for f in files],
    }
    context = {"form": form, "files": files, "words": words}
    return page(request, "transfers/new.html", context, status=form.status)


@require_GET
@signed_in(*READERS)
def transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Show a transfer with its list and receipt."""
    sheet = selectors.transfer_seen(viewer_of(request), number)
    return page(request, "transfers/transfer.html", {"sheet": sheet})


@require_GET
@signed_in(*READERS)
def item_list(request: HttpRequest, number: str) -> HttpResponse:
    """Send the list (移交清单) as a table."""
    sheet = selectors.transfer_seen(viewer_of(request), number)
    rows = [row for item in sheet.items for row in _rows(item)]
    return table_answer("csv", f"移交清单-{number}", TITLES, rows)


@require_http_methods(["GET", "POST"])
@signed_in(*HANDING)
@signed_act({"send": "移交补充归档的采购档案", "resend": "重新移交采购档案"}, about=signed.transfer)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step."""
    if step not in SIMPLE:
        raise NotFound("没有找到这个页面。")
    act, done = SIMPLE[step]
    if request.method == "POST":
        act(actor_of(request), number=number)
        flash(request, done)
        return redirect("archive-transfer", number=number)
    sheet = selectors.transfer_seen(viewer_of(request), number)
    offer = next((one for one in sheet.offers if one.step.name == step), None)
    return page(request, "transfers/step.html", {"sheet": sheet, "offer": offer})


def _rows(item: dict[str, Any]) -> list[tuple[str | int, ...]]:
    """Return a file's lines of the list, one a version; its size is that of all of them."""
    number, title, faults = item["project_number"], item["title"], "；".join(item["faults"])
    first = (
        number,
        title,
        item.get("version", 1),
        item["size"],
        item["sha256"],
        item["sm3"],
        faults,
    )
    later = item.get("later", ())
    return [first, *((number, title, v["number"], "", v["sha256"], v["sm3"], "") for v in later)]
