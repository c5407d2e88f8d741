"""Duties that exclude each other are kept apart person by person, whatever roles somebody holds."""

from __future__ import annotations

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import RuleBroken
from lucai.platform.access.models import Organisation, Person, Post
from lucai.platform.records import system_access
from lucai.platform.staffing import services as staffing
from lucai.platform.staffing.schemas import StaffIn
from lucai.site.roles import install_roles
from lucai.stages.acceptance.acceptances import services as acceptances
from lucai.stages.payment.requests import services as payments
from lucai.stages.payment.requests.schemas import ReasonIn as PaymentReason
from lucai.stages.payment.requests.schemas import RequestIn
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import ChapterIn, LeadAnswerIn, RevisionIn
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.panels import services as panels
from tests.makers import contract, evaluation, people, sealing, trade
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

FIRST_SECRET = "Long-enough-77"

drafted = kept(lambda: trade.drafted_project(1))
filed = kept(contract.filed)
drawn = kept(evaluation.drawn)


def broken(refusal: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refusal.value.verdicts}


def fee(number: str, text: str) -> ChapterIn:
    return ChapterIn(
        version=trade.version_of(number),
        clauses={"ins-fee": text},
        reasons={"ins-fee": "委托协议约定"},
    )


def confirm(number: str, actor: Actor) -> None:
    documents.take(people.actor(people.agency()), project_number=number, step="submit")
    documents.take(actor, project_number=number, step="confirm")


def test_whoever_wrote_in_a_document_does_not_confirm_it_a_colleague_does(drafted: str) -> None:
    sealing.keys_enrolled()
    writer, colleague = people.buyer(), people.buyer_reviewer()
    documents.edit_chapter(
        people.actor(writer), project_number=drafted, chapter="instructions",
        content=fee(drafted, "由采购人支付。"),
    )  # fmt: skip
    with pytest.raises(RuleBroken) as refusal:
        confirm(drafted, people.actor(writer))
    assert broken(refusal) == {"ROL-02"}
    assert "示例经办不得在同一项目中兼任" in refusal.value.verdicts[0].message
    offers = {o.step.name: o for o in document_seen(writer, drafted).offers}
    assert not offers["confirm"].open
    assert offers["return_document"].open
    documents.take(people.actor(colleague), project_number=drafted, step="confirm")


def test_a_buyer_who_wrote_nothing_confirms(drafted: str) -> None:
    sealing.keys_enrolled()
    confirm(drafted, people.actor(people.buyer()))
    assert document_seen(people.buyer(), drafted).card.state == "confirmed"


def test_whoever_answered_the_clause_check_does_not_confirm_either(drafted: str) -> None:
    sealing.keys_enrolled()
    buyer = people.actor(people.buyer())
    documents.edit_chapter(
        people.actor(people.agency()), project_number=drafted, chapter="instructions",
        content=fee(drafted, "投标人应当在本地设有分支机构。"),
    )  # fmt: skip
    for lead in document_seen(people.agency(), drafted).leads:
        answer = LeadAnswerIn(reason="项目需要当地有驻场人员")
        documents.answer_lead(buyer, project_number=drafted, key=lead.key, content=answer)
    with pytest.raises(RuleBroken) as refusal:
        confirm(drafted, buyer)
    assert broken(refusal) == {"ROL-02"}


def test_a_clause_of_the_library_is_approved_by_another_than_its_proposer() -> None:
    proposer = people.finance()
    with system_access("test"):
        finance = Organisation.objects.get(pk=proposer.organisation)
    other = people.viewer(finance, "finance.second", "示例复核")
    content = RevisionIn(text="代理服务费由采购人支付。", reason="统一写法", since=clock.today())
    pk = documents.propose_revision(
        people.actor(proposer), clause="common.ins-fee", content=content
    )
    with pytest.raises(RuleBroken) as refusal:
        documents.decide_revision(people.actor(proposer), pk=pk, step="approve")
    assert broken(refusal) == {"ROL-02"}
    documents.decide_revision(people.actor(other), pk=pk, step="approve")


