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
from lucai.platform.search import Piece, excerpt, marked
from lucai.publication.board.channels import channel_of, kind_label

COLUMNS = (
    "code", "order", "kind", "title", "project_number", "region", "buyer_name", "amount",
    "published_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line of a list; words that were asked for are marked; the amount in 分."""

    code: str
    order: int
    kind: str
    pieces: tuple[Piece, ...]
    project_number: str
    region: str
    buyer: str
    amount: int | None
    at: datetime
    excerpt: tuple[Piece, ...] = ()

    @property
    def href(self) -> str:
        """The notice's page."""
        return f"/notices/{self.code}/"

    @property
    def title(self) -> str:
        """The whole title."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def tag(self) -> dict[str, str]:
        """Its kind as a tag."""
        return {"text": kind_label(self.kind), "tone": channel_of(self.kind).tone}

    @property
    def place(self) -> str:
        """The region in words."""
        return place_name(self.region)


def line_of_row(row: Sequence[Any]) -> NoticeLine:
    """Return the line of a row of ``COLUMNS``."""
    code, order, kind, title, project, where, buyer, amount, at = row
    return NoticeLine(code, order, kind, (Piece(title),), project, where, buyer, amount, at)


def line_of_hit(hit: Mapping[str, Any], words: tuple[str, ...]) -> NoticeLine:
    """Return the line of a hit; the excerpt is there when the title lacks a word."""
    pieces = marked(hit["title"], words) if words else (Piece(hit["title"]),)
    found = sum(piece.hit for piece in pieces)
    return NoticeLine(
        code=hit["code"],
        order=hit["order"],
        kind=hit["kind"],
        pieces=pieces,
        project_number=hit["project"],
        region=hit["region"],
        buyer=hit["buyer"],
        amount=hit["amount"],
        at=datetime.fromtimestamp(hit["at"], clock.BEIJING),
        excerpt=excerpt(hit["text"], words) if found < len(words) else (),
    )


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
