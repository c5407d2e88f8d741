"""A unit's and an expert's first account: invited by finance, opened by the person with a code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.platform.access.selectors import organisation_by_uscc
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.registers.accounts import services
from lucai.registers.accounts.lifecycle import DAYS, TRIES
from lucai.registers.accounts.selectors import invitation_page, invitation_seen
from tests.makers import accounts, evaluation, people
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db

OPENED = {
    "name": accounts.NAME, "phone": accounts.PHONE, "login": "new.unit",
    "password": accounts.ENTRY, "again": accounts.ENTRY, "own": "yes",
}  # fmt: skip


def refused(code: str, **changes: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as error:
        services.open_account(accounts.nobody(), form=accounts.opening(code, **changes))
    return error.value.fields


def test_a_unit_is_invited_opens_its_first_account_and_lets_its_people_in() -> None:
    accounts.known_roles()
    desk, page = browse(people.finance()), "/account-invitations/new/buyer/"
    form = accounts.unit_form().model_dump(mode="json")
    shown = desk.post(page, posted(desk.get(page)) | form).content.decode()
    [card] = invitation_page(people.finance()).items
    assert "只显示这一次" in shown
    code = shown.split("邀请码</dt>")[1].split("</dd>")[0].split(">")[-1].strip()
    assert code not in desk.get(card.href).content.decode()
    stranger = Client()
    assert "凭邀请码开通账号" in stranger.get("/sign-in/").content.decode()
    assert stranger.get("/invited/").status_code == 200
    done = stranger.post("/invited/", {**OPENED, "code": code.lower()})
    assert done.status_code == 302
    assert stranger.post("/sign-in/", OPENED).status_code == 302
    assert stranger.get("/staff/new/").status_code == 200
    unit = organisation_by_uscc(SYSTEM, form["uscc"])
    assert unit
    assert (unit.name, unit.side, unit.path) == ("示例新设单位", "buyer", f"/{unit.pk}/")
    assert invitation_seen(people.finance(), card.number).state == "opened"


def test_an_expert_is_invited_and_applies_to_the_library() -> None:
    made = accounts.expert()
    form = accounts.opening(made.code, name="示例新专家", login="new.expert")
    services.open_account(accounts.nobody(), form=form)
    client = Client()
    assert client.post("/sign-in/", {"login": "new.expert", "password": accounts.ENTRY})
    assert "/experts/me/" in client.get("/desk/").content.decode()
    assert "申请入库" in client.get("/experts/me/").content.decode()
    assert client.get("/expert-applications/new/").status_code == 200


def test_a_unit_comes_under_its_superior() -> None:
    superior = people.buyer()
    above = organisation_by_uscc(SYSTEM, people.uscc(1001))
    assert above
    made = accounts.unit(parent_uscc=above.uscc)
    services.open_account(accounts.nobody(), form=accounts.opening(made.code))
    unit = organisation_by_uscc(SYSTEM, people.uscc(990))
    assert unit
    assert unit.path == f"{above.path}{unit.pk}/"
    assert above.pk == superior.organisation


def test_a_code_that_is_unknown_used_withdrawn_or_expired_says_so() -> None:
    assert "邀请码不对" in refused("ABCDEFGH23456789")["code"]
    made = accounts.unit()
    with clock.at(clock.now() + timedelta(days=DAYS)):
        assert "过期" in refused(made.code)["code"]
        assert invitation_seen(people.finance(), made.number).state_label == "邀请码已过期"
        fresh = services.renew(people.actor(people.finance()), number=made.number)
        assert "邀请码不对" in refused(made.code)["code"]
        services.open_account(accounts.nobody(), form=accounts.opening(fresh.code))
        assert "已经使用" in refused(fresh.code, login="second.one")["code"]
    other = accounts.unit(uscc=people.uscc(991))
    services.withdraw(people.actor(people.finance()), number=other.number)
    assert "撤回" in refused(other.code)["code"]


def test_another_person_cannot_use_the_code_and_tries_run_out() -> None:
    made = accounts.unit()
    assert "只能由邀请书写明的本人" in refused(made.code, phone="10000000009")["name"]
    for _ in range(TRIES - 1):
        assert "不一致" in refused(made.code, name="示例他人")["name"]
    assert "邀请码已失效" in refused(made.code)["code"], "even the right name comes too late"
    assert "请核实后重新发出" in duty_list(people.finance())[0].title
    fresh = services.renew(people.actor(people.finance()), number=made.number)
    services.open_account(accounts.nobody(), form=accounts.opening(fresh.code))
    assert [d for d in duty_list(people.finance()) if "邀请码" in d.title] == []


def test_nothing_is_lost_of_what_was_typed_and_errors_stand_at_their_fields() -> None:
    made = accounts.unit()
    shown = Client().post("/invited/", {**OPENED, "code": made.code, "name": "示例他人"})
    text = shown.content.decode()
    assert (shown.status_code, 'value="示例他人"' in text) == (422, True)
    assert accounts.ENTRY not in text
    weak = {**OPENED, "code": made.code, "password": "1234567890", "again": "1234567890"}
    assert Client().post("/invited/", weak).status_code == 422
    bare = Client().post("/invited/", {**OPENED, "code": made.code, "own": ""})
    assert "请确认由本人开通" in bare.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"uscc": people.uscc(3001)}, "uscc", "其他类型"),
        ({"uscc": people.uscc(1001)}, "uscc", "已有账号"),
        ({"region": "370200"}, "region", "其他财政部门"),
        ({"parent_uscc": people.uscc(777)}, "parent_uscc", "主管预算单位"),
    ],
)
def test_who_cannot_be_invited_is_refused_at_the_field(
    changes: dict[str, str], field: str, why: str
) -> None:
    evaluation.representative()  # of the first buyer, with a post of her own
    people.supplier()
    with pytest.raises(InvalidInput) as error:
        accounts.unit(**changes)
    assert why in error.value.fields[field]


def test_only_the_department_that_sent_it_sees_an_invitation() -> None:
    made = accounts.unit()
    with pytest.raises(NotFound):
        invitation_seen(people.finance("370103"), made.number)
    assert browse(people.buyer()).get(f"/account-invitations/{made.number}/").status_code in {
        403, 404,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        services.invite_buyer(people.actor(people.buyer()), form=accounts.unit_form(992))


def test_neither_code_nor_person_stands_in_the_journal() -> None:
    made = accounts.unit()
    services.open_account(accounts.nobody(), form=accounts.opening(made.code))
    with system_access("test"):
        told = str(list(JournalEntry.objects.values()))
    assert made.code not in told
    assert made.code.replace("-", "") not in told
    assert accounts.PHONE not in told


def test_the_list_is_searched_and_filtered_and_an_empty_field_is_said_to_be_empty() -> None:
    number, desk = accounts.invited_unit(), browse(people.finance())

    def told(asked: str) -> str:
        return desk.get(f"/account-invitations/?{asked}").content.decode()

    assert number in told("state=issued")
    assert number in told("words=示例新设")
    assert "没有符合条件的邀请" in told("state=opened")
    blank = desk.post("/account-invitations/new/expert/", {"phone": ""}).content.decode()
    assert "本人手机号码：请填写这一项" in blank
    wrong = desk.post("/account-invitations/new/expert/", {"phone": "12"}).content.decode()
    assert "本人手机号码：格式不正确，请对照说明核对" in wrong
