"""Reading the treasury's answers and reconciliations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.payment.treasury import ports, rules
from lucai.stages.payment.treasury.lifecycle import ANSWER, RECONCILIATION
from lucai.stages.payment.treasury.models import (
    Reconciliation,
    ReconciliationDifference,
    TreasuryAnswer,
)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer with what became of it; ``amount`` in 分."""

    pk: int
    serial: str
    kind_label: str
    request_number: str
    voucher: str
    amount: int
    on: date
    payee_account: str
    reason: str
    received_at: datetime
    problem: str
    resolution: str
    resolved_by: str
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/treasury/answers/{self.pk}/"


@dataclass(frozen=True, slots=True)
class ReconciliationLine:
    """One day's comparison; amounts in 分."""

    day: date
    treasury_id: int
    ours_count: int
    ours_amount: int
    theirs_count: int
    theirs_amount: int
    differences: int
    compared_at: datetime
    compared_by: str
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/treasury/reconciliations/{self.day.isoformat()}/"


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One difference with its explanation; amounts in 分."""

    pk: int
    kind_label: str
    voucher: str
    request_number: str
    ours: int | None
    theirs: int | None
    note: str
    noted_by: str
    noted_at: datetime | None


def answer_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[AnswerLine]:
    """List answers, newest first, a page at a time."""
    rows = TreasuryAnswer.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(voucher__startswith=words)
            | Q(request_number__startswith=words)
            | Q(serial__startswith=words)
        )
    if state in ANSWER.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, lambda row: _answer(viewer, row))


def answer_seen(viewer: Viewer, pk: int) -> AnswerLine:
    """Return one answer.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _answer(viewer, answer_row(viewer, pk))


def reconciliation_page(viewer: Viewer, *, after: str = "") -> Page[ReconciliationLine]:
    """List reconciliations, newest first, a page at a time."""
    rows = Reconciliation.objects.seen_by(viewer)
    return keyset(rows, after, lambda row: _reconciliation(viewer, row))


def reconciliation_seen(viewer: Viewer, day: date) -> ReconciliationLine:
    """Return a day's comparison.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _reconciliation(viewer, reconciliation_row(viewer, day))


def differences_of(viewer: Viewer, day: date, *, after: str = "") -> Page[DifferenceLine]:
    """List the differences of a day, a page at a time."""
    rows = ReconciliationDifference.objects.seen_by(viewer).filter(
        reconciliation=reconciliation_row(viewer, day), stale=False
    )
    return keyset(rows, after, _difference)


def difference_seen(viewer: Viewer, day: date, pk: int) -> DifferenceLine:
    """Return one difference.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _difference(difference_row(viewer, day, pk))


def difference_row(viewer: Viewer, day: date, pk: int) -> ReconciliationDifference:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = ReconciliationDifference.objects.seen_by(viewer).filter(
        reconciliation=reconciliation_row(viewer, day), stale=False, pk=pk
    )
    row = rows.first()
    if not row:
        raise NotFound("没有找到这笔差异。")
    return row


def unexplained(viewer: Viewer, day: date) -> int:
    """Count the differences of a day that nobody explained."""
    rows = ReconciliationDifference.objects.seen_by(viewer).filter(
        reconciliation=reconciliation_row(viewer, day), stale=False, note=""
    )
    return int(rows.count())


def answer_row(viewer: Viewer, pk: int) -> TreasuryAnswer:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = TreasuryAnswer.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这份国库回单。")
    return row


def reconciliation_row(viewer: Viewer, day: date) -> Reconciliation:
    """Return the row itself, for this module's services: the viewer's own treasury first.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = Reconciliation.objects.seen_by(viewer).filter(day=day)
    row = rows.filter(treasury_id=viewer.organisation).first() or rows.order_by("pk").first()
    if not row:
        raise NotFound("这一天还没有对账。")
    return row


def _answer(viewer: Viewer, row: TreasuryAnswer) -> AnswerLine:
    return AnswerLine(
        row.pk, row.serial, ports.KINDS[row.kind], row.request_number, row.voucher, row.amount,
        row.on, row.payee_account, row.reason, row.received_at, row.problem, row.resolution,
        row.resolved_by, row.state, ANSWER.states[row.state],
        party_offers(ANSWER, row, viewer, None),
    )  # fmt: skip


def _reconciliation(viewer: Viewer, row: Reconciliation) -> ReconciliationLine:
    return ReconciliationLine(
        row.day, row.treasury_id, row.ours_count, row.ours_amount, row.theirs_count,
        row.theirs_amount, row.differences, row.compared_at, row.compared_by, row.state,
        RECONCILIATION.states[row.state], party_offers(RECONCILIATION, row, viewer, None),
    )  # fmt: skip


def _difference(row: ReconciliationDifference) -> DifferenceLine:
    return DifferenceLine(
        row.pk, rules.KINDS[row.kind], row.voucher, row.request_number, row.ours, row.theirs,
        row.note, row.noted_by, row.noted_at,
    )  # fmt: skip
