"""What a supplier sees: the lots it may bid for, and its own bids once they are opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.methods import say
from lucai.platform.access.selectors import organisation
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.bids.selectors.tender import TenderedLot, tendered_lot
from lucai.stages.trade.downloads.selectors import has_document, my_downloads
from lucai.stages.trade.projects.selectors import project_seen, projects_seen
from lucai.stages.trade.projects.selectors.naming import naming
from lucai.stages.trade.sealing.selectors import lots_with_policy

TONES = {"opened": "green", "invalid": "red"}


@dataclass(frozen=True, slots=True)
class BidLine:
    """One of the supplier's bids as lists show it; the price in 分."""

    code: str
    project_number: str
    project_title: str
    lot_number: int
    lot_name: str
    state: str
    state_label: str
    tone: str
    price: int
    submitted_at: datetime
    href: str


@dataclass(frozen=True, slots=True)
class LotToBid:
    """A lot of a project with the supplier's opened bid for it, if any."""

    number: int
    name: str
    ceiling: int
    alive: bool
    open: bool
    bid: BidLine | None


@dataclass(frozen=True, slots=True)
class TenderInHand:
    """A tender whose document the supplier holds, and for which it can still bid.

    ``act`` is what its button says, in the words of its method.
    """

    project_number: str
    title: str
    buyer_name: str
    bid_deadline: datetime
    href: str
    act: str


def my_bids(viewer: Viewer, *, state: str = "", after: str = "") -> Page[BidLine]:
    """List the supplier's own bids that were opened, newest first, a page at a time."""
    if viewer.side is not Side.SUPPLIER:
        return Page()
    rows = Bid.objects.seen_by(viewer).defer("submission")
    if state in BID.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


def tenders_in_hand(viewer: Viewer) -> list[TenderInHand]:
    """List the tenders one may still bid for, the nearest deadline first.

    Whether a bid was handed in, nobody but the bidder's own device knows. A single-source
    procurement has no notice: the supplier it names finds it here before it has the document.
    """
    held = {line.project_number for line in my_downloads(viewer)}
    found = projects_seen(viewer, [*held, *naming(viewer, _own_code(viewer))])
    now = clock.now()
    lines = [
        TenderInHand(
            one.number,
            one.title,
            one.buyer_name,
            one.bid_deadline,
            f"/rooms/{one.number}/{'bid' if one.number in held else 'download'}/",
            say(one.method, "编制并递交投标文件" if one.number in held else "获取招标文件"),
        )
        for one in found.values()
        if one.state == "announced" and one.bid_deadline and one.bid_deadline > now
    ]
    return sorted(lines, key=lambda line: (line.bid_deadline, line.project_number))


def _own_code(viewer: Viewer) -> str:
    if viewer.side is not Side.SUPPLIER or not viewer.organisation:
        return ""
    return organisation(viewer, viewer.organisation).uscc


def lots_to_bid(viewer: Viewer, project_number: str) -> list[LotToBid]:
    """List the lots of a project with the supplier's own bids.

    Raises:
        NotFound: the project is not seen, or the viewer is no supplier.
    """
    if viewer.side is not Side.SUPPLIER:
        raise NotFound("没有找到这个页面。")
    project = project_seen(viewer, project_number)
    rows = Bid.objects.seen_by(viewer).filter(project_number=project_number).defer("submission")
    mine = {row.lot_number: _line(row) for row in rows}
    deadline = project.bid_deadline
    in_time = deadline is not None and clock.now() < deadline and project.state == "announced"
    return [
        LotToBid(
            lot.number, lot.name, lot.ceiling, lot.alive, lot.alive and in_time,
            mine.get(lot.number),
        )
        for lot in project.lots
    ]  # fmt: skip


def my_opened_lots(viewer: Viewer, project_number: str) -> list[int]:
    """List the lots for which a bid of the supplier's own was opened."""
    if viewer.side is not Side.SUPPLIER:
        return []
    rows = Bid.objects.seen_by(viewer).filter(project_number=project_number)
    return sorted(rows.values_list("lot_number", flat=True))


def lots_to_attend(viewer: Viewer, project_number: str) -> list[int]:
    """List the lots at whose opening the supplier has something to hear.

    Whose a sealed bid is, nobody knows before the opening: whoever obtained the document may come.
    """
    return lots_with_policy(viewer, project_number) if has_document(viewer, project_number) else []


def tender_to_bid(viewer: Viewer, project_number: str, lot_number: int) -> TenderedLot:
    """Return what a bid for this lot would have to answer."""
    return tendered_lot(viewer, project_number, lot_number)


def _line(row: Bid) -> BidLine:
    return BidLine(
        code=row.code,
        project_number=row.project_number,
        project_title=row.project_title,
        lot_number=row.lot_number,
        lot_name=row.lot_name,
        state=row.state,
        state_label=BID.states[row.state],
        tone=TONES[row.state],
        price=row.price,
        submitted_at=row.submitted_at,
        href=BID.page.format(row=row),
    )
