"""Holding an opening: scheduled, begun at the deadline, read out, confirmed, recorded."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.duties.services import follow
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry
from lucai.platform.journal.services import record as write_entry
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial
from lucai.stages.trade.bids import selectors as bids
from lucai.stages.trade.bids.services import OpenedLot, give_back
from lucai.stages.trade.decryptions import services as decryptions
from lucai.stages.trade.openings.lifecycle import ASK, OPENING, RECORD, REPLY, SIGN_IN
from lucai.stages.trade.openings.models import (
    OpeningEnquiry,
    OpeningRecord,
    OpeningSession,
    SignIn,
)
from lucai.stages.trade.openings.rules import HallFacts
from lucai.stages.trade.openings.selectors import session_row
from lucai.stages.trade.openings.selectors.waiting_for import waiting_for
from lucai.stages.trade.openings.services.reading import (
    locked_session,
    open_and_read,
    session_in_hand,
    show_sign_ins,
)
from lucai.stages.trade.openings.services.unsealing import call_bidders, unseal, unseal_due
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.policies import GROUPS, PARTIES

__all__ = [
    "close_record",
    "confirm",
    "object_to",
    "reply",
    "schedule",
    "sign_in",
    "start",
    "unseal",
    "unseal_due",
]


def schedule(actor: Actor, *, project_number: str) -> None:
    """Set the opening of an announced project to its bid deadline; again after a postponement.

    Does nothing where it stands so already: a journal reader may call it twice.
    """
    project = project_seen(actor.viewer, project_number)
    row = session_in_hand(actor, project_number)
    if project.bid_deadline and not row and project.state == "announced":
        _begin(actor, project, project.bid_deadline)
    elif row and project.state == "ended":
        _cancel(actor, row)
    elif row and row.state == "scheduled" and project.bid_deadline not in {None, row.bid_deadline}:
        _postpone(actor, row, project.bid_deadline or row.bid_deadline)


def start(actor: Actor, *, project_number: str) -> list[OpenedLot]:
    """Begin the opening and read out every lot; a lot with too few bidders fails unopened.

    Where suppliers hold keys of their own bids, they are called to decrypt, and nothing is read
    out before their window is over (:func:`unseal`). A trial before the host has signed asks no
    holder and opens nothing.

    Raises:
        NotAllowed: not the agency's own project, or the role does not grant it.
        RuleBroken: the deadline has not come (GP-TEN-09).
        WrongState: shares of the opening's keys are missing.
    """
    project = project_seen(actor.viewer, project_number)
    if is_trial():
        _demand_released(actor, project)
    elif project.agency_id == actor.viewer.organisation:
        sealing.prepare_opening(actor, project_number=project_number)
    return _start(actor, project_number=project_number)


@command
def _start(actor: Actor, *, project_number: str) -> list[OpenedLot]:
    project = project_seen(actor.viewer, project_number)
    if not project.bid_deadline:
        raise NotFound("这个项目还没有发布招标公告。")
    row = locked_session(actor, project_number) or _begin(actor, project, project.bid_deadline)
    now = clock.now()
    take_step(
        actor,
        row,
        OPENING,
        "start",
        facts=HallFacts(bid_deadline=project.bid_deadline),
        changes={
            "started_at": now,
            "host": actor.viewer.name,
            "bid_deadline": project.bid_deadline,
        },
    )
    if is_trial():  # no bid is opened before the host has signed
        return []
    show_sign_ins(actor, project_number, now)
    if call_bidders(actor, row, project):
        return []
    return open_and_read(actor, row, project)


@command
def sign_in(actor: Actor, *, project_number: str) -> None:
    """Note that a bidder is present; before the opening starts only the bidder sees it.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: it has not bid, has signed in, the deadline has not come, or all is over.
    """
    demand(actor, SIGN_IN.permission)
    viewer, project = actor.viewer, project_seen(actor.viewer, project_number)
    row, now = session_in_hand(actor, project_number), clock.now()
    _demand_sign_in_time(project, row, now)
    if not bids.lots_to_attend(viewer, project_number):
        raise WrongState("您没有提交投标文件，不需要签到。")
    if SignIn.objects.seen_by(viewer).filter(project_number=project_number).exists():
        raise WrongState("您已经签到。")
    SignIn(
        project_number=project_number,
        supplier_id=viewer.organisation or 0,
        supplier_name=viewer.organisation_name,
        buyer_path=project.buyer_path,
        agency_id=project.agency_id,
        region=project.region,
        at=now,
        started_at=row.started_at if row else None,
    ).save(force_insert=True)
    for record in _own_records(actor, project_number):
        record.change(signed_in_at=now)
    _enter_sign_in(actor, project, started=bool(row and row.started_at))


@command
def confirm(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Confirm the own line of the opening record."""
    row = _own_record(actor, project_number, lot_number)
    take_step(
        actor,
        row,
        RECORD,
        "confirm",
        body={"lot": lot_number},
        changes={"confirmed_at": clock.now()},
    )


@command
def object_to(actor: Actor, *, project_number: str, lot_number: int, text: str) -> None:
    """Raise a question or an objection on the spot (财政部令第87号 第四十二条).

    Raises:
        NotFound: the supplier has no line in this lot's record.
        WrongState: the record is closed.
    """
    demand(actor, ASK.permission)
    row = _own_record(actor, project_number, lot_number)
    _demand_open(actor, project_number)
    OpeningEnquiry(record=row, text=text, asked_at=clock.now()).save(force_insert=True)
    label = f"{row.supplier_name} 提出询问"[:120]
    note(
        actor, row, RECORD, "ask", label=label,
        body={"lot": lot_number}, audience=(row.agency_id,),
    )  # fmt: skip


