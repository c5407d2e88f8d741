"""Bid bonds: given back in time, and not before they fall due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.adapters.guarantees.simulated import SimulatedRegister, check_digits
from lucai.kernel import clock
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.stages.trade.bids import ports, selectors, services
from lucai.stages.trade.bids.models import BidSecurity
from lucai.stages.trade.bids.schemas import ArrivalIn, KeptIn
from lucai.stages.trade.bids.wording import KeptGround
from tests.makers import bids as make
from tests.makers import people
from tests.makers.browsing import browse
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


def test_a_bond_is_kept_on_a_lawful_ground_and_never_given_back(opened: make.Call) -> None:
    agency, key = people.actor(people.agency()), {"project_number": opened.number}
    held = selectors.securities(people.agency(), opened.number)
    why = KeptIn(ground=KeptGround.COLLUSION, reason="两家投标文件由同一台电脑制作，见评审报告。")
    with clock.at(opened.bid_deadline + timedelta(days=1)):
        services.keep_security(agency, security=held[0].pk, form=why, **key)
        services.release(agency, services.TERMINATED, **key)
        with pytest.raises(WrongState):
            services.refund_security(agency, security=held[0].pk, **key)
        with pytest.raises(NotFound):
            selectors.bond(people.agency(), opened.number, held[0].pk)
        found = selectors.securities(people.agency(), opened.number)
    assert [line.state for line in found] == ["kept", "due", "due"]
    assert found[0].kept_ground == "与采购人、其他供应商或者代理机构恶意串通"


def test_the_page_of_a_bond_asks_for_ground_and_facts(opened: make.Call) -> None:
    held = selectors.securities(people.agency(), opened.number)
    address = f"/rooms/{opened.number}/bids/bonds/{held[0].pk}/keep/"
    with clock.at(opened.bid_deadline + timedelta(days=1)):
        browser = browse(people.agency())
        assert "不予退还的情形" in browser.get(address).content.decode()
        told = browser.post(
            address, {"ground": "revoked", "reason": "截止后书面要求撤回投标文件。"}
        )
        assert told.status_code == 302
        shown = browser.get(told["Location"]).content.decode()
    assert "截止后撤回响应文件" in shown


def test_what_a_bond_of_an_envelope_given_back_was_nobody_learns() -> None:
    call = make.opened_lot(make.call_for_bids(1), suppliers=2)
    with clock.at(call.bid_deadline):
        assert selectors.securities(people.agency(), call.number) == []


@pytest.fixture
def _register() -> Iterator[None]:
    before = ports.register()
    ports.use(SimulatedRegister())
    yield
    ports.use(before)


@pytest.mark.usefixtures("_register")
def test_a_guarantee_is_looked_up_and_an_invented_one_is_not_confirmed(opened: make.Call) -> None:
    agency, key = people.actor(people.agency()), {"project_number": opened.number}
    first, second, third = selectors.securities(people.agency(), opened.number)
    with system_access("guarantees instead of transfers"):
        BidSecurity.objects.filter(pk__in=[first.pk, second.pk]).update(kind="letterOfGuarantee")
        known = f"BH202603010001{check_digits('202603010001')}"
        BidSecurity.objects.filter(pk=first.pk).update(reference=known)
    with clock.at(opened.bid_deadline):
        assert known in services.confirm_security(agency, security=first.pk, **key)
        with pytest.raises(WrongState, match="登记系统没有查到"):
            services.confirm_security(agency, security=second.pk, **key)
        reason = ArrivalIn(reason="登记系统没有查到，出具机构书面答复没有出具过。")
        services.deny_security(agency, security=second.pk, form=reason, **key)
        services.confirm_security(agency, security=third.pk, **key)
        services.release(agency, services.TERMINATED, **key)
        held = selectors.securities(people.agency(), opened.number)
    assert [line.state for line in held] == ["due", "missing", "due"]


def test_a_late_refund_costs_a_fee_from_the_day_after_the_last_lawful_one(
    opened: make.Call,
) -> None:
    agency, key = people.actor(people.agency()), {"project_number": opened.number}
    with clock.at(opened.bid_deadline):
        services.release(agency, services.TERMINATED, **key)
        [first, *_] = selectors.securities(people.agency(), opened.number)
    last = first.due_at
    assert last
    with clock.at(last - timedelta(hours=1)):
        assert selectors.bond(people.agency(), opened.number, first.pk).late_fee == 0
    with clock.at(last + timedelta(days=9)):
        address = f"/rooms/{opened.number}/bids/bonds/{first.pk}/refund/"
        browser = browse(people.agency())
        shown = browser.get(address).content.decode()
        assert "超期资金占用费" in shown
        assert "利率为示例值" in shown  # no source that we could read gives the rate
        browser.post(address, {"interest": "12.34"})
        [told, *_] = selectors.securities(people.agency(), opened.number)
    assert (told.state, told.interest) == ("refunded", 1234)
    assert told.late_fee == round(first.amount * 0.0435 * 1.2 * 10 / 360)
