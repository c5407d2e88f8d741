"""One tender from its draft to its opening: anyone tries any step at any time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import hypothesis.strategies as st
from django.db import IntegrityError, transaction
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side, Viewer
from lucai.kernel.errors import LuCaiError, NotFound
from lucai.platform.access.permissions import demand
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.lifecycle import DOCUMENT
from lucai.stages.trade.documents.models import TenderDocument
from lucai.stages.trade.documents.schemas import ReasonIn
from lucai.stages.trade.documents.services import steps as document_steps
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.openings.lifecycle import OPENING
from lucai.stages.trade.openings.models import OpeningSession
from lucai.stages.trade.projects.lifecycle import PROJECT
from lucai.stages.trade.projects.models import ProcurementProject
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.lifecycle import SEAL, SEALED_BID
from lucai.stages.trade.sealing.models import SealedBid
from lucai_trust import envelope as trust
from tests.lives import watching
from tests.makers import bids, people, trade
from tests.makers import sealing as outposts

FIRST = clock.moment(date(2026, 3, 2), 10)
LIVES = (
    (DOCUMENT, TenderDocument),
    (PROJECT, ProcurementProject),
    (SEALED_BID, SealedBid),
    (BID, Bid),
    (OPENING, OpeningSession),
)
LAWFUL_DAYS = 20
"""政府采购法 第三十五条, written here by hand: the machine must not believe the law's own sheet."""
LEAST_BIDDERS = 3


@dataclass(frozen=True)
class World:
    """Projects of one agency at three points of their life, and everybody who might touch them.

    ``draft``: a complete document; ``announced``: published; ``bid``: with three bids handed in,
    whose envelopes are here by supplier.
    """

    numbers: dict[str, str]
    viewers: dict[str, Viewer]
    envelopes: dict[int, trust.SealedBid]

    @property
    def parties(self) -> dict[Side, int]:
        """Whose matter it is."""
        agency, buyer = self.viewers["agency"], self.viewers["buyer"]
        assert agency.organisation
        assert buyer.organisation
        return {Side.AGENCY: agency.organisation, Side.BUYER: buyer.organisation}


def made_world() -> World:
    """Make the three projects, each with one lot."""
    suppliers = [people.supplier(n) for n in (1, 2, 3)]
    with clock.at(FIRST):
        numbers = {"draft": trade.drafted_project(1)}
        viewers = {
            **people.everyone(),
            "third supplier": people.supplier(3),
            "powerless agency": replace(people.agency(), grants=frozenset()),
            "powerless buyer": replace(people.buyer(), grants=frozenset()),
        }
    announced, bid = bids.call_for_bids(1), bids.call_for_bids(1)
    numbers |= {"announced": announced.number, "bid": bid.number}
    for supplier in suppliers:
        bids.obtained(announced, supplier)
    made = {one.organisation or 0: bids.submitted_bid(bid, one) for one in suppliers}
    return World(numbers, viewers, made)


Attempt = Callable[["TenderLife", Actor], object]


def _document(step: str) -> Attempt:
    return lambda life, actor: documents.take(actor, project_number=life.number, step=step)


def _return(life: TenderLife, actor: Actor) -> None:
    reason = ReasonIn(reason="请补充技术要求")
    documents.return_document(actor, project_number=life.number, reason=reason)


def _publish(life: TenderLife, actor: Actor) -> None:
    documents.publish(actor, project_number=life.number)


def _bid(life: TenderLife, actor: Actor) -> None:
    """Hand a bid in at this very moment, or put a new one in the place of the one handed in."""
    demand(actor, SEAL.permission)
    supplier = actor.viewer.organisation or 0
    call = bids.Call(life.number, life.now - timedelta(days=1), life.now)
    known = life.envelopes.get(supplier)
    life.envelopes[supplier] = bids.submitted_bid(call, actor.viewer, at=life.now, instead_of=known)


def _withdraw(life: TenderLife, actor: Actor) -> None:
    demand(actor, SEAL.permission)
    made = life.envelopes.get(actor.viewer.organisation or 0)
    if not made:
        raise NotFound("没有递交过投标文件。")
    claim = trust.make_claim(made.envelope, made.claim_secret, at=life.now)
    sealing.withdraw(sealing.ANYBODY, claim=claim.encode())
    del life.envelopes[actor.viewer.organisation or 0]


def _open(life: TenderLife, actor: Actor) -> None:
    with suppress(LuCaiError):
        bids.released(life.number)
    openings.start(actor, project_number=life.number)


