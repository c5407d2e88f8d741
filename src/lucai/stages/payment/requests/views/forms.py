"""Showing a form and acting with what was typed, as every page of this module does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from pydantic import BaseModel

from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page


def form_page(
    request: HttpRequest,
    schema: type[BaseModel],
    start: dict[str, Any],
    act: Callable[[Any], None],
    template: str,
    context: dict[str, Any],
    *,
    done: str,
    to: str | Callable[[], str],
) -> HttpResponse:
    """Show a form and act with what was typed."""
    form: Form[Any] = filled(schema, start)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, form.data):
            flash(request, done)
            return redirect(to if isinstance(to, str) else to())
    return page(request, template, {**context, "form": form}, status=form.status)
