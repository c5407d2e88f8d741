"""What pages of an evaluation are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.stages.trade.evaluations.selectors.results import ResultLine
from lucai.stages.trade.evaluations.terms import Judging, Part


@dataclass(frozen=True, slots=True)
class SessionLine:
    """The evaluation of a lot as lists show it."""

    project_number: str
    lot_number: int
    title: str
    lot_name: str
    state: str
    state_label: str
    state_since: datetime

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/evaluation/{self.lot_number}/"


@dataclass(frozen=True, slots=True)
class BidLine:
    """A bid under evaluation; ``letter`` names it in dense lists, ``brands`` are its core products'.

    ``dark``: only what is judged without names, under the code it has meanwhile; ``mask`` is that
    code, once it may be known whose it was.
    """

    code: str
    letter: str
    supplier_name: str
    price: int
    small: bool
    domestic: bool
    brands: tuple[str, ...]
    qualified: bool | None
    compliant: bool | None
    reason: str
    checked: int
    to_check: int
    scored: int
    to_score: int
    mask: str = ""
    dark: bool = False

    @property
    def valid(self) -> bool:
        """Whether it has not been declared invalid."""
        return self.qualified is not False and self.compliant is not False


@dataclass(frozen=True, slots=True)
class SeatLine:
    """How far one member is; the name only for those who may know it."""

    place: int
    name: str
    kind_label: str
    is_chair: bool
    state: str
    state_label: str
    silent: bool
    own: bool


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """What a member thinks of an explanation."""

    place: int
    passed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """A request to explain a low price."""

    bid_code: str
    supplier_name: str
    triggers: tuple[str, ...]
    calculation: tuple[str, ...]
    asked_at: datetime
    due_at: datetime
    reply: str
    file_ids: tuple[int, ...]
    replied_at: datetime | None
    state: str
    state_label: str
    verdict_reason: str
    opinions: tuple[OpinionLine, ...]
    ready: bool

    @property
    def open(self) -> bool:
        """Whether the panel has not decided yet."""
        return self.state in {"asked", "replied"}


@dataclass(frozen=True, slots=True)
class ExplanationDesk:
    """What a bidder is asked about its own price."""

    project_number: str
    lot_number: int
    title: str
    enquiry: EnquiryLine


@dataclass(frozen=True, slots=True)
class EvaluationSheet:
    """The evaluation of one lot as far as the viewer may see it."""

    project_number: str
    lot_number: int
    title: str
    lot_name: str
    state: str
    state_label: str
    state_since: datetime
    method: str
    method_label: str
    scored: bool
    negotiates: bool
    phase: str
    terms: Judging
    ceiling: int
    failed_reason: str
    chair_place: int
    checks_shared: bool
    bids: tuple[BidLine, ...]
    seats: tuple[SeatLine, ...]
    enquiries: tuple[EnquiryLine, ...]
    results: tuple[ResultLine, ...]
    may_qualify: bool
    own: SeatLine | None
    next_score: tuple[str, int] | None
    offers: tuple[Offer, ...]
    own_offers: tuple[Offer, ...]
    reported_at: datetime | None
    delivered_at: datetime | None
    dark_bids: tuple[BidLine, ...] = ()

    @property
    def lines(self) -> tuple[BidLine, ...]:
        """Everything to work on: bids by name, and the dark parts by code."""
        return (*self.bids, *self.dark_bids)

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/evaluation/{self.lot_number}/"

    def first_factor(self, bid: BidLine) -> int:
        """Return the first factor to mark in a bid, or in its dark part; 0: none."""
        part = Part.DARK if bid.dark else Part.OPEN if self.dark_bids else Part.WHOLE
        return next((c.number for c in self.terms.marked_of(part)), 0)

    def bid(self, code: str) -> BidLine:
        """Return one bid.

        Raises:
            NotFound: there is none.
        """
        for bid in self.lines:
            if bid.code == code:
                return bid
        raise NotFound("没有找到这份投标文件。")
