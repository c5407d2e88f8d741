"""A contract against tender and bid, and one version of its text against another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts import selectors, services
from lucai.stages.contract.contracts.comparing import Comparison
from lucai.stages.contract.contracts.lifecycle import DRAFT, MARK
from lucai.stages.contract.contracts.schemas import ExplanationsIn, SecretsIn
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.withholding import markable

READERS = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR)


@require_http_methods(["GET", "POST"])
@signed_in(*READERS)
def difference(request: HttpRequest, number: str) -> HttpResponse:
    """Show a contract line by line against tender and bid; say why it departs."""
    viewer = viewer_of(request)
    sheet = selectors.contract_seen(viewer, number)
    compared = selectors.comparison_of(viewer, selectors.contract_row(viewer, number))
    form: Form[Any] = filled(ExplanationsIn, _explained(compared))
    if request.method == "POST":
        form = read_form(ExplanationsIn, request)
        if form.attempt(services.explain, actor_of(request), number=number, explanations=form.data):
            flash(request, "变动理由已保存，双方和监督部门都能看到。")
            return redirect("contract-difference", number=number)
    only = request.GET.get("only", "") == "changed"
    context = {
        "sheet": sheet,
        "card": sheet.card,
        "tabs": contract_tabs(number, "difference", viewer.side),
        "compared": compared,
        "lines": compared.changed if only else compared.lines,
        "only": only,
        "form": form,
        "versions": selectors.versions_of(viewer, number),
        "may_explain": sheet.card.state == "draft" and viewer.may(DRAFT.permission),
    }
    return page(request, "contracts/difference.html", context, status=form.status)


@require_GET
@signed_in(*READERS)
def text_difference(request: HttpRequest, number: str, old: int, new: int) -> HttpResponse:
    """Show what changed in the text between two versions (``new`` 0: as it is now)."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.contract_card(viewer, number),
        "lines": selectors.text_changes(viewer, number, old, new),
        "old": old,
        "new": new,
    }
    return page(request, "contracts/text_difference.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def secrets(request: HttpRequest, number: str) -> HttpResponse:
    """Mark what is left out of the public text, each part with its reason."""
    viewer = viewer_of(request)
    sheet = selectors.contract_seen(viewer, number)
    parts = markable(sheet.terms)
    form: Form[Any] = filled(SecretsIn, _marked(sheet, [part.key for part in parts]))
    if request.method == "POST":
        form = read_form(SecretsIn, request)
        if form.attempt(services.mark_secrets, actor_of(request), number=number, secrets=form.data):
            flash(request, "已保存。公告时这些内容不会出现在公开的文本里。")
            return redirect("contract", number=number)
    context = {
        "sheet": sheet,
        "card": sheet.card,
        "parts": parts,
        "form": form,
        "may_mark": sheet.may_mark_secrets and viewer.may(MARK.permission),
    }
    return page(request, "contracts/secrets.html", context, status=form.status)


def _explained(compared: Comparison) -> dict[str, Any]:
    return {"rows": [{"key": one.key, "reason": one.reason} for one in compared.changed]}


def _marked(sheet: selectors.ContractSheet, keys: list[str]) -> dict[str, Any]:
    known = {one.key: one for one in sheet.secrets}
    return {
        "rows": [
            {
                "key": key,
                "kind": known[key].kind if key in known else "",
                "reason": known[key].reason if key in known else "",
            }
            for key in keys
        ]
    }
