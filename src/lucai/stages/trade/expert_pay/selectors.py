"""Reading what experts are owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.support_rules import DemandFacts
from lucai.platform.lives.offers import offers_of
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.expert_pay.lifecycle import PAY
from lucai.stages.trade.expert_pay.models import ExpertPay


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLine:
    """What one expert is owed for one review, as its pages show it."""

    pk: int
    review: str
    title: str
    place: int
    name: str
    payer_name: str
    hours: int
    amount: int
    travel: int
    calculation: tuple[str, ...]
    paid_on: date | None
    reference: str
    reason: str
    state: str
    state_label: str
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/expert-pay/{self.pk}/"

    @property
    def together(self) -> str:
        """The page on which all experts of its review are paid."""
        return f"/expert-pay/reviews/{self.review}/"

    @property
    def total(self) -> int:
        """Pay and travel together, in 分."""
        return self.amount + self.travel


def pay_page(viewer: Viewer, *, words: str = "", state: str = "", after: str = "") -> Page[PayLine]:
    """List what the viewer is owed, owes or watches, newest first."""
    rows = ExpertPay.objects.seen_by(viewer)
    if words:
        rows = rows.filter(title__icontains=words)
    if state in PAY.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


def pay_row(viewer: Viewer, pk: int) -> ExpertPay:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = ExpertPay.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这笔评审劳务报酬。")
    return row


def pay_seen(viewer: Viewer, pk: int) -> PayLine:
    """Return one, with what the viewer may do.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = pay_row(viewer, pk)
    found = offers_of(viewer, PAY, row.state, DemandFacts(), project_number=row.project_number)
    return _line(row, tuple(one for one in found if viewer.side in one.step.by))


def owed_rows(viewer: Viewer, review: str) -> list[ExpertPay]:
    """Return the rows of a review that the viewer's organisation still has to pay.

    Raises:
        NotFound: there is none.
    """
    rows = ExpertPay.objects.seen_by(viewer).filter(review=review, state="owed")
    own = rows.filter(payer_id=viewer.organisation, payer_side=viewer.side.value).order_by("place")
    if not (found := list(own)):
        raise NotFound("这次评审没有待支付的劳务报酬。")
    return found


def owed_together(viewer: Viewer, review: str) -> list[PayLine]:
    """List what the viewer's organisation still owes for a review.

    Raises:
        NotFound: nothing.
    """
    return [_line(row) for row in owed_rows(viewer, review)]


def _line(row: ExpertPay, offers: tuple[Offer, ...] = ()) -> PayLine:
    return PayLine(
        pk=row.pk, review=row.review, title=row.title, place=row.place, name=row.name,
        payer_name=row.payer_name, hours=row.hours, amount=row.amount, travel=row.travel,
        calculation=tuple(row.calculation), paid_on=row.paid_on, reference=row.reference,
        reason=row.reason, state=row.state, state_label=row.say(PAY.states[row.state]),
        offers=offers,
    )  # fmt: skip
