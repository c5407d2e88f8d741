"""Reading awards: the ranking for those who decide, the result for all, a letter for its receiver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.deadlines import deadline
from lucai.platform.access.selectors import organisation
from lucai.platform.lives.offers import offers_of
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.awards.lifecycle import AWARD
from lucai.stages.trade.awards.lot_limits import LotLimit
from lucai.stages.trade.awards.models import Award, AwardLetter, LosingNotice, decision_due
from lucai.stages.trade.awards.notices import Winner, result_fields
from lucai.stages.trade.awards.rules import LotAwardFacts
from lucai.stages.trade.awards.schemas import AnnouncementIn
from lucai.stages.trade.bids.selectors import opened_bid
from lucai.stages.trade.commissions.selectors import commission_seen
from lucai.stages.trade.documents.selectors import document_card
from lucai.stages.trade.evaluations.selectors import SessionLine, evaluations_of
from lucai.stages.trade.panels.rules import named
from lucai.stages.trade.panels.selectors import panel_members
from lucai.stages.trade.prequalifications.selectors import Recommended, recommended
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.projects.selectors.guests import is_guest

DECIDERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SYSTEM})


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A recommended candidate; price in 分."""

    rank: int
    bid_code: str
    supplier_id: int
    supplier_name: str
    price: int
    total_text: str


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter as lists and its page show it."""

    number: str
    kind: str
    supplier_id: int
    supplier_name: str
    issued_at: datetime
    amount: int | None
    contract_until: date | None
    rank: int | None
    total_text: str
    reason: str
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AwardSheet:
    """An award as far as the viewer may see it; amounts in 分."""

    project_number: str
    lot_number: int
    title: str
    lot_name: str
    plan_number: str
    method: str
    region: str
    buyer_id: int
    buyer_path: str
    buyer_name: str
    agency_id: int
    agency_name: str
    finance_id: int
    state: str
    state_label: str
    state_since: datetime
    candidates: tuple[CandidateLine, ...]
    bid_code: str
    supplier_id: int | None
    supplier_name: str
    amount: int | None
    rank: int | None
    reason: str
    silent: bool
    void_ranks: tuple[int, ...]
    void_reason: str
    received_at: datetime
    decision_due: datetime | None
    decided_at: datetime | None
    announced_at: datetime | None
    notice_until: date | None
    letters: tuple[LetterLine, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/award/{self.lot_number}/"


def award_seen(viewer: Viewer, project_number: str, lot_number: int) -> AwardSheet:
    """Return the award of a lot.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    return _sheet(viewer, award_row(viewer, project_number, lot_number))


@read_once
def awards_of(viewer: Viewer, project_number: str) -> list[AwardSheet]:
    """List the awards of a project that the viewer may see, by lot."""
    rows = Award.objects.seen_by(viewer).filter(project_number=project_number)
    return [_sheet(viewer, row) for row in rows.order_by("lot_number")]


def settled_lots(viewer: Viewer, project_number: str) -> frozenset[int]:
    """Return the lots for which somebody has been decided, or decided and undone: reports are past."""
    rows = Award.objects.seen_by(viewer).filter(project_number=project_number)
    found = rows.values_list("lot_number", "state", "turn")
    return frozenset(lot for lot, state, turn in found if state != "deciding" or turn > 1)


def awarded_lots(viewer: Viewer, project_number: str) -> list[AwardSheet]:
    """List the announced awards of a project that wait for their contract, by lot."""
    rows = Award.objects.seen_by(viewer).filter(project_number=project_number, state="announced")
    return [_sheet(viewer, row) for row in rows.order_by("lot_number")]


def awards_won(viewer: Viewer, *, after: str = "") -> Page[AwardSheet]:
    """List what a supplier has won, newest first, a page at a time."""
    rows = Award.objects.seen_by(viewer).filter(supplier_id=viewer.organisation or 0)
    return keyset(rows, after, lambda row: _sheet(viewer, row))


