"""What the mall says of what is challenged in it, to challenges and complaints."""

from __future__ import annotations

from datetime import date

from lucai.kernel.actors import Actor, Viewer
from lucai.stages.contract.mall.selectors import disputes
from lucai.stages.contract.mall.selectors.questions import QuestionLine, questions_of
from lucai.stages.contract.mall.services.disputing import undo
from lucai.stages.trade.challenges.disputed import Subject
from lucai.stages.trade.challenges.ports import Known


class Mall:
    """Orders and enquiries of the mall."""

    def seen(self, viewer: Viewer, number: str) -> Subject:
        """As :func:`disputes.subject_of`."""
        return disputes.subject_of(viewer, number)

    def known(self, viewer: Viewer, number: str, about: str, typed: date | None) -> Known:
        """As :func:`disputes.known_of`."""
        return disputes.known_of(viewer, number, about, typed)

    def decided(self, viewer: Viewer, number: str) -> bool:
        """As :func:`disputes.is_decided`."""
        return disputes.is_decided(viewer, number)

    def concerned(self, viewer: Viewer, number: str) -> dict[int, str]:
        """As :func:`disputes.dealt_with`."""
        return disputes.dealt_with(viewer, number)

    def held(self, viewer: Viewer, number: str) -> tuple[str, ...]:
        """As :func:`disputes.numbers_held`."""
        return disputes.numbers_held(viewer, number)

    def questions(self, viewer: Viewer, number: str) -> list[QuestionLine]:
        """As :func:`questions_of`."""
        return questions_of(viewer, number)

    def undo(self, actor: Actor, number: str, reason: str) -> None:
        """As :func:`undo`."""
        undo(actor, number=number, reason=reason)
