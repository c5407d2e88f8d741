"""Users and outside members take part in an acceptance by a link, without an account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.stages.acceptance.acceptances import services
from lucai.stages.acceptance.acceptances.papers import paper
from lucai.stages.acceptance.acceptances.schemas import (
    AttachmentIn,
    InvitationIn,
    MemberIn,
    MemberKind,
)
from lucai.stages.acceptance.acceptances.selectors import (
    acceptance_readable,
    acceptance_seen,
    invitations_of,
)
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.schemas import SecretIn, SecretsIn
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
OPINION = {"satisfaction": "good", "text": "教室投影清楚", "name": ""}
TESTER = "示例检测员"


def begun() -> tuple[str, int, dict[str, Any]]:
    number = make.filed()
    place = make.begun_acceptance(number)
    return number, place, {"contract_number": number, "number": place}


def invited(key: dict[str, Any], purpose: str = "user", **more: Any) -> str:
    """Invite somebody; return the address they are given."""
    invitation = InvitationIn(purpose=purpose, **more)
    services.invite(make.acceptor(), **key, invitation=invitation)
    return invitations_of(people.buyer_acceptor(), *key.values())[0].address


def content_with_tester(number: str, place: int, **changes: Any) -> Any:
    content = make.written(number, place)
    tester = MemberIn(
        name=TESTER, organisation="示例检测中心", kind=MemberKind.TESTING, signed=True
    )
    return content.model_copy(update={"members": [*content.members[:2], tester], **changes})


def test_a_user_opens_the_link_on_the_phone_and_says_what_they_think() -> None:
    number, place, key = begun()
    with clock.at(make.after_signing(number, 11)):
        address = invited(key)
        phone = Client()
        page = phone.get(address)
        shown = page.content.decode()
        assert page.status_code == 200
        assert "参加履约验收" in shown
        assert page["X-Robots-Tag"].startswith("noindex")
        assert phone.post(address, {"text": "只有文字"}).status_code == 422
        answer = phone.post(address, OPINION, follow=True).content.decode()
        assert "谢谢您参加验收" in answer
        content = make.written(number, place).model_copy(update={"public_service": True})
        services.edit_acceptance(make.acceptor(), **key, acceptance=content)
        services.take(make.acceptor(), **key, step="submit")
        with pytest.raises(WrongState):
            services.invite(make.acceptor(), **key, invitation=InvitationIn(purpose="user"))
        assert "已经结束" in phone.get(address).content.decode()
    seen = acceptance_seen(people.supplier(), number, place)
    assert [(one.satisfaction, one.text) for one in seen.said] == [("good", "教室投影清楚")]
    assert "满意 1 人" in str(paper(make.sheet(number).card, seen))


def test_a_link_dies_with_its_days_its_token_or_when_it_is_taken_back() -> None:
    number, _, key = begun()
    start = make.after_signing(number, 11)
    with clock.at(start):
        address = invited(key, days=1)
        assert Client().get(f"{address[:-3]}ff/").status_code == 404
    with clock.at(start + timedelta(days=1) - timedelta(minutes=1)):
        assert Client().post(address, OPINION).status_code == 302
    with clock.at(start + timedelta(days=1)):
        assert Client().post(address, OPINION).status_code == 409
        other = invited(key)
        pk = invitations_of(people.buyer_acceptor(), *key.values())[0].pk
        services.revoke_invitation(make.acceptor(), **key, invitation=pk)
        assert Client().post(other, OPINION).status_code == 409
        with pytest.raises(NotAllowed):
            services.invite(make.supplier(), **key, invitation=InvitationIn(purpose="user"))
    assert (
        browse(people.supplier()).get(f"/contracts/{number}/acceptance/1/invitations/").status_code
        == 404
    )


def test_a_flood_from_one_address_is_held_back_for_an_hour() -> None:
    number, _, key = begun()
    start = make.after_signing(number, 11)
    with clock.at(start):
        address = invited(key)
        codes = [Client().post(address, OPINION).status_code for _ in range(6)]
        assert codes == [302] * 5 + [422]
        assert Client(REMOTE_ADDR="10.9.9.9").post(address, OPINION).status_code == 302
    with clock.at(start + timedelta(hours=1, minutes=1)):
        assert Client().post(address, OPINION).status_code == 302


def test_an_outside_member_signs_the_result_that_they_saw_and_no_other() -> None:
    number, place, key = begun()
    with clock.at(make.after_signing(number, 11)):
        with pytest.raises(InvalidInput) as refusal:
            invited(key, "member", name=TESTER)
        assert set(refusal.value.fields) == {"name"}
        unsigned = content_with_tester(number, place)
        unsigned.members[-1].signed = False
        services.edit_acceptance(make.acceptor(), **key, acceptance=unsigned)
        address = invited(key, "member", name=TESTER)
        phone = Client()
        shown = phone.get(address).content.decode()
        digest = re.findall(r'value="([0-9a-f]{64})"', shown)[0]
        assert phone.post(address, {"sm3": "0" * 64}).status_code == 422
        signed = {"sm3": digest, "text": "样机噪声建议复测"}
        assert phone.post(address, signed).status_code == 302
        group = acceptance_seen(people.buyer(), number, place).members
        assert {m.name: m.signed for m in group}[TESTER]
        lines = content_with_tester(number, place).lines
        lines[0].found = "改了结果"
        changed = content_with_tester(number, place, lines=lines)
        services.edit_acceptance(make.acceptor(), **key, acceptance=changed)
        with pytest.raises(RuleBroken, match="尚未签字"):
            services.take(make.acceptor(), **key, step="submit")
    assert "样机噪声建议复测" in str(
        paper(make.sheet(number).card, acceptance_seen(people.buyer(), number, place))
    )


def test_a_complex_project_needs_a_testing_body_or_its_report() -> None:
    number, place, key = begun()
    with clock.at(make.after_signing(number, 11)):
        content = make.written(number, place).model_copy(update={"complex_project": True})
        services.edit_acceptance(make.acceptor(), **key, acceptance=content)
        with pytest.raises(RuleBroken, match="质量检测机构"):
            services.take(make.acceptor(), **key, step="submit")
        report = AttachmentIn(kind="test_report", note="示例检测中心 2026-001 号")
        with pytest.raises(InvalidInput):
            services.attach(make.acceptor(), **key, attachment=report, file=None)
        services.attach(make.acceptor(), **key, attachment=report, file=make.invoice_file())
        file_id = acceptance_seen(people.buyer(), number, place).attachments[0].file_id
        services.take(make.acceptor(), **key, step="submit")
        with pytest.raises(WrongState):
            services.drop_attachment(make.acceptor(), **key, file_id=file_id)
    line = acceptance_seen(people.supplier(), number, place).attachments[0]
    address = f"/contracts/{number}/acceptance/{place}/attachments/{line.file_id}/"
    assert browse(people.supplier()).get(address).status_code == 200
    assert browse(people.supplier(2)).get(address).status_code == 404


def test_what_the_contract_keeps_secret_is_not_in_the_public_result() -> None:
    lot = make.awarded_lot()
    number = make.signed(lot)
    requirement = make.sheet(number).terms.requirements[0]
    mark = SecretIn(
        key=f"requirement:{requirement.number}", kind="commercial", reason="技术诀窍参数"
    )
    with clock.at(lot.at + timedelta(days=4)):
        contracts.mark_secrets(make.supplier(), number=number, secrets=SecretsIn(rows=[mark]))
        contracts.publish(make.buyer(), number=number)
        contracts.take(make.buyer(), number=number, step="file")
    make.published_acceptance(number)
    card, public = acceptance_readable(people.public(), number, 1)
    assert requirement.text not in str(paper(card, public))
    _, own = acceptance_readable(people.buyer(), number, 1)
    assert requirement.text in str(paper(card, own))
    with pytest.raises(NotFound):
        invitations_of(people.supplier(2), number, 1)
