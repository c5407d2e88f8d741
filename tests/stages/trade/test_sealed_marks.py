"""Marks under seal: before all are handed in, not even the tables say what anybody gave."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from lucai.platform.records import system_access
from lucai.platform.vault.ports import VaultFailed
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.evaluations.models import Score
from lucai.stages.trade.evaluations.schemas import TerminationCause, TerminationIn
from lucai.stages.trade.evaluations.selectors import score_desk
from tests.makers import evaluation, people
from tests.makers.evaluation import Round, at, subjective_mark
from tests.makers.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.both]

rnd = kept(evaluation.compliant)
REASON = "实施方案见投标文件第 3 页"
GONE = TerminationIn(cause=TerminationCause.CHANGED, reason="采购人调整机构职能，不再采购")


def give(rnd: Round, member: Any, *, hand_in: bool = False) -> None:
    """Let a member give every bid the same marks."""
    marks = dict.fromkeys(rnd.codes(), ("40", "25"))
    if hand_in:
        evaluation.score(rnd, member, marks)
        return
    actor = people.actor(member)
    for code in marks:
        services.save_score(
            actor, bid_code=code, criterion=3, form=subjective_mark("25"), **rnd.key
        )


def stored() -> str:
    """Return every row of marks as whoever copies the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT points, band, figure, reason, sealed FROM score")
        return repr(cursor.fetchall())


def test_nothing_of_a_mark_stands_in_the_tables_while_others_score(rnd: Round) -> None:
    with at(rnd):
        give(rnd, rnd.members[0], hand_in=True)
        give(rnd, rnd.members[1])
    rows = stored()
    assert REASON not in rows
    assert "2500" not in rows
    assert "4000" not in rows


def test_a_member_still_reads_the_own_marks_and_nobody_elses(rnd: Round) -> None:
    code = rnd.codes()[0]
    with at(rnd):
        give(rnd, rnd.members[0], hand_in=True)
        give(rnd, rnd.members[1])
        for member in rnd.members[:2]:
            mark = score_desk(member, rnd.number, 1, code, 3).current
            assert (mark.given, mark.band) == ("25", "优")
            assert mark.reason.startswith(REASON)
            assert mark.others == ()
        assert score_desk(rnd.members[2], rnd.number, 1, code, 3).current.given == ""


def test_with_the_last_sheet_all_marks_are_opened_together(rnd: Round) -> None:
    with at(rnd):
        for member in rnd.members:
            assert REASON not in stored()
            give(rnd, member, hand_in=True)
        rows = stored()
        desk = score_desk(rnd.members[0], rnd.number, 1, rnd.codes()[0], 3).current
    assert rows.count(REASON) == len(rnd.members) * len(rnd.codes())
    assert [one.text for one in desk.others] == ["25"] * (len(rnd.members) - 1)


def test_marks_of_an_evaluation_that_was_ended_are_opened_for_the_file(rnd: Round) -> None:
    with at(rnd):
        give(rnd, rnd.members[0], hand_in=True)
        actor = people.actor(people.agency())
        services.terminate(actor, project_number=rnd.number, form=GONE)
    assert REASON in stored()


def test_a_mark_that_was_moved_to_another_bid_does_not_open(rnd: Round) -> None:
    one, other = rnd.codes()[:2]
    with at(rnd):
        for member in rnd.members[:-1]:
            give(rnd, member, hand_in=True)
        with system_access("somebody at the database"):
            marks = Score.objects.filter(criterion_number=3)
            moved = marks.filter(bid_code=one).order_by("pk").first()
            assert moved
            marks.filter(sheet_id=moved.sheet_id, bid_code=other).update(sealed=moved.sealed)
        with pytest.raises(VaultFailed):
            give(rnd, rnd.members[-1], hand_in=True)
        assert rnd.sheet(rnd.members[-1]).state == "scoring"
