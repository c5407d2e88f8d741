"""A supplier registers itself: asked of the register of enterprises, committed instead of proved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from lucai.adapters.registers.simulated import (
    DOWN,
    GONE,
    GOOD,
    REPRESENTATIVE,
    SimulatedRegister,
)
from lucai.kernel.actors import Side
from lucai.platform.access.models import Organisation, Role
from lucai.platform.records import system_access
from lucai.registers.suppliers import ports, selectors
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.registers import registered_supplier

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "size_class": "small", "industry": "6", "contact": "示例管理员", "phone": "0531-00000001",
    "login": "new.firm", "password": "shan-dong-2026", "again": "shan-dong-2026",
    "committed": "yes",
}  # fmt: skip


@pytest.fixture(autouse=True)
def register() -> Iterator[None]:
    ports.use(SimulatedRegister())
    with system_access("test"):
        for code, side in (("supplier_manager", Side.SUPPLIER), ("agency_clerk", Side.AGENCY)):
            Role.objects.get_or_create(code=code, defaults={"name": code, "side": side.value})
    yield
    ports.use(None)


def asked(uscc: str, name: str = REPRESENTATIVE) -> HttpResponse:
    """Ask as somebody without an account."""
    return Client().post("/register/", {"uscc": uscc, "legal_representative": name})


def test_who_is_registered_and_commits_has_an_account_and_an_entry_with_the_register_s_facts() -> (
    None
):
    stranger = Client()
    found = stranger.post(
        "/register/", {"uscc": GOOD.lower(), "legal_representative": REPRESENTATIVE}
    )
    assert found.status_code == 302
    page = stranger.get(found.headers["Location"]).content.decode()
    assert "有限公司" in page
    assert 'name="name"' not in page
    done = stranger.post(found.headers["Location"], ACCOUNT)
    assert done.status_code == 302
    entered = stranger.post("/sign-in/", {"login": "new.firm", "password": ACCOUNT["password"]})
    assert entered.status_code == 302
    own = stranger.get("/company/").content.decode()
    assert "存续" in own
    assert GOOD in own
    listed = selectors.supplier_page(people.finance(), words="示例").items
    assert [one.uscc for one in listed] == [GOOD]
    again = Client().post(found.headers["Location"], {**ACCOUNT, "login": "second.one"})
    assert again.status_code == 422
    assert "已经注册" in again.content.decode()


@pytest.mark.parametrize(
    ("uscc", "name", "why"),
    [
        (GOOD[:-1] + "X" if GOOD[-1] != "X" else GOOD[:-1] + "Y", REPRESENTATIVE, "校验位"),
        (GOOD, "示例他人", "不一致"),
        (GONE, REPRESENTATIVE, "吊销"),
        (DOWN, REPRESENTATIVE, "没有应答"),
        (people.uscc(5), REPRESENTATIVE, ""),
    ],
)
def test_a_wrong_code_a_stranger_and_a_dead_firm_come_no_further(
    uscc: str, name: str, why: str
) -> None:
    answer = asked(uscc, name)
    assert answer.status_code == (422 if why else 302)
    assert why in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"committed": ""}, "承诺"),
        ({"again": "another-2026"}, "不一致"),
        ({"password": "1234567890", "again": "1234567890"}, "数字"),
    ],
)
def test_without_commitment_or_with_a_weak_password_nothing_is_entered(
    changes: dict[str, str], why: str
) -> None:
    address = asked(GOOD).headers["Location"]
    answer = Client().post(address, {**ACCOUNT, **changes})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert Client().get("/register/account/?to=forged").status_code == 404


def test_a_firm_takes_over_what_the_register_says_now() -> None:
    registered_supplier(1)
    desk = browse(people.supplier())
    assert desk.post("/company/refresh/").status_code in {302, 422}
    ports.use(None)
    assert desk.post("/company/refresh/").status_code == 422


def test_an_agency_registers_too_and_enters_the_directory_afterwards() -> None:
    stranger = Client()
    asked_for = {"kind": "agency", "uscc": GOOD, "legal_representative": REPRESENTATIVE}
    found = stranger.post("/register/", asked_for)
    page = stranger.get(found.headers["Location"]).content.decode()
    assert "名录登记" in page
    assert "size_class" not in page
    account = {k: v for k, v in ACCOUNT.items() if k not in {"size_class", "industry"}}
    assert stranger.post(found.headers["Location"], account).status_code == 302
    with system_access("test"):
        assert Organisation.objects.get(uscc=GOOD).side == "agency"
    assert not selectors.supplier_page(people.finance(), words="示例").items
