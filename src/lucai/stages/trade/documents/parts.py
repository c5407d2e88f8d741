"""A document as a row of named pieces of text, for checking, keeping and comparing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lucai.kernel.differences import Part, marked
from lucai.kernel.errors import InvalidInput
from lucai.stages.trade.documents.leads import PlacedText

CLAUSE, REQUIREMENT, CRITERION = "clause", "requirement", "criterion"


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One piece of two editions of a document, with what went and what came."""

    place: str
    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """What happened to it: added, removed or changed."""
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"

    @property
    def kind_label(self) -> str:
        """The same in words."""
        return {"added": "新增", "removed": "删去", "changed": "修改"}[self.kind]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The new words with the old ones marked."""
        return marked(self.before, self.after)


Kept = Sequence[Sequence[str]]
"""Pieces as an edition keeps them: ``[place, label, text]``."""


def kept_parts(texts: Iterable[PlacedText]) -> list[list[str]]:
    """Return the pieces as an edition keeps them."""
    return [[text.place, text.label, text.text] for text in texts]


def differences(old: Kept, new: Kept) -> tuple[PartDifference, ...]:
    """Return what differs between two editions, in the order of the new one; what went comes last."""
    before = {place: text for place, _, text in old}
    after = {place: text for place, _, text in new}
    changed = [
        PartDifference(place, label, before.get(place, ""), text)
        for place, label, text in new
        if before.get(place, "") != text
    ]
    went = [
        PartDifference(place, label, text, "") for place, label, text in old if place not in after
    ]
    return (*changed, *went)


def typed_differences(
    present: Iterable[PlacedText], typed: Mapping[str, str]
) -> tuple[PartDifference, ...]:
    """Return which pieces were typed otherwise than they stand; spaces at ends of lines are none.

    Raises:
        InvalidInput: a piece is left empty.
    """
    found = [
        PartDifference(one.place, one.label, one.text, typed[one.place].strip())
        for one in present
        if one.place in typed and _plain(typed[one.place]) != _plain(one.text)
    ]
    empty = {f"texts.{one.place}": "更正后的文字不能为空" for one in found if not one.after}
    if empty:
        raise InvalidInput(empty)
    return tuple(found)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
