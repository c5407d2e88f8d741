"""Acts that are taken on a page with a few fields: shown, refused at the field, done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from pydantic import BaseModel

from lucai.kernel.errors import NotFound
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import attempted
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.cooperations import selectors
from lucai.stages.trade.cooperations.selectors.sheets import CooperationSheet
from lucai.stages.trade.projects.selectors import frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act with a form: its words, its service, what it says when done."""

    label: str
    schema: type[BaseModel]
    service: Callable[..., Any]
    done: str
    step: str = ""
    possible: Callable[[CooperationSheet], bool] = lambda _: True
    template: str = "act"
    lead: str = ""
    danger: bool = False


def show(
    request: HttpRequest, number: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Show one of the room's pages."""
    viewer = viewer_of(request)
    shown = {"frame": frame(viewer, number, "cooperation"), **context}
    if "sheet" not in shown:
        shown["sheet"] = selectors.cooperation_seen(viewer, number)
    return page(request, f"cooperations/{template}.html", shown, status=status)


def perform(
    request: HttpRequest,
    number: str,
    act: Act,
    *,
    source: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
    back: str = "",
    **key: Any,
) -> HttpResponse:
    """Show an act's form; take it when it is posted and sound."""

    def take(data: Any) -> None:
        act.service(actor_of(request), project_number=number, form=data, **key)

    form, taken = attempted(request, act.schema, take, start=source)
    if taken:
        flash(request, act.done)
        return redirect(back or f"/rooms/{number}/cooperation/")
    viewer = viewer_of(request)
    sheet = selectors.cooperation_seen(viewer, number)
    offered = act.possible(sheet) and not (act.step and sheet.offer(act.step) is None)
    if request.method == "GET" and not offered:
        raise NotFound("现在没有这一步可以办理。")
    context = {
        "sheet": sheet, "form": form, "act": act, "names": list(act.schema.model_fields),
        **(more or {}),
    }  # fmt: skip
    return show(request, number, act.template, context, form.status)
