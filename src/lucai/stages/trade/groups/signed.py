"""What is signed in a review group: whom a member must avoid, and the group's report."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.trade.groups import selectors
from lucai.stages.trade.groups.selectors.reviewing import AnswerLine, review_seen


def parties_avoided(viewer: Viewer, number: str) -> Subject:
    """Return the parties that the member declares to have no tie with."""
    parties = selectors.to_avoid(viewer, number)
    content = [picked(one, "role", "name") for one in parties]
    return subject("应当回避的单位", content, ((one.role, one.name) for one in parties))


def report(viewer: Viewer, number: str) -> Subject:
    """Return what the group found; who has signed it meanwhile is no part of it."""
    shown = review_seen(viewer, number)
    if not shown:
        raise NotFound("没有找到这份评审报告。")
    content = {"number": number, **picked(shown, "reported_at", "leader", "answers")}
    return subject(
        "评审报告", content, ((one.answer.heading, _found(one)) for one in shown.answers)
    )


def signed_report(viewer: Viewer, number: str) -> Subject:
    """Return the report with who signed it and who did not agree, as it is decided by."""
    shown = review_seen(viewer, number)
    if not shown:
        raise NotFound("没有找到这份评审报告。")
    seats = [picked(one, "place", "name", "state", "signed_at", "dissent") for one in shown.seats]
    found = picked(shown, "reported_at", "leader", "answers")
    content = {"number": number, "seats": seats, **found}
    return subject(
        "评审报告", content, ((one.answer.heading, _found(one)) for one in shown.answers)
    )


def _found(line: AnswerLine) -> str:
    verdict = {True: "通过", False: "不通过"}.get(line.valid, "") if line.valid is not None else ""
    votes = f"{line.votes} / {line.members} 名成员认可"
    return "，".join(filter(None, (verdict, votes, line.mark and f"{line.mark} 分")))
