"""Reading draws that wait: who was asked, who has given a nonce, what a browser needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.journal.selectors import object_timeline
from lucai.platform.lives.offers import offers_of
from lucai.stages.trade.draws.drawing import PARTIES
from lucai.stages.trade.draws.lifecycle import CHANCE, GOES_ON, WAITING
from lucai.stages.trade.draws.models import DrawChance, WaitingDraw
from lucai.stages.trade.draws.numbering import LOT, round_number
from lucai.stages.trade.draws.rules import GivingUpFacts
from lucai.stages.trade.rounds.policies import TOGETHER
from lucai.stages.trade.rounds.selectors import RoundCard, answers_of, round_card, round_order
from lucai.stages.trade.sealing.policies import WITNESS
from lucai.stages.trade.sealing.selectors import holders_for
from lucai_trust.checkpoint import Checkpoint

WAIT = 30
"""How many minutes a draw waits for the parties' nonces unless somebody says otherwise."""

ENDED = frozenset({f"{WAITING.of}.give_up", f"{WAITING.of}.leave"})


@dataclass(frozen=True, slots=True)
class ChanceLine:
    """One party of a draw."""

    party: str
    name: str
    state: str
    state_label: str
    given_at: datetime | None
    commitment: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSheet:
    """A draw that waits for its parties' nonces, or was given up while it waited."""

    draw_id: str
    title: str
    href: str
    state: str
    state_label: str
    due_at: datetime
    lines: tuple[ChanceLine, ...]
    round: RoundCard | None
    root: str
    organises: bool
    offers: tuple[Offer, ...]
    given_up: GivenUp | None = None
    finding: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nobody can give any more."""
        return clock.now() >= self.due_at

    @property
    def own(self) -> ChanceLine | None:
        """The viewer's own line."""
        return next((line for line in self.lines if line.own), None)

    @property
    def page(self) -> str:
        """Its own page."""
        return f"/draws/{self.draw_id}/waiting/"

    @property
    def nonce_page(self) -> str:
        """Where a party gives its nonce."""
        return f"/draws/{self.draw_id}/nonce/"


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A draw that was given up: everybody may know it, and why. ``entry``: where the log says so."""

    draw_id: str
    root: str
    at: datetime
    reason: str
    sealed: tuple[str, ...]
    silent: tuple[str, ...]
    entry: int | None

    def spelt(self) -> dict[str, Any]:
        """The draw in a file that proves the others."""
        return {
            "drawId": self.draw_id,
            "listRoot": self.root,
            "givenUpAt": self.at.isoformat(),
            "reason": self.reason,
            "sealed": list(self.sealed),
            "silent": list(self.silent),
            "entry": self.entry,
        }


def waiting_row(viewer: Viewer, draw_number: str) -> WaitingDraw:
    """Return a draw that waits, or waited.

    Raises:
        NotFound: it has asked nobody, or the viewer may not see it.
    """
    row = WaitingDraw.objects.seen_by(viewer).filter(draw_number=draw_number).first()
    if not row:
        raise NotFound("没有找到等待随机数的这次抽取。")
    found: WaitingDraw = row
    return found


def organised_row(viewer: Viewer, draw_number: str) -> WaitingDraw:
    """Return a draw that waits and that the viewer's organisation holds.

    Raises:
        NotFound: there is none, or another organisation draws.
    """
    row = waiting_row(viewer, draw_number)
    if not organises(viewer, row):
        raise NotFound("没有找到本单位组织的这次抽取。")
    return row


def organises(viewer: Viewer, row: WaitingDraw) -> bool:
    """Whether the viewer's organisation holds the draw."""
    own = viewer.side.value, viewer.organisation
    return own == (row.organiser_side, row.organiser_id)


def waits_of(viewer: Viewer, of: str, of_key: str) -> list[WaitingDraw]:
    """Return the draws for somebody that asked their parties, the first one first."""
    return list(WaitingDraw.objects.seen_by(viewer).filter(of=of, of_key=of_key).order_by("pk"))


def numbers_opened(viewer: Viewer, keys: Sequence[str]) -> list[str]:
    """Return the numbers of the draws for these whose parties' nonces were opened, for the archive."""
    rows = WaitingDraw.objects.seen_by(viewer).filter(of_key__in=keys, state="opened")
    return list(rows.order_by("pk").values_list("draw_number", flat=True))


def is_given_up(viewer: Viewer, draw_number: str) -> bool:
    """Whether a draw was given up while it waited: it never goes on."""
    rows = WaitingDraw.objects.seen_by(viewer).filter(draw_number=draw_number)
    return bool(rows.exclude(state__in=GOES_ON).exists())


def given_up_of(viewer: Viewer, of: str, of_key: str) -> tuple[GivenUp, ...]:
    """Return the draws for somebody that were given up, for everybody to see."""
    rows = [row for row in waits_of(viewer, of, of_key) if row.given_up_at]
    return tuple(_given_up(row) for row in rows)


def times_given_up(viewer: Viewer, row: WaitingDraw) -> int:
    """Count the draws of a project that were given up; outside projects, of whom is drawn for."""
    rows = WaitingDraw.objects.seen_by(viewer).filter(given_up_at__isnull=False)
    if row.project_number:
        return int(rows.filter(project_number=row.project_number).count())
    return int(rows.filter(of=row.of, of_key=row.of_key).count())


def waiting_sheet(viewer: Viewer, of: str, of_key: str) -> WaitingSheet | None:
    """Return how far the parties of the draw under way are; None where none is waited for."""
    rows = [row for row in waits_of(viewer, of, of_key) if row.state == "waiting"]
    return _sheet(viewer, rows[-1]) if rows else None