def _record(life: TenderLife, actor: Actor) -> None:
    openings.close_record(actor, project_number=life.number)


ATTEMPTS: dict[str, Attempt] = {
    "trade.tenderDocument:submit": _document("submit"),
    "trade.tenderDocument:confirm": _document("confirm"),
    "trade.tenderDocument:revise": _document("revise"),
    "trade.tenderDocument:return_document": _return,
    "trade.tenderDocument:publish": _publish,
    "trade.sealedBid:seal": _bid,
    "trade.sealedBid:seal/withdraw": _withdraw,
    "trade.openingSession:start": _open,
    "trade.openingSession:record": _record,
}
LIKELY = (
    ("agency", "trade.tenderDocument:submit"),
    ("buyer", "trade.tenderDocument:confirm"),
    ("agency", "trade.tenderDocument:publish"),
    ("supplier", "trade.sealedBid:seal"),
    ("other supplier", "trade.sealedBid:seal"),
    ("third supplier", "trade.sealedBid:seal"),
    ("agency", "trade.openingSession:start"),
)
"""Who does what when all goes well: without these no example would come far."""
STRANGE = (
    ("other agency", "trade.tenderDocument:submit"),
    ("other agency", "trade.tenderDocument:publish"),
    ("other agency", "trade.openingSession:start"),
    ("other buyer", "trade.tenderDocument:confirm"),
    ("other buyer", "trade.tenderDocument:return_document"),
    ("powerless agency", "trade.tenderDocument:submit"),
    ("powerless agency", "trade.tenderDocument:publish"),
    ("powerless agency", "trade.openingSession:start"),
    ("powerless buyer", "trade.tenderDocument:confirm"),
    ("finance", "trade.tenderDocument:publish"),
    ("buyer", "trade.openingSession:start"),
)
"""Who tries what is nearly theirs: the same side of another house, or without the right."""

NAMES = (
    "public", "buyer", "other buyer", "agency", "other agency", "supplier", "other supplier",
    "third supplier", "expert", "finance", "other finance", "treasury", "administrator",
    "powerless agency", "powerless buyer",
)  # fmt: skip
SECOND = timedelta(seconds=1)


