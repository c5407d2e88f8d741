"""Bid bonds: given back in time, and not before they fall due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.bids import selectors, services
from tests.makers import bids as make
from tests.makers import people

pytestmark = pytest.mark.django_db


def test_no_bond_falls_due_while_the_bid_stands() -> None:
    call = make.opened_lot()
    held = selectors.securities(people.agency(), call.number)
    assert {line.state for line in held} == {"recorded"}
    agency, key = people.actor(people.agency()), {"project_number": call.number}
    with clock.at(call.bid_deadline + timedelta(days=1)), pytest.raises(WrongState):
        services.refund_security(agency, security=held[0].pk, **key)
    assert "退还投标保证金" not in {line.title for line in duty_list(people.agency())}


def test_bonds_of_bids_that_were_not_opened_fall_due_at_the_opening() -> None:
    call = make.opened_lot(make.call_for_bids(1), suppliers=2)
    with clock.at(call.bid_deadline):
        held = selectors.securities(people.agency(), call.number)
        duties = [d for d in duty_list(people.agency()) if d.title == "退还投标保证金"]
    assert [line.state for line in held] == ["due", "due"]
    assert [d.due_at for d in duties] == [clock.moment(date(2026, 3, 31))] * 2
    assert {d.cites[1] for d in duties} == {"财政部令第87号/38"}


def test_the_bond_of_a_withdrawn_bid_is_nobodys_business_before_the_opening() -> None:
    call = make.call_for_bids(1)
    actor = make.submitted_bid(call, people.supplier(4))
    with clock.at(call.before):
        services.withdraw(actor, project_number=call.number, lot_number=1)
        assert selectors.securities(people.agency(), call.number) == []
        assert "退还投标保证金" not in {d.title for d in duty_list(people.agency())}
    make.opened_lot(call)
    with clock.at(call.bid_deadline):
        due = [x for x in selectors.securities(people.agency(), call.number) if x.state == "due"]
    assert [line.supplier_id for line in due] == [people.supplier(4).organisation]
