"""Signing in by scanning: the phone signs, and only the computer that asked goes on, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.records import system_access
from lucai.platform.signin import scans
from lucai.platform.signin.models import LoginScan
from lucai.platform.signin.scans import Scan, State
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.demonstration_cas import Holder, bound, trusted

pytestmark = pytest.mark.django_db

WAIT, FINISH = "/sign-in/scan/", "/sign-in/scan/finish/"


@pytest.fixture(autouse=True)
def cas(settings: Any, tmp_path: Path) -> Iterator[None]:
    with trusted(settings, tmp_path):
        yield


@pytest.fixture
def held() -> Holder:
    return bound(people.supplier())


@pytest.fixture
def computer() -> Client:
    """A computer that shows a code."""
    client = Client()
    client.post(WAIT)
    return client


def shown() -> LoginScan:
    with system_access("test"):
        row: LoginScan = LoginScan.objects.get()
        return row


def confirm(held: Holder, *, number: str = "") -> str:
    """Let the phone sign; return the page it then shows."""
    scan, phone = shown(), Client()
    place = f"/scan/{scan.code}/"
    posted = {"signature": held.answer(phone, place), "number": number or scan.number}
    return phone.post(place, posted).content.decode()


def wrong_number() -> str:
    return str((int(shown().number) - 9) % 90 + 10)


def test_the_phone_confirms_and_the_computer_goes_on(computer: Client, held: Holder) -> None:
    assert shown().number in computer.get(WAIT).content.decode()
    assert "等待手机确认" in computer.get(f"{WAIT}state/").content.decode()
    assert "请回到电脑" in confirm(held)
    assert "手机已确认" in computer.get(f"{WAIT}state/").content.decode()
    assert computer.post(FINISH)["Location"] == "/desk/"
    assert held.viewer.name in computer.get("/desk/").content.decode()
    assert "本次登录：数字证书" in computer.get("/account/certificates/").content.decode()


def test_nobody_goes_on_before_the_phone_has_confirmed(computer: Client, held: Holder) -> None:
    del held
    assert computer.post(FINISH).status_code == 401


def test_another_computer_does_not_profit_from_the_confirmation(
    computer: Client, held: Holder
) -> None:
    confirm(held)
    assert Client().post(FINISH).status_code == 401
    assert computer.post(FINISH).status_code == 302
    assert computer.post(FINISH).status_code == 401


def test_a_wrong_number_ends_the_scan(computer: Client, held: Holder) -> None:
    assert "已取消" in confirm(held, number=wrong_number())
    assert shown().state == State.REFUSED
    assert computer.post(FINISH).status_code == 401
    assert "已失效" in computer.get(f"{WAIT}state/").content.decode()


def test_a_scan_that_took_too_long_is_over(computer: Client, held: Holder) -> None:
    confirm(held)
    shown().change(expires_at=clock.real() - timedelta(seconds=1))
    assert computer.post(FINISH).status_code == 401


def test_a_signature_of_one_scan_does_not_confirm_another(computer: Client, held: Holder) -> None:
    del computer
    first = shown()
    signature = held.answer(Client(), f"/scan/{first.code}/")
    with system_access("test"):
        LoginScan.objects.all().delete()
    Client().post(WAIT)
    second = shown()
    posted = {"signature": signature, "number": second.number}
    answer = Client().post(f"/scan/{second.code}/", posted)
    assert "不符" in answer.content.decode()
    assert shown().state == State.WAITING


def test_who_is_signed_in_is_not_confirmed_by_anothers_phone(held: Holder) -> None:
    other: Viewer = people.buyer()
    client = browse(other)
    client.post(WAIT)
    confirm(held)
    refused = client.post(FINISH)
    assert refused.status_code == 401
    assert "另一个账号" in refused.content.decode()


def test_the_phone_offers_the_same_three_numbers_at_every_look() -> None:
    scan = Scan("7f" * 16, "42", State.WAITING, 60)
    offered = scans.choices(scan)
    assert offered == scans.choices(scan)
    assert "42" in offered
    assert len(set(offered)) == 3


def test_an_unknown_code_and_a_place_without_the_demonstration_answer_404(
    computer: Client, settings: Any
) -> None:
    assert Client().get("/scan/0000/").status_code == 404
    settings.LUCAI_DEMO = False
    assert computer.get(WAIT).status_code == 404
    assert Client().get(f"/scan/{shown().code}/").status_code == 404