class TenderLife(RuleBasedStateMachine):
    """Anyone tries any step at any time; whatever is done must be lawful, declared, written down."""

    world: World
    reached: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.now = FIRST
        self.number = self.world.numbers["draft"]
        self.verified = 0
        self.envelopes: dict[int, trust.SealedBid] = {}
        outposts.new_outposts()
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()

    def teardown(self) -> None:
        """Undo the example."""
        transaction.set_rollback(True)
        self._savepoint.__exit__(None, None, None)

    @initialize(
        stage=st.sampled_from(["draft", "draft", "announced", "bid"]),
        days=st.sampled_from([19, 20, 20, 21]),
        agreed=st.integers(0, 2),
    )
    def begin(self, stage: str, days: int, agreed: int) -> None:
        """Take a project; set a draft's deadline at the edge of the law, perhaps agree on it."""
        self.number = self.world.numbers[stage]
        self.envelopes = dict(self.world.envelopes) if stage == "bid" else {}
        if stage == "draft":
            self.draft(days, agreed)
        else:
            self.now = FIRST + timedelta(days=1)

    def draft(self, days: int, agreed: int) -> None:
        """Set the bid deadline at the edge of the law."""
        agency = people.actor(self.world.viewers["agency"])
        deadline = clock.moment(FIRST.date() + timedelta(days=days), 9, 30)
        # A period a day too short is refused while it is typed: the maker's 21 days stay then.
        with clock.at(self.now), suppress(LuCaiError), transaction.atomic():
            content = trade.timing(self.number, bid_deadline=deadline)
            documents.edit_timing(agency, project_number=self.number, content=content)
        for pair in LIKELY[:agreed]:
            self.someone_tries(pair)

    @rule(pair=st.sampled_from(LIKELY))
    def the_right_one_tries(self, pair: tuple[str, str]) -> None:
        """Somebody does what is the own duty, at whatever time."""
        self.someone_tries(pair)

    @rule(pairs=st.lists(st.sampled_from(LIKELY), min_size=2, max_size=5, unique=True))
    def several_right_ones_try(self, pairs: list[tuple[str, str]]) -> None:
        """Several do what is their own duty, at the same moment."""
        for pair in pairs:
            self.someone_tries(pair)

    @rule(pairs=st.lists(st.sampled_from(STRANGE), min_size=2, max_size=5, unique=True))
    def strangers_try(self, pairs: list[tuple[str, str]]) -> None:
        """Several try what is nearly theirs."""
        for pair in pairs:
            self.someone_tries(pair)

    @rule(who=st.sampled_from(NAMES), what=st.sampled_from(sorted(ATTEMPTS)))
    def anyone_tries_anything(self, who: str, what: str) -> None:
        """Somebody tries what need not be the own business."""
        self.someone_tries((who, what))

    @rule(to=st.sampled_from(["tomorrow", "just before", "the deadline", "just after"]))
    def time_passes(self, to: str) -> None:
        """Let the clock run, preferably to the edge of the deadline."""
        deadline = self.deadline() or self.now
        moments = {
            "tomorrow": self.now + timedelta(days=1),
            "just before": deadline - SECOND,
            "the deadline": deadline,
            "just after": deadline + SECOND,
        }
        self.now = max(self.now, moments[to])

    def someone_tries(self, pair: tuple[str, str]) -> None:
        """Try; a refusal is fine, an act that was done is asked about."""
        who, permission = pair
        viewer = self.world.viewers[who]
        try:
            with self.moment(), transaction.atomic():
                ATTEMPTS[permission](self, Actor(viewer, "life"))
        except LuCaiError:
            return
        except IntegrityError as error:
            raise AssertionError(f"{permission} was stopped by the database alone") from error
        self.reached[permission] += 1
        watching.nobody_acted_without_the_right(viewer, permission.partition("/")[0])
        watching.only_parties_acted(viewer, self.world.parties)
        self.nothing_was_done_at_the_wrong_time(permission)

    def nothing_was_done_at_the_wrong_time(self, permission: str) -> None:
        """Ask the two questions whose answer is a moment."""
        deadline = self.deadline()
        if permission in {"trade.sealedBid:seal", "trade.sealedBid:seal/withdraw"}:
            assert deadline
            assert self.now < deadline, "a bid was taken or given back after the deadline"
        if permission == "trade.openingSession:start":
            assert deadline
            assert self.now >= deadline, "bids were opened before the deadline"

    @invariant()
    def every_change_is_declared_and_journaled(self) -> None:
        """As the name says."""
        watching.every_change_is_declared_and_journaled(LIVES, self.number)

    @invariant()
    def every_leaf_is_of_its_entry(self) -> None:
        """As the name says."""
        self.verified = watching.every_leaf_is_of_its_entry(self.number, self.verified)

    @invariant()
    def nothing_is_published_against_article_35(self) -> None:
        """Twenty days at least from the first issue of the document to the bid deadline."""
        row = watching.rows_of(TenderDocument, self.number)[0]
        if not row.published_at:
            return
        issued = row.published_at.astimezone(clock.BEIJING).date()
        due = row.bid_deadline.astimezone(clock.BEIJING).date()
        assert (due - issued).days >= LAWFUL_DAYS, f"{due - issued} from issue to deadline"

    @invariant()
    def nobody_sees_or_counts_bids_before_they_are_opened(self) -> None:
        """Not the buyer, the agency, the finance department, another supplier, anybody."""
        for viewer in self.world.viewers.values():
            rows = SealedBid.objects.seen_by(viewer).filter(project_number=self.number)
            seen = rows.filter(opened_at__isnull=True).exists()
            assert not seen, f"{viewer.organisation_name} sees a bid that is not opened"

    @invariant()
    def nothing_is_opened_with_fewer_than_three_bidders(self) -> None:
        """Either none of a lot's bids is opened, or three and more are."""
        opened = watching.rows_of(Bid, self.number)
        assert not opened or len(opened) >= LEAST_BIDDERS

    def deadline(self) -> datetime | None:
        """The bid deadline, once announced."""
        return project_seen(SYSTEM, self.number).bid_deadline

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Hold the clock; the paper of the document is not what this life is about."""
        made, document_steps.tender_pdf = document_steps.tender_pdf, lambda *_, **__: b"%PDF-1.7"
        try:
            with clock.at(self.now):
                yield
        finally:
            document_steps.tender_pdf = made


def life_of(world: World) -> type[TenderLife]:
    """Return the machine over a world that is there already, with a fresh count of what was done."""
    return type("TenderLifeHere", (TenderLife,), {"world": world, "reached": Counter()})
