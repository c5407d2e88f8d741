"""Reading a buyer's chain of approvals, and how far a request has come on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.lifecycle import Offer
from lucai.platform.access.selectors import ColleagueCard, colleagues_granted
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.payment.requests.chains import PLAIN, Level
from lucai.stages.payment.requests.lifecycle import PAYMENT
from lucai.stages.payment.requests.models import ApprovalChain, PaymentApproval, PaymentRequest
from lucai.stages.payment.requests.rules import RequestFacts

APPROVE = PAYMENT.permission(PAYMENT.step("approve"))


@dataclass(frozen=True, slots=True)
class ChainSheet:
    """A buyer's chain with who may be named in it; ``changed_by`` empty: never set."""

    levels: tuple[Level, ...]
    colleagues: tuple[ColleagueCard, ...]
    changed_by: str
    changed_at: datetime | None

    @property
    def enough(self) -> bool:
        """Whether there are as many approvers as levels, besides who requests."""
        return len(self.colleagues) >= len(self.levels)


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of a request: who approved it and when, or who is to."""

    title: str
    name: str
    at: datetime | None
    now: bool


def chain_of(viewer: Viewer) -> ChainSheet:
    """Return the chain of the viewer's own unit."""
    row = ApprovalChain.objects.seen_by(viewer).filter(buyer_id=viewer.organisation).first()
    return ChainSheet(
        levels=tuple(Level(**one) for one in row.levels) if row else PLAIN,
        colleagues=tuple(colleagues_granted(viewer, APPROVE)),
        changed_by=row.changed_by if row else "",
        changed_at=row.changed_at if row else None,
    )


def level_lines(viewer: Viewer, row: PaymentRequest) -> tuple[LevelLine, ...]:
    """Return the levels of a request's present submission in their order."""
    done = {one.level: one for one in approvals_of(viewer, row)}
    waiting = row.state == "approving"
    levels = [Level(**one) for one in row.chain] or list(PLAIN)
    return tuple(
        LevelLine(
            level.title,
            done[place].name if place in done else level.name,
            done[place].at if place in done else None,
            waiting and place == row.passed + 1,
        )
        for place, level in enumerate(levels, start=1)
    )


def approvals_of(viewer: Viewer, row: PaymentRequest) -> list[PaymentApproval]:
    """List the approvals of a request's present submission."""
    found = PaymentApproval.objects.seen_by(viewer).filter(request_id=row.pk, round=row.round)
    return list(found.order_by("level"))


def apt_offers(viewer: Viewer, row: PaymentRequest, facts: RequestFacts) -> tuple[Offer, ...]:
    """Return what the viewer can do, without the approval of another level than the request's."""
    other = "approve" if row.passed + 1 < len(row.chain) else "review"
    offers = party_offers(PAYMENT, row, viewer, facts)
    return tuple(offer for offer in offers if offer.step.name != other)
