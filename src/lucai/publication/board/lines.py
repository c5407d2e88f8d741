"""A notice as lists show it, from a row of the table or a hit of the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from lucai.kernel import clock
from lucai.law.regions import PROVINCE, full_name, region
from lucai.platform.records.paging import SIZE, Page
from lucai.platform.search import Piece, excerpt, fold, marked
from lucai.publication.board.channels import channel_of, kind_label

COLUMNS = (
    "code", "order", "kind", "title", "project_number", "region", "buyer_name", "amount",
    "published_at", "fields__intentions__0__projectName",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line of a list; the amount in 分.

    ``words`` (folded) are what was asked for, ``text`` is where an excerpt is taken from.
    ``subject``: what an intention is for, whose title by the national form names unit and month.
    """

    code: str
    order: int
    kind: str
    title: str
    project_number: str
    region: str
    buyer: str
    amount: int | None
    at: datetime
    subject: str = ""
    words: tuple[str, ...] = ()
    text: str = ""

    @property
    def href(self) -> str:
        """The notice's page."""
        return f"/notices/{self.code}/"

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The title with the words marked."""
        return marked(self.title, self.words)

    @property
    def excerpt(self) -> tuple[Piece, ...]:
        """The stretch of the text that holds a word, where the title lacks one."""
        folded = fold(self.title)
        lacking = any(word not in folded for word in self.words)
        return excerpt(self.text, self.words) if lacking else ()

    @property
    def tag(self) -> dict[str, str]:
        """Its kind as a tag."""
        return {"text": kind_label(self.kind), "tone": channel_of(self.kind).tone}

    @property
    def place(self) -> str:
        """The region in words."""
        return place_name(self.region)


def line_of_row(row: Sequence[Any], words: tuple[str, ...] = (), text: str = "") -> NoticeLine:
    """Return the line of a row of ``COLUMNS``."""
    code, order, kind, title, project, where, buyer, amount, at, subject = row
    return NoticeLine(
        code, order, kind, title, project, where, buyer, amount, at, subject or "", words, text
    )


def line_of_hit(hit: Mapping[str, Any], words: tuple[str, ...]) -> NoticeLine:
    """Return the line of a hit."""
    at = datetime.fromtimestamp(hit["at"], clock.BEIJING)
    return NoticeLine(
        hit["code"], hit["order"], hit["kind"], hit["title"], hit["project"], hit["region"],
        hit["buyer"], hit["amount"], at, hit.get("subject", ""), words, hit["text"],
    )  # fmt: skip


@cache
def place_name(code: str) -> str:
    """Say a region without the province: 济南市历下区."""
    if code == PROVINCE:
        return "省级"
    try:
        return full_name(code).removeprefix(region(PROVINCE).name)
    except LookupError:
        return code


def as_page(rows: Any, *, first: bool, size: int = SIZE) -> Page[NoticeLine]:
    """Return a page of rows, newest first."""
    found = [line_of_row(row) for row in rows.order_by("-order").values_list(*COLUMNS)[: size + 1]]
    following = str(found[size - 1].order) if len(found) > size else ""
    return Page(found[:size], following, first=first)