@command
def reply(actor: Actor, *, project_number: str, enquiry: int, text: str) -> None:
    """Answer a question raised in the hall.

    Raises:
        NotFound: there is none that the viewer sees.
        WrongState: it has been answered, or the record is closed.
    """
    demand(actor, REPLY.permission)
    rows = OpeningEnquiry.objects.seen_by(actor.viewer).filter(
        pk=enquiry, record__project_number=project_number
    )
    row = rows.select_for_update().select_related("record").first()
    if not row:
        raise NotFound("没有找到这条询问。")
    _demand_open(actor, project_number)
    if row.reply:
        raise WrongState("这条询问已经答复。")
    row.change(reply=text, replied_at=clock.now())
    record = row.record
    label = f"答复 {record.supplier_name} 的询问"[:120]
    note(
        actor, record, RECORD, "reply", label=label,
        body={"lot": record.lot_number}, audience=(record.supplier_id,),
    )  # fmt: skip


@command
def close_record(actor: Actor, *, project_number: str) -> None:
    """Form the opening record; who neither confirmed nor objected accepts it (GP-TEN-10).

    Raises:
        RuleBroken: a question waits for its reply.
    """
    row = session_row(actor.viewer, project_number)
    locked = locked_session(actor, project_number) or row
    with system_access("opening in hand"):
        waiting = OpeningEnquiry.objects.filter(record__session_id=row.pk, reply="").count()
        silent = list(OpeningRecord.objects.filter(session_id=row.pk, state="read"))
    take_step(
        actor,
        locked,
        OPENING,
        "record",
        facts=HallFacts(bid_deadline=row.bid_deadline, waiting=waiting),
        changes={"recorded_at": clock.now()},
        body={"lots": row.lots},
    )
    for record in silent:
        take_step(actor, record, RECORD, "accept", body={"lot": record.lot_number}, follows=True)


def _demand_released(actor: Actor, project: ProjectCard) -> None:
    """Refuse before anybody signs while people's shares are missing; servers are asked at the act."""
    if project.bid_deadline:
        missing = waiting_for(actor.viewer, project.number, "scheduled", project.bid_deadline)
        if GROUPS[PARTIES] in missing.groups:
            raise WrongState(f"还缺{GROUPS[PARTIES]}的密钥份额，释放开标密钥以后才能开标。")


@command
def _begin(actor: Actor, project: ProjectCard, bid_deadline: datetime) -> OpeningSession:
    row = OpeningSession(
        project_number=project.number,
        project_title=project.title,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        buyer_name=project.buyer_name,
        agency_id=project.agency_id,
        agency_name=project.agency_name,
        finance_id=project.finance_id,
        region=project.region,
        method=project.method,
        bid_deadline=bid_deadline,
    )
    return begin(actor, row, OPENING, label=row.say("安排开标"))


@command
def _postpone(actor: Actor, row: OpeningSession, bid_deadline: datetime) -> None:
    row.change(bid_deadline=bid_deadline)
    follow(row, OPENING, clock.now())
    at = bid_deadline.astimezone(clock.BEIJING)
    note(actor, row, OPENING, "postpone", label=f"{row.say('开标时间')}顺延至 {at:%Y-%m-%d %H:%M}")


def _cancel(actor: Actor, row: OpeningSession) -> None:
    if row.state in {"scheduled", "decrypting"}:
        _take_cancel(actor, row)


@command
def _take_cancel(actor: Actor, row: OpeningSession) -> None:
    take_step(actor, row, OPENING, "cancel", follows=True)
    decryptions.end(actor, project_number=row.project_number)
    give_back(actor, project_number=row.project_number)


def _demand_sign_in_time(project: ProjectCard, row: OpeningSession | None, now: datetime) -> None:
    if row and row.state in {"recorded", "cancelled"}:
        raise WrongState(f"{OPENING.states[row.state]}，不能再签到。")
    if not project.bid_deadline or now < project.bid_deadline:
        # Who is present has bid: before the deadline nobody may learn it, not from the database either.
        raise WrongState("投标截止后可以签到：在这以前，系统不记录谁投了标。")


def _enter_sign_in(actor: Actor, project: ProjectCard, *, started: bool) -> None:
    """Write the entry without a region before the start: a sign-in betrays a bid."""
    write_entry(
        actor,
        Entry(
            event=f"{OPENING.of}.sign_in",
            object_type=OPENING.of,
            object_key=project.number,
            label=f"{actor.viewer.organisation_name} 签到"[:120],
            heading=project.title,
            href=f"/rooms/{project.number}/opening/",
            region=project.region if started else "",
            project_number=project.number,
        ),
    )


def _demand_open(actor: Actor, project_number: str) -> None:
    row = session_in_hand(actor, project_number)
    if not row or row.state != "open":
        raise WrongState("开标没有进行或者已经结束，不能再提出或者答复询问。")


def _own_records(actor: Actor, project_number: str) -> list[OpeningRecord]:
    rows = OpeningRecord.objects.seen_by(actor.viewer).filter(
        project_number=project_number, supplier_id=actor.viewer.organisation
    )
    return list(rows.select_for_update())


def _own_record(actor: Actor, project_number: str, lot_number: int) -> OpeningRecord:
    for row in _own_records(actor, project_number):
        if row.lot_number == lot_number:
            return row
    raise NotFound("开标记录里没有您的投标。")
