"""Reading challenges: the challenger its own, the answerers what is theirs, a winner its copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer, judge
from lucai.law.calendar import CalendarMissing
from lucai.law.challenge_rules import (
    ChallengeFacts,
    challenge_is_raised_in_time,
    challenger_took_part,
)
from lucai.law.challenges import (
    PROCESS,
    Outcome,
    complaint_window,
    lawful_outcomes,
    question_window,
)
from lucai.law.verdicts import Verdict
from lucai.platform.access.permissions import demand
from lucai.platform.duties.services import due
from lucai.platform.files.selectors import FileCard, attached_file
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.challenges.disputed import Subject
from lucai.stages.trade.challenges.kinds import LATER, TAKEN_PART, said_of
from lucai.stages.trade.challenges.lifecycle import CHALLENGE, DRAFT, OPEN
from lucai.stages.trade.challenges.models import Challenge, ChallengeReply
from lucai.stages.trade.challenges.schemas import About, ChallengeIn
from lucai.stages.trade.challenges.selectors.anchors import anchor_of
from lucai.stages.trade.challenges.selectors.facts import draft_facts, raising_facts
from lucai.stages.trade.challenges.selectors.shapes import (
    Attachment,
    ChallengeLine,
    ChallengeSheet,
    ChallengeSummary,
    Ground,
    Point,
    ReplySheet,
    Served,
)
from lucai.stages.trade.challenges.selectors.subjects import subject_seen
from lucai.stages.trade.frameworks.selectors.standing import admitted_by

__all__ = [
    "Attachment", "ChallengeLine", "ChallengeSheet", "ChallengeSummary", "Ground", "Point", "ReplySheet", "Served",
    "Subject", "anchor_of", "challenge_file", "challenge_page", "challenge_row", "challenge_seen",
    "challenge_summary",
    "challenges_of", "content_of", "copy_of", "demand_draft", "grounds", "may_draft", "outcome_choices",
    "raising_facts", "replies_for", "reply_due", "reply_of", "reply_seen",
    "struck_choices", "subject_seen",
]  # fmt: skip

NOTES = {
    About.DOCUMENT: "自获取采购文件之日或者公告期限届满之日起计算，以较晚的一日为准",
    About.PROCESS: "自所质疑的采购程序环节结束之日起计算",
    About.RESULT: "自结果公告期限届满之日起计算",
}
PUBLIC = "自成交公开之日起计算"
"""In the mall a deal is public at once, and nothing else announces it."""


def challenge_page(
    viewer: Viewer, *, words: str = "", state: str = "", about: str = "", after: str = ""
) -> Page[ChallengeLine]:
    """List challenges, newest first, a page at a time."""
    rows = Challenge.objects.seen_by(viewer)
    if words:
        found = Q(title__icontains=words) | Q(number__startswith=words)
        rows = rows.filter(found | Q(supplier_name__icontains=words))
    if state in CHALLENGE.states:
        rows = rows.filter(state=state)
    if about in {one.value for one in About}:
        rows = rows.filter(about=about)
    return keyset(rows, after, _line)


def challenges_of(viewer: Viewer, project_number: str) -> list[ChallengeLine]:
    """List the challenges of a project that the viewer may see, newest first."""
    rows = Challenge.objects.seen_by(viewer).filter(project_number=project_number)
    return [_line(row) for row in rows.order_by("-pk")]


def replies_for(viewer: Viewer, *, project_number: str = "") -> list[ReplySheet]:
    """List the replies to others' challenges that were served on a supplier, newest first."""
    if viewer.side is not Side.SUPPLIER:
        return []
    rows = ChallengeReply.objects.seen_by(viewer).exclude(
        challenge__supplier_id=viewer.organisation
    )
    if project_number:
        rows = rows.filter(project_number=project_number)
    return [_reply(row) for row in rows.select_related("challenge").order_by("-pk")[:100]]


