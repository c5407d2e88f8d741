"""Walking a site without scripts: what a page says, where it leads, what it asked the database."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

SILENT = re.compile(r"<(script|style|template|svg|code|kbd|option|pre|title)\b.*?</\1>", re.DOTALL)
"""Elements whose text is not the page's own words."""

TAG = re.compile(r"<[^>]*>")
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
FORM = re.compile(r'<form\b[^>]*?\smethod="post"[^>]*')

NOWHERE = "?"
"""The route of an address that no pattern answers."""

PAPERS = (".pdf", ".zip", ".xlsx")


class Count:
    """Counts the statements that reach the database while it is installed."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note one statement and let it pass."""
        self.statements.append(sql)
        return execute(sql, params, many, context)

    def __len__(self) -> int:
        return len(self.statements)


def counted(client: Client, url: str) -> tuple[HttpResponse, int]:
    """Get a page; return it with the number of statements it took.

    That a session notes once a minute when it was last used is no matter of the page.
    """
    count = Count()
    with connection.execute_wrapper(count), override_settings(LUCAI_SESSION_TOUCH_SECONDS=3600):
        answer = client.get(url)
    return answer, len(count)


class Reading:
    """What a page is made of, as far as the tests ask. The house's own markup, so no parser."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.links = [unescape(link) for link in LINK.findall(html)]
        self.headings = html.count("<h1")
        self.lang = _one(r'<html\b[^>]*\slang="([^"]*)"', html)
        self.title = _one(r"<title>([^<]*)</title>", html)

    @property
    def text(self) -> str:
        """Everything that can be read."""
        return unescape(TAG.sub(" ", SILENT.sub(" ", self.html)))

    @property
    def posts(self) -> list[str]:
        """Where the page's forms post to; empty: to the page itself."""
        return [_one(r'\saction="([^"]*)"', form) for form in FORM.findall(self.html)]


def _one(pattern: str, html: str) -> str:
    found = re.search(pattern, html)
    return found.group(1) if found else ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as one person got it."""

    url: str
    route: str
    source: str
    status: int
    queries: int
    reading: Reading | None


def local(links: list[str], base: str) -> Iterator[str]:
    """Yield the addresses of this site among links, without their fragments."""
    for link in links:
        if not link.startswith(("#", "http:", "https:", "mailto:", "tel:", "/static/")):
            yield urljoin(base, link).split("#")[0]


def route_of(url: str) -> str:
    """Return the pattern that answers an address."""
    try:
        return str(resolve(urlsplit(url).path).route)
    except Resolver404:
        return NOWHERE


@dataclass(slots=True)
class Walk:
    """A walk over all links from a first page, at most so many pages of each kind.

    ``settled`` are the kinds that look the same to everybody and were met by an earlier walk;
    ``shared`` says which those are, besides papers.
    """

    client: Client
    each: int = 2
    shared: tuple[str, ...] = ()
    settled: set[str] = field(default_factory=set)
    _taken: dict[str, int] = field(default_factory=dict)

    def visits(self, start: str) -> Iterator[Visit]:
        """Yield every visit, breadth first."""
        waiting, met = deque([(start, "")]), {start}
        while waiting:
            url, source = waiting.popleft()
            if not self._wanted(url):
                continue
            visit, onward = self._visit(url, source)
            yield visit
            fresh = [link for link in dict.fromkeys(onward) if link not in met]
            met.update(fresh)
            waiting.extend((link, url) for link in fresh)

    def _wanted(self, url: str) -> bool:
        route = route_of(url)
        if route in self.settled:
            return False
        if route.endswith(PAPERS):
            self.settled.add(route)
        self._taken[route] = self._taken.get(route, 0) + 1
        if route.startswith(self.shared) and self._taken[route] == self.each:
            self.settled.add(route)
        return self._taken[route] <= self.each

    def _visit(self, url: str, source: str) -> tuple[Visit, list[str]]:
        answer, queries = counted(self.client, url)
        kind = answer.headers.get("Content-Type", "")
        # A file that is sent as it lies on the disk is nobody's page.
        html = kind.startswith("text/html") and not answer.streaming
        reading = Reading(answer.content.decode()) if html and answer.status_code == 200 else None
        onward = list(local(reading.links, url)) if reading else []
        if "Location" in answer.headers:
            onward = list(local([answer.headers["Location"]], url))
        visit = Visit(url, route_of(url), source, answer.status_code, queries, reading)
        return visit, onward
