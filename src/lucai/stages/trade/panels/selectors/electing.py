"""Reading the election of a chair: who may be voted for, who has voted, never for whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.panels.models import EvaluationPanel, PanelBallot, PanelMember
from lucai.stages.trade.panels.selectors.seats import own_place, panel_row, seats_of


@dataclass(frozen=True, slots=True)
class Election:
    """The ballot that is on: its number, who may be chosen, how many have voted."""

    round: int
    places: tuple[int, ...]
    cast: int
    voters: int
    voted: bool


def ballots_of(viewer: Viewer, panel: EvaluationPanel) -> list[PanelBallot]:
    """Return the votes of the ballot that is on, for services of the panel."""
    rows = PanelBallot.objects.seen_by(viewer).filter(panel=panel, round=panel.ballot_round)
    return list(rows)


def eligible_places(
    viewer: Viewer, panel: EvaluationPanel, members: list[PanelMember]
) -> tuple[int, ...]:
    """Return who may be voted for: the experts; after a tie those who were ahead."""
    experts = tuple(member.place for member in members if member.kind == EXPERT)
    before = PanelBallot.objects.seen_by(viewer).filter(
        panel=panel, round=panel.ballot_round - 1, counted_at__isnull=False
    )
    sums = Counter(vote.choice for vote in before)
    most = max(sums.values(), default=0)
    ahead = tuple(place for place in experts if most and sums[place] == most)
    # Where the panel has changed since, nobody or one of them may be left: all stand again.
    return ahead if len(ahead) > 1 else experts


def election_of(viewer: Viewer, project_number: str) -> Election | None:
    """Return the election as a member sees it; None where the viewer has no vote in it now."""
    own = own_place(viewer, project_number)
    if not own:
        return None
    panel = panel_row(viewer, project_number)
    members = seats_of(SYSTEM, project_number, *SEATED)
    if panel.state != "formed" or any(member.is_chair for member in members):
        return None
    votes = ballots_of(SYSTEM, panel)
    return Election(
        round=panel.ballot_round,
        places=eligible_places(SYSTEM, panel, members),
        cast=len(votes),
        voters=len(members),
        voted=any(vote.person_id == viewer.person for vote in votes),
    )
