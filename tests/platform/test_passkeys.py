"""Passkeys: registered, named and removed by their owner; nothing but the device signs in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.platform.signin.assurance import Level, assurance
from lucai.platform.signin.models import LoginNonce, Passkey
from tests.makers import people
from tests.makers.authenticator import PRESENT, Authenticator
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def domain(settings: Any) -> None:
    settings.LUCAI_PASSKEY_DOMAIN = "testserver"


@pytest.fixture
def owner() -> Viewer:
    return people.buyer()


@pytest.fixture
def device(owner: Viewer) -> Authenticator:
    """A device whose passkey is registered."""
    made = Authenticator()
    register(browse(owner), made)
    return made


def register(client: Client, device: Authenticator, name: str = "书房电脑") -> str:
    options = client.post("/account/passkeys/options/").json()
    posted = {"answer": device.make(options), "name": name}
    return client.post("/account/passkeys/", posted, follow=True).content.decode()


def asked(client: Client) -> dict[str, Any]:
    options: dict[str, Any] = client.post("/sign-in/passkey/options/").json()
    return options


def sign_in(client: Client, device: Authenticator) -> Any:
    return client.post("/sign-in/passkey/", {"answer": device.answer(asked(client))})


def level_of(client: Client, viewer: Viewer) -> Level:
    request = RequestFactory().get("/")
    request.session = client.session
    request.viewer = viewer  # type: ignore[attr-defined]
    return assurance(request)


def events() -> list[str]:
    with system_access("test"):
        rows = JournalEntry.objects.filter(object_type="access.passkey").order_by("pk")
        return list(rows.values_list("event", flat=True))


def test_a_registered_passkey_signs_in_and_reaches_its_level(
    owner: Viewer, device: Authenticator
) -> None:
    client = Client()
    answer = sign_in(client, device)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert owner.name in client.get("/desk/").content.decode()
    assert level_of(client, owner) is Level.PASSKEY
    assert events() == ["access.passkey.register", "access.passkey.login"]


def test_a_person_who_did_not_show_a_passkey_has_not_reached_its_level(owner: Viewer) -> None:
    assert level_of(browse(owner), owner) is Level.NONE


def test_the_account_shows_the_own_passkeys_and_nobody_elses(
    owner: Viewer, device: Authenticator
) -> None:
    del device
    assert "书房电脑" in browse(owner).get("/account/").content.decode()
    assert "书房电脑" not in browse(people.buyer(2)).get("/account/").content.decode()


def test_an_answer_given_once_is_refused_the_second_time(device: Authenticator) -> None:
    client = Client()
    answer = device.answer(asked(client))
    assert client.post("/sign-in/passkey/", {"answer": answer}).status_code == 302
    assert client.post("/sign-in/passkey/", {"answer": answer}).status_code == 401
    other = Client()
    asked(other)
    assert other.post("/sign-in/passkey/", {"answer": answer}).status_code == 401


def test_a_challenge_is_burnt_by_a_wrong_answer_too(device: Authenticator) -> None:
    client = Client()
    options = asked(client)
    assert client.post("/sign-in/passkey/", {"answer": "{}"}).status_code == 401
    answer = {"answer": device.answer(options)}
    assert client.post("/sign-in/passkey/", answer).status_code == 401


def test_an_answer_that_comes_too_late_is_refused(device: Authenticator) -> None:
    client = Client()
    answer = device.answer(asked(client))
    with system_access("test"):
        past = clock.real() - timedelta(seconds=1)
        LoginNonce.objects.filter(used_at=None).update(expires_at=past)
    assert client.post("/sign-in/passkey/", {"answer": answer}).status_code == 401


def test_an_answer_made_for_another_origin_is_refused(device: Authenticator) -> None:
    device.origin = "http://testserver.evil.example"
    assert sign_in(Client(), device).status_code == 401
    assert events()[-1] == "access.passkey.refuse"


def test_a_key_of_another_domain_is_refused(device: Authenticator) -> None:
    device.domain = "evil.example"
    assert sign_in(Client(), device).status_code == 401


def test_a_device_that_did_not_verify_its_user_is_refused(device: Authenticator) -> None:
    device.flags = PRESENT
    assert sign_in(Client(), device).status_code == 401


def test_another_key_under_the_same_name_is_refused(device: Authenticator) -> None:
    forged = Authenticator(identity=device.identity, count=50)
    assert sign_in(Client(), forged).status_code == 401
    assert sign_in(Client(), device).status_code == 302


def test_a_copied_key_betrays_itself_by_its_counter_and_is_ended(device: Authenticator) -> None:
    copy = Authenticator(identity=device.identity, key=device.key, count=device.count)
    assert sign_in(Client(), device).status_code == 302
    refused = sign_in(Client(), copy)
    assert refused.status_code == 401
    assert "可能已被复制" in refused.content.decode()
    assert events()[-1] == "access.passkey.end"
    device.count += 10
    assert sign_in(Client(), device).status_code == 401


def test_a_key_without_a_counter_goes_on_working(owner: Viewer) -> None:
    synced = Authenticator(count=0)
    register(browse(owner), synced)
    for _ in range(2):
        synced.count = 0
        assert sign_in(Client(), synced).status_code == 302


def test_a_removed_passkey_no_longer_signs_in(owner: Viewer, device: Authenticator) -> None:
    with system_access("test"):
        pk = Passkey.objects.get().pk
    browse(owner).post(f"/account/passkeys/{pk}/remove/")
    assert sign_in(Client(), device).status_code == 401
    assert events()[-1] == "access.passkey.remove"


def test_nobody_renames_or_removes_anothers_passkey(device: Authenticator) -> None:
    del device
    with system_access("test"):
        pk = Passkey.objects.get().pk
    stranger = browse(people.supplier())
    assert stranger.post(f"/account/passkeys/{pk}/remove/").status_code == 404
    assert stranger.post(f"/account/passkeys/{pk}/name/", {"name": "我的"}).status_code == 404


def test_a_passkey_is_renamed(owner: Viewer, device: Authenticator) -> None:
    del device
    with system_access("test"):
        pk = Passkey.objects.get().pk
    client = browse(owner)
    client.post(f"/account/passkeys/{pk}/name/", {"name": "笔记本"})
    assert "笔记本" in client.get("/account/").content.decode()
    assert (
        "没有改名"
        in client.post(f"/account/passkeys/{pk}/name/", {"name": " "}, follow=True).content.decode()
    )


def test_a_passkey_is_not_registered_for_another_origin_or_twice(owner: Viewer) -> None:
    client = browse(owner)
    assert "没有登记" in register(client, Authenticator(origin="https://evil.example"))
    device = Authenticator()
    assert "已登记" in register(client, device)
    assert "登记过" in register(browse(people.supplier()), device)


def test_an_answer_to_a_registration_does_not_sign_in(owner: Viewer) -> None:
    client = browse(owner)
    device = Authenticator()
    register(client, device)
    options = client.post("/account/passkeys/options/").json()
    assert client.post("/sign-in/passkey/", {"answer": device.answer(options)}).status_code == 401


@pytest.mark.parametrize("answer", ["", "null", "[]", '{"id": 7}', '{"id": "x", "rawId": []}'])
def test_a_malformed_answer_is_refused_and_not_a_fault(device: Authenticator, answer: str) -> None:
    del device
    client = Client()
    asked(client)
    assert client.post("/sign-in/passkey/", {"answer": answer}).status_code == 401


def test_a_suspended_person_does_not_come_in(owner: Viewer, device: Authenticator) -> None:
    people.person("buyer1", owner.name).change(active=False)
    assert sign_in(Client(), device).status_code == 401
