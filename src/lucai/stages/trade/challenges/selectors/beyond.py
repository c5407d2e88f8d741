"""Challenges outside projects: what a supplier knew and took part in, of a framework or an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.calendar import beijing_day
from lucai.law.challenges import DOCUMENT, RESULT
from lucai.law.deadlines import deadline
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.challenges.disputed import Subject
from lucai.stages.trade.challenges.kinds import LATER, Kind
from lucai.stages.trade.challenges.ports import Known, later
from lucai.stages.trade.frameworks.selectors import framework_card
from lucai.stages.trade.frameworks.selectors.standing import (
    Applied,
    CallStanding,
    admitted_by,
    applications_of,
    calls_of,
    can_rank_on,
)

DECIDED = frozenset({"decided", "contracted"})


def anchor(
    viewer: Viewer, subject: Subject, about: str, lots: Sequence[int], typed: date | None
) -> Known:
    """Return where the window of a challenge begins (GP-QST-02)."""
    if subject.kind in LATER:
        return later().known(viewer, subject.number, about, typed)
    if subject.kind is Kind.ORDER:
        return _of_order(viewer, subject, about, typed)
    if framework_card(viewer, subject.number).kind == "open":
        return _of_open(viewer, subject, about, lots, typed)
    return _of_call(about, set(lots), typed, calls_of(viewer, subject.number))


def progress(
    viewer: Viewer, subject: Subject, about: str, round_: int, lots: Sequence[int]
) -> tuple[bool, bool, bool]:
    """Return whether a correction still helps, others can be admitted instead, the result is public."""
    del viewer
    if subject.kind in LATER:
        return False, False, later().decided(SYSTEM, subject.number)
    if subject.kind is Kind.ORDER:
        return False, False, order_seen(SYSTEM, subject.number).state in DECIDED
    if not round_:
        running = framework_card(SYSTEM, subject.number).state == "running"
        return running, about != DOCUMENT, running
    call = next(one for one in calls_of(SYSTEM, subject.number) if one.round == round_)
    enough = about != DOCUMENT and can_rank_on(SYSTEM, subject.number, round_, lots)
    return _correctable(call), enough, call.decided_at is not None


def concerned(viewer: Viewer, subject: Subject, round_: int, lots: Sequence[int]) -> dict[int, str]:
    """Return the suppliers whose admission or deal a challenge may touch (94号令 art 13)."""
    del viewer
    if subject.kind in LATER:
        return later().concerned(SYSTEM, subject.number)
    if subject.kind is Kind.ORDER:
        order = order_seen(SYSTEM, subject.number)
        return {order.supplier_id: order.supplier_name} if order.supplier_id else {}
    if not round_:
        return {}  # in an open framework nobody's admission stands against another's
    return {
        one.supplier_id: one.supplier_name
        for one in admitted_by(SYSTEM, subject.number, round_)
        if not lots or one.package_number in lots
    }


def _of_call(
    about: str, lots: set[int], typed: date | None, calls: Sequence[CallStanding]
) -> Known:
    """A closed framework: the documents and process of the last call, the result of the last decided."""
    if not calls:
        return None, None, False, 0
    if about == RESULT:
        return _of_result(lots, calls)
    call = calls[-1]
    if about == DOCUMENT:
        return *_announced(call.called_at), True, call.round
    answered = [one for one in calls if one.packages]
    call = answered[-1] if answered else call
    return typed, None, _took_part(call, lots), call.round


def _of_result(lots: set[int], calls: Sequence[CallStanding]) -> Known:
    decided = [one for one in calls if one.decided_at]
    if not decided:
        return None, None, any(_took_part(one, lots) for one in calls), calls[-1].round
    call = decided[-1]
    return *_announced(call.decided_at), _took_part(call, lots), call.round


def _of_open(
    viewer: Viewer, subject: Subject, about: str, lots: Sequence[int], typed: date | None
) -> Known:
    """An open framework: documents are read when one applies, a result is the answer to that."""
    own = [one for one in applications_of(viewer, subject.number) if _meant(one, lots)]
    if about == DOCUMENT:
        known, until = _announced(framework_card(viewer, subject.number).announced_at)
        applied = [beijing_day(one.applied_at) for one in own]
        return max([*applied, *([known] if known else [])], default=None), until, True, 0
    if about != RESULT:
        return typed, None, bool(own), 0
    refused = [one.answered_at for one in own if one.refused and one.answered_at]
    return (beijing_day(max(refused)) if refused else None), None, bool(own), 0


def _of_order(viewer: Viewer, subject: Subject, about: str, typed: date | None) -> Known:
    order = order_seen(viewer, subject.number)
    members = admitted_by(viewer, subject.framework)
    mine = any(
        one.supplier_id == viewer.organisation and one.package_number == order.package_number
        for one in members
    )
    if about == DOCUMENT:
        return None, None, False, 0
    if about != RESULT:
        return typed, None, mine, 0
    known, until = _announced(order.decided_at if order.state in DECIDED else None)
    return known, until, mine, 0


def _announced(at: datetime | None) -> tuple[date | None, date | None]:
    """Return the day of an announcement and the last day of its period, as its notice says."""
    if at is None:
        return None, None
    day = beijing_day(at)
    return day, deadline("GP-TEN-01", day).date


def _took_part(call: CallStanding, lots: set[int]) -> bool:
    return bool(call.packages) and (lots or call.packages) <= call.packages


def _meant(one: Applied, lots: Sequence[int]) -> bool:
    return not lots or one.package in lots


def _correctable(call: CallStanding) -> bool:
    """Whether a correction of the call's documents still helps: its deadline can be put off."""
    return call.state == "open" and clock.now() < call.closes_at
