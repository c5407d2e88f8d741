"""What a review group asks of what it reviews: which answers there are, and whether they are marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lucai.kernel.actors import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One opened answer: who gave it, what it says in lines, what it asks in 分.

    ``barred`` says why its supplier may not take part in procurement; empty: it may.
    """

    key: str
    heading: str
    lines: tuple[str, ...]
    price: int | None
    barred: str = ""


class Subject(Protocol):
    """A kind of thing that groups review."""

    def answers(self, viewer: Viewer, number: str) -> list[Answer]:
        """Return the opened answers under review that the viewer may see."""
        ...

    def is_marked(self, viewer: Viewer, number: str) -> bool:
        """Whether members mark the quality besides finding answers good or not."""
        ...


_subjects: dict[str, Subject] = {}


def register(method: str, subject: Subject) -> None:
    """Make known what groups of a method review."""
    _subjects[method] = subject


def subject_of(method: str) -> Subject:
    """Return what groups of a method review."""
    return _subjects[method]
