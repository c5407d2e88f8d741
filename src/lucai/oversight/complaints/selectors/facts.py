"""What the law asks about a complaint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.calendar import beijing_day
from lucai.law.challenges import Interval
from lucai.law.complaint_rules import ComplaintFacts
from lucai.oversight.complaints.models import Complaint, ComplaintHearing, ComplaintTest
from lucai.oversight.complaints.schemas import Appraisal, DecisionIn, Ruling
from lucai.oversight.complaints.selectors.stages import stage_of
from lucai.platform.records import read_once
from lucai.stages.trade.challenges.selectors import challenge_summary
from lucai.stages.trade.challenges.selectors.facts import another_left

REPLY = "reply"
"""The origin of a point that arises from the reply to the challenge (94号令 art 20)."""

ANSWERED = frozenset({"answered", "remedying", "remedied"})
SETTLED = ("decided", "published", "closed", "withdrawn")


@read_once
def complaint_facts(viewer: Viewer, row: Complaint) -> ComplaintFacts:
    """Return a complaint as the rules read it, for whoever looks at it."""
    challenge = challenge_summary(SYSTEM, row.challenge_number)
    tests = tests_of(SYSTEM, row)
    origins = {str(point.place) for point in challenge.points} | {REPLY}
    outside = [
        f"事项{place}"
        for place, point in enumerate(row.points, 1)
        if point["origin"] not in origins
    ]
    waiting = [test.institution for test in tests if not test.returned_on]
    facts = ComplaintFacts(
        challenged=challenge.line.raised_at is not None and challenge.line.state != "withdrawn",
        challenge_received_on=row.challenged_on,
        answered=challenge.line.state in ANSWERED,
        missing=_missing(row),
        points_outside=tuple(outside),
        decided_before=_settled(row),
        absent_partners=(row.partners,) if row.partners and not row.partners_signed else (),
        untranslated=(row.foreign_papers,) if row.foreign_papers and not row.translated else (),
        received_on=row.received_on,
        correction_asked=row.correction_asked_at is not None,
        correct_until=row.correct_until if row.state == "correcting" else None,
        corrected_on=beijing_day(row.corrected_at) if row.corrected_at else None,
        screened=row.screened_at is not None,
        copied_on=beijing_day(row.copied_at) if row.copied_at else None,
        excluded=excluded(SYSTEM, row, tests),
        being_tested=tuple(waiting),
        cost_bearer_named=not _costs(tests) or bool(row.cost_bearer),
        about=row.about,
        stage=stage_of(SYSTEM, row),
        enough_left=another_winner(viewer, row),
        decided_on=beijing_day(row.decided_at) if row.decided_at else None,
        person=viewer.name,
        duties=_duties(viewer, row),
    )
    return drafted_facts(viewer, facts, draft_of(viewer, row)) if row.state == "deciding" else facts


def draft_of(viewer: Viewer, row: Complaint) -> DecisionIn:
    """Return the decision as it was drafted; the caller has shown that it may be read."""
    del viewer
    return DecisionIn.model_validate(row.ruling_draft)


def drafted_facts(viewer: Viewer, facts: ComplaintFacts, draft: DecisionIn) -> ComplaintFacts:
    """Return the facts with what a drafted decision says."""
    del viewer
    upheld = draft.ruling is Ruling.UPHELD
    return replace(
        facts, rejected=not upheld, rejection_ground=draft.ground.value if draft.ground else "",
        remedy=draft.remedy if upheld else None, wanting=_wanting(draft),
        cost_bearer_named=facts.cost_bearer_named or bool(draft.cost_bearer),
    )  # fmt: skip


def _wanting(draft: DecisionIn) -> tuple[str, ...]:
    """Name what a decision lacks (94号令 art 33); parties, rights and date it has by itself."""
    parts = (
        (draft.findings, "查明的事实"),
        (draft.basis, "法律依据"),
        (draft.decision, "决定内容"),
    )
    return tuple(name for value, name in parts if not value)


def _duties(viewer: Viewer, row: Complaint) -> frozenset[str]:
    """Return what somebody who approves the decision has had to do with it (ROL-09)."""
    drafted = row.drafted_by is not None and row.drafted_by == viewer.person
    return frozenset({"approve_ruling", *(("draft_ruling",) if drafted else ())})


def _missing(row: Complaint) -> tuple[str, ...]:
    """Name what a 投诉书 lacks (94号令 art 18), in the order of the form."""
    plain = [
        (row.points, "投诉事项"), (row.request, "投诉请求"), (row.contact, "联系人"),
        (row.phone, "联系电话"), (row.address, "通讯地址"),
        (not row.agent or row.agent_until, "授权期限"),
    ]  # fmt: skip
    points = [
        (point["facts"], f"事项{place}的事实依据") for place, point in enumerate(row.points, 1)
    ]
    return tuple(name for value, name in [*plain, *points] if not value)


def tests_of(viewer: Viewer, row: Complaint) -> list[ComplaintTest]:
    """Return the tests of a complaint, the oldest first."""
    return list(ComplaintTest.objects.seen_by(viewer).filter(complaint=row).order_by("pk"))


def excluded(
    viewer: Viewer, row: Complaint, tests: Sequence[ComplaintTest]
) -> tuple[Interval, ...]:
    """Return the closed intervals that do not count: tests that came back, and the correction."""
    del viewer
    found = [(test.sent_on, test.returned_on) for test in tests if test.returned_on]
    return (*((first, last) for first, last in found if last), *row.correction)


def another_winner(viewer: Viewer, row: Complaint) -> bool:
    """Whether enough qualified candidates remain for another winner."""
    return another_left(viewer, row.project_number, row.about, row.round, row.lots)


def called_hearings(viewer: Viewer, row: Complaint) -> list[ComplaintHearing]:
    """Return the hearings of a complaint, the oldest first."""
    return list(ComplaintHearing.objects.seen_by(viewer).filter(complaint=row).order_by("pk"))


def pause_days_left(viewer: Viewer, row: Complaint, longest: int) -> int:
    """Return how many of the lawful days of pausing are left; pauses are added up (GP-CMP-07)."""
    del viewer
    running = 0
    if row.paused_at:
        running = (clock.today() - beijing_day(row.paused_at)).days
    return max(0, longest - row.paused_days - running)


def _costs(tests: Sequence[ComplaintTest]) -> bool:
    return any(test.kind == Appraisal.APPRAISAL or test.advanced_by for test in tests)


def _settled(row: Complaint) -> bool:
    """Whether another complaint about the same challenge was decided or withdrawn already."""
    others = Complaint.objects.seen_by(SYSTEM).filter(
        challenge_number=row.challenge_number, state__in=SETTLED
    )
    return others.exclude(pk=row.pk).exists()
