"""Reading the nonces of a draw's parties: who was asked, who has given one, what a browser needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.panels.drawing import PARTIES
from lucai.stages.trade.panels.lifecycle import CHANCE
from lucai.stages.trade.panels.models import DrawChance, PanelDraw
from lucai.stages.trade.panels.numbering import LOT, round_number
from lucai.stages.trade.rounds.policies import TOGETHER
from lucai.stages.trade.rounds.selectors import RoundCard, round_card, round_order
from lucai.stages.trade.sealing.policies import WITNESS
from lucai.stages.trade.sealing.selectors import holders_for


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


@dataclass(frozen=True, slots=True)
class ChanceSheet:
    """A draw that waits for its parties' nonces."""

    draw_id: str
    due_at: datetime
    lines: tuple[ChanceLine, ...]
    round: RoundCard | None

    @property
    def is_over(self) -> bool:
        """Whether nobody can give any more."""
        return clock.now() >= self.due_at

    @property
    def own(self) -> ChanceLine | None:
        """The viewer's own line."""
        return next((line for line in self.lines if line.own), None)


def chances_of(viewer: Viewer, draw: PanelDraw) -> list[DrawChance]:
    """Return the parties of a draw, for its services."""
    rows = DrawChance.objects.seen_by(viewer).filter(draw=draw)
    return list(rows.select_related("draw__panel").order_by("pk"))


def own_chance(viewer: Viewer, project_number: str) -> DrawChance:
    """Return the viewer's organisation's part in the draw that is waited for last.

    Raises:
        NotFound: it was not asked.
    """
    rows = DrawChance.objects.seen_by(viewer).filter(
        project_number=project_number, organisation_id=viewer.organisation, party=viewer.side.value
    )
    row = rows.select_related("draw__panel").order_by("-pk").first()
    if not row:
        raise NotFound("没有请您提交抽取随机数。")
    found: DrawChance = row
    return found


def chance_sheet(viewer: Viewer, project_number: str) -> ChanceSheet | None:
    """Return how far the parties of the draw under way are; None where none is waited for."""
    rows = DrawChance.objects.seen_by(viewer).filter(
        project_number=project_number, state__in=("awaited", "given")
    )
    found = list(rows.select_related("draw").order_by("pk"))
    if not found:
        return None
    draw = found[0].draw
    mine = (viewer.side.value, viewer.organisation)
    lines = tuple(
        ChanceLine(
            row.party, PARTIES[row.party], row.state, CHANCE.states[row.state], row.given_at,
            row.commitment, (row.party, row.organisation_id) == mine,
        )
        for row in found
    )  # fmt: skip
    number = round_number(draw.draw_id)
    return ChanceSheet(draw.draw_id, found[0].due_at, lines, round_card(SYSTEM, number, LOT))


def chance_order(viewer: Viewer, project_number: str) -> dict[str, Any]:
    """Return what a party's browser needs to seal its nonce.

    Raises:
        NotFound: it was not asked.
    """
    row = own_chance(viewer, project_number)
    order = round_order(
        viewer, round_number(row.draw.draw_id), LOT, title=row.heading, things=(), ceiling=0,
        held=row.envelope_hash, door=f"/rooms/{project_number}/panel/chance/",
    )  # fmt: skip
    return {**order, "draw": row.draw.draw_id, "party": row.party}


def can_be_asked(viewer: Viewer) -> bool:
    """Whether enough independent bodies run holders for nonces to be sealed."""
    holders = holders_for(viewer, settings.LUCAI_SEALING_SUITE, frozenset())
    return len({one.organisation for one in holders if one.group == WITNESS}) >= TOGETHER