def letter_seen(viewer: Viewer, number: str) -> LetterLine:
    """Return one letter.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    for table in (AwardLetter, LosingNotice):
        row = table.objects.seen_by(viewer).filter(number=number).first()
        if row:
            return _letter(row)
    raise NotFound("没有找到这份通知书。")


@read_once
def letters_of(viewer: Viewer, project_number: str) -> list[LetterLine]:
    """List the letters of a project that the viewer may see: a supplier its own."""
    return [
        _letter(row)
        for table in (AwardLetter, LosingNotice)
        for row in table.objects.seen_by(viewer)
        .filter(project_number=project_number)
        .order_by("lot_number", "pk")
    ]


def letter_context(viewer: Viewer, number: str) -> tuple[LetterLine, AwardSheet]:
    """Return a letter with the award it belongs to.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    for table in (AwardLetter, LosingNotice):
        row = table.objects.seen_by(viewer).filter(number=number).first()
        if row:
            return _letter(row), award_seen(viewer, row.project_number, row.lot_number)
    raise NotFound("没有找到这份通知书。")


def waiting_reports(viewer: Viewer, project_number: str) -> list[SessionLine]:
    """List the lots whose report is signed and has still to go to the buyer."""
    return [line for line in evaluations_of(viewer, project_number) if line.state == "reported"]


def announcement(
    viewer: Viewer, project_number: str, lot_number: int, form: AnnouncementIn
) -> dict[str, Any]:
    """Return the fields of the result notice as it would go out now.

    Raises:
        NotFound: there is no award, or the viewer may not see it.
    """
    row = award_row(viewer, project_number, lot_number)
    project = project_seen(viewer, project_number)
    seats = panel_members(viewer, project_number)
    members = [named(one.name, chosen=one.chosen) for one in seats if one.seated]
    return result_fields(
        winner_of(viewer, row),
        project,
        opened_bid(SYSTEM, project_number, row.bid_code),
        members=members,
        fee_standard=fee_standard(viewer, project_number),
        until=notice_until(viewer),
        form=with_recommended(viewer, project_number, form),
    )


def with_recommended(viewer: Viewer, project_number: str, form: AnnouncementIn) -> AnnouncementIn:
    """Add to a notice who was recommended in writing, by whom and why (87号令 art 69, 74号令 art 18)."""
    lines = recommended(viewer, project_number)
    if not lines:
        return form
    by = list(dict.fromkeys(one.by for one in lines))
    text = form.other_matters + "".join(_recommended_by(who, lines) for who in by)
    return form.model_copy(update={"other_matters": text})


def _recommended_by(who: str, lines: Sequence[Recommended]) -> str:
    named = "；".join(f"{one.name}（{one.reason.rstrip('。')}）" for one in lines if one.by == who)
    return f"{who}书面推荐的供应商名单和推荐理由：{named}。"


def winner_of(viewer: Viewer, row: Award) -> Winner:
    """Return a decided award as its notice names it.

    Raises:
        NotFound: nobody has decided yet.
    """
    if not row.supplier_id or not row.amount or not row.decided_at:
        raise NotFound("还没有确定中标人。")
    found = organisation(viewer, row.supplier_id)
    total = next(c["total"] for c in row.candidates if c["supplierId"] == row.supplier_id)
    return Winner(
        key=row.key,
        lot_number=row.lot_number,
        lot_name=row.lot_name,
        name=row.supplier_name,
        amount=row.amount,
        score=_points(total),
        decided_at=row.decided_at,
        address=found.address,
        uscc=found.uscc,
    )


def fee_standard(viewer: Viewer, project_number: str) -> str:
    """Return who pays the agency and how much, as the commission says; empty without one."""
    try:
        found = commission_seen(viewer, project_number)
    except NotFound:
        return ""
    return f"{found.fee_payer_label}：{found.fee_standard}"


def notice_until(viewer: Viewer) -> date:
    """Return the last day of a result notice that goes out today (GP-TEN-20)."""
    del viewer
    return deadline("GP-TEN-20", clock.today(), "period").date