def test_who_signed_the_contract_writes_nothing_into_its_acceptance(filed: str) -> None:
    place = contract.begun_acceptance(filed)
    with clock.at(contract.after_signing(filed, 11)):
        content = contract.written(filed, place)
        key = {"contract_number": filed, "number": place}
        with pytest.raises(RuleBroken) as refusal:
            acceptances.edit_acceptance(contract.decider(), **key, acceptance=content)
        assert broken(refusal) == {"ROL-03"}
        acceptances.edit_acceptance(contract.acceptor(), **key, acceptance=content)


def test_who_corrected_a_payment_request_does_not_approve_what_another_hands_in(
    filed: str,
) -> None:
    number = contract.requested_payment(filed)
    corrector, other = contract.decider(), contract.acceptor()
    payments.send_back(other, number=number, reason=PaymentReason(reason="用途写得不清楚"))
    payments.edit_request(corrector, number=number, request=RequestIn(purpose="更正后货款"))
    payments.submit(contract.buyer(), number=number)
    with pytest.raises(RuleBroken) as refusal:
        payments.approve(corrector, number=number)
    assert broken(refusal) == {"ROL-04"}
    payments.approve(other, number=number)


def give_post(person: int | None, organisation: int | None) -> int:
    with system_access("test"):
        post = Post(person_id=person, organisation_id=organisation, title="示例兼职")
        post.save(force_insert=True)
    return int(post.pk)


def test_an_expert_who_also_supervises_takes_no_seat(drawn: evaluation.Round) -> None:
    first, second = evaluation.seats(drawn)[:2]
    give_post(first.person, people.finance().organisation)
    with evaluation.at(drawn):
        with pytest.raises(RuleBroken) as refusal:
            panels.sign_in(
                people.actor(first), project_number=drawn.number, form=evaluation.DECLARED
            )
        assert broken(refusal) == {"ROL-06"}
        panels.sign_in(people.actor(second), project_number=drawn.number, form=evaluation.DECLARED)


def test_an_administrator_is_given_no_role_of_an_auditor() -> None:
    install_roles()
    manager = people.finance()
    with system_access("test"):
        system, _ = Organisation.objects.get_or_create(
            uscc=people.uscc(9901),
            defaults={
                "name": "示例运维单位", "side": Side.ADMINISTRATOR.value,
                "region": people.REGION, "level": "county",
            },
        )  # fmt: skip
        person = people.person("admin.too", "示例管理员")
    give_post(person.pk, system.pk)
    post = give_post(person.pk, manager.organisation)
    with pytest.raises(RuleBroken) as refusal:
        staffing.assign_roles(people.actor(manager), post=post, roles=["supervisor_reader"])
    assert broken(refusal) == {"ROL-08"}
    staff = StaffIn(login="new.auditor", name="示例审计", title="监督", password=FIRST_SECRET)
    other = staffing.add_staff(people.actor(manager), staff=staff)
    staffing.assign_roles(people.actor(manager), post=other, roles=["supervisor_reader"])


def test_a_post_that_would_join_both_is_not_taken_back_into_service() -> None:
    manager = people.finance()
    with system_access("test"):
        system, _ = Organisation.objects.get_or_create(
            uscc=people.uscc(9901),
            defaults={
                "name": "示例运维单位", "side": Side.ADMINISTRATOR.value,
                "region": people.REGION, "level": "county",
            },
        )  # fmt: skip
        person = Person(login="admin.back", name="示例管理员")
        person.save(force_insert=True)
    post = give_post(person.pk, manager.organisation)
    staffing.set_active(people.actor(manager), post=post, active=False)
    give_post(person.pk, system.pk)
    with pytest.raises(RuleBroken):
        staffing.set_active(people.actor(manager), post=post, active=True)
