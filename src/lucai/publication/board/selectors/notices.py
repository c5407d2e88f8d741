"""Lists of notices, and one notice with everything that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.methods import say
from lucai.platform.journal.selectors import latest_checkpoint
from lucai.platform.records.paging import Page
from lucai.publication.board.channels import Channel, channel_of, kind_label
from lucai.publication.board.lines import (
    COLUMNS,
    NoticeLine,
    as_page,
    line_of_row,
    place_name,
)
from lucai.publication.board.models import Notice
from lucai.publication.board.periods import Period, periods_of
from lucai.publication.board.sheets import Part, lay_out
from lucai.publication.board.wanted import NoticeQuery
from lucai.publication.ocds.selectors import release_at
from lucai.stages.trade.projects.selectors import projects_seen

MOST_RELATED = 60


@dataclass(frozen=True, slots=True)
class Proof:
    """Where an entry stands in the public log; pending until a checkpoint covers it."""

    index: int
    size: int
    root: str

    @property
    def state(self) -> str:
        """As the components name it."""
        return "proved" if self.index < self.size else "pending"


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """One notice; ``related`` are all notices of its project (or object), oldest first.

    ``appeals`` say what became of the decision that it publishes; ``obtain`` is what a button to its documents says; empty where it calls nobody to anything.
    """

    code: str
    kind: str
    title: str
    parts: tuple[Part, ...]
    periods: tuple[Period, ...]
    related: tuple[NoticeLine, ...]
    obtain: str
    project_number: str
    project_name: str
    has_project: bool
    region: str
    buyer_id: int | None
    buyer: str
    issuer: str
    amount: int | None
    at: datetime
    proof: Proof
    release: dict[str, Any] | None
    appeals: tuple[NoticeLine, ...] = ()

    @property
    def channel(self) -> Channel:
        """Its shelf."""
        return channel_of(self.kind)

    @property
    def label(self) -> str:
        """Its kind in words."""
        return kind_label(self.kind)

    @property
    def place(self) -> str:
        """The region in words."""
        return place_name(self.region)

    @property
    def process(self) -> str:
        """The OCDS process it belongs to; empty when nothing of it is open data."""
        return str(self.release["ocid"]) if self.release else ""

    @property
    def later(self) -> tuple[NoticeLine, ...]:
        """The amendments and terminations that came after it."""
        mine = next((line.order for line in self.related if line.code == self.code), 0)
        changing = ("amendment", "termination")
        return tuple(
            line
            for line in self.related
            if line.order > mine and channel_of(line.kind).key in changing
        )

    @property
    def original(self) -> NoticeLine | None:
        """For an amendment: the notice that began it all."""
        if self.channel.key not in {"amendment", "termination"}:
            return None
        firsts = (line for line in self.related if channel_of(line.kind).key in _FIRST)
        return next(firsts, None)


_FIRST = ("tender", "intention")

CALLS = {
    "tender": "open",
    "consultation": "consultation",
    "negotiation": "negotiation",
    "inquiry": "inquiry",
}
"""The notices that offer documents to everybody, and in which method's words they speak."""


def notice_page(viewer: Viewer, query: NoticeQuery, *, after: int = 0) -> Page[NoticeLine]:
    """List notices newest first, a page by key; words are not looked at."""
    rows = filtered(viewer, query)
    if after:
        rows = rows.filter(order__lt=after)
    return as_page(rows, first=not after)


def filtered(viewer: Viewer, query: NoticeQuery) -> Any:
    """Return the rows a query narrows to, words aside."""
    conditions = {
        "region": query.county,
        "city": query.city,
        "channel": query.kind,
        "order__gte": query.least,
        "order__lt": query.below,
    }
    rows = Notice.objects.seen_by(viewer)
    return rows.filter(**{name: value for name, value in conditions.items() if value})


def notice_seen(viewer: Viewer, code: str) -> NoticeSheet:
    """Return one notice.

    Raises:
        NotFound: there is none of that code.
    """
    row = Notice.objects.seen_by(viewer).filter(code=code).first()
    if not row:
        raise NotFound("没有找到这条公告，请核对编号。")
    number = row.project_number
    related = _related(viewer, row)
    method = _method_of(row.kind, related)
    return NoticeSheet(
        code=row.code,
        kind=row.kind,
        title=row.title,
        parts=lay_out(row.kind, row.fields),
        periods=tuple(periods_of(row.kind, row.fields, row.published_at, method=method)),
        related=related,
        obtain=say(method, "获取招标文件") if row.kind in CALLS else "",
        project_number=number,
        project_name=str(row.fields.get("projectName") or row.title),
        has_project=bool(number) and number in projects_seen(viewer, [number]),
        region=row.region,
        buyer_id=row.buyer_id,
        buyer=row.buyer_name,
        issuer=str(row.fields.get("agencyName") or row.buyer_name or "鲁采 LuCai"),
        amount=row.amount,
        at=row.published_at,
        proof=proof_of(viewer, row.entry),
        release=release_at(viewer, row.entry),
        appeals=_appeals(viewer, row),
    )


def notices_of_project(
    viewer: Viewer, number: str, *, intention_code: str = ""
) -> tuple[NoticeLine, ...]:
    """List the notices of a project, its intention included, oldest first."""
    rows = Notice.objects.seen_by(viewer).filter(project_number=number)
    if intention_code:
        rows = rows | Notice.objects.seen_by(viewer).filter(object_key=intention_code)
    return _oldest_first(rows)


def proof_of(viewer: Viewer, index: int) -> Proof:
    """Return where an entry stands beside the last checkpoint."""
    head = latest_checkpoint(viewer)
    return Proof(index, head.size, head.root) if head else Proof(index, 0, "")


def _method_of(kind: str, related: tuple[NoticeLine, ...]) -> str:
    """Return in which method's words a notice speaks: its own, or those of the call it belongs to."""
    kinds = (kind, *(line.kind for line in related))
    return next((CALLS[one] for one in kinds if one in CALLS), "open")


def _appeals(viewer: Viewer, row: Notice) -> tuple[NoticeLine, ...]:
    """Return what was told later of the decision on a complaint."""
    if row.kind != "complaint":
        return ()
    rows = Notice.objects.seen_by(viewer).filter(
        kind="complaintAppeal",
        project_number=row.project_number,
        fields__decisionNumber=row.object_key,
    )
    return _oldest_first(rows)


def _related(viewer: Viewer, row: Notice) -> tuple[NoticeLine, ...]:
    if row.project_number:
        return notices_of_project(viewer, row.project_number)
    rows = Notice.objects.seen_by(viewer).filter(object_key=row.object_key)
    return _oldest_first(rows)


def _oldest_first(rows: Any) -> tuple[NoticeLine, ...]:
    found = rows.order_by("order").values_list(*COLUMNS)[:MOST_RELATED]
    return tuple(map(line_of_row, found))
