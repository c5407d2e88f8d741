"""Signing in: password and one-time code, lock-out, sessions that end, forms that survive."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.platform.access.models import Person, Post
from lucai.platform.signin import totp
from tests.makers import people

pytestmark = pytest.mark.django_db

PASSPHRASE = "示例-long-enough-1"


@pytest.fixture
def clerk() -> Person:
    person = people.person("clerk", "示例经办")
    person.change(password=make_password(PASSPHRASE))
    buyer = people.organisation(Side.BUYER, 1001, "示例采购单位1")
    Post(person=person, organisation=buyer, title="采购经办").save()
    return person


def sign_in(client: Client, password: str = PASSPHRASE, **more: str) -> Any:
    return client.post("/sign-in/", {"login": "clerk", "password": password, **more})


def test_the_right_password_opens_the_workbench(client: Client, clerk: Person) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert clerk.name in client.get("/desk/").content.decode()


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(
    client: Client, clerk: Person
) -> None:
    del clerk
    wrong = sign_in(client, "wrong").content.decode()
    unknown = client.post("/sign-in/", {"login": "nobody", "password": "x"}).content.decode()
    assert "登录名或密码不对" in wrong
    assert "登录名或密码不对" in unknown


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(
    client: Client, clerk: Person
) -> None:
    del clerk
    for _ in range(5):
        sign_in(client, "wrong")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()


def test_a_one_time_code_is_asked_for_and_works_once(client: Client, clerk: Person) -> None:
    secret = totp.new_secret()
    clerk.change(totp_secret=totp.sealed(clerk, secret))
    assert "动态口令" in sign_in(client).content.decode()
    assert client.get("/desk/").status_code == 302
    code = pyotp.TOTP(secret).at(clock.real())
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 401
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    other = Client()
    sign_in(other)
    assert other.post("/sign-in/code/", {"code": code}).status_code == 401


def test_a_secret_is_not_kept_in_clear(clerk: Person) -> None:
    secret = totp.new_secret()
    assert secret not in totp.sealed(clerk, secret)


def test_an_idle_session_ends(client: Client, clerk: Person, settings: Any) -> None:
    del clerk
    sign_in(client)
    session = client.session
    past = clock.real() - timedelta(seconds=settings.LUCAI_SESSION_IDLE_SECONDS + 5)
    session["seen_at"] = past.timestamp()
    session.save()
    assert client.get("/desk/").status_code == 302


def test_a_changed_password_ends_other_sessions(client: Client, clerk: Person) -> None:
    sign_in(client)
    clerk.change(password=make_password("another-long-one-2"))
    assert client.get("/desk/").status_code == 302


def test_a_form_posted_after_the_session_ended_survives_the_sign_in(
    client: Client, clerk: Person
) -> None:
    del clerk
    asked = client.post("/inbox/read/", {"up_to": "7", "note": "很长的说明"})
    assert asked.status_code == 401
    resume = re.search(r'name="resume" value="([^"]+)"', asked.content.decode())
    assert resume
    kept = sign_in(client, resume=resume[1]).content.decode()
    assert "您填写的内容还在" in kept
    assert 'name="note" value="很长的说明"' in kept
    assert 'action="/inbox/read/"' in kept


def test_a_tampered_resume_is_ignored(client: Client, clerk: Person) -> None:
    del clerk
    assert sign_in(client, resume="forged").status_code == 302


def test_a_redirect_to_another_site_is_not_followed(client: Client, clerk: Person) -> None:
    del clerk
    assert sign_in(client, next="https://evil.example/")["Location"] == "/desk/"


def test_the_demonstration_door_does_not_exist_outside_the_demonstration(client: Client) -> None:
    assert client.get("/sign-in/demonstration/").status_code == 404
    assert client.post("/sign-in/demonstration/enter/", {"login": "x"}).status_code == 404
    assert client.post("/demo/clock/", {"to": "day"}).status_code in {401, 404}


def test_large_text_is_remembered_without_scripts(client: Client) -> None:
    client.post("/text-size/", {"next": "/sign-in/"})
    assert 'data-size="elder"' in client.get("/sign-in/").content.decode()
