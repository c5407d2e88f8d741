"""The law's pages: rules, acts, articles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from lucai.guidance.law.calculators.catalogue import CALCULATORS
from lucai.guidance.law.selectors import rules as selectors
from lucai.guidance.law.selectors.calendars import next_year
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of

EVERYTHING = "all"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the calculators, the topics of the rule book, and the instruments."""
    viewer = viewer_of(request)
    context = {
        "calculators": CALCULATORS.values(),
        "topics": selectors.topics(viewer),
        "acts": selectors.act_list(viewer),
        "next_year": next_year(viewer),
    }
    return page(request, "law_pages/index.html", context)


@require_GET
def replay(request: HttpRequest) -> HttpResponse:
    """Let anybody recompute an evaluation from its inputs, in the browser alone."""
    return page(request, "law_pages/replay.html")


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules as the system applies them; before anything is asked, their topics."""
    viewer = viewer_of(request)
    words, topic = request.GET.get("q", "").strip(), request.GET.get("topic", "")
    topics = selectors.topics(viewer)
    wanted = "" if topic == EVERYTHING else topic
    asked = bool(words or topic)
    found = selectors.rule_list(viewer, words=words, topic=wanted) if asked else []
    choices = [(key, f"{title}（{count}）") for key, title, count in topics]
    context = {
        "topics": topics,
        "found": found,
        "count": sum(len(part.rules) for part in found),
        "filters": [
            FormField("q", "规则编号、名称或者法规", value=words),
            FormField("topic", "主题", kind="select", value=wanted, choices=choices),
        ],
        "asked": asked,
    }
    return page(request, "law_pages/rules.html", context)


@require_GET
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Show one rule: parameters over time, articles, what enforces it."""
    found = selectors.rule_seen(viewer_of(request), rule_id)
    if found.line.id != rule_id:
        return redirect(found.line.href, permanent=True)
    return page(request, "law_pages/rule.html", {"rule": found})


@require_GET
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Show one instrument with the articles that are held."""
    found = selectors.act_seen(viewer_of(request), key)
    return page(request, "law_pages/act.html", {"act": found})


@require_GET
def article(request: HttpRequest, citation: str) -> HttpResponse:
    """Show one article and the rules that rest on it."""
    found = selectors.article_seen(viewer_of(request), citation)
    return page(request, "law_pages/article.html", {"article": found})
