"""Looking for who follows in a place that falls free: nobody chooses, the draws decide. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lucai.stages.trade.drawn_experts.drawing import Candidate, of_line
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai_trust.draw import Call, Rule, taken
from lucai_trust.draw_record import WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with somebody's draws.

    ``free`` is who could be taken now, by person, with those who stand by, who are ``waiting``;
    ``sitting`` the experts who have a seat. ``barred`` and ``avoided`` say whom something keeps
    out, by person and by their units' codes.
    """

    draws: Sequence[DrawOfExperts]
    specialties: tuple[str, ...]
    free: Mapping[int, Candidate]
    waiting: frozenset[int]
    sitting: Sequence[int]
    avoided: frozenset[str]
    barred: frozenset[int] = frozenset()

    @property
    def made(self) -> list[DrawOfExperts]:
        """The draws that somebody was drawn by, the first one first."""
        return [row for row in self.draws if row.seed]

    @property
    def fresh(self) -> list[Candidate]:
        """Who could be drawn anew."""
        return [one for person, one in self.free.items() if person not in self.waiting]


@dataclass(frozen=True, slots=True)
class Following:
    """What one draw says of who follows on a line.

    ``passed`` are the reserves who can no longer come, ``calls`` the further stops of the walk;
    ``position`` is who follows, None where the draw has nobody left.
    """

    row: DrawOfExperts
    passed: tuple[int, ...]
    calls: tuple[Call, ...]
    position: int | None
    is_reserve: bool

    @property
    def person(self) -> int | None:
        """Who follows."""
        return None if self.position is None else self.row.members[self.position].person


def followings(standing: Standing, line: str, *, leaving: int = 0) -> list[Following]:
    """Look, from the first draw on, for who follows on a line; the last one found may have nobody.

    Args:
        leaving: the person who is about to leave.
    """
    found: list[Following] = []
    for row in standing.made:
        if _has_room(row, line, leaving):
            found.append(_following(standing, row, line))
            if found[-1].position is not None:
                break
    return found


def vacant_lines(standing: Standing) -> list[str]:
    """List the line of every place that nobody has, as the first draw's rule has them."""
    rows = standing.made
    if not rows:
        return []
    missing = Counter(rows[0].parsed.quota)
    missing.subtract(line_of_person(rows, person) for person in standing.sitting)
    return [line for line, places in missing.items() for _ in range(places)]


def line_of_person(rows: Sequence[DrawOfExperts], person: int) -> str:
    """Return the line of the first draw's rule for which somebody was drawn."""
    rule = next(row.parsed for row in rows if row.seed)
    found = (one.profession for row in rows for one in row.members if one.person == person)
    return rule.line_of(next(found, ""))


def of_the_line(standing: Standing, line: str) -> list[Candidate]:
    """List who in the library could be drawn for a line now."""
    return of_line(standing.fresh, standing.specialties, standing.made[0].parsed, line)


def _has_room(row: DrawOfExperts, line: str, leaving: int) -> bool:
    """Whether a draw's rule lets one more of this line stay."""
    members = row.members
    stay = [p for p in row.stayed if row.line_of(p) == line and members[p].person != leaving]
    return len(stay) < row.parsed.quota.get(line, 0)


def _following(standing: Standing, row: DrawOfExperts, line: str) -> Following:
    members = row.members
    waiting = [one.position for one in row.named if one.fate == WAITING and one.line == line]
    able = next((p for p in waiting if members[p].person in standing.free), None)
    passed = tuple(waiting if able is None else waiting[: waiting.index(able)])
    if able is not None:
        return Following(row, passed, (), able, is_reserve=True)
    rule = Rule({line: 1}, row.most_per_employer)
    calls = row.further(standing.free, standing.avoided, rule, barred=standing.barred)
    position = next(iter(taken(calls)), None)
    return Following(row, passed, tuple(calls), position, is_reserve=False)
