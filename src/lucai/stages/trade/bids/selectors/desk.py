"""What a supplier sees of its own bids: lists, the task list of one bid, its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.verdicts import Verdict
from lucai.platform.files import selectors as stored_files
from lucai.platform.files.selectors import FileCard
from lucai.platform.journal.selectors import TimelineEntry, object_timeline
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.bids.selectors.tender import TenderedLot, tendered_lot
from lucai.stages.trade.bids.selectors.working import WorkingCopy, bid_row, working_copy
from lucai.stages.trade.downloads.selectors import has_document
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing.selectors import is_sealed, lots_with_policy

PREPARING = frozenset({"draft", "withdrawn", "submitted"})
HISTORY = 20
TONES = {
    "draft": "amber",
    "submitted": "green",
    "withdrawn": "",
    "opened": "blue",
    "invalid": "red",
    "lapsed": "",
    "returned": "",
}
KIND_LABELS = {"qualification": "资格响应", "commercial": "商务响应", "technical": "技术响应"}


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
    price: int | None
    bid_deadline: datetime
    submitted_at: datetime | None
    over: bool
    href: str


@dataclass(frozen=True, slots=True)
class LotToBid:
    """A lot of a project with the supplier's bid for it, if any."""

    number: int
    name: str
    ceiling: int
    alive: bool
    open: bool
    bid: BidLine | None


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list."""

    label: str
    href: str
    note: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the supplier gets when a bid is taken."""

    number: str
    at: datetime
    sha256: str
    sm3: str
    size: int
    index: int | None


@dataclass(frozen=True, slots=True)
class BidDesk:
    """Everything the page of one's own bid shows."""

    line: BidLine
    copy: WorkingCopy
    tasks: tuple[Task, ...]
    verdicts: tuple[Verdict, ...]
    offers: tuple[Offer, ...]
    receipt: Receipt | None
    changed: bool
    gaps: int
    history: tuple[TimelineEntry, ...]

    @property
    def tender(self) -> TenderedLot:
        """What the bid answers."""
        return self.copy.tender

    @property
    def content(self) -> dict[str, Any]:
        """What a preview shows: the working copy, after the deadline what was handed in."""
        handed_in: dict[str, Any] = self.copy.bid.submission
        return handed_in if handed_in and not self.open else self.copy.content()

    @property
    def open(self) -> bool:
        """Whether it can still be changed."""
        return self.line.state in PREPARING and not self.line.over


def my_bids(viewer: Viewer, *, state: str = "", after: str = "") -> Page[BidLine]:
    """List the supplier's own bids, newest first, a page at a time."""
    if viewer.side is not Side.SUPPLIER:
        return Page()
    rows = Bid.objects.seen_by(viewer).defer("submission")
    if state in BID.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


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


def my_submitted_lots(viewer: Viewer, project_number: str) -> list[int]:
    """List the lots for which the supplier itself has handed in a bid."""
    if viewer.side is not Side.SUPPLIER:
        return []
    rows = Bid.objects.seen_by(viewer).filter(
        project_number=project_number, state__in=("submitted", "opened", "invalid", "returned")
    )
    return sorted(rows.values_list("lot_number", flat=True))


def lots_to_attend(viewer: Viewer, project_number: str) -> list[int]:
    """List the lots at whose opening the supplier has something to hear.

    Whose a sealed bid is, nobody knows before the opening: then whoever obtained the document may come.
    """
    if not is_sealed(viewer, project_number):
        return my_submitted_lots(viewer, project_number)
    return lots_with_policy(viewer, project_number) if has_document(viewer, project_number) else []


def my_bid(viewer: Viewer, project_number: str, lot_number: int) -> BidDesk:
    """Return the supplier's own bid for a lot with everything that is still to do.

    Raises:
        NotFound: the viewer is no supplier, or has not begun one.
    """
    copy = working_copy(viewer, project_number, lot_number)
    bid, facts, now = copy.bid, copy.facts(), clock.now()
    offers = BID.offers(bid.state, viewer, facts, now) if bid.state in PREPARING else []
    history = object_timeline(viewer, BID.of, bid.code, limit=HISTORY)
    return BidDesk(
        line=_line(bid),
        copy=copy,
        tasks=_tasks(copy),
        verdicts=_checks(offers),
        offers=tuple(offers),
        receipt=_receipt(bid, history),
        changed=copy.differs,
        gaps=len(facts.unanswered),
        history=tuple(history),
    )


