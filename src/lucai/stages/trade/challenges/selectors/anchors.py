"""From which day the window of a challenge counts, and whether the supplier took part at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.law.calendar import beijing_day
from lucai.law.challenges import DOCUMENT, RESULT
from lucai.law.deadlines import deadline
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.bids.selectors import my_opened_lots
from lucai.stages.trade.challenges.disputed import Subject
from lucai.stages.trade.challenges.kinds import Kind
from lucai.stages.trade.challenges.selectors import beyond
from lucai.stages.trade.cooperations.selectors import Learned, learned_in
from lucai.stages.trade.documents.selectors import document_card
from lucai.stages.trade.downloads.selectors import obtained
from lucai.stages.trade.prequalifications.selectors import has_applied
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen

ANNOUNCED = frozenset({"announced", "contracted"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """From which day a window counts, whether the supplier took part, and in which call of a framework."""

    known_on: date | None
    notice_until: date | None
    took_part: bool
    round: int = 0


def anchor_of(
    viewer: Viewer, subject: Subject, about: str, lots: Sequence[int], typed: date | None
) -> Anchor:
    """Return where the window of a challenge begins for a supplier (GP-QST-02).

    ``typed`` is the day on which a step of the process ended, as the supplier says.
    """
    if subject.kind is not Kind.PROJECT:
        return Anchor(*beyond.anchor(viewer, subject, about, lots, typed))
    if learned := learned_in(viewer, subject.number):
        return _cooperation_anchor(learned, about, lots, typed)
    project = project_seen(viewer, subject.number)
    if about == DOCUMENT:
        return _document_anchor(viewer, project)
    own = my_opened_lots(viewer, project.number)
    if about == RESULT:
        return _result_anchor(viewer, project, lots, own)
    early = project.opened_at is None and obtained(viewer, project.number) is not None
    # Who applied took part in the process, whether it passed or not.
    early = early or has_applied(viewer, project.number)
    wanted = set(lots) or set(own)
    return Anchor(typed, None, early or (bool(own) and wanted <= set(own)))


def _cooperation_anchor(
    learned: Learned, about: str, lots: Sequence[int], typed: date | None
) -> Anchor:
    """Whoever applied takes part from the notice on, in research and first purchase alike."""
    if about == DOCUMENT:
        return Anchor(learned.document_on, learned.notice_until, True)
    if about != RESULT:
        return Anchor(typed, None, True)
    told = [day for lot, day in learned.results.items() if not lots or lot in lots]
    if not told:
        return Anchor(None, None, True)
    # With no lot named, the newest result is meant: an older one would close the way to it.
    first = max(told) if not lots else min(told)
    return Anchor(first, deadline("GP-TEN-20", first, "period").date, True)


def _document_anchor(viewer: Viewer, project: ProjectCard) -> Anchor:
    held = obtained(viewer, project.number)
    if held is None:
        return Anchor(None, None, False)
    until = document_card(viewer, project.number).notice_until
    return Anchor(beijing_day(held.at), until, True)


def _result_anchor(
    viewer: Viewer, project: ProjectCard, lots: Sequence[int], own: Sequence[int]
) -> Anchor:
    wanted = set(lots) or set(own)
    found = [
        a for a in awards_of(viewer, project.number)
        if a.lot_number in wanted and a.state in ANNOUNCED and a.announced_at
    ]  # fmt: skip
    took_part = bool(own) and wanted <= set(own)
    if not found:
        return Anchor(None, None, took_part)
    first = min(found, key=lambda a: a.announced_at or clock.now())
    assert first.announced_at
    return Anchor(beijing_day(first.announced_at), first.notice_until, took_part)
