"""Looking for who follows in a place that falls free: nobody chooses, the draws decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.panels.drawing import Candidate, of_line
from lucai.stages.trade.panels.draws import DrawOfExperts
from lucai.stages.trade.panels.lifecycle import SEATED
from lucai.stages.trade.panels.models import EXPERT, EvaluationPanel, PanelDraw
from lucai.stages.trade.panels.selectors.avoiding import avoided_codes, barred
from lucai.stages.trade.panels.selectors.draws import draws_of, free_experts, further_calls
from lucai.stages.trade.panels.selectors.seats import seats_of
from lucai.stages.trade.projects.selectors import ProjectCard
from lucai_trust.draw import Call, Rule, taken
from lucai_trust.draw_record import WAITING


@dataclass(frozen=True, slots=True)
class Following:
    """What one draw says of who follows on a line.

    ``passed`` are the reserves who can no longer come, ``calls`` the further stops of the walk;
    ``position`` is who follows, None where the draw has nobody left.
    """

    row: PanelDraw
    passed: tuple[int, ...]
    calls: tuple[Call, ...]
    position: int | None
    is_reserve: bool

    @property
    def person(self) -> int | None:
        """Who follows."""
        return None if self.position is None else self.row.members[self.position].person


def followings(
    viewer: Viewer, panel: EvaluationPanel, project: ProjectCard, line: str, *, leaving: int = 0
) -> list[Following]:
    """Look, from the first draw on, for who follows on a line; the last one found may have nobody.

    Args:
        leaving: the person who is about to leave.
    """
    found: list[Following] = []
    free = free_experts(viewer, panel, project, reserves=True)
    out = barred(viewer, panel, project), avoided_codes(viewer, project)
    for row in draws_of(viewer, panel.project_number):
        if row.seed and _has_room(row, line, leaving):
            found.append(_following(viewer, row, line, free, out))
            if found[-1].position is not None:
                break
    return found


def vacant_lines(viewer: Viewer, panel: EvaluationPanel) -> list[str]:
    """List the line of every place that nobody has, as the first draw's rule has them."""
    rows = [row for row in draws_of(viewer, panel.project_number) if row.seed]
    if not rows:
        return []
    sitting = [
        line_of_person(viewer, rows, seat.person_id)
        for seat in seats_of(viewer, panel.project_number, *SEATED)
        if seat.kind == EXPERT
    ]
    missing = Counter(rows[0].parsed.quota)
    missing.subtract(sitting)
    return [line for line, places in missing.items() for _ in range(places)]


def line_of_person(viewer: Viewer, rows: Sequence[DrawOfExperts], person: int) -> str:
    """Return the line of the first draw's rule for which somebody was drawn."""
    del viewer
    rule = next(row.parsed for row in rows if row.seed)
    found = (one.profession for row in rows for one in row.members if one.person == person)
    return rule.line_of(next(found, ""))


def of_the_line(
    viewer: Viewer, panel: EvaluationPanel, project: ProjectCard, line: str
) -> list[Candidate]:
    """List who in the library could be drawn for a line now."""
    rule = next(row.parsed for row in draws_of(viewer, panel.project_number) if row.seed)
    free = free_experts(SYSTEM, panel, project).values()
    return of_line(free, panel.specialties, rule, line)


def _has_room(row: PanelDraw, line: str, leaving: int) -> bool:
    """Whether a draw's rule lets one more of this line stay."""
    members = row.members
    stay = [p for p in row.stayed if row.line_of(p) == line and members[p].person != leaving]
    return len(stay) < row.parsed.quota.get(line, 0)


def _following(
    viewer: Viewer,
    row: PanelDraw,
    line: str,
    free: dict[int, Candidate],
    out: tuple[frozenset[int], frozenset[str]],
) -> Following:
    members = row.members
    waiting = [one.position for one in row.named if one.fate == WAITING and one.line == line]
    able = next((p for p in waiting if members[p].person in free), None)
    passed = tuple(waiting if able is None else waiting[: waiting.index(able)])
    if able is not None:
        return Following(row, passed, (), able, is_reserve=True)
    rule = Rule({line: 1}, row.most_per_employer)
    calls = further_calls(viewer, row, free, out[1], rule, barred=out[0])
    position = next(iter(taken(calls)), None)
    return Following(row, passed, tuple(calls), position, is_reserve=False)
