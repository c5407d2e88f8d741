"""Walking a site without scripts: what a page says, where it leads, what it asked the database."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

SILENT = frozenset({"script", "style", "template", "svg", "code", "kbd", "option", "pre"})
"""Elements whose text is not the page's own words."""

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
    """Get a page; return it with the number of statements it took."""
    count = Count()
    with connection.execute_wrapper(count):
        answer = client.get(url)
    return answer, len(count)


class Reading(HTMLParser):
    """What a page is made of, as far as the tests ask."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.posts: list[str] = []
        self.headings = 0
        self.lang = self.title = ""
        self.words: list[str] = []
        self._path: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, forms and headings."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        if tag == "form" and said.get("method", "").lower() == "post":
            self.posts.append(said.get("action", ""))
        if tag == "html":
            self.lang = said.get("lang", "")
        self.headings += tag == "h1"
        if tag in SILENT or tag == "title":
            self._path.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self._path and self._path[-1] == tag:
            self._path.pop()

    def handle_data(self, data: str) -> None:
        """Note the title and the visible words."""
        if self._path == ["title"]:
            self.title += data
        elif not self._path:
            self.words.append(data)

    @property
    def text(self) -> str:
        """Everything that can be read."""
        return " ".join(self.words)


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
        if not link.startswith(("#", "http:", "https:", "mailto:", "tel:")):
            yield urljoin(base, link).split("#")[0]


def route_of(url: str) -> str:
    """Return the pattern that answers an address; empty where none does."""
    try:
        return str(resolve(urlsplit(url).path).route)
    except Resolver404:
        return ""


@dataclass(slots=True)
class Walk:
    """A walk over all links from a first page, at most so many pages of each kind.

    ``known`` are kinds of papers that another walk has fetched already: they are dear.
    """

    client: Client
    each: int = 2
    papers: set[str] = field(default_factory=set)
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
        if route.endswith(PAPERS) and route in self.papers:
            return False
        if route.endswith(PAPERS):
            self.papers.add(route)
        self._taken[route] = self._taken.get(route, 0) + 1
        return self._taken[route] <= self.each

    def _visit(self, url: str, source: str) -> tuple[Visit, list[str]]:
        answer, queries = counted(self.client, url)
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        reading = Reading(answer.content.decode()) if html and answer.status_code == 200 else None
        onward = list(local(reading.links, url)) if reading else []
        if "Location" in answer.headers:
            onward = list(local([answer.headers["Location"]], url))
        visit = Visit(url, route_of(url), source, answer.status_code, queries, reading)
        return visit, onward