def award_facts(viewer: Viewer, row: Award, **more: Any) -> LotAwardFacts:
    """Return an award as rules read it."""
    del viewer
    lots = evaluations_of(SYSTEM, row.project_number)
    ended = {"reported", "delivered", "failed"}
    return LotAwardFacts(
        evaluation_ended_on=_day(row.evaluated_at),
        report_received_on=_day(row.received_at),
        decided_on=_day(row.decided_at),
        lots_open=tuple(f"包 {lot.lot_number}" for lot in lots if lot.state not in ended),
        report_stands=all(
            lot.state == "delivered" for lot in lots if lot.lot_number == row.lot_number
        ),
        **more,
    )


def lot_limit(row: Award) -> LotLimit:
    """Return what the document's limit means for a lot; without one nothing."""
    most = document_card(SYSTEM, row.project_number).most_lots
    if most is None:
        return LotLimit()
    rows = Award.objects.seen_by(SYSTEM).filter(project_number=row.project_number)
    before = list(rows.filter(lot_number__lt=row.lot_number).exclude(state="annulled"))
    won = Counter(one.supplier_id for one in before if one.supplier_id)
    return LotLimit(
        most,
        tuple(f"包 {one.lot_number}" for one in before if one.state == "deciding"),
        frozenset(c["rank"] for c in row.candidates if won[c["supplierId"]] >= most),
    )


@read_once
def award_row(viewer: Viewer, project_number: str, lot_number: int) -> Award:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = Award.objects.seen_by(viewer).filter(project_number=project_number)
    row = rows.filter(lot_number=lot_number).first()
    if not row:
        raise NotFound("这一包还没有收到评审报告。")
    return row


def _sheet(viewer: Viewer, row: Award) -> AwardSheet:
    inside = viewer.side in DECIDERS
    return AwardSheet(
        **{name: getattr(row, name) for name in _SHARED},
        state_label=AWARD.states[row.state],
        candidates=tuple(map(_candidate, row.candidates)) if inside else (),
        reason=row.reason if inside else "",
        void_ranks=tuple(row.void_ranks) if inside else (),
        void_reason=row.void_reason if inside else "",
        decision_due=decision_due(row.received_at, row.method),
        letters=tuple(
            line
            for line in letters_of(viewer, row.project_number)
            if line.number.startswith(f"{row.key}-")
        ),
        offers=()
        if is_guest(viewer, row.project_number)
        else offers_of(
            viewer,
            AWARD,
            row.state,
            award_facts(viewer, row),
            project_number=row.project_number,
            lot_number=row.lot_number,
        ),
    )


def _candidate(candidate: dict[str, Any]) -> CandidateLine:
    return CandidateLine(
        rank=candidate["rank"],
        bid_code=candidate["bidCode"],
        supplier_id=candidate["supplierId"],
        supplier_name=candidate["supplierName"],
        price=candidate["price"],
        total_text=_points(candidate["total"]),
    )


def _letter(row: AwardLetter | LosingNotice) -> LetterLine:
    return LetterLine(
        number=row.number,
        kind="award" if isinstance(row, AwardLetter) else "losing",
        supplier_id=row.supplier_id,
        supplier_name=row.supplier_name,
        issued_at=row.issued_at,
        amount=row.amount if isinstance(row, AwardLetter) else None,
        contract_until=row.contract_until if isinstance(row, AwardLetter) else None,
        rank=row.rank if isinstance(row, LosingNotice) else None,
        total_text=_points(row.total) if isinstance(row, LosingNotice) else "",
        reason=row.reason if isinstance(row, LosingNotice) else "",
        revoked_at=row.revoked_at,
    )


def _points(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"


def _day(at: datetime | None) -> date | None:
    return at.astimezone(clock.BEIJING).date() if at else None


_SHARED = (
    "project_number", "lot_number", "title", "lot_name", "plan_number", "method", "region", "buyer_id",
    "buyer_path", "buyer_name", "agency_id", "agency_name", "finance_id", "state", "state_since",
    "bid_code", "supplier_id", "supplier_name", "amount", "rank", "silent", "received_at",
    "decided_at", "announced_at", "notice_until",
)  # fmt: skip