def reply_seen(viewer: Viewer, pk: int) -> ReplySheet:
    """Return one served copy of a reply.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    row = ChallengeReply.objects.seen_by(viewer).select_related("challenge").filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这份质疑答复。")
    return _reply(row)


def grounds(viewer: Viewer, project_number: str) -> list[Ground]:
    """List what a supplier can challenge in a project, each open or closed with its reasons."""
    subject = subject_seen(viewer, project_number)
    found = []
    for about in subject.abouts:
        typed = clock.today() if about == PROCESS else None
        anchor = anchor_of(viewer, subject, about.value, [], typed)
        facts = ChallengeFacts(
            about=about.value, known_on=anchor.known_on, notice_until=anchor.notice_until,
            took_part=anchor.took_part, part=TAKEN_PART[subject.kind],
        )  # fmt: skip
        rules = (challenger_took_part, challenge_is_raised_in_time)
        verdicts = judge(rules, facts, clock.now())
        until = None if about == PROCESS else _window(facts)
        note = PUBLIC if subject.kind in LATER and about is About.RESULT else NOTES[about]
        found.append(Ground(about.value, subject.said(about.label), note, until, verdicts))
    return found


def challenge_seen(viewer: Viewer, number: str) -> ChallengeSheet:
    """Return one challenge.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = challenge_row(viewer, number)
    raising = row.state == "draft" and viewer.side is Side.SUPPLIER
    facts = raising_facts(viewer, row) if raising else draft_facts(viewer, row)
    # What the form of the act itself asks for closes no button before it is filled in.
    asked = replace(facts, reported_to_finance=True)
    other = "remedy" if facts.contract_binds else "report"
    found = CHALLENGE.offers(row.state, viewer, asked, clock.now())
    offers = tuple(offer for offer in found if offer.step.name != other)
    subject = subject_seen(viewer, row.project_number)
    return ChallengeSheet(
        line=_line(row),
        subject=subject,
        **{name: getattr(row, name) for name in _SHARED},
        lots=tuple(row.lots),
        lot_labels=tuple(lot.label for lot in subject.lots if lot.number in row.lots),
        window_until=_window(facts),
        points=_points(row),
        files=tuple(_file(file) for file in row.files),
        received_on=row.received_on,
        served=_served(viewer, row),
        complain_until=_complain_until(row),
        checks=_checks(offers),
        offers=offers if _is_party(viewer, row) else (),
    )


@read_once
def challenge_summary(viewer: Viewer, number: str) -> ChallengeSummary:
    """Return a challenge in one query, for the complaint about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = challenge_row(viewer, number)
    return ChallengeSummary(_line(row), _points(row), row.answered_at, _complain_until(row))


def challenge_file(viewer: Viewer, number: str, file_id: int) -> FileCard:
    """Return one of a challenge's files.

    Raises:
        NotFound: there is none, or the viewer may not see the challenge.
    """
    row = challenge_row(viewer, number)
    return attached_file(viewer, (file["id"] for file in row.files), file_id)


def challenge_row(viewer: Viewer, number: str) -> Challenge:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = Challenge.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这件质疑。")
    found: Challenge = row
    return found


def reply_of(viewer: Viewer, number: str) -> ReplySheet:
    """Return a challenge's reply for those who may see the challenge itself.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = challenge_row(viewer, number)
    rows = ChallengeReply.objects.seen_by(viewer).select_related("challenge")
    copy = rows.filter(challenge_id=row.pk).order_by("pk").first()
    if not copy:
        raise NotFound("这件质疑还没有答复。")
    return _reply(copy)


def copy_of(viewer: Viewer, number: str) -> str:
    """Return where a related supplier reads the reply served on it; empty for everybody else."""
    if viewer.side is not Side.SUPPLIER:
        return ""
    rows = ChallengeReply.objects.seen_by(viewer).filter(number=number)
    pk = (
        rows.exclude(challenge__supplier_id=viewer.organisation)
        .values_list("pk", flat=True)
        .first()
    )
    return f"/challenges/replies/{pk}/" if pk else ""


