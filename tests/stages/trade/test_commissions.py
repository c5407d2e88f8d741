"""Commissions: the buyer chooses, the agency answers, nobody else has a say."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.plan.plans.selectors import plan_seen, plans_ready
from lucai.stages.trade.commissions import services
from lucai.stages.trade.commissions.schemas import ReasonIn
from lucai.stages.trade.commissions.selectors import commission_seen, fee_of
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import people, plan, trade
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 6, 1), 10)):
        yield


def test_entrusting_opens_a_project_and_uses_the_plan_up() -> None:
    filed = plan.filed_plan()
    assert [card.number for card in plans_ready(people.buyer())] == [filed]
    number = services.entrust(
        people.actor(people.buyer()), plan_number=filed, commission=trade.commission_content()
    )
    assert plans_ready(people.buyer()) == []
    assert plan_seen(people.buyer(), filed).card.state == "commissioned"
    assert project_seen(people.agency(), number).state == "commissioned"


def test_a_plan_is_entrusted_only_once_and_only_when_filed() -> None:
    buyer = people.actor(people.buyer())
    filed = plan.filed_plan()
    content = trade.commission_content()
    services.entrust(buyer, plan_number=filed, commission=content)
    with pytest.raises(WrongState):
        services.entrust(buyer, plan_number=filed, commission=content)
    with pytest.raises(WrongState):
        services.entrust(buyer, plan_number=plan.reviewed(), commission=content)


def test_only_an_agency_can_be_entrusted() -> None:
    content = trade.commission_content(people.supplier())
    with pytest.raises(InvalidInput) as refused:
        services.entrust(
            people.actor(people.buyer()), plan_number=plan.filed_plan(), commission=content
        )
    assert "agency_id" in refused.value.fields


def test_another_buyer_cannot_entrust_a_plan() -> None:
    with pytest.raises(NotFound):
        services.entrust(
            people.actor(people.buyer(2)),
            plan_number=plan.filed_plan(),
            commission=trade.commission_content(),
        )


def test_the_agency_finds_the_commission_among_its_duties_and_accepts_it() -> None:
    number = trade.proposed_project()
    duties = [duty for duty in duty_list(people.agency()) if duty.project_number == number]
    assert [duty.title for duty in duties] == ["确认委托代理协议"]
    services.take(people.actor(people.agency()), project_number=number, step="accept")
    assert commission_seen(people.buyer(), number).state == "accepted"
    assert project_seen(people.agency(), number).state == "preparing"
    duties = [duty for duty in duty_list(people.agency()) if duty.project_number == number]
    assert [duty.href for duty in duties] == [f"/rooms/{number}/commission/document/"]
    client = browse(people.agency())
    assert client.get(duties[0].href).headers["Location"] == f"/rooms/{number}/document/"
    assert fee_of(people.public(), number) == "中标供应商支付，按中标金额的 0.8% 收取"


@pytest.mark.parametrize("step", ["decline", "draft"])
def test_a_step_with_a_page_of_its_own_is_not_taken_bare(step: str) -> None:
    number = trade.proposed_project()
    with pytest.raises(WrongState):
        services.take(people.actor(people.agency()), project_number=number, step=step)
    assert commission_seen(people.buyer(), number).state == "proposed"


def test_nobody_but_the_chosen_agency_can_accept() -> None:
    number = trade.proposed_project()
    with pytest.raises(NotFound):
        services.take(people.actor(people.agency(2)), project_number=number, step="accept")
    with pytest.raises(NotAllowed):
        services.take(people.actor(people.buyer()), project_number=number, step="accept")


def test_after_a_refusal_the_buyer_chooses_another_agency() -> None:
    number = trade.proposed_project()
    services.decline(
        people.actor(people.agency()),
        project_number=number,
        reason=ReasonIn(reason="本机构近期业务已满"),
    )
    assert commission_seen(people.buyer(), number).declined_reason == "本机构近期业务已满"
    services.reassign(
        people.actor(people.buyer()),
        project_number=number,
        commission=trade.commission_content(people.agency(2)),
    )
    assert project_seen(people.agency(2), number).agency_name == "示例代理机构2"
    with pytest.raises(NotFound):
        project_seen(people.agency(1), number)
    duties = [d.title for d in duty_list(people.agency(2)) if d.project_number == number]
    assert duties == ["确认委托代理协议"]


def test_a_commission_that_has_run_out_is_not_accepted() -> None:
    number = trade.proposed_project()
    late = clock.now() + timedelta(days=366)
    with clock.at(late), pytest.raises(RuleBroken):
        services.take(people.actor(people.agency()), project_number=number, step="accept")
    with clock.at(late - timedelta(days=1)):
        services.take(people.actor(people.agency()), project_number=number, step="accept")


def test_a_refused_form_keeps_what_was_typed() -> None:
    filed, client = plan.filed_plan(), browse(people.buyer())
    address = f"/plans/{filed}/commission/"
    typed = {
        **posted(client.get(address)),
        "reason": "具有同类项目代理经验",
        "term_until": "2020-01-01",
    }
    answer = client.post(address, typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "具有同类项目代理经验" in text
    assert "委托期限应当晚于今天" in text


def test_the_whole_way_works_without_scripts() -> None:
    filed, client = plan.filed_plan(), browse(people.buyer())
    content = trade.commission_content()
    typed = {name: str(value) for name, value in content.model_dump().items()}
    answer = client.post(f"/plans/{filed}/commission/", typed)
    number = answer.headers["Location"].split("/")[2]
    agency = browse(people.agency())
    page = agency.get(f"/rooms/{number}/commission/")
    assert "接受委托" in page.content.decode()
    agency.post(f"/rooms/{number}/commission/steps/accept/")
    assert project_seen(people.agency(), number).state == "preparing"


def test_the_duty_to_draft_lasts_until_the_document_is_begun() -> None:
    number = trade.commissioned_project(1)

    def titles() -> list[str]:
        return [d.title for d in duty_list(people.agency()) if d.project_number == number]

    assert titles() == ["选择范本，开始编制采购文件"]
    with pytest.raises(WrongState):
        services.take(people.actor(people.agency()), project_number=number, step="draft")
    trade.documents.draft_document(
        people.actor(people.agency()), project_number=number, blank_code="goods"
    )
    assert titles() == ["编制采购文件并提交确认"]
    assert commission_seen(people.buyer(), number).state == "working"


def test_the_form_offers_those_in_the_directory_and_finds_them_by_name() -> None:
    for n in (1, 2):
        people.agency(n)
    people.unlisted_agency()
    page = browse(people.buyer()).get(f"/plans/{plan.filed_plan()}/commission/")
    assert "示例代理机构1" in page.content.decode()
    assert "示例新机构1" not in page.content.decode()
    found = browse(people.buyer()).get(f"{page.request['PATH_INFO']}?words=机构2").content.decode()
    assert ">示例代理机构2<" in found
    assert ">示例代理机构1<" not in found
