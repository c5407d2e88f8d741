"""The portal's first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.journal.selectors import latest_checkpoint, read_up_to
from lucai.publication.board.channels import CHANNELS, Channel
from lucai.publication.board.lines import COLUMNS, NoticeLine, line_of_row
from lucai.publication.board.models import Notice
from lucai.publication.board.projection import order_of
from lucai.publication.board.selectors.notices import Proof

NEWEST = 6
SOON = 5
WEEK = timedelta(days=7)
SHOWN = tuple(channel for channel in CHANNELS if channel.key != "supervision")
"""What a procurement goes through; supervision has its list and comes up in search."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A channel with its newest notices."""

    channel: Channel
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A tender whose deadline is near."""

    line: NoticeLine
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """What happens: today's notices, tenders open for bids, a week's awards and contracts (分)."""

    today: int
    open_tenders: int
    awarded: int
    contracted: int


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the first page shows."""

    figures: Figures
    closing: tuple[Closing, ...]
    shelves: tuple[Shelf, ...]
    head: Proof | None


def home(viewer: Viewer) -> Home:
    """Gather the first page."""
    head = latest_checkpoint(viewer)
    return Home(
        figures=_figures(viewer),
        closing=_closing(viewer),
        shelves=tuple(Shelf(channel, _newest(viewer, channel)) for channel in SHOWN),
        head=Proof(head.size - 1, head.size, head.root) if head and head.size else None,
    )


def stamp(viewer: Viewer) -> str:
    """Return what changes when anything public changes.

    That is the log's root, the newest notice, and how far the readers have come whose work
    the pages show: the index that is searched, the open data that sums are taken from.
    """
    head = latest_checkpoint(viewer)
    newest = Notice.objects.seen_by(viewer).order_by("-entry").values_list("entry", flat=True)
    return f"{head.root[:20] if head else ''}-{newest.first()}-{read_up_to(viewer)}"


def _newest(viewer: Viewer, channel: Channel) -> tuple[NoticeLine, ...]:
    rows = Notice.objects.seen_by(viewer).filter(channel=channel.key).order_by("-order")
    return tuple(line_of_row(row) for row in rows.values_list(*COLUMNS)[:NEWEST])


def _closing(viewer: Viewer) -> tuple[Closing, ...]:
    rows = Notice.objects.seen_by(viewer).filter(closes_at__gt=clock.now(), channel="tender")
    found = rows.order_by("closes_at").values_list(*COLUMNS, "closes_at")[:SOON]
    return tuple(Closing(line_of_row(row[:-1]), row[-1]) for row in found)


def _figures(viewer: Viewer) -> Figures:
    rows = Notice.objects.seen_by(viewer)
    today = order_of(clock.moment(clock.today()))
    week = rows.filter(channel__in=("result", "contract"), order__gte=order_of(clock.now() - WEEK))
    sums = dict(week.values_list("channel").annotate(Sum("amount")))
    return Figures(
        today=rows.filter(order__gte=today).count(),
        open_tenders=rows.filter(closes_at__gt=clock.now(), channel="tender").count(),
        awarded=sums.get("result") or 0,
        contracted=sums.get("contract") or 0,
    )
