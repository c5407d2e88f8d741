"""Reading openings: the hall as each side sees it, and the record afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.methods import method
from lucai.platform.journal.selectors import TimelineEntry, latest_checkpoint, project_timeline
from lucai.platform.lives.offers import offers_of
from lucai.platform.records import read_once
from lucai.stages.trade.bids.selectors import lots_to_attend
from lucai.stages.trade.decryptions.selectors import (
    OwnDecryption,
    Window,
    own_decryptions,
    recovered_in,
    window_of,
)
from lucai.stages.trade.openings.lifecycle import OPENING, RECORD
from lucai.stages.trade.openings.models import OpeningEnquiry, OpeningRecord, OpeningSession, SignIn
from lucai.stages.trade.openings.pictures import PriceStrip, price_strip
from lucai.stages.trade.openings.rules import HallFacts
from lucai.stages.trade.openings.selectors.unopened import Unopened, unopened_in
from lucai.stages.trade.openings.selectors.waiting_for import Waiting, unseal_facts, waiting_for
from lucai.stages.trade.openings.spine import Stage, stages_of
from lucai.stages.trade.projects.selectors import Frame, LotCard, frame

TAGS = {
    "start": ("开标", "blue"),
    **dict.fromkeys(("begin", "read"), ("开启", "green")),
    "fail": ("废标", "red"),
    "sign_in": ("签到", ""),
    "confirm": ("确认", "green"),
    "accept": ("认可", ""),
    "ask": ("询问", "amber"),
    "reply": ("答复", "blue"),
    "record": ("记录", "blue"),
    "postpone": ("顺延", "amber"),
    "call": ("解密", "amber"),
    "unseal": ("开启", "green"),
    "stuck": ("解密", "red"),
}
SPOKEN = ("trade.openingSession.", "trade.openingRecord.")
RECORD_TONES = {"read": "amber", "confirmed": "green", "accepted": ""}


@dataclass(frozen=True, slots=True)
class HallRow:
    """One bid as it was read out; amounts in 分."""

    place: int
    bid_code: str
    supplier_id: int
    supplier_name: str
    price: int | None
    delivery_days: int
    bond: int
    sm3: str
    sha256: str
    submitted_at: datetime
    signed_in_at: datetime | None
    state: str
    state_label: str
    tone: str
    confirmed_at: datetime | None
    lowest: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the live log."""

    at: datetime
    tag: str
    tone: str
    who: str
    what: str
    index: int | None


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """A question raised in the hall."""

    pk: int
    supplier_name: str
    text: str
    asked_at: datetime
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Own:
    """What a bidder can do here."""

    bids_here: bool
    signed_in_at: datetime | None
    row: HallRow | None

    @property
    def may_confirm(self) -> bool:
        """Whether the own line waits for its confirmation."""
        return self.row is not None and self.row.state == "read"


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall of one lot."""

    frame: Frame
    lot: LotCard
    state: str
    state_label: str
    bid_deadline: datetime
    started_at: datetime | None
    recorded_at: datetime | None
    host: str
    stages: tuple[Stage, ...]
    heard: bool
    rows: tuple[HallRow, ...]
    bidders: int
    failed: str
    strip: PriceStrip | None
    enquiries: tuple[EnquiryLine, ...]
    log: tuple[LogLine, ...]
    offers: tuple[Offer, ...]
    own: Own | None
    missing: Waiting
    window: Window | None
    to_decrypt: tuple[OwnDecryption, ...]
    unopened: tuple[Unopened, ...]
    recovered: frozenset[int]
    """The suppliers whose bids the recovery group opened for them."""
    proof_index: int | None
    proof_root: str

    @property
    def number(self) -> str:
        """The project's number."""
        return self.frame.card.number

    @property
    def aloud(self) -> bool:
        """Whether the method's opening reads the prices out."""
        return method(self.frame.card.method).reads_prices

    @property
    def waiting(self) -> int:
        """Questions without a reply."""
        return sum(not one.reply for one in self.enquiries)

    @property
    def asked_to_decrypt(self) -> tuple[OwnDecryption, ...]:
        """The own bids that wait for their supplier's key, while its window runs."""
        over = self.state != "decrypting" or not self.window or self.window.is_over
        return () if over else tuple(one for one in self.to_decrypt if one.state == "waiting")

    @property
    def withdrawn_here(self) -> OwnDecryption | None:
        """The own bid of this lot, where it counts as withdrawn: nobody decrypted it in time."""
        mine = (one for one in self.to_decrypt if one.lot_number == self.lot.number)
        return next((one for one in mine if one.state == "revoked"), None)

    @property
    def confirmed(self) -> int:
        """Bidders that have confirmed."""
        return sum(row.state == "confirmed" for row in self.rows)

    @property
    def due(self) -> bool:
        """Whether the moment of the opening has come."""
        return clock.now() >= self.bid_deadline


