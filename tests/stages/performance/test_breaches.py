"""Breaches are held against the other side, answered, and settled with a result."""

from __future__ import annotations

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.performance.breaches import services
from lucai.stages.performance.breaches.schemas import AnswerIn, BreachIn, SettlementIn
from lucai.stages.performance.breaches.selectors import breach_seen
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db


def breach(kind: str = "late_delivery") -> BreachIn:
    return BreachIn(
        kind=kind, happened_on=clock.today(), clause="违约责任第一款",
        facts="示例：约定期限届满后第三日才送达。", damages="300.00",
    )  # fmt: skip


def test_a_breach_is_answered_by_the_other_side_and_settled_by_who_raised_it() -> None:
    number = make.signed()
    key = {"contract_number": number}
    with clock.at(make.after_signing(number, 20)):
        place = services.raise_breach(
            make.buyer(), **key, breach=breach(), evidence=make.invoice_file()
        )
        assert any(duty.title == "答复违约事项" for duty in duty_list(people.supplier()))
        with pytest.raises(WrongState):
            services.answer(make.buyer(), **key, number=place, answer=AnswerIn(answer="自己答复"))
        services.answer(make.supplier(), **key, number=place, answer=AnswerIn(answer="愿意承担"))
        with pytest.raises(NotAllowed):
            services.settle(
                people.actor(people.finance()), **key, number=place,
                settlement=SettlementIn(outcome="mended", settlement="已改正"),
            )  # fmt: skip
        nothing = SettlementIn(outcome="paid", settlement="已付清")
        with pytest.raises(InvalidInput):
            services.settle(make.buyer(), **key, number=place, settlement=nothing)
        paid = SettlementIn(outcome="paid", settlement="已付清", paid="300.00")
        services.settle(make.buyer(), **key, number=place, settlement=paid)
    found = breach_seen(people.finance(), number, place)
    assert (found.state, found.paid, found.answer) == ("settled", 30_000, "愿意承担")
    address = f"/contracts/{number}/breaches/{place}/evidence/"
    assert browse(people.supplier()).get(address).status_code == 200
    assert browse(people.supplier(2)).get(address).status_code == 404


def test_a_supplier_holds_late_payment_against_the_buyer_and_may_take_it_back() -> None:
    number = make.signed()
    key = {"contract_number": number}
    with clock.at(make.after_signing(number, 20)):
        place = services.raise_breach(make.supplier(), **key, breach=breach("late_payment"))
        assert breach_seen(people.buyer(), number, place).state == "asked_buyer"
        services.withdraw(
            make.supplier(), **key, number=place, answer=AnswerIn(answer="已经收到款项")
        )
        assert breach_seen(people.buyer(), number, place).state == "withdrawn"
        page = browse(people.supplier()).get(f"/contracts/{number}/breaches/new/")
        assert page.status_code == 200


def test_before_the_signature_there_is_nothing_to_breach() -> None:
    number = make.proposed()
    with pytest.raises(WrongState):
        services.raise_breach(make.buyer(), contract_number=number, breach=breach())