def sheet_of(viewer: Viewer, draw_number: str) -> WaitingSheet:
    """Return one draw with all of its parties.

    Raises:
        NotFound: it has asked nobody, or the viewer may not see it.
    """
    return _sheet(viewer, waiting_row(viewer, draw_number))


def chances_of(viewer: Viewer, waiting: WaitingDraw) -> list[DrawChance]:
    """Return the parties of a draw, for its services."""
    rows = DrawChance.objects.seen_by(viewer).filter(waiting=waiting)
    return list(rows.select_related("waiting").order_by("pk"))


def own_chance(viewer: Viewer, draw_number: str) -> DrawChance:
    """Return the viewer's organisation's part in a draw.

    Raises:
        NotFound: it was not asked.
    """
    rows = DrawChance.objects.seen_by(viewer).filter(
        draw_number=draw_number, organisation_id=viewer.organisation, party=viewer.side.value
    )
    row = rows.select_related("waiting").first()
    if not row:
        raise NotFound("没有请您提交抽取随机数。")
    found: DrawChance = row
    return found


def chance_order(viewer: Viewer, draw_number: str) -> dict[str, Any]:
    """Return what a party's browser needs to seal its nonce.

    Raises:
        NotFound: it was not asked.
    """
    row = own_chance(viewer, draw_number)
    order = round_order(
        viewer, round_number(draw_number), LOT, title=row.heading, things=(), ceiling=0,
        held=row.envelope_hash, door=f"/draws/{draw_number}/nonce/",
    )  # fmt: skip
    return {**order, "draw": draw_number, "party": row.party}


def giving_up_facts(viewer: Viewer, row: WaitingDraw) -> GivingUpFacts:
    """Return what the rules of giving up read: whose nonces are shut, which holders were silent."""
    covered = covered_by_head(viewer, row)
    sealed = [
        PARTIES[one.party]
        for one in chances_of(SYSTEM, row)
        if one.state == "given" and one.party in covered
    ]
    answers = answers_of(SYSTEM, round_number(row.draw_number), LOT)
    return GivingUpFacts(row.due_at, tuple(sealed), answers.released, answers.silent)


def covered_by_head(viewer: Viewer, row: WaitingDraw) -> frozenset[str]:
    """Return whose commitments stand in the checkpoint that was kept before the time was over.

    One that was given in the last moment may have come too late for it. It cannot count: the seed
    rests on a checkpoint that has all commitments, and is older than the seal.
    """
    size = Checkpoint.parse(row.checkpoint).size if row.checkpoint else 0
    entries = logged(viewer, row.of, row.of_key)
    return frozenset(
        party for (draw, party), at in entries.items() if draw == row.draw_number and at < size
    )


def logged(viewer: Viewer, of: str, key: str) -> dict[tuple[str, str], int]:
    """Return where the log has each pool and commitment of an object's draws, by draw and party."""
    del viewer
    timeline = object_timeline(SYSTEM, of, key, limit=1000)
    events = {f"{of}.draw-pool", f"{of}.draw-commit"}
    return {
        (line.body["draw"], line.body.get("party", "")): line.index
        for line in timeline
        if line.event in events and line.index is not None
    }


def can_be_asked(viewer: Viewer) -> bool:
    """Whether enough independent bodies run holders for nonces to be sealed."""
    holders = holders_for(viewer, settings.LUCAI_SEALING_SUITE, frozenset())
    return len({one.organisation for one in holders if one.group == WITNESS}) >= TOGETHER


def _sheet(viewer: Viewer, row: WaitingDraw) -> WaitingSheet:
    mine = (viewer.side.value, viewer.organisation)
    lines = tuple(
        ChanceLine(
            one.party, PARTIES[one.party], one.state, _said(one), one.given_at,
            one.commitment, (one.party, one.organisation_id) == mine,
        )
        for one in chances_of(viewer, row)
    )  # fmt: skip
    return WaitingSheet(
        draw_id=row.draw_number, title=row.title, href=row.href, state=row.state,
        state_label=WAITING.states[row.state], due_at=row.due_at, lines=lines, root=row.root,
        round=round_card(SYSTEM, round_number(row.draw_number), LOT),
        organises=organises(viewer, row), offers=_offers(viewer, row),
        given_up=_given_up(row) if row.given_up_at else None, finding=row.finding,
    )  # fmt: skip


def _said(one: DrawChance) -> str:
    """Say what became of a nonce; one that was given and never opened is not one that was missed."""
    shut = one.state == "missed" and one.given_at is not None and not one.problem
    return "已密封，不再开启" if shut else CHANCE.states[one.state]


def _offers(viewer: Viewer, row: WaitingDraw) -> tuple[Offer, ...]:
    """Offer to the organiser that the draw be given up, and to supervision that it be checked.

    Before the time is over there is nothing to be given up yet.
    """
    waits = row.state == "waiting"
    if waits and not (organises(viewer, row) and clock.now() >= row.due_at):
        return ()
    facts = giving_up_facts(viewer, row) if waits else None
    return offers_of(viewer, WAITING, row.state, facts, project_number=row.project_number)


def _given_up(row: WaitingDraw) -> GivenUp:
    assert row.given_up_at
    events = object_timeline(SYSTEM, WAITING.of, row.draw_number)
    entry = next((one.index for one in events if one.event in ENDED), None)
    return GivenUp(
        row.draw_number, row.root, row.given_up_at, row.reason, tuple(row.sealed),
        tuple(row.silent), entry,
    )  # fmt: skip
