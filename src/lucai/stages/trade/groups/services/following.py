"""What a group follows of what it reviews: its beginning, the opening, the result, the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound
from lucai.law.calendar import beijing_day
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.services import let_rest
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.groups.lifecycle import GROUP, SEAT, SHEET
from lucai.stages.trade.groups.models import ReviewGroup
from lucai.stages.trade.groups.selectors import seats_of
from lucai.stages.trade.groups.selectors.reviewing import sheets_of
from lucai.stages.trade.groups.services.seating import let_reserves_rest
from lucai.stages.trade.groups.services.sheets import open_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a group is formed for; ``budget`` in 分, ``opens_at`` the responses' deadline."""

    number: str
    subject_id: int
    title: str
    home: str
    method: str
    object_kind: str
    budget: int
    region: str
    organiser_id: int
    organiser_side: str
    organiser_name: str
    finance_id: int
    opens_at: datetime
    specialties: tuple[str, ...]


def prepare(actor: Actor, *, subject: Subject) -> None:
    """See to it that there is a group to be drawn before the review; part of calling."""
    if not locked(actor, subject.number):
        _begin(actor, subject)


@command
def _begin(actor: Actor, subject: Subject) -> None:
    row = ReviewGroup(
        group_number=subject.number, subject_id=subject.subject_id, title=subject.title, home=subject.home,
        method=subject.method, object_kind=subject.object_kind, budget=subject.budget,
        region=subject.region, organiser_id=subject.organiser_id,
        organiser_side=subject.organiser_side, organiser_name=subject.organiser_name,
        finance_id=subject.finance_id, opens_at=subject.opens_at, review_at=subject.opens_at,
        conditions={"specialties": list(subject.specialties)},
    )  # fmt: skip
    begin(actor, row, GROUP, label="准备组建评审小组")


@command
def follow_deadline(actor: Actor, *, number: str, opens_at: datetime) -> None:
    """Let the review, and who sits in it already, follow a deadline that was put off.

    Raises:
        NotFound: there is no such group.
    """
    row = in_hand(actor, number)
    review_at = max(row.review_at, opens_at)
    row.change(opens_at=opens_at, review_at=review_at)
    duties.follow(row, GROUP, clock.now())
    for seat in seats_of(SYSTEM, number):
        seat.change(review_at=review_at, names_from=clock.moment(beijing_day(review_at)))
        duties.follow(seat, SEAT, clock.now())
    told = tuple({seat.organisation_id for seat in seats_of(SYSTEM, number)})
    note(
        actor, row, GROUP, "follow", label="评审时间随提交响应文件截止时间顺延", audience=told,
        follows=True,
    )  # fmt: skip


@command
def know_suppliers(actor: Actor, *, number: str, suppliers: Sequence[int]) -> None:
    """Note who responded, now that the responses are open: whom the experts have to avoid.

    Raises:
        NotFound: there is no such group.
    """
    row = in_hand(actor, number)
    row.change(avoids=sorted(set(suppliers)), opened_at=clock.now())
    note(actor, row, GROUP, "know", label="响应文件已开启，评审小组核对回避")


@command
def publish_names(actor: Actor, *, number: str) -> list[str]:
    """Make the members' names known with the result; return them, who leads first."""
    row, seated = in_hand(actor, number), seats_of(SYSTEM, number, *SEATED)
    at = clock.now()
    take_step(
        actor, row, GROUP, "dissolve", follows=True, changes={"announced_at": at}
    )  # fmt: skip
    let_reserves_rest(actor, row)
    seated.sort(key=lambda seat: (seat.place != row.leader, seat.place))
    for seat in seated:
        seat.change(announced_at=at, leads=seat.place == row.leader)
    note(actor, row, GROUP, "publish", label="评审小组成员名单随结果公开", public=True)
    return [seat.name for seat in seated]


def dissolve(actor: Actor, *, number: str) -> None:
    """End a group whose call failed; nothing happens where there is none any more."""
    row = locked(actor, number)
    if row and row.state != "dissolved":
        _dissolve(actor, row)


@command
def _dissolve(actor: Actor, row: ReviewGroup) -> None:
    take_step(actor, row, GROUP, "dissolve", follows=True)
    let_rest(actor, SEAT, seats_of(SYSTEM, row.group_number))
    open_all(row)
    for sheet in sheets_of(SYSTEM, row.group_number):
        take_step(actor, sheet, SHEET, "void", follows=True)
    draws.leave(actor, of=GROUP.of, of_key=row.key)


def in_hand(actor: Actor, number: str) -> ReviewGroup:
    """Return a group, locked.

    Raises:
        NotFound: there is none.
    """
    row = locked(actor, number)
    if not row:
        raise NotFound("没有找到这个评审小组。")
    return row


def locked(actor: Actor, number: str) -> ReviewGroup | None:
    """Return a group in hand, locked; None where there is none."""
    del actor
    with system_access("group of a call in hand"):
        rows = ReviewGroup.objects.select_for_update().filter(group_number=number)
        return rows.first()
