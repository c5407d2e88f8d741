"""Programs: their keys, and every page's second tongue under /api/v1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Viewer
from lucai.platform.access.keys import digest_of
from lucai.platform.access.models import Post, ProgramKey
from lucai.platform.records import system_access
from lucai.platform.signin import programs
from lucai.platform.signin.assurance import SESSION_CERTIFICATE
from lucai.platform.signin.programs import KeyIn
from lucai.platform.web.data import as_data
from lucai.platform.web.forms import filled
from lucai.stages.trade.commissions.schemas import CommissionIn
from tests.makers import people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

INTENTION = {
    "title": "示例教学设备采购",
    "demand": "采购教学一体机 20 台，含安装和三年质保。",
    "amount": "650000",
    "expected_month": "2027-06",
    "sme_reserved": True,
}


@pytest.fixture
def buyer() -> Viewer:
    people.finance()
    return people.buyer()


@pytest.fixture
def key(buyer: Viewer) -> str:
    return key_of(buyer)


@pytest.fixture
def program(key: str) -> Program:
    return Program(key)


class Program:
    """A client that shows a key and speaks JSON; it is held to the tokens of forms."""

    def __init__(self, key: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, body: object) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(
            f"/api/v1{path}", text, content_type="application/json", headers=self.headers
        )


def key_of(viewer: Viewer, days: int = 30) -> str:
    browse(viewer)
    with system_access("test"):
        post = Post.objects.filter(person_id=viewer.person).order_by("pk").last()
    assert post is not None
    return programs.make(Actor(viewer), post=post.pk, content=KeyIn(name="财务系统", days=days))


def test_a_program_drafts_reads_and_takes_a_step(program: Program) -> None:
    made = program.post("/intentions/new/", INTENTION).json()
    assert made.get("done"), made
    assert made["said"] == ["草稿已保存。核对无误后公开。"]
    shown = program.client.get(made["to"], headers=program.headers).json()
    assert shown["page"] == "intentions/intention"
    assert shown["sheet"]["card"]["amount"] == 65_000_000
    assert {offer["step"]: offer["open"] for offer in shown["sheet"]["offers"]}["publish"]
    done = program.post(made["to"].removeprefix("/api/v1") + "steps/publish/", {})
    assert done.json()["said"] == ["采购意向已公开。"]


def test_a_page_with_a_form_says_what_may_be_posted(program: Program) -> None:
    form = program.get("/intentions/new/").json()["form"]
    fields = {field["name"]: field for field in form["fields"]}
    assert fields["amount"]["label"] == "预算金额"
    assert (fields["amount"]["unit"], fields["amount"]["required"]) == ("元", True)


def test_a_field_that_has_an_alias_is_named_as_the_page_posts_it() -> None:
    names = [field["name"] for field in as_data(filled(CommissionIn))["fields"]]
    assert names[0] == "agency_id"


def test_a_plan_says_what_is_wrong_with_it(program: Program) -> None:
    problem = program.post("/plans/new/", {"title": "示例采购项目"}).json()
    assert "采购对象" in problem["detail"]
    assert "object_kind" in problem["content"]["form"]["problems"]


def test_what_is_wrong_is_said_at_the_field(program: Program) -> None:
    answer = program.post("/intentions/new/", {**INTENTION, "amount": "65"})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert "万元" in problem["content"]["form"]["problems"]["amount"]
    assert problem["detail"].startswith("预算金额：")


def test_without_a_key_or_a_session_a_program_is_told_to_sign_in() -> None:
    answer = Client().get("/api/v1/intentions/")
    assert (answer.status_code, answer.json()["title"]) == (401, "请先登录")
    assert Program("lucai-unknown").get("/intentions/").status_code == 401


def test_a_stranger_finds_nothing(program: Program) -> None:
    address = program.post("/intentions/new/", INTENTION).json()["to"].removeprefix("/api/v1")
    stranger = Program(key_of(people.buyer(2)))
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}steps/publish/", {}).status_code == 404


def test_a_key_is_shown_once_and_kept_as_a_digest(buyer: Viewer) -> None:
    client = browse(buyer)
    session = client.session
    session[SESSION_CERTIFICATE] = clock.real().timestamp()
    session.save()
    made = client.post("/account/programs/", {"name": "财务系统", "days": "30"})
    key = made.context["key"] if made.context else _shown_key(made.content.decode())
    assert made.status_code == 201
    assert Program(key).get("/intentions/").status_code == 200
    assert key not in client.get("/account/programs/").content.decode()
    with system_access("test"):
        assert ProgramKey.objects.get().digest == digest_of(key)


def _shown_key(html: str) -> str:
    begin = html.index(programs.BEGINNING)
    return html[begin : html.index('"', begin)]


def test_a_key_wants_a_certificate_of_the_last_minutes(buyer: Viewer) -> None:
    answer = browse(buyer).post("/account/programs/", {"name": "财务系统", "days": "30"})
    assert answer.status_code == 401
    with system_access("test"):
        assert not ProgramKey.objects.exists()


@pytest.fixture
def at() -> Iterator[Any]:
    """Move the real clock."""
    began = clock.real()
    patch = pytest.MonkeyPatch()
    yield lambda later: patch.setattr(clock, "real", lambda: began + later)
    patch.undo()


def test_a_key_is_good_until_its_last_day_and_not_after(program: Program, at: Any) -> None:
    at(timedelta(days=29, hours=23))
    assert program.get("/intentions/").status_code == 200
    at(timedelta(days=30, seconds=5))
    assert program.get("/intentions/").status_code == 401


def test_an_ended_key_opens_nothing_and_only_its_owner_ends_it(
    buyer: Viewer, program: Program
) -> None:
    with system_access("test"):
        pk = ProgramKey.objects.get().pk
    assert browse(people.buyer(2)).post(f"/account/programs/{pk}/end/").status_code == 404
    assert browse(buyer).post(f"/account/programs/{pk}/end/").status_code == 302
    assert program.get("/intentions/").status_code == 401


def test_a_key_is_for_programs_and_opens_no_page_of_people(program: Program) -> None:
    answer = program.client.get("/intentions/", headers=program.headers)
    assert (answer.status_code, answer["Location"][:9]) == (302, "/sign-in/")


def test_a_key_opens_nothing_of_the_account_itself(program: Program) -> None:
    """A stolen key would otherwise become a passkey, a certificate or another key."""
    assert program.get("/account/").status_code == 401
    for path in ("/account/passkeys/options/", "/account/programs/", "/account/code/"):
        assert program.post(path, {"name": "另一把", "days": "30"}).status_code == 403, path


def test_a_session_alone_needs_the_token_of_forms_also_for_programs(buyer: Viewer) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = browse(buyer).cookies
    body = json.dumps(INTENTION)
    answer = client.post("/api/v1/intentions/new/", body, content_type="application/json")
    assert answer.status_code == 403
    assert client.get("/api/v1/intentions/").status_code == 200


@pytest.mark.parametrize("body", ["", "[1]", "{", "nonsense", "[" * 100_000, '{"a": NaN'])
def test_a_body_that_is_no_object_is_refused(program: Program, body: str) -> None:
    answer = program.post("/intentions/new/", body or "null")
    assert (answer.status_code, answer.json()["title"]) == (400, "请求不完整")


def test_a_body_with_too_many_fields_is_refused(program: Program) -> None:
    answer = program.post("/intentions/new/", {f"field{n}": n for n in range(30_001)})
    assert answer.status_code == 400


def test_an_address_that_is_not_there_and_a_wrong_verb_are_problems(program: Program) -> None:
    assert program.get("/nowhere/").json()["status"] == 404
    assert program.post("/intentions/", {}).json()["status"] == 405


def test_somebody_keeps_at_most_ten_keys_in_use(buyer: Viewer) -> None:
    for _ in range(programs.MOST_KEYS):
        key_of(buyer)
    with pytest.raises(programs.InvalidInput, match="最多同时使用 10 把"):
        key_of(buyer)
