"""Search: through the index, or through the table where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.law.parameters import rule_sheets
from lucai.platform.access.selectors import OrganisationCard, organisations_of
from lucai.platform.records.paging import SIZE
from lucai.platform.search import Ask, index_named
from lucai.publication.board.lines import COLUMNS, NoticeLine, line_of_hit, line_of_row
from lucai.publication.board.projection import INDEX, tags_of
from lucai.publication.board.selectors.notices import filtered
from lucai.publication.board.wanted import NoticeQuery, Sorting
from lucai.stages.trade.projects.selectors import ProjectLine, project_page

FEW = 4
DEEPEST = 500
"""Ranked pages end here: whoever needs more narrows the question, or takes the newest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found; ``following`` is the key of the next page, empty at the end."""

    items: list[NoticeLine] = field(default_factory=list)
    following: str = ""
    first: bool = True


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A rule of the rule book whose sentence holds the words."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What else the words lead to: projects, buyers, rules."""

    projects: tuple[ProjectLine, ...]
    buyers: tuple[OrganisationCard, ...]
    rules: tuple[RuleLink, ...]


def found_page(viewer: Viewer, query: NoticeQuery, *, after: int = 0) -> Found:
    """Find notices by words and filters; newest first a page goes on by key, else by place."""
    ranked = query.sort is Sorting.BEST and bool(query.words)
    hits = index_named(INDEX).find(_ask(query, after, ranked=ranked))
    if hits is None:
        return _through_table(viewer, query, after)
    lines = [line_of_hit(hit, query.words) for hit in hits[:SIZE]]
    return Found(lines, _following(hits, after, ranked=ranked), first=not after)


def similar(viewer: Viewer, query: NoticeQuery) -> list[NoticeLine]:
    """Return notices that share most pairs of signs with the words, when nothing holds them."""
    del viewer
    return [line_of_hit(hit, query.words) for hit in index_named(INDEX).similar(query.words)]


def neighbours(viewer: Viewer, query: NoticeQuery) -> Neighbours:
    """Return projects, buyers and rules that hold the words as typed."""
    words = query.q.strip()
    if not words:
        return Neighbours((), (), ())
    return Neighbours(
        tuple(project_page(viewer, words=words).items[:FEW]),
        tuple(organisations_of(viewer, Side.BUYER, words=words, limit=FEW)),
        _rules(words),
    )


def _ask(query: NoticeQuery, after: int, *, ranked: bool) -> Ask:
    below = query.below
    if after and not ranked:
        below = min(after, below or after)
    return Ask(
        words=query.words,
        tags=tags_of(channel=query.kind, region=query.county, city=query.city),
        least=query.least,
        below=below,
        best_first=ranked,
        offset=min(after, DEEPEST) if ranked else 0,
        size=SIZE + 1,
    )


def _following(hits: list[Any], after: int, *, ranked: bool) -> str:
    if len(hits) <= SIZE or (ranked and after + SIZE >= DEEPEST):
        return ""
    return str(after + SIZE) if ranked else str(hits[SIZE - 1]["order"])


def _through_table(viewer: Viewer, query: NoticeQuery, after: int) -> Found:
    """Look through the table, newest first: where there is no index, and nothing to rank by."""
    rows = filtered(viewer, query)
    for word in query.words:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(buyer_name__icontains=word)
            | Q(project_number__icontains=word)
            | Q(code=word)
        )
    if after:
        rows = rows.filter(order__lt=after)
    found = list(rows.order_by("-order").values_list(*COLUMNS, "text")[: SIZE + 1])
    following = str(found[SIZE - 1][1]) if len(found) > SIZE else ""
    lines = [line_of_row(row, query.words, text) for *row, text in found[:SIZE]]
    return Found(lines, following, not after)


def _rules(words: str) -> tuple[RuleLink, ...]:
    sheets = (s for s in rule_sheets().values() if words in s.title or words.upper() == s.id)
    return tuple(RuleLink(s.title, f"/law/rules/{s.id}/") for s in islice(sheets, FEW))
