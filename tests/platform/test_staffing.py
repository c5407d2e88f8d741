"""Staff and roles are assigned on screen, by the right person, with an entry in the journal."""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.platform.access.models import Post, PostRole, Role
from lucai.platform.access.viewers import load_viewer
from lucai.platform.journal.selectors import object_timeline
from lucai.platform.records import system_access
from lucai.platform.staffing import selectors, services
from lucai.platform.staffing.schemas import StaffIn
from lucai.site.roles import SHEETS, granted, install_roles
from tests.makers import people

pytestmark = pytest.mark.django_db

FIRST_SECRET = "Long-enough-77"
STAFF = StaffIn(login="new.clerk", name="示例新人", title="采购经办", password=FIRST_SECRET)


@pytest.fixture(autouse=True)
def roles() -> None:
    install_roles()


def test_a_new_post_has_no_rights_until_a_role_is_assigned() -> None:
    manager = people.buyer()
    pk = services.add_staff(people.actor(manager), staff=STAFF)
    held = load_viewer(pk)
    assert held
    assert held[1].grants == frozenset()
    services.assign_roles(people.actor(manager), post=pk, roles=["buyer_reviewer"])
    held = load_viewer(pk)
    assert held
    assert held[1].may("access.post:assign") is False
    assert [entry.label for entry in object_timeline(manager, "access.post", str(pk))] == [
        "调整岗位角色",
        "新增岗位 采购经办",
    ]


def test_a_role_of_another_side_is_refused() -> None:
    manager = people.buyer()
    pk = services.add_staff(people.actor(manager), staff=STAFF)
    with pytest.raises(InvalidInput, match="不属于该单位类型"):
        services.assign_roles(people.actor(manager), post=pk, roles=["finance_manager"])


def test_a_taken_login_and_a_weak_password_are_told_at_the_field() -> None:
    manager = people.actor(people.buyer())
    services.add_staff(manager, staff=STAFF)
    with pytest.raises(InvalidInput) as taken:
        services.add_staff(manager, staff=STAFF)
    assert "login" in taken.value.fields
    weak = STAFF.model_copy(update={"login": "other.clerk", "password": "1234567890"})
    with pytest.raises(InvalidInput) as refused:
        services.add_staff(manager, staff=weak)
    assert "password" in refused.value.fields


def test_nobody_changes_the_own_roles_or_suspends_oneself() -> None:
    manager = people.buyer()
    organisation = people.organisation(Side.BUYER, 1001, "示例采购单位1")
    own = Post(person=people.person("buyer1", "示例经办"), organisation=organisation, title="经办")
    own.save()
    with pytest.raises(NotAllowed):
        services.assign_roles(people.actor(manager), post=own.pk, roles=["buyer_clerk"])
    with pytest.raises(NotAllowed):
        services.set_active(people.actor(manager), post=own.pk, active=False)


def test_another_organisations_post_is_not_found() -> None:
    pk = services.add_staff(people.actor(people.buyer(1)), staff=STAFF)
    for stranger in (people.buyer(2), people.agency(), people.finance()):
        with pytest.raises(NotFound):
            services.assign_roles(people.actor(stranger), post=pk, roles=[])
        assert not selectors.staff_page(stranger, words="new.clerk").items


def test_somebody_without_the_function_is_refused() -> None:
    plain = people.viewer(
        people.organisation(Side.BUYER, 1001, "示例采购单位1"),
        "plain", "示例", grants=frozenset(),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.add_staff(people.actor(plain), staff=STAFF)


def test_a_suspended_post_ends_its_sessions() -> None:
    manager = people.actor(people.buyer())
    pk = services.add_staff(manager, staff=STAFF)
    services.set_active(manager, post=pk, active=False)
    assert load_viewer(pk) is None


def test_the_administrator_edits_a_role_and_it_holds_at_once() -> None:
    manager = people.actor(people.buyer())
    pk = services.add_staff(manager, staff=STAFF)
    services.assign_roles(manager, post=pk, roles=["buyer_reviewer"])
    administrator = people.actor(people.administrator())
    services.edit_role(administrator, code="buyer_reviewer", grants=["access.post:assign"])
    held = load_viewer(pk)
    assert held
    assert held[1].grants == {"access.post:assign"}
    with pytest.raises(InvalidInput):
        services.edit_role(administrator, code="buyer_reviewer", grants=["access.role:edit"])
    with pytest.raises(NotAllowed):
        services.edit_role(manager, code="buyer_reviewer", grants=[])


def test_what_somebody_took_away_stays_away_after_an_update() -> None:
    services.edit_role(people.actor(people.administrator()), code="finance_clerk", grants=[])
    install_roles()
    role = selectors.role_seen(people.administrator(), "finance_clerk")
    assert role.grants == frozenset()


def test_every_permission_of_a_side_is_granted_by_some_role() -> None:
    from lucai.platform.access import permissions

    given = {(sheet.side, p) for sheet in SHEETS for p in granted(sheet)}
    missing = {
        (side.value, p)
        for p, function in permissions.catalogue().items()
        for side in function.sides
        if side is not Side.SYSTEM and (side, p) not in given
    }
    assert missing == set()


def test_every_page_opens_and_one_time_codes_can_be_switched_on(client: Client) -> None:
    manager = services.add_staff(people.actor(people.buyer()), staff=STAFF)
    with system_access("test"):
        PostRole(post_id=manager, role=Role.objects.get(code="buyer_clerk")).save()
        post = Post.objects.select_related("person").get(pk=manager)
        post.person.change(password=make_password("Long-enough-77"))
    client.post("/sign-in/", {"login": "new.clerk", "password": "Long-enough-77"})
    for address in ("/staff/", "/staff/new/", f"/staff/{manager}/", "/account/", "/inbox/"):
        assert client.get(address).status_code == 200, address
    assert client.get("/roles/").status_code == 404
    page = client.get("/account/code/").content.decode()
    secret = re.search(r'class="mono">([A-Z2-7]{32})<', page)
    assert secret
    answer: Any = client.post("/account/code/", {"code": "000000"})
    assert answer.status_code == 422
    code = pyotp.TOTP(secret[1]).at(clock.real())
    assert client.post("/account/code/", {"code": code}).status_code == 302
    assert "已启用" in client.get("/account/").content.decode()


def test_a_wrong_present_password_is_told_at_the_field(client: Client) -> None:
    pk = services.add_staff(people.actor(people.buyer()), staff=STAFF)
    client.post("/sign-in/", {"login": "new.clerk", "password": "Long-enough-77"})
    assert pk
    answer = client.post(
        "/account/", {"current": "x", "fresh": "Another-long-8", "again": "Another-long-8"}
    )
    assert answer.status_code == 422
    assert "现在的密码不对" in answer.content.decode()
    done = client.post(
        "/account/",
        {"current": "Long-enough-77", "fresh": "Another-long-8", "again": "Another-long-8"},
    )
    assert done.status_code == 302
    assert client.get("/account/").status_code == 200
