"""A member's marks are signed as they are handed in; dark parts under codes that name nobody."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject
from lucai.stages.trade.evaluations import services, signed
from lucai.stages.trade.evaluations.schemas import ScoreIn
from tests.makers import evaluation, people
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept
from tests.stages.trade.test_dark_parts import NAMES, complied, dark, masks

pytestmark = pytest.mark.django_db

open_round = kept(evaluation.compliant)
dark_round = kept(dark)


def marked(rnd: Round, member: Viewer, code: str, factor: int, form: ScoreIn) -> None:
    actor = people.actor(member)
    services.save_score(actor, bid_code=code, criterion=factor, form=form, **rnd.key)


def marks(rnd: Round, member: Viewer) -> Subject:
    return signed.marks(member, rnd.number, 1, "submit_scores")


def test_a_member_signs_its_own_marks_and_another_mark_is_another_content(
    open_round: Round,
) -> None:
    member, code = open_round.members[0], open_round.codes()[0]
    with at(open_round):
        marked(open_round, member, code, 2, ScoreIn(points=Decimal(40)))
        first = marks(open_round, member)
        marked(open_round, member, code, 2, ScoreIn(points=Decimal(38)))
        second = marks(open_round, member)
        other = marks(open_round, open_round.members[1])
    [(who, what)] = first.lines
    assert "示例供应商" in who
    assert what.endswith("40 分")
    assert first.sm3 != second.sm3
    assert other.lines == ()


def test_what_is_signed_of_a_dark_part_names_nobody(dark_round: Round) -> None:
    member, drawn = dark_round.members[0], masks(dark_round)
    complied(dark_round)
    with at(dark_round):
        for mask in drawn.values():
            marked(dark_round, member, mask, 3, evaluation.subjective_mark("25"))
        found = marks(dark_round, member)
    assert [who for who, _ in found.lines] == [f"暗标 {mask}" for mask in sorted(drawn.values())]
    said = found.content.decode()
    assert [one for one in (*NAMES, *drawn) if one in said] == []


def test_who_qualifies_is_signed_by_whoever_found_it(open_round: Round) -> None:
    with at(open_round):
        found = signed.qualification(people.agency(), open_round.number, 1, "finish_qualification")
    assert [verdict for _, verdict in found.lines] == ["合格"] * 3
