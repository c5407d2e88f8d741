"""What the law asks about a challenge: gathered for the supplier before, from the row after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.challenge_rules import ChallengeFacts
from lucai.law.challenges import CHANGES_RESULT, DOCUMENT, RESULT
from lucai.law.methods import minimum_suppliers
from lucai.law.status import NoSuchRule
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.challenges.kinds import TAKEN_PART, Kind, kind_of
from lucai.stages.trade.challenges.models import Challenge
from lucai.stages.trade.challenges.ports import contract_binds
from lucai.stages.trade.challenges.selectors import beyond
from lucai.stages.trade.challenges.selectors.anchors import anchor_of
from lucai.stages.trade.challenges.selectors.subjects import subject_seen
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.evaluations.selectors.results import valid_bids
from lucai.stages.trade.frameworks.selectors import framework_seen
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen

ONE_OFF = "一次性提出"
"""The words by which a document asks for one challenge a step (GP-QST-04)."""

NEVER_RAISED = ("draft", "discarded")


def draft_facts(viewer: Viewer, row: Challenge) -> ChallengeFacts:
    """Return a challenge under way as the rules read it, for whoever looks."""
    bidding_open, enough, announced = _progress(viewer, row)
    return ChallengeFacts(
        about=row.about,
        part=TAKEN_PART[kind_of(row.project_number)],
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
        contract_binds=row.result in CHANGES_RESULT
        and row.remedied_at is None
        and contract_binds(row.project_number, row.lots),
    )


def raising_facts(viewer: Viewer, row: Challenge) -> ChallengeFacts:
    """Return the facts that only count while the supplier has not handed it in yet."""
    subject = subject_seen(viewer, row.project_number)
    typed = row.known_on if row.about not in {DOCUMENT, RESULT} else None
    anchor = anchor_of(viewer, subject, row.about, row.lots, typed)
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
    if kind_of(project_number) is not Kind.PROJECT:
        return _framework_asks_for_one(viewer, project_number)
    try:
        chapters = document_seen(viewer, project_number).chapters
    except NotFound:
        return False
    return any(ONE_OFF in clause.shown for chapter in chapters for clause in chapter.clauses)


def _framework_asks_for_one(viewer: Viewer, number: str) -> bool:
    if kind_of(number) is not Kind.FRAMEWORK:
        return False
    return any(ONE_OFF in text for text in framework_seen(viewer, number).terms.values())


def raised_before(viewer: Viewer, row: Challenge) -> int:
    """Count the supplier's other challenges to the same step."""
    rows = Challenge.objects.seen_by(viewer).filter(
        project_number=row.project_number, supplier_id=row.supplier_id, about=row.about,
        phase=row.phase, round=row.round,
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


def another_left(viewer: Viewer, number: str, about: str, round_: int, lots: Sequence[int]) -> bool:
    """Whether somebody else can be chosen instead without buying anew (94号令 art 16)."""
    if about == DOCUMENT:
        return False
    if kind_of(number) is Kind.PROJECT:
        return enough_left(viewer, project_seen(viewer, number), lots)
    subject = subject_seen(SYSTEM, number)
    return beyond.progress(viewer, subject, about, round_, lots)[1]


def _progress(viewer: Viewer, row: Challenge) -> tuple[bool, bool, bool]:
    """Return whether bids may still come, enough remain, and the result is public."""
    if kind_of(row.project_number) is not Kind.PROJECT:
        subject = subject_seen(SYSTEM, row.project_number)
        return beyond.progress(viewer, subject, row.about, row.round, row.lots)
    project = project_seen(viewer, row.project_number)
    deadline = project.bid_deadline
    awards = awards_of(SYSTEM, row.project_number)
    chosen = [a for a in awards if not row.lots or a.lot_number in row.lots]
    return (
        deadline is not None and clock.now() < deadline,
        row.about != DOCUMENT and enough_left(viewer, project, row.lots),
        any(a.announced_at for a in chosen),
    )