def hall(viewer: Viewer, project_number: str, lot_number: int = 0) -> Hall:
    """Return the hall of a lot (0: the first one).

    Suppliers hear what is read out in lots they bid for; buyer, agency and supervisors all.

    Raises:
        NotFound: the project is not announced, or the viewer has no place in the hall.
    """
    if viewer.side not in {Side.AGENCY, Side.BUYER, Side.SUPERVISOR, Side.SUPPLIER}:
        raise NotFound("没有找到这个页面。")
    around = frame(viewer, project_number, "opening")
    if not around.card.bid_deadline:
        raise NotFound("这个项目还没有发布招标公告。")
    lot = around.card.lot(lot_number or around.card.lots[0].number)
    session = OpeningSession.objects.seen_by(viewer).filter(project_number=project_number).first()
    return _hall(viewer, around, lot, session)


def demand_heard(viewer: Viewer, shown: Hall) -> Hall:
    """Return the hall where its record may be read.

    Raises:
        NotFound: nothing was read out, or not to this viewer.
    """
    del viewer
    if not shown.heard:
        raise NotFound("还没有开标记录，或者您没有参加这一包的投标。")
    return shown


def opening_rows(viewer: Viewer, project_number: str, lot_number: int) -> list[HallRow]:
    """List what was read out in a lot, as far as the viewer took part or may watch."""
    return list(_rows(viewer, project_number, lot_number))


@read_once
def session_row(viewer: Viewer, project_number: str) -> OpeningSession:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = OpeningSession.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row:
        raise NotFound("这个项目还没有开标。")
    found: OpeningSession = row
    return found


def _hall(viewer: Viewer, around: Frame, lot: LotCard, session: OpeningSession | None) -> Hall:
    number, started = around.card.number, bool(session and session.started_at)
    window = window_of(viewer, number) if started else None
    rows = _rows(viewer, number, lot.number) if started else ()
    heard = (
        started
        and _state(session) != "decrypting"
        and (viewer.side is not Side.SUPPLIER or any(row.mine for row in rows))
    )
    outcome = session.lots.get(str(lot.number), {}) if session and heard else {}
    enquiries = _enquiries(viewer, number, lot.number) if heard else ()
    head = latest_checkpoint(viewer) if started else None
    deadline = _deadline(around, session)
    return Hall(
        frame=around,
        lot=lot,
        state=session.state if session else "scheduled",
        state_label=OPENING.states[_state(session)],
        bid_deadline=deadline,
        started_at=session.started_at if session else None,
        recorded_at=session.recorded_at if session else None,
        host=session.host if session else "",
        stages=_stages(session, deadline, rows, window),
        heard=heard,
        rows=rows,
        bidders=int(outcome.get("bidders", len(rows))),
        failed=str(outcome.get("failed", "")),
        strip=price_strip([row.price for row in rows if row.price is not None], lot.ceiling),
        enquiries=enquiries,
        log=_log(number, lot.number) if heard else (),
        offers=_offers(viewer, number, session, deadline, enquiries),
        own=_own(viewer, number, lot.number, rows),
        missing=waiting_for(viewer, number, _state(session), deadline),
        window=window,
        to_decrypt=tuple(own_decryptions(viewer, number)) if window else (),
        unopened=unopened_in(viewer, number, lot.number) if heard else (),
        recovered=recovered_in(viewer, number, lot.number) if heard and window else frozenset(),
        proof_index=head.size if head else None,
        proof_root=head.root[:16] if head else "",
    )


def _state(session: OpeningSession | None) -> str:
    return session.state if session else "scheduled"


def _stages(
    session: OpeningSession | None,
    deadline: datetime,
    rows: Sequence[HallRow],
    window: Window | None,
) -> tuple[Stage, ...]:
    recorded_at = session.recorded_at if session else None
    return stages_of(_state(session), recorded_at, deadline, [row.state for row in rows], window)


def _deadline(around: Frame, session: OpeningSession | None) -> datetime:
    """The project's own deadline until the opening has started, then the one it started by."""
    if session and session.started_at:
        return session.bid_deadline
    assert around.card.bid_deadline is not None
    return around.card.bid_deadline


