"""The draw itself: who may be drawn, and the order a seed puts them in. Anyone can repeat it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert of the library as the draw sees one."""

    person_id: int
    organisation_id: int
    name: str
    employer: str
    employer_uscc: str
    specialties: tuple[str, ...]


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
        and _fits(expert, specialties)
    ]


def order(seed: str, people: Iterable[int]) -> list[int]:
    """Put persons in the order the seed gives them: ascending SHA-256 of ``seed:person``."""
    return sorted(people, key=lambda person: (place_of(seed, person), person))


def place_of(seed: str, person: int) -> str:
    """Return the digest that decides a person's place in the order."""
    return hashlib.sha256(f"{seed}:{person}".encode()).hexdigest()


def digest(content: object) -> str:
    """Return the SHA-256 of a JSON value, so that the journal can commit to it unseen."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _fits(expert: Candidate, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    return any(
        own.startswith(prefix) or prefix.startswith(own)
        for own in expert.specialties
        for prefix in wanted
    )