def tender_to_bid(viewer: Viewer, project_number: str, lot_number: int) -> TenderedLot:
    """Return what a bid for this lot would have to answer, before one is begun."""
    return tendered_lot(viewer, project_number, lot_number)


def my_file(viewer: Viewer, project_number: str, lot_number: int, file_id: int) -> FileCard:
    """Return one file of the supplier's own bid.

    Raises:
        NotFound: it is none of the viewer's files.
    """
    bid_row(viewer, project_number, lot_number)
    return stored_files.file_seen(viewer, file_id)


def my_submission(viewer: Viewer, project_number: str, lot_number: int) -> dict[str, Any]:
    """Return the canonical content as it was handed in.

    Raises:
        NotFound: nothing was handed in.
    """
    row = bid_row(viewer, project_number, lot_number)
    if not row.submission:
        raise NotFound("这份投标文件还没有提交。")
    content: dict[str, Any] = row.submission
    return content


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
        bid_deadline=row.bid_deadline,
        submitted_at=row.submitted_at,
        over=clock.now() >= row.bid_deadline,
        href=BID.page.format(row=row),
    )


def _checks(offers: list[Offer]) -> tuple[Verdict, ...]:
    return next((offer.verdicts for offer in offers if offer.step.page == "check/"), ())


def _receipt(bid: Bid, history: list[TimelineEntry]) -> Receipt | None:
    kept = bid.receipt
    if not kept or not bid.submitted_at:
        return None
    entry = next((e for e in history if e.body.get("receipt") == kept["number"]), None)
    return Receipt(
        kept["number"], bid.submitted_at, bid.sha256, bid.sm3, kept["size"],
        entry.index if entry else None,
    )  # fmt: skip


def _tasks(copy: WorkingCopy) -> tuple[Task, ...]:
    kinds = {answer.demand.kind for answer in copy.answers}
    matrix = [_matrix_task(copy, kind) for kind in KIND_LABELS if kind in kinds]
    bond = [_bond_task(copy)] if copy.tender.bond else []
    return (*matrix, _terms_task(copy), _price_task(copy), _files_task(copy), *bond)


def _matrix_task(copy: WorkingCopy, kind: str) -> Task:
    answers = [answer for answer in copy.answers if answer.demand.kind == kind]
    gaps = sum(not answer.given for answer in answers)
    note = f"共 {len(answers)} 项要求"
    if gaps:
        return Task(KIND_LABELS[kind], f"{kind}/", note, f"还差 {gaps} 项", "amber")
    return Task(KIND_LABELS[kind], f"{kind}/", note, "已完成", "green")


def _terms_task(copy: WorkingCopy) -> Task:
    note = "交付期、投标有效期、联系人、声明"
    return Task("投标函", "terms/", note, *_done(given=copy.terms_given))


def _price_task(copy: WorkingCopy) -> Task:
    total = copy.items_total
    if copy.bid.price is None or total is None:
        return Task(
            "报价", "price/", f"{len(copy.price_lines)} 项单价和总价", "还没有填完", "amber"
        )
    if total != copy.bid.price:
        return Task("报价", "price/", "总价与分项合计不一致", "需要核对", "red")
    return Task("报价", "price/", "总价与分项合计一致", "已完成", "green")


def _files_task(copy: WorkingCopy) -> Task:
    missing = copy.parts_without_files
    note = f"已上传 {len(copy.files)} 个文件"
    if missing:
        return Task("投标文件", "files/", note, f"还差{'、'.join(missing)}", "amber")
    return Task(
        "投标文件",
        "files/",
        note,
        "已完成" if copy.files else "可选",
        "green" if copy.files else "",
    )


def _bond_task(copy: WorkingCopy) -> Task:
    enough = copy.bond_received >= copy.tender.bond
    return Task("投标保证金", "bond/", "到账截止时间与投标截止时间一致", *_done(given=enough))


def _done(*, given: bool) -> tuple[str, str]:
    return ("已完成", "green") if given else ("还没有填写", "amber")