def _rows(viewer: Viewer, number: str, lot_number: int) -> tuple[HallRow, ...]:
    mine = OpeningRecord.objects.seen_by(viewer).filter(
        project_number=number, lot_number=lot_number
    )
    found = list(mine.select_related("session").order_by("place"))
    aloud = bool(found) and method(found[0].session.method).reads_prices
    if viewer.side is Side.SUPPLIER and aloud:
        # 财政部令第87号 第四十一条: prices are read out to everybody who bid.
        everything = OpeningRecord.objects.seen_by(SYSTEM)
        found = list(
            everything.filter(project_number=number, lot_number=lot_number).order_by("place")
        )
    least = min((row.price for row in found), default=0)
    return tuple(_row(row, viewer, least, aloud=aloud) for row in found)


def _row(row: OpeningRecord, viewer: Viewer, least: int, *, aloud: bool) -> HallRow:
    """Where prices are not read out, nobody learns of them at the opening."""
    return HallRow(
        place=row.place,
        bid_code=row.bid_code,
        supplier_id=row.supplier_id,
        supplier_name=row.supplier_name,
        price=row.price if aloud else None,
        delivery_days=row.delivery_days,
        bond=row.bond,
        sm3=row.sm3,
        sha256=row.sha256,
        submitted_at=row.submitted_at,
        signed_in_at=row.signed_in_at,
        state=row.state,
        state_label=RECORD.states[row.state],
        tone=RECORD_TONES[row.state],
        confirmed_at=row.confirmed_at,
        lowest=aloud and row.price == least,
        mine=viewer.side is Side.SUPPLIER and row.supplier_id == viewer.organisation,
    )


def _enquiries(viewer: Viewer, number: str, lot_number: int) -> tuple[EnquiryLine, ...]:
    """Questions are asked and answered aloud: whoever hears the lot reads them all."""
    reader = SYSTEM if viewer.side is Side.SUPPLIER else viewer
    rows = OpeningEnquiry.objects.seen_by(reader).filter(
        record__project_number=number, record__lot_number=lot_number
    )
    return tuple(
        EnquiryLine(
            row.pk, row.record.supplier_name, row.text, row.asked_at, row.reply, row.replied_at
        )
        for row in rows.select_related("record").order_by("pk")
    )


def _log(number: str, lot_number: int) -> tuple[LogLine, ...]:
    entries = project_timeline(SYSTEM, number)
    spoken = [e for e in entries if e.event.startswith(SPOKEN) and _of_lot(e, lot_number)]
    return tuple(_line(entry) for entry in spoken if entry.event.rsplit(".", 1)[1] in TAGS)


def _of_lot(entry: TimelineEntry, lot_number: int) -> bool:
    begun = entry.event == f"{OPENING.of}.begin"
    return not begun and entry.body.get("lot", lot_number) == lot_number


def _line(entry: TimelineEntry) -> LogLine:
    act = entry.event.rsplit(".", 1)[1]
    tag, tone = TAGS[act]
    who = entry.who if act in {"confirm", "start", "record"} else ""
    return LogLine(entry.at, tag, tone, who, entry.label, entry.index)


def _own(viewer: Viewer, number: str, lot_number: int, rows: Sequence[HallRow]) -> Own | None:
    if viewer.side is not Side.SUPPLIER:
        return None
    signed = SignIn.objects.seen_by(viewer).filter(project_number=number).first()
    return Own(
        bids_here=lot_number in lots_to_attend(viewer, number),
        signed_in_at=signed.at if signed else None,
        row=next((row for row in rows if row.mine), None),
    )


def _offers(
    viewer: Viewer,
    number: str,
    session: OpeningSession | None,
    deadline: datetime,
    enquiries: Sequence[EnquiryLine],
) -> tuple[Offer, ...]:
    waiting = _waiting(viewer, session) if session and session.state == "open" else 0
    facts: object = HallFacts(
        bid_deadline=deadline, waiting=max(waiting, sum(not e.reply for e in enquiries))
    )
    if _state(session) == "decrypting":
        facts = unseal_facts(viewer, number)
    return offers_of(viewer, OPENING, _state(session), facts, project_number=number)


def _waiting(viewer: Viewer, session: OpeningSession) -> int:
    """Questions of all lots count: the record is formed for the whole opening."""
    rows = OpeningEnquiry.objects.seen_by(viewer).filter(record__session_id=session.pk, reply="")
    return len(rows.values_list("pk")) if viewer.side is Side.AGENCY else 0
