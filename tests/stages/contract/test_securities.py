"""Performance bonds are handed in by non-cash means, verified, and given back in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lucai.adapters.guarantees.simulated import SimulatedRegister, check_digits
from lucai.kernel import clock, money
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.securities import services
from lucai.stages.contract.securities.schemas import ClaimIn, SaidIn, SecurityIn
from lucai.stages.contract.securities.selectors import security_of
from lucai.stages.trade.bids import ports
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.world import settle

pytestmark = pytest.mark.django_db
SERIAL = "202600000001"
GENUINE = f"BH{SERIAL}{check_digits(SERIAL)}"


@pytest.fixture(autouse=True)
def register() -> Iterator[None]:
    before = ports.register()
    ports.use(SimulatedRegister())
    yield
    ports.use(before)


def contract() -> str:
    """A filed contract with a bond."""
    lot = make.awarded_lot()
    number = make.signed(lot, performance_security="10000.00", security_return_days=5)
    settle()
    return number


def bond(reference: str = GENUINE, amount: str = "10000.00") -> SecurityIn:
    return SecurityIn(
        kind="guarantee", issuer="示例银行济南分行", reference=reference, amount=amount,
        valid_until=clock.today() + timedelta(days=365),
    )  # fmt: skip


def test_a_bond_is_asked_for_handed_in_verified_and_kept() -> None:
    number = contract()
    key = {"contract_number": number}
    with clock.at(make.after_signing(number, 2)):
        assert any(duty.title == "提交履约保证金" for duty in duty_list(people.supplier()))
        for wrong, field in (
            (bond("BH20260000000199"), "reference"),
            (bond(amount="9999.00"), "amount"),
        ):
            with pytest.raises(InvalidInput) as refusal:
                services.submit(make.supplier(), **key, security=wrong, paper=make.photo())
            assert set(refusal.value.fields) == {field}
        with pytest.raises(InvalidInput):
            services.submit(make.supplier(), **key, security=bond(), paper=None)
        services.submit(make.supplier(), **key, security=bond(), paper=make.photo())
        services.send_back(make.buyer(), **key, said=SaidIn(reason="受益人名称有误"))
        services.submit(make.supplier(), **key, security=bond(), paper=make.photo())
        with pytest.raises(NotAllowed):
            services.confirm(make.supplier(), **key)
        services.confirm(make.buyer(), **key)
        with pytest.raises(WrongState):
            services.give_back(make.buyer(), **key)
    found = security_of(people.supplier(), number)
    assert found
    assert (found.state, found.agreed) == ("held", money.parse_yuan("10000.00"))
    page = browse(people.finance()).get(f"/contracts/{number}/security/").content.decode()
    assert "模拟对接" in page
    assert browse(people.supplier(2)).get(f"/contracts/{number}/security/").status_code == 404


def test_a_bond_is_given_back_within_the_agreed_days_once_all_is_accepted() -> None:
    number = contract()
    key = {"contract_number": number}
    with clock.at(make.after_signing(number, 1)):
        services.submit(make.supplier(), **key, security=bond(), paper=make.photo())
        services.confirm(make.buyer(), **key)
    make.published_acceptance(number)
    found = security_of(people.buyer(), number)
    assert found
    assert found.state == "due"
    day = make.day_after_signing(number, 11) + timedelta(days=5)
    assert found.return_by_day == day
    duty = next(duty for duty in duty_list(people.buyer()) if duty.title == "退还履约保证金")
    assert duty.due_at == clock.moment(day) + timedelta(days=1)
    services.give_back(make.buyer(), **key)
    assert security_of(people.buyer(), number).state == "returned"


def test_what_is_kept_of_a_bond_is_no_more_than_it_and_has_its_ground() -> None:
    number = contract()
    key = {"contract_number": number}
    with clock.at(make.after_signing(number, 1)):
        services.submit(make.supplier(), **key, security=bond(), paper=make.photo())
        services.confirm(make.buyer(), **key)
        over = ClaimIn(amount="10000.01", reason="逾期交付造成损失，按合同扣除")
        with pytest.raises(InvalidInput):
            services.claim(make.buyer(), **key, claim=over)
        services.claim(
            make.buyer(),
            **key,
            claim=ClaimIn(amount="3000.00", reason="逾期交付造成损失，按合同扣除"),
        )
    assert security_of(people.supplier(), number).claimed == 300_000


def test_a_contract_without_a_bond_asks_for_none_and_asking_twice_is_once() -> None:
    number = make.signed()
    services.await_security(Actor.system(Reason.JOURNAL_READER), contract_number=number)
    assert security_of(people.buyer(), number) is None
    page = browse(people.supplier()).get(f"/contracts/{number}/security/").content.decode()
    assert "没有履约保证金" in page
    with_bond = contract()
    services.await_security(Actor.system(Reason.JOURNAL_READER), contract_number=with_bond)
    assert security_of(people.buyer(), with_bond)


def rescind(number: str) -> None:
    contracts.rescind(
        Actor.system(Reason.CONSEQUENCE), number=number, reason="投诉处理决定：中标无效"
    )
    settle()


def test_a_rescinded_contract_gives_its_bond_back() -> None:
    number = contract()
    with clock.at(make.after_signing(number, 1)):
        services.submit(
            make.supplier(), contract_number=number, security=bond(), paper=make.photo()
        )
        services.confirm(make.buyer(), contract_number=number)
        rescind(number)
        assert security_of(people.buyer(), number).state == "due"
        assert "退还履约保证金" in [duty.title for duty in duty_list(people.buyer())]


def test_a_rescinded_contract_waits_for_no_bond() -> None:
    number = contract()
    rescind(number)
    assert security_of(people.supplier(), number).state == "lapsed"
    assert "提交履约保证金" not in [duty.title for duty in duty_list(people.supplier())]
    assert not services.release(Actor.system(Reason.JOURNAL_READER), contract_number=number)
