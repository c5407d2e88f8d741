"""Questions and complaints: when somebody should have known, and which way leads on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from lucai.law.calendar import add_workdays, is_workday
from lucai.law.deadlines import Deadline, deadline
from lucai.law.parameters import DEFAULT_NAME, parameter

REVIEW, LAWSUIT = "review", "lawsuit"
DOCUMENT, PROCESS, RESULT = "document", "process", "result"
Interval = tuple[date, date]


class Labelled(StrEnum):
    """A value with what it is called on screen."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.label = label
        return made


class Outcome(Labelled):
    """What a reply to a 质疑 comes to (94号令 art 16)."""

    UNFOUNDED = "unfounded", "质疑不成立，继续开展采购活动"
    NO_EFFECT = "noEffect", "质疑成立，不影响采购结果，继续开展采购活动"
    AMEND = "amend", "质疑成立，澄清或者修改采购文件后继续开展采购活动"
    NEXT = "nextCandidate", "质疑成立，从合格的候选人中另行确定中标人"
    RESTART = "restart", "质疑成立，重新开展采购活动"


class Stage(Labelled):
    """How far a procurement is when a complaint is decided (94号令 arts 31, 32)."""

    UNDECIDED = "undecided", "尚未确定中标人"
    AWARDED = "awarded", "已确定中标人，尚未签订合同"
    CONTRACTED = "contracted", "已签订合同，尚未履行"
    PERFORMED = "performed", "合同已经履行"


class Remedy(Labelled):
    """What an upheld complaint orders (94号令 arts 31, 32)."""

    NONE = "none", "不影响采购结果，继续开展采购活动"
    RESTART = "restart", "责令重新开展采购活动"
    VOID_RESTART = "voidRestart", "认定中标结果无效，责令重新开展采购活动"
    VOID_NEXT = "voidNext", "认定中标结果无效，由采购人依法另行确定中标人"
    RESCIND_RESTART = "rescindRestart", "撤销合同，责令重新开展采购活动"
    RESCIND_NEXT = "rescindNext", "撤销合同，由采购人依法另行确定中标人"
    DAMAGES = "damages", "合同已经履行，给他人造成损失的，由责任人承担赔偿责任"


CONTINUES = frozenset({Outcome.UNFOUNDED, Outcome.NO_EFFECT})
"""Outcomes after which nothing has to be mended."""

CHANGES_RESULT = frozenset({Outcome.NEXT, Outcome.RESTART})
"""Outcomes that change an announced result, which the finance department must hear of."""


def question_window(about: str, *, known_on: date, notice_until: date | None = None) -> Deadline:
    """Return the last day to raise a 质疑 (GP-QST-02).

    Args:
        about: document, process or result.
        known_on: the day the document was obtained, or the step of the process ended.
        notice_until: the day the notice period ends; it alone starts the clock for a result.
            For a document the law names both days; the later one counts, so that nobody is
            turned away who may still be heard.
    """
    start = known_on
    if notice_until:
        start = notice_until if about == RESULT else max(known_on, notice_until)
    return deadline("GP-QST-02", start)


def complaint_window(question_received_on: date) -> Deadline:
    """Return the last day to complain: counted from the end of the reply period (GP-CMP-01)."""
    reply = deadline("GP-QST-05", question_received_on)
    return deadline("GP-CMP-01", reply.date)


def decision_window(received_on: date, excluded: Sequence[Interval] = ()) -> Deadline:
    """Return the last day to decide a complaint (GP-CMP-06).

    ``excluded`` are times of testing, appraisal, expert review and correction, first and last
    day both left out of the count (条例 art 58).
    """
    return _leaving_out("GP-CMP-06", DEFAULT_NAME, received_on, excluded)


def examination_window(name: str, received_on: date, excluded: Sequence[Interval] = ()) -> Deadline:
    """Return the last day of a step of the examination (GP-CMP-03): the time of a correction is left out."""
    return _leaving_out("GP-CMP-03", name, received_on, excluded)


