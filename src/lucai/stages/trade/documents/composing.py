"""How a document is put together from clauses: its template, optional ones, its own, their order.

Pure: a :class:`Composition` in, chapters out. What differs from the template is read from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from lucai.kernel.errors import NotFound
from lucai.stages.trade.documents.blanks import (
    OPTIONAL,
    Blank,
    Chapter,
    Clause,
    blank,
    in_words_of,
    read_clause,
)

TEMPLATE, LIBRARY, OWN = "template", "library", "own"
ORIGINS = {TEMPLATE: "范本条款", LIBRARY: "可选条款", OWN: "自拟条款"}
OWN_PREFIX = "own-"


@dataclass(frozen=True, slots=True)
class OwnClause:
    """A clause that the parties wrote themselves; its text stands with the others."""

    chapter: str
    heading: str


@dataclass(frozen=True, slots=True)
class Composition:
    """What a document does with its template.

    Attributes:
        added: ids of optional clauses; ``left`` those of the template that are left out.
        order: chapter → ids, where the order was changed.
        reasons: clause id → why it differs; ``blanks``: blank id → what was typed.
        base: clause id → text of an approved revision that took the template's place.
    """

    added: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    own: dict[str, OwnClause] = field(default_factory=dict)
    order: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    blanks: dict[str, str] = field(default_factory=dict)
    base: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Composition:
        """Read what a row keeps."""
        return cls(
            added=tuple(kept.get("added", ())),
            left=tuple(kept.get("left", ())),
            own={key: OwnClause(**one) for key, one in kept.get("own", {}).items()},
            order={key: tuple(ids) for key, ids in kept.get("order", {}).items()},
            reasons=dict(kept.get("reasons", {})),
            blanks=dict(kept.get("blanks", {})),
            base=dict(kept.get("base", {})),
        )

    def kept(self) -> dict[str, Any]:
        """Return it as a row keeps it."""
        return asdict(self)

    def with_reason(self, clause: str, reason: str) -> Composition:
        """Say why a clause differs; an empty reason says nothing any more."""
        others = {key: text for key, text in self.reasons.items() if key != clause}
        return replace(self, reasons={**others, clause: reason} if reason else others)


@dataclass(frozen=True, slots=True)
class OptionalClause:
    """A clause of the library that no template holds by itself."""

    chapter: str
    clause: Clause
    objects: tuple[str, ...]
    methods: tuple[str, ...]
    since: date

    def suits(self, object_kind: str, method: str, on: date) -> bool:
        """Whether a document of that object, method and day may take it."""
        fits = not self.objects or object_kind in self.objects
        spoken = not self.methods or method in self.methods
        return fits and spoken and self.since <= on


@cache
def optional_clauses() -> dict[str, OptionalClause]:
    """Return the optional clauses by id."""
    text = files("lucai.stages.trade.documents.blanks").joinpath(f"{OPTIONAL}.yaml")
    rows = yaml.safe_load(text.read_text(encoding="utf-8"))["clauses"]
    return {
        row["id"]: OptionalClause(
            row["chapter"],
            read_clause({**row, "must": False}, OPTIONAL),
            tuple(row.get("objects", ())),
            tuple(row.get("methods", ())),
            row["from"],
        )
        for row in rows
    }


def composed(code: str, method: str, made: Composition) -> tuple[Chapter, ...]:
    """Return a document's chapters with its clauses in their order, as the template words them."""
    return tuple(
        replace(chapter, clauses=_in_order(chapter.key, _clauses(chapter, method, made), made))
        for chapter in blank(code, method).chapters
    )


def origin_of(clause: str) -> str:
    """Say where a clause comes from, by its id."""
    if clause.startswith(OWN_PREFIX):
        return OWN
    return LIBRARY if clause in optional_clauses() else TEMPLATE


def template_text(clause: Clause, made: Composition) -> str:
    """Return what a clause says before anybody changes it; an own one says nothing."""
    return made.base.get(clause.id, clause.text)


def left_out(code: str, method: str, made: Composition) -> tuple[Clause, ...]:
    """Return the template's clauses that the document does without."""
    return tuple(clause for clause in blank(code, method).clauses if clause.id in made.left)


def with_added(made: Composition, clause: str) -> Composition:
    """Take an optional clause in.

    Raises:
        NotFound: there is none of that id.
    """
    if clause not in optional_clauses():
        raise NotFound("条款库中没有这一条可选条款。")
    return replace(made, added=tuple(dict.fromkeys((*made.added, clause))))


def without(made: Composition, clause: str) -> Composition:
    """Leave a clause out, whatever it comes from."""
    kept = replace(
        made,
        added=tuple(one for one in made.added if one != clause),
        own={key: one for key, one in made.own.items() if key != clause},
        order={key: tuple(i for i in ids if i != clause) for key, ids in made.order.items()},
    )
    if origin_of(clause) == TEMPLATE:
        return replace(kept, left=tuple(dict.fromkeys((*kept.left, clause))))
    return kept.with_reason(clause, "")


def with_back(made: Composition, clause: str) -> Composition:
    """Put a clause of the template back."""
    left = tuple(one for one in made.left if one != clause)
    return replace(made, left=left).with_reason(clause, "")


def with_own(made: Composition, chapter: str, heading: str) -> tuple[Composition, str]:
    """Give a chapter a clause of its own; return it with the clause's id."""
    numbers = (int(key.removeprefix(OWN_PREFIX)) for key in made.own)
    key = f"{OWN_PREFIX}{max(numbers, default=0) + 1}"
    return replace(made, own={**made.own, key: OwnClause(chapter, heading)}), key


def moved(made: Composition, chapter: str, ids: Sequence[str], clause: str, by: int) -> Composition:
    """Move a clause up (-1) or down (1) among those of its chapter; at an end it stays."""
    order = list(ids)
    here = order.index(clause)
    there = here + by
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    return replace(made, order={**made.order, chapter: tuple(order)})


def whole_blank(code: str, method: str, made: Composition) -> Blank:
    """Return a document's blank as it was composed."""
    return replace(blank(code, method), chapters=composed(code, method, made))


def _clauses(chapter: Chapter, method: str, made: Composition) -> list[Clause]:
    kept = [
        replace(clause, text=template_text(clause, made))
        for clause in chapter.clauses
        if clause.id not in made.left
    ]
    library = optional_clauses()
    added = [
        replace(
            library[key].clause,
            text=made.base.get(key) or in_words_of(library[key].clause.text, method),
        )
        for key in made.added
        if key in library and library[key].chapter == chapter.key
    ]
    own = [
        Clause(key, one.heading, "", False, (), OWN)
        for key, one in made.own.items()
        if one.chapter == chapter.key
    ]
    return [*kept, *added, *own]


def _in_order(chapter: str, clauses: Sequence[Clause], made: Composition) -> tuple[Clause, ...]:
    """Sort by the order that was set; what it does not name follows at its place in the template."""
    wanted = made.order.get(chapter)
    if not wanted:
        return tuple(clauses)
    place = {key: number for number, key in enumerate(wanted)}
    return tuple(sorted(clauses, key=lambda clause: place.get(clause.id, len(place))))
