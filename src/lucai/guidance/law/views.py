"""The law's pages: articles, rules, calculators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.guidance.law import calculators, selectors
from lucai.kernel.errors import NotFound
from lucai.platform.web.forms import Form, read_values
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the calculators and the topics of the rule book."""
    context = {
        "calculators": calculators.CALCULATORS.values(),
        "topics": selectors.topics(viewer_of(request)),
        "acts": selectors.act_list(viewer_of(request)),
    }
    return page(request, "law_pages/index.html", context)


@require_GET
def calculator(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a calculator and, when something was asked, its answer; the address can be shared."""
    known = calculators.CALCULATORS.get(slug)
    if not known:
        raise NotFound("没有这个计算器。")
    values = {
        name: str(value) for name, value in request.GET.items() if name not in {"add", "remove"}
    }
    form = read_values(known.schema, values) if values else Form(known.schema)
    form.choices = calculators.choices(known)
    context = {
        "calculator": known,
        "form": form,
        "fields": calculators.field_names(known),
        "rows": calculators.row_fields(known, form, more="add" in request.GET),
        "answer": calculators.calculated(known, form) if values else None,
    }
    return page(request, "law_pages/calculator.html", context)


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules as the system applies them."""
    words = request.GET.get("q", "").strip()
    found = selectors.rule_list(viewer_of(request), words=words)
    return page(request, "law_pages/rules.html", {"rules": found, "words": words})


@require_GET
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Show one rule: parameters over time, articles, what enforces it."""
    return page(
        request, "law_pages/rule.html", {"rule": selectors.rule_seen(viewer_of(request), rule_id)}
    )


@require_GET
def article(request: HttpRequest, citation: str) -> HttpResponse:
    """Show one article and the rules that rest on it."""
    found = selectors.article_seen(viewer_of(request), citation)
    return page(request, "law_pages/article.html", {"article": found})