def refusal_window(name: str, received_on: date, corrected_on: date | None = None) -> Deadline:
    """Return the last day to tell of inadmissibility or of another authority (GP-CMP-03).

    A complaint that was corrected is looked at anew from the day its correction came.
    """
    return deadline("GP-CMP-03", corrected_on or received_on, name)


def screening_window(received_on: date, corrected_on: date | None = None) -> Deadline:
    """Return the first day that closes of those two: by then somebody has to have looked."""
    windows = (refusal_window(name, received_on, corrected_on) for name in ("reject", "transfer"))
    return min(windows, key=lambda one: one.date)


def _leaving_out(
    rule_id: str, name: str, received_on: date, excluded: Sequence[Interval]
) -> Deadline:
    plain = deadline(rule_id, received_on, name)
    left, day = int(parameter(rule_id, name, on=received_on).value), received_on
    counted: list[date] = []
    skipped: list[date] = []
    while len(counted) < left:
        day = add_workdays(day, 1).date
        (skipped if _lies_in(day, excluded) else counted).append(day)
    if not skipped:
        return plain
    lines = (
        *plain.calculation[:2],
        f"不计入检验、检测、鉴定、专家评审和补正的{len(skipped)}个工作日："
        + "、".join(f"{first.isoformat()}至{last.isoformat()}" for first, last in excluded) + "。",
        f"最迟于{day.isoformat()}{plain.act}。",
    )  # fmt: skip
    return replace(
        plain, date=day, unrolled=day, counted=tuple(counted), calculation=lines,
        skipped=tuple((each, "不计入办理期限") for each in skipped),
    )  # fmt: skip


def workdays_between(first: date, last: date) -> int:
    """Count the workdays of an interval, both ends included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(is_workday(day) for day in days)


def lawful_outcomes(about: str, *, bidding_open: bool, enough_left: bool) -> tuple[Outcome, ...]:
    """Return how a reply may end (GP-QST-06, 94号令 art 16).

    Args:
        bidding_open: bids may still be handed in, so that a clarification helps.
        enough_left: without the challenged winner there are as many qualified as the law wants.
    """
    if about == DOCUMENT:
        mended = (Outcome.AMEND,) if bidding_open else ()
    else:
        mended = (Outcome.NEXT,) if enough_left else ()
    return (Outcome.UNFOUNDED, Outcome.NO_EFFECT, *mended, Outcome.RESTART)


def lawful_remedies(about: str, stage: Stage, *, enough_left: bool) -> tuple[Remedy, ...]:
    """Return what an upheld complaint may order at a stage (GP-CMP-10, 94号令 arts 31, 32)."""
    another = about != DOCUMENT and enough_left
    ordered = {
        Stage.UNDECIDED: (Remedy.RESTART,),
        Stage.AWARDED: (Remedy.VOID_NEXT,) if another else (Remedy.VOID_RESTART,),
        Stage.CONTRACTED: (Remedy.RESCIND_NEXT,) if another else (Remedy.RESCIND_RESTART,),
        Stage.PERFORMED: (Remedy.DAMAGES,),
    }
    return (Remedy.NONE, *ordered[stage])


def remedies_after_silence(on: date) -> tuple[str, ...]:
    """Return what is open when the authority stays silent on a complaint (GP-CMP-14)."""
    since = parameter("GP-CMP-14", "silence_review_first_from", on=on).value
    return (REVIEW,) if on >= since else (REVIEW, LAWSUIT)


def last_day_for_remedy(remedy: str, known_on: date) -> Deadline:
    """Return the last day for 行政复议 or 行政诉讼 after a ruling is known."""
    return deadline("GP-CMP-14", known_on, remedy)


def _lies_in(day: date, intervals: Sequence[Interval]) -> bool:
    return any(first <= day <= last for first, last in intervals)
