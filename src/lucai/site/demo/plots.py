"""What a story is told from: who, what, when, how far, and what goes wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Flag, auto
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor, Reason
from lucai.law.methods import Method, method
from lucai.law.parameters import parameter
from lucai.law.regions import region
from lucai.site.demo.people import TWO_LEVELS, Cast
from lucai.site.demo.wares import Item, Part, Ware
from lucai.stages.trade.bids.selectors.tender import TenderedLot

ROUND = 1000 * money.FEN_PER_YUAN
NEVER = clock.moment(date.max)


class Mishap(Flag):
    """What goes wrong, or at least not smoothly; a story may have several."""

    NONE = 0
    INTENTION_CANCELLED = auto()
    PLAN_SENT_BACK = auto()
    PLAN_RETURNED = auto()
    PLAN_ABANDONED = auto()
    PLAN_DISCARDED = auto()
    OTHER_METHOD = auto()
    METHOD_REFUSED = auto()
    AGENCY_DECLINES = auto()
    DOCUMENT_RETURNED = auto()
    AMENDED = auto()
    WITHDRAWN_BID = auto()
    UNFINISHED_BID = auto()
    TOO_FEW = auto()
    ONE_LOT_FAILS = auto()
    QUESTION_AT_OPENING = auto()
    UNQUALIFIED_BID = auto()
    ALL_UNQUALIFIED = auto()
    ABSENT_EXPERT = auto()
    EXPERT_RECUSES = auto()
    LOW_PRICE = auto()
    LOW_PRICE_REJECTED = auto()
    SITTING_CANCELLED = auto()
    REVIEWED_AGAIN = auto()
    CHALLENGED = auto()
    COMPLAINED = auto()
    COMPLAINT_UPHELD = auto()
    DOCUMENT_DISPUTED = auto()
    CONTRACT_SENT_BACK = auto()
    POINT_RAISED = auto()
    CONTRACT_SUSPENDED = auto()
    DELIVERY_REJECTED = auto()
    ACCEPTANCE_DISPUTED = auto()
    ACCEPTANCE_FAILED = auto()
    INVOICE_RETURNED = auto()
    LATE_PAYMENT = auto()
    PAYMENT_SENT_BACK = auto()
    PAYMENT_RETURNED = auto()
    PAYMENT_CLAIMED = auto()
    PAYMENT_IN_PARTS = auto()
    PAYMENT_BOUNCED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One procurement as data.

    Attributes:
        begins: the day on which the intention is published.
        bidders: suppliers by number, the same for every lot.
        parts: how many of the ware's lots are bought.
        scale: percent of the ware's quantities.
        until: the act before which the story waits; empty: as far as time allows.
        sure: whether the story must come that far.
        method: the method of procurement; ``case`` the law's situation for it.
        way: how suppliers to invite are found; empty: nobody is chosen beforehand.
        remote: whether the panel sits in two cities.
        expert: the expert by number whom the dice bring into the panel; None: they fall freely.
    """

    key: str
    ware: Ware
    buyer: int
    agency: int
    bidders: tuple[int, ...]
    begins: date
    title: str = ""
    parts: int = 1
    scale: int = 100
    lowest: bool = False
    until: str = ""
    sure: bool = True
    mishap: Mishap = Mishap.NONE
    expert: int | None = None
    method: str = "open"
    case: str = ""
    way: str = ""
    remote: bool = False

    @property
    def sheet(self) -> Method:
        """What the law says of the story's method."""
        return method(self.method)

    @property
    def lots(self) -> tuple[Part, ...]:
        """What each lot buys, in the story's quantities."""
        return tuple(
            Part(part.name, tuple(map(self._scaled, part.items)), part.demand, part.wish)
            for part in self.ware.parts[: self.parts]
        )

    def _scaled(self, item: Item) -> Item:
        quantity = max(1, item.quantity * self.scale // 100)
        if item.unit in {"月", "项"}:
            return Item(
                item.code, item.name, item.quantity, item.unit,
                item.price * self.scale // 100, item.requirement,
            )  # fmt: skip
        return Item(item.code, item.name, quantity, item.unit, item.price, item.requirement)

    @property
    def budgets(self) -> tuple[int, ...]:
        """The lots' budgets: their estimates, rounded up to whole thousands of 元."""
        return tuple(-(-part.cost // ROUND) * ROUND for part in self.lots)

    @property
    def budget(self) -> int:
        """All lots together, in 分."""
        return sum(self.budgets)

    @property
    def year(self) -> int:
        """The budget year: that of the notice, a good month after the intention."""
        return (self.begins + timedelta(days=40)).year

    @property
    def indicator(self) -> str:
        """The code of the budget indicator that pays."""
        return f"ZB{self.year}-{self.key}"

    @property
    def number(self) -> int:
        """The number at the end of its key."""
        return int("".join(filter(str.isdigit, self.key.rsplit("-", 1)[-1])))

    @property
    def reserved(self) -> bool:
        """Whether the project is small enough to be reserved for small firms."""
        return self.budget <= parameter("GP-SME-03", self.ware.kind, on=self.begins).fen


@dataclass(slots=True)
class Deal:
    """One lot's contract under way: its number, and the latest of what followed."""

    lot: int
    number: str
    supplier: Actor
    delivery: int = 0
    acceptance: int = 0
    invoice: int = 0
    payment: str = ""


@dataclass(slots=True)
class Tale:
    """A story under way: its people, and what its acts have brought forth so far."""

    story: Story
    cast: Cast
    chance: random.Random
    intention: str = ""
    plan: str = ""
    project: str = ""
    challenge: str = ""
    notice: datetime = NEVER
    deadline: datetime = NEVER
    lots: list[int] = field(default_factory=list)
    agency_number: int = -1
    asked: dict[int, TenderedLot] = field(default_factory=dict)
    desk: dict[tuple[int, int], Callable[[Any], Any]] = field(default_factory=dict)
    deals: list[Deal] = field(default_factory=list)
    codes: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def clerk(self) -> Actor:
        """采购经办."""
        return self.cast.actor(f"buyer{self.story.buyer}")

    @property
    def head(self) -> Actor:
        """采购负责人."""
        return self.cast.actor(f"buyer{self.story.buyer}.head")

    @property
    def accountant(self) -> Actor | None:
        """财务, where payments pass two levels; None: the head approves alone."""
        buyer = self.story.buyer
        return self.cast.actor(f"buyer{buyer}.accountant") if buyer in TWO_LEVELS else None

    @property
    def user(self) -> Actor:
        """使用科室: 验收人、采购人代表."""
        return self.cast.actor(f"buyer{self.story.buyer}.user")

    @property
    def agency(self) -> Actor:
        """项目负责人 of the agency that the project has now."""
        number = self.story.agency if self.agency_number < 0 else self.agency_number
        return self.cast.actor(f"agency{number}")

    @property
    def finance(self) -> Actor:
        """财政 of the buyer's region."""
        return self.cast.actor(f"finance{self.cast.region_of(self.story.buyer)}")

    @property
    def second_finance(self) -> Actor:
        """Another person of that 财政, who approves what the first has drafted."""
        return self.cast.actor(f"finance{self.cast.region_of(self.story.buyer)}.review")

    @property
    def authority(self) -> Actor:
        """财政 that approves methods: a county's is its city's."""
        here = region(self.cast.region_of(self.story.buyer))
        code = here.parent if here.level == "county" else here.code
        return self.cast.actor(f"finance{code}")

    @property
    def treasury(self) -> Actor:
        """国库 of the buyer's region."""
        return self.cast.actor(f"treasury{self.cast.region_of(self.story.buyer)}")

    def supplier(self, number: int) -> Actor:
        """Return a supplier."""
        return self.cast.actor(f"supplier{number}")

    @property
    def system(self) -> Actor:
        """What the journal's readers do by themselves."""
        return Actor.system(Reason.JOURNAL_READER)

    @property
    def present(self) -> list[int]:
        """The suppliers whose bids are in, by number."""
        story = self.story
        if self.goes_wrong(Mishap.TOO_FEW):
            return list(story.bidders[:2])
        if self.goes_wrong(Mishap.WITHDRAWN_BID, Mishap.UNFINISHED_BID):
            return list(story.bidders[:-1])
        return list(story.bidders)

    def goes_wrong(self, *mishaps: Mishap) -> bool:
        """Whether one of these happens."""
        return any(one in self.story.mishap for one in mishaps)
