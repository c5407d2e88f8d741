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
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

opened = kept(make.opened_lot)


def test_no_bond_falls_due_while_the_bid_stands(opened: make.Call) -> None:
    held = selectors.securities(people.agency(), opened.number)
    assert {line.state for line in held} == {"recorded"}
    agency, key = people.actor(people.agency()), {"project_number": opened.number}
    with clock.at(opened.bid_deadline + timedelta(days=1)), pytest.raises(WrongState):
        services.refund_security(agency, security=held[0].pk, **key)
    assert "退还投标保证金" not in {line.title for line in duty_list(people.agency())}


def test_bonds_fall_due_within_five_working_days_of_the_end_of_a_procurement(
    opened: make.Call,
) -> None:
    agency = people.actor(people.agency())
    with clock.at(opened.bid_deadline):
        services.release(agency, services.TERMINATED, project_number=opened.number)
        held = selectors.securities(people.agency(), opened.number)
        duties = [d for d in duty_list(people.agency()) if d.title == "退还投标保证金"]
    assert [line.state for line in held] == ["due"] * 3
    assert [d.due_at for d in duties] == [clock.moment(date(2026, 3, 31))] * 3
    assert {d.cites[1] for d in duties} == {"财政部令第87号/38"}


def test_what_a_bond_of_an_envelope_given_back_was_nobody_learns() -> None:
    call = make.opened_lot(make.call_for_bids(1), suppliers=2)
    with clock.at(call.bid_deadline):
        assert selectors.securities(people.agency(), call.number) == []
