"""What the law asks about a challenge: gathered for the supplier before, from the row after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.calendar import beijing_day
from lucai.law.challenge_rules import ChallengeFacts
from lucai.law.challenges import DOCUMENT, RESULT
from lucai.law.deadlines import deadline
from lucai.law.methods import minimum_suppliers
from lucai.law.status import NoSuchRule
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.bids.selectors import my_opened_lots
from lucai.stages.trade.challenges.models import Challenge
from lucai.stages.trade.cooperations.selectors import Learned, learned_in
from lucai.stages.trade.documents.selectors import document_card, document_seen
from lucai.stages.trade.downloads.selectors import obtained
from lucai.stages.trade.evaluations.selectors.results import valid_bids
from lucai.stages.trade.prequalifications.selectors import has_applied
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen

ONE_OFF = "一次性提出"
"""The words by which a document asks for one challenge a step (GP-QST-04)."""

ANNOUNCED = frozenset({"announced", "contracted"})
NEVER_RAISED = ("draft", "discarded")


@dataclass(frozen=True, slots=True)
class Anchor:
    """From which day a window counts, and whether the supplier took part at all."""

    known_on: date | None
    notice_until: date | None
    took_part: bool


def anchor_of(
    viewer: Viewer, project: ProjectCard, about: str, lots: Sequence[int], typed: date | None
) -> Anchor:
    """Return where the window of a challenge begins for a supplier (GP-QST-02).

    ``typed`` is the day on which a step of the process ended, as the supplier says.
    """
    if learned := learned_in(viewer, project.number):
        return _cooperation_anchor(learned, about, lots, typed)
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


def draft_facts(viewer: Viewer, row: Challenge) -> ChallengeFacts:
    """Return a challenge under way as the rules read it, for whoever looks."""
    bidding_open, enough, announced = _of_project(viewer, row)
    return ChallengeFacts(
        about=row.about,
        known_on=row.known_on,
        notice_until=row.notice_until,
        missing=_missing(row),
        absent_partners=(row.partners,) if row.partners and not row.partners_signed else (),
        received_on=row.received_on,
        completion_asked=row.completion_asked_at is not None,
        outcome=row.result,
        bidding_open=bidding_open,
        enough_left=enough,
        result_announced=announced,
    )


def raising_facts(viewer: Viewer, row: Challenge) -> ChallengeFacts:
    """Return the facts that only count while the supplier has not handed it in yet."""
    project = project_seen(viewer, row.project_number)
    typed = row.known_on if row.about not in {DOCUMENT, RESULT} else None
    anchor = anchor_of(viewer, project, row.about, row.lots, typed)
    return replace(
        draft_facts(viewer, row),
        known_on=anchor.known_on,
        notice_until=anchor.notice_until,
        took_part=anchor.took_part,
        raised_before=raised_before(viewer, row),
        one_off=asks_for_one(viewer, row.project_number),
    )


def _missing(row: Challenge) -> tuple[str, ...]:
    """Name what a 质疑函 lacks (GP-QST-03), in the order of the form."""
    plain = [
        (row.contact, "联系人"), (row.phone, "联系电话"), (row.address, "地址"),
        (row.points, "质疑事项"), (row.request, "质疑请求"),
        (not row.agent or row.agent_until, "授权期限"),
    ]  # fmt: skip
    points = [
        (point["facts"], f"事项{place}的事实依据") for place, point in enumerate(row.points, 1)
    ]
    return tuple(name for value, name in [*plain, *points] if not value)


def asks_for_one(viewer: Viewer, project_number: str) -> bool:
    """Whether the document asks for one challenge a step (94号令 art 10)."""
    try:
        chapters = document_seen(viewer, project_number).chapters
    except NotFound:
        return False
    return any(ONE_OFF in clause.shown for chapter in chapters for clause in chapter.clauses)


def raised_before(viewer: Viewer, row: Challenge) -> int:
    """Count the supplier's other challenges to the same step."""
    rows = Challenge.objects.seen_by(viewer).filter(
        project_number=row.project_number, supplier_id=row.supplier_id, about=row.about,
        phase=row.phase,
    )  # fmt: skip
    return rows.exclude(state__in=NEVER_RAISED).exclude(pk=row.pk).count()


def enough_left(viewer: Viewer, project: ProjectCard, lots: Sequence[int]) -> bool:
    """Whether every lot has enough qualified bids without its winner (94号令 art 16)."""
    del viewer
    awards = [a for a in awards_of(SYSTEM, project.number) if not lots or a.lot_number in lots]
    ranked = valid_bids(SYSTEM, project.number)
    least = _least(project.method)
    return bool(awards) and all(_can_go_on(ranked.get(a.lot_number, 0), least) for a in awards)


def _can_go_on(ranked: int, least: int) -> bool:
    return ranked - 1 >= least


def _least(method: str) -> int:
    try:
        return int(minimum_suppliers(method, "qualified", on=clock.today()).value)
    except NoSuchRule:
        return 1


def _of_project(viewer: Viewer, row: Challenge) -> tuple[bool, bool, bool]:
    """Return whether bids may still come, enough remain, and the result is public."""
    project = project_seen(viewer, row.project_number)
    deadline = project.bid_deadline
    awards = awards_of(SYSTEM, row.project_number)
    chosen = [a for a in awards if not row.lots or a.lot_number in row.lots]
    return (
        deadline is not None and clock.now() < deadline,
        row.about != DOCUMENT and enough_left(viewer, project, row.lots),
        any(a.announced_at for a in chosen),
    )


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
