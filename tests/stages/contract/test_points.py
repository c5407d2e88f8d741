"""Open points: each side proposes, the other accepts, counters or refuses, with reasons and a trail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.points import services
from lucai.stages.contract.points.schemas import AnswerIn, CounterIn, PointIn
from lucai.stages.contract.points.selectors import point_seen, points_of
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
WHY = AnswerIn(reason="符合招标文件的要求")


def asked(
    number: str, subject: str = "clause:quality", text: str = "质保三年，两小时响应。"
) -> int:
    point = PointIn(subject=subject, text=text, reason="招标文件要求两小时响应")
    return services.propose_point(make.supplier(), contract_number=number, point=point)


def test_a_point_goes_to_and_fro_until_both_agree_and_is_then_in_the_text() -> None:
    lot = make.awarded_lot()
    number = make.proposed(lot)
    key = {"contract_number": number}
    with clock.at(lot.at + timedelta(days=3)):
        place = asked(number)
        assert any(duty.title == "答复合同协商意见" for duty in duty_list(people.buyer()))
        with pytest.raises(RuleBroken, match="协商意见没有答复"):
            make.sign(make.supplier(), number)
        with pytest.raises(NotAllowed):
            services.refuse(people.actor(people.agency()), **key, number=place, answer=WHY)
        with pytest.raises(WrongState):
            services.accept(make.supplier(), **key, number=place, answer=WHY)
        other = CounterIn(text="质保三年，三小时响应。", reason="采购人路途较远")
        services.counter(make.buyer(), **key, number=place, answer=other)
        services.accept(make.supplier(), **key, number=place, answer=WHY)
        after = make.sheet(number)
        assert after.card.state == "draft"
        assert after.terms.own["quality"] == "质保三年，三小时响应。"
        contracts.propose(make.buyer(), number=number)
        make.sign(make.supplier(), number)
        make.sign(make.decider(), number)
        with pytest.raises(WrongState):
            asked(number)
    trail = point_seen(people.finance(), number, place).trail
    assert [(said.side, said.act) for said in trail] == [
        ("supplier", "提出"), ("buyer", "提出其他表述"), ("supplier", "同意"),
    ]  # fmt: skip
    assert (
        "质保三年，三小时响应"
        in browse(people.finance()).get(f"/contracts/{number}/points/{place}/").content.decode()
    )


def test_refused_and_withdrawn_points_leave_the_text_and_free_the_way_to_sign() -> None:
    lot = make.awarded_lot()
    number = make.proposed(lot)
    key = {"contract_number": number}
    before = make.sheet(number).sm3
    with clock.at(lot.at + timedelta(days=3)):
        services.refuse(make.buyer(), **key, number=asked(number), answer=WHY)
        services.withdraw(make.supplier(), **key, number=asked(number), answer=WHY)
        make.sign(make.supplier(), number)
    assert make.sheet(number).sm3 == before
    assert [one.state for one in points_of(people.buyer(), number)] == ["withdrawn", "refused"]


def test_substance_is_not_negotiable_and_one_line_has_one_open_point() -> None:
    lot = make.awarded_lot()
    number = make.proposed(lot)
    with clock.at(lot.at + timedelta(days=3)):
        for subject in ("price:total", "requirement:没有", "term:amount"):
            with pytest.raises(InvalidInput) as refusal:
                asked(number, subject)
            assert set(refusal.value.fields) == {"subject"}
        asked(number)
        with pytest.raises(InvalidInput):
            asked(number)
        place = asked(number, "term:payment_days", "二十天")
        with pytest.raises(InvalidInput) as refusal:
            services.accept(make.buyer(), contract_number=number, number=place, answer=WHY)
        assert set(refusal.value.fields) == {"text"}
    with pytest.raises(NotFound):
        point_seen(people.supplier(2), number, place)
    assert browse(people.treasury()).get(f"/contracts/{number}/points/").status_code == 404
