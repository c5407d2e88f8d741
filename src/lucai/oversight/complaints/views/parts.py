"""What the pages of complaints share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from pydantic import BaseModel

from lucai.oversight.complaints import selectors
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import viewer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """The words and fields of a form on a complaint.

    Attributes:
        step: the step whose button led here; a closed one says why instead of the form.
        choices: field → what it may be, where the complaint itself decides.
        values: field → what it begins with.
    """

    title: str
    label: str
    done: str
    fields: tuple[str, ...]
    text: str = ""
    cites: tuple[str, ...] = ()
    step: str = ""
    choices: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    files: bool = False
    template: str = "complaints/act.html"


def act_page(
    request: HttpRequest,
    number: str,
    schema: type[BaseModel],
    act: Callable[[Any], Any],
    shown: ActPage,
) -> HttpResponse:
    """Show the form of an act on a complaint, and do it with what was typed."""
    sheet = selectors.complaint_seen(viewer_of(request), number)
    form: Form[Any] = filled(schema, shown.values)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, form.data):
            flash(request, shown.done)
            return redirect("complaint", number=number)
    form.choices.update(shown.choices)
    offer = next((o for o in sheet.offers if o.step.name == shown.step), None)
    context = {"sheet": sheet, "form": form, "offer": offer, "shown": shown, "title": shown.title}
    return page(request, shown.template, context, status=form.status)


def pdf(content: bytes, name: str) -> HttpResponse:
    """Return a paper for reading in the browser, kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
