"""One reasoned act: its fields shown, refused at the field, done once; the page that most registers use.

``attempted`` is the act alone, for pages of their own; ``perform`` shows it on ``web/act.html``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from pydantic import BaseModel

from lucai.kernel.lifecycle import Offer
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.rows import reshaped


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """What the page of an act shows around its fields.

    Attributes:
        offer: the step as this viewer sees it; None: it cannot be taken now, and ``closed`` says why.
        name: what it is about, with its ``code``.
        trail: the lists above it, as ``(address, label)``; its own page ``back`` follows.
        label: how page and button call the act, where the step's own words do not fit.
        notes: sentences to read before, as ``(text, tone)``.
        files: what may be handed in as ``files``; empty: nothing.
    """

    offer: Offer | None
    back: str
    name: str
    closed: str
    code: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    label: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    danger: bool = False
    files: str = ""
    draft: str = ""

    @property
    def heading(self) -> str:
        """How page and button call the act."""
        return (self.label or self.offer.step.label) if self.offer else "办理"


def attempted(
    request: HttpRequest, schema: type[BaseModel], act: Callable[[Any], object], *,
    start: Mapping[str, Any] | None = None,
) -> tuple[Form[Any], bool]:  # fmt: skip
    """Return the form of an act, and whether it was posted, sound, and done."""
    if request.method != "POST":
        return filled(schema, start or {}), False
    if form := reshaped(schema, request):
        return form, False
    form = read_form(schema, request)
    return form, form.attempt(act, form.data)


def perform(
    request: HttpRequest, schema: type[BaseModel], act: Callable[[Any], object], done: str,
    shown: Callable[[], ActPage], *, start: Mapping[str, Any] | None = None, to: str = "",
) -> HttpResponse:  # fmt: skip
    """Show an act with a few fields and take it; ``to`` is where it leads, else back to its page."""
    form, taken = attempted(request, schema, act, start=start)
    if taken:
        flash(request, done)
        return redirect(to or shown().back)
    about = shown()
    fields = [form.field(name) for name in schema.model_fields]
    context = {"about": about, "form": form, "fields": fields}
    return page(request, "web/act.html", context, status=form.status)