def content_of(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return what a draft says, as its form shows it."""
    row = challenge_row(viewer, number)
    content = {name: getattr(row, name) for name in ChallengeIn.model_fields}
    typed = row.known_on if row.about == PROCESS else None
    return {**content, "lots": ",".join(map(str, row.lots)), "known_on": typed}


def outcome_choices(viewer: Viewer, number: str) -> list[tuple[str, str]]:
    """Return the conclusions that the law allows at this stage (GP-QST-06)."""
    row = challenge_row(viewer, number)
    facts = draft_facts(viewer, row)
    lawful = lawful_outcomes(
        facts.about, bidding_open=facts.bidding_open, enough_left=facts.enough_left
    )
    number = row.project_number
    return [(outcome.value, said_of(number, outcome.label)) for outcome in lawful]


def struck_choices(viewer: Viewer, number: str) -> list[tuple[str, str]]:
    """Return whose admission a remedy can cancel: nobody's outside a closed framework."""
    row = challenge_row(viewer, number)
    if not row.round or row.result is not Outcome.NEXT:
        return []
    members = admitted_by(SYSTEM, row.project_number, row.round)
    return [
        (str(one.place), f"包 {one.package_number}　{one.supplier_name}")
        for one in members
        if not row.lots or one.package_number in row.lots
    ]


def may_draft(viewer: Viewer) -> bool:
    """Whether the viewer's post may write challenges."""
    return viewer.side is Side.SUPPLIER and viewer.may(DRAFT.permission)


def demand_draft(viewer: Viewer) -> None:
    """Refuse a page for writing challenges to a post without the right.

    Raises:
        NotAllowed: the post has no right to write challenges.
    """
    demand(viewer, DRAFT.permission)


def _is_party(viewer: Viewer, row: Challenge) -> bool:
    return row.parties().get(viewer.side) == viewer.organisation


def _checks(offers: tuple[Offer, ...]) -> tuple[Verdict, ...]:
    handing_in = (o.verdicts for o in offers if o.step.name in {"submit", "complete"})
    return next(handing_in, ())


def _line(row: Challenge) -> ChallengeLine:
    owed = row.state in OPEN
    due_at = due("GP-QST-05", row.raised_at) if row.raised_at and owed else None
    return ChallengeLine(
        number=row.number,
        project_number=row.project_number,
        title=row.title,
        supplier_id=row.supplier_id,
        supplier_name=row.supplier_name,
        about=row.about,
        about_label=said_of(row.project_number, About(row.about).label),
        state=row.state,
        state_label=CHALLENGE.states[row.state],
        raised_at=row.raised_at,
        due_at=due_at,
        late=due_at is not None and clock.now() >= due_at,
        outcome=row.result,
    )


def _points(row: Challenge) -> tuple[Point, ...]:
    answers = [*row.answers, *({} for _ in row.points)]
    return tuple(
        Point(
            place, point["matter"], point["facts"], point["law"],
            answer.get("text", ""), answer.get("facts", ""), answer.get("law", ""),
        )
        for place, (point, answer) in enumerate(zip(row.points, answers, strict=False), 1)
    )  # fmt: skip


def _file(file: dict[str, object]) -> Attachment:
    return Attachment(
        int(str(file["id"])), str(file["name"]), int(str(file["size"])), str(file["sm3"]),
        str(file["by"]),
    )  # fmt: skip


def _served(viewer: Viewer, row: Challenge) -> tuple[Served, ...]:
    """The challenger reads on whom else it was served no more than the law tells: nobody else."""
    rows = ChallengeReply.objects.seen_by(viewer).filter(challenge_id=row.pk).order_by("pk")
    return tuple(Served(copy.organisation_name, copy.served_at) for copy in rows)


def _reply(copy: ChallengeReply) -> ReplySheet:
    row = copy.challenge
    return ReplySheet(
        pk=copy.pk,
        number=row.number,
        project_number=row.project_number,
        title=row.title,
        supplier_name=row.supplier_name,
        about_label=said_of(row.project_number, About(row.about).label),
        points=_points(row),
        outcome=row.result,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        served_at=copy.served_at,
    )


def _window(facts: ChallengeFacts) -> date | None:
    if facts.known_on is None:
        return None
    try:
        return question_window(
            facts.about, known_on=facts.known_on, notice_until=facts.notice_until
        ).date
    except CalendarMissing:
        return None


def _complain_until(row: Challenge) -> date | None:
    if row.received_on is None:
        return None
    try:
        return complaint_window(row.received_on).date
    except CalendarMissing:
        return None


def reply_due(viewer: Viewer, raised_at: datetime) -> date | None:
    """Return the last day to answer what was handed in at a moment (GP-QST-05)."""
    del viewer
    found = due("GP-QST-05", raised_at)
    return found.astimezone(clock.BEIJING).date() - timedelta(days=1) if found else None


_SHARED = (
    "region", "buyer_id", "buyer_path", "buyer_name", "agency_id", "agency_name", "finance_id",
    "round", "phase", "known_on", "notice_until", "request", "contact", "phone", "address", "agent",
    "agent_until", "partners", "partners_signed", "signed_by", "completion_reason", "panel_asked",
    "answered_at", "answered_by", "remedy_text", "report_text", "remedied_at", "reported_at",
    "disposal", "disposed_by",
)  # fmt: skip
