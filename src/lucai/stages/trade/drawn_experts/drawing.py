"""The draw before the law of ``lucai-draw/1`` takes over: who may be drawn, and as which leaf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from lucai.stages.trade.draws.drawing import HASH
from lucai_trust.draw import (
    ANY,
    Call,
    Outcome,
    candidate_leaf,
    permutation,
    reserves,
    taken,
    walk,
)
from lucai_trust.draw import Candidate as Drawable
from lucai_trust.draw import Rule as DrawRule


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert of the library as the draw sees one."""

    person_id: int
    organisation_id: int
    name: str
    employer: str
    employer_uscc: str
    specialties: tuple[str, ...]
    avoids: frozenset[str] = frozenset()
    born_on: date | None = None

    @property
    def employer_tag(self) -> str:
        """What tells employers apart: the code, or the name where there is none."""
        return self.employer_uscc or self.employer


@dataclass(frozen=True, slots=True)
class PoolMember:
    """One leaf of a pool: a person behind a salt."""

    person: int
    salt: str
    profession: str
    employer: str

    @property
    def leaf(self) -> bytes:
        """The leaf's hash; the person cannot be guessed from it without the salt."""
        return candidate_leaf(
            bytes.fromhex(self.salt),
            str(self.person).encode(),
            self.profession.encode(),
            self.employer.encode(),
            HASH,
        )

    def stored(self) -> dict[str, Any]:
        """The member as the table keeps it."""
        return asdict(self)


def eligible(
    experts: Iterable[Candidate],
    *,
    specialties: Sequence[str],
    avoided: frozenset[str],
    taken: frozenset[int] = frozenset(),
) -> list[Candidate]:
    """Return the experts of these specialties who need not avoid the project.

    Args:
        specialties: prefixes of catalogue codes; empty: any.
        avoided: codes of the organisations whose people may not evaluate.
        taken: persons who had a seat already.
    """
    return [
        expert
        for expert in experts
        if expert.person_id not in taken
        and expert.employer_uscc not in avoided
        and not expert.avoids & avoided
        and profession_of(expert, specialties)
    ]


def profession_of(expert: Candidate, specialties: Sequence[str]) -> str:
    """Return the first of the wanted specialties that the expert has; empty when none."""
    if not specialties:
        return ANY
    fits = (
        wanted
        for wanted in specialties
        if any(own.startswith(wanted) or wanted.startswith(own) for own in expert.specialties)
    )
    return next(fits, "")


def pool_of(
    experts: Iterable[Candidate], specialties: Sequence[str], fresh_salt: Callable[[], str]
) -> list[PoolMember]:
    """Salt everybody who can be drawn and put them in the order of their leaves."""
    members = [
        PoolMember(
            expert.person_id, fresh_salt(), profession_of(expert, specialties), expert.employer_tag
        )
        for expert in experts
    ]
    return sorted(members, key=lambda member: member.leaf)


def places_fillable(experts: Iterable[Candidate], most: int | None) -> int:
    """Return how many could be taken at best, with so many of one employer at most."""
    employers = Counter(expert.employer_tag for expert in experts)
    return sum(count if most is None else min(count, most) for count in employers.values())


def fillable(experts: Sequence[Candidate], specialties: Sequence[str], rule: DrawRule) -> int:
    """Return how many of a rule's places could be filled at best.

    Where the rule has one line for everybody: how many could be taken, be they more than places.
    """
    if set(rule.quota) <= {ANY}:
        return places_fillable(experts, rule.max_per_employer)
    found = by_line(experts, specialties, rule)
    return sum(min(places, found[line]) for line, places in rule.quota.items())


def short_lines(
    experts: Sequence[Candidate], specialties: Sequence[str], rule: DrawRule
) -> tuple[str, ...]:
    """Say which lines of a rule that has several cannot be filled."""
    if set(rule.quota) <= {ANY}:
        return ()
    found = by_line(experts, specialties, rule)
    return tuple(
        f"{'其他专业' if line == ANY else line}只有{found[line]}名、需要{places}名"
        for line, places in rule.quota.items()
        if found[line] < places
    )


def of_line(
    experts: Iterable[Candidate], specialties: Sequence[str], rule: DrawRule, line: str
) -> list[Candidate]:
    """List who would count for one line of a rule."""
    return [one for one in experts if rule.line_of(profession_of(one, specialties)) == line]


def by_line(
    experts: Iterable[Candidate], specialties: Sequence[str], rule: DrawRule
) -> dict[str, int]:
    """Return line → how many could be taken for it at best."""
    lines: dict[str, list[Candidate]] = {line: [] for line in rule.quota}
    for one in experts:
        lines.setdefault(rule.line_of(profession_of(one, specialties)), []).append(one)
    return {line: places_fillable(those, rule.max_per_employer) for line, those in lines.items()}


def walk_on(
    seed: bytes,
    pool: Sequence[PoolMember],
    rule: DrawRule,
    skips: Mapping[int, Outcome],
    calls: Sequence[Call] = (),
) -> list[Call]:
    """Call on from where a walk stopped until the rule's places are filled, and reserves named.

    Args:
        skips: the persons who cannot be taken now, and why.
        calls: the walk so far; whoever it took counts for their employer, even having left.
    """
    counted = [*taken(calls), *reserves(calls)]
    employed = Counter(pool[position].employer for position in counted)
    full = {
        employer
        for employer, count in employed.items()
        if employer and rule.max_per_employer is not None and count >= rule.max_per_employer
    }
    drawables = [_drawable(member, skips, full) for member in pool]
    order = permutation(seed, len(pool), HASH)
    return walk(order[len(calls) :], drawables, rule)


def _drawable(member: PoolMember, skips: Mapping[int, Outcome], full: set[str]) -> Drawable:
    skip = skips.get(member.person)
    if skip is None and member.employer in full:
        skip = Outcome.EMPLOYER
    return Drawable(member.profession, member.employer, skip)
