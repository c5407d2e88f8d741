"""Challenges and complaints about the deal of an order under a framework (成交结果)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.law.challenges import Outcome, Remedy
from lucai.oversight.complaints import services as complaining
from lucai.oversight.complaints.selectors import complaint_seen
from lucai.platform.records import system_access
from lucai.stages.archive.packages.dossier import papers_of
from lucai.stages.archive.packages.orders import order_dossier
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.contracts.selectors import contracts_of_project
from lucai.stages.contract.short_contracts import services as short_contracts
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.schemas import DirectIn
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.challenges import selectors, services
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.frameworks import services as framework_services
from lucai.stages.trade.frameworks.models import FrameworkAgreement
from lucai.stages.trade.frameworks.schemas import RefillIn
from tests.makers import budget, challenges, complaints, frameworks, people
from tests.makers import framework_disputes as disputes
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

NOW = clock.moment(date(2026, 4, 2), 10)
LAST = date(2026, 4, 21)
"""Ordered on Thursday 2026-04-02: five workdays of notice to the 10th, seven more."""


@pytest.fixture(autouse=True)
def _with_money(db: None) -> Iterator[None]:
    with clock.at(NOW):
        budget.indicator()
        yield


def _buyer() -> Actor:
    return people.actor(people.buyer())


def _ordered() -> str:
    number = frameworks.running()
    chosen = people.supplier(2).organisation
    form = DirectIn(**frameworks.order(supplier_id=chosen, reason="服务最方便"))
    return calloffs.choose(_buyer(), framework=number, form=form)


def _raised(order: str, n: int = 1) -> str:
    return disputes.raised(order, disputes.loser(n), lots=[])


def _complained(order: str) -> str:
    challenge = _raised(order)
    services.answer(_buyer(), number=challenge, form=challenges.reply())
    return disputes.complained(challenge, disputes.loser(1))


def test_a_member_of_the_package_challenges_a_deal_and_the_buyer_answers() -> None:
    order = _ordered()
    made = _raised(order)
    sheet = selectors.challenge_seen(people.buyer(), made)
    assert (sheet.buyer_name, sheet.agency_id) == (people.buyer().organisation_name, 0)
    assert sheet.line.about_label == "成交结果"
    services.answer(_buyer(), number=made, form=challenges.reply())
    served = {
        one.organisation_name for one in selectors.challenge_seen(people.buyer(), made).served
    }
    assert served == {people.supplier(n).organisation_name for n in (1, 2)}


def test_who_is_not_admitted_does_not_challenge_a_deal() -> None:
    order = _ordered()
    with pytest.raises(RuleBroken, match="入围这一包") as held:
        _raised(order, 5)
    assert {one.rule for one in held.value.verdicts} == {"GP-QST-02"}


def test_a_deal_is_challenged_until_the_seventh_workday_after_its_notice_and_not_later() -> None:
    order = _ordered()
    last = next(
        g for g in selectors.grounds(people.supplier(1), order) if g.about == "result"
    ).until
    assert last == LAST
    with clock.at(clock.moment(LAST, 17)):
        assert _raised(order)
    with clock.at(clock.moment(LAST + timedelta(days=1), 9)), pytest.raises(RuleBroken):
        _raised(order, 3)


def test_an_order_has_no_documents_of_its_own() -> None:
    with pytest.raises(InvalidInput, match="征集文件"):
        disputes.raised(_ordered(), disputes.loser(1), about=About.DOCUMENT, lots=[])


def test_a_challenged_deal_gets_no_contract_until_it_is_answered_and_other_orders_go_on() -> None:
    order, other = _ordered(), _ordered()
    made = _raised(order)
    with pytest.raises(RuleBroken, match="暂停签订合同"):
        short_contracts.propose(_buyer(), order_number=order)
    short_contracts.propose(_buyer(), order_number=other)
    services.answer(_buyer(), number=made, form=challenges.reply())
    short_contracts.propose(_buyer(), order_number=order)


def test_a_founded_challenge_cancels_the_deal_and_gives_the_money_back() -> None:
    order = _ordered()
    free = indicator_seen(people.buyer(), "ZB2026-0001").free
    made = _raised(order)
    services.answer(_buyer(), number=made, form=challenges.reply(Outcome.RESTART))
    services.remedy(_buyer(), number=made, form=challenges.mended())
    assert order_seen(people.buyer(), order).state == "cancelled"
    assert indicator_seen(people.buyer(), "ZB2026-0001").free > free


def test_a_complaint_voids_a_deal_whose_contract_is_not_signed_yet() -> None:
    order = _ordered()
    made = _complained(order)
    short_contracts.propose(_buyer(), order_number=order)
    sheet = complaint_seen(people.finance(), made)
    assert sheet.stage_label == "已确定成交供应商，尚未签订合同"
    assert {one.organisation_name for one in sheet.statements} == {
        people.buyer().organisation_name, people.supplier(2).organisation_name,
    }  # fmt: skip
    complaints.decide(made, complaints.uphold(Remedy.VOID_RESTART))
    assert order_seen(people.buyer(), order).state == "cancelled"


def test_a_complaint_rescinds_a_signed_contract_and_frees_its_money() -> None:
    order = _ordered()
    before = indicator_seen(people.buyer(), "ZB2026-0001")
    made = _complained(order)
    contract = short_contracts.propose(_buyer(), order_number=order)
    short_contracts.sign(people.actor(people.supplier(2)), number=contract)
    assert complaint_seen(people.finance(), made).stage_label == "已签订合同，尚未履行"
    complaints.decide(made, complaints.uphold(Remedy.RESCIND_RESTART))
    [bound] = contracts_of_project(people.buyer(), order)
    after = indicator_seen(people.buyer(), "ZB2026-0001")
    assert (bound.state, order_seen(people.buyer(), order).state) == ("rescinded", "cancelled")
    assert after.free > before.free
    assert after.committed == before.committed


def test_the_pages_of_an_order_lead_to_its_challenges_and_complaints() -> None:
    order = _ordered()
    page = f"/call-offs/{order}/"
    own, desk, finance = (browse(v) for v in (people.supplier(1), people.buyer(), people.finance()))
    assert f"{page}challenges/" in own.get(page).content.decode()
    assert "对成交结果提出质疑" in own.get(f"{page}challenges/").content.decode()
    assert own.get(f"{page}challenges/new/?about=result").status_code == 200
    made = _complained(order)
    shown = finance.get(f"/complaints/{made}/").content.decode()
    assert "订单案卷" in shown
    assert finance.get(f"{page}complaints/").status_code == 200
    assert made in desk.get(f"{page}complaints/").content.decode()
    assert own.get(f"{page}complaints/").status_code in {302, 403, 404}


def test_the_file_of_an_order_keeps_its_replies_and_its_decision() -> None:
    order = _ordered()
    made = _complained(order)
    complaints.decide(made)
    contract = short_contracts.propose(_buyer(), order_number=order)
    short_contracts.sign(people.actor(people.supplier(2)), number=contract)
    papers = {one.title: one for one in papers_of(order_dossier(frameworks.centre(), order))}
    replied = [piece.name for piece in papers["质疑答复"].pieces]
    assert [name for name in replied if name.endswith(("答复.pdf", "质疑函.pdf"))] == replied[::2]
    assert {f"{made}-处理决定.pdf", f"{made}-处理决定.json", f"{made}-投诉书.pdf"} <= {
        piece.name for piece in papers["投诉处理决定"].pieces
    }


def test_a_pause_of_the_framework_stops_every_order_under_it_and_refills() -> None:
    number = frameworks.running()
    process = {"about": About.PROCESS, "phase": "评审", "known_on": clock.today()}
    paused = disputes.complained(disputes.answered(number, **process))
    chosen = {"supplier_id": people.supplier(2).organisation, "reason": "服务最方便"}
    form = DirectIn(**frameworks.order(**chosen))
    complaints.paused(paused)
    with pytest.raises(RuleBroken, match="暂停采购活动") as held:
        calloffs.choose(_buyer(), framework=number, form=form)
    assert {one.rule for one in held.value.verdicts} == {"GP-CMP-07"}
    again = RefillIn(
        response_deadline=NOW + timedelta(days=30), reason="剩余供应商太少，影响框架协议执行"
    )
    with pytest.raises(RuleBroken, match="暂停采购活动"):
        framework_services.refill(disputes.centre(), number=number, form=again)
    complaining.resume(complaints.finance(), number=paused)
    assert calloffs.choose(_buyer(), framework=number, form=form)


def test_applications_to_an_open_framework_wait_while_it_is_paused() -> None:
    number = frameworks.open_running()
    own, centre = disputes.loser(1), disputes.centre()
    place = framework_services.apply(own, number=number, form=frameworks.application())
    process = {"about": About.PROCESS, "phase": "审核", "known_on": clock.today()}
    made = disputes.complained(disputes.answered(number, who=own, **process), own)
    complaints.paused(made)
    with pytest.raises(RuleBroken, match="暂停采购活动"):
        framework_services.admit(centre, number=number, place=place)
    other = frameworks.application(product="另一种产品")
    assert framework_services.apply(disputes.loser(2), number=number, form=other)
    complaining.resume(complaints.finance(), number=made)
    assert framework_services.admit(centre, number=number, place=place)


def test_once_orders_are_awarded_a_complaint_about_the_framework_leaves_damages() -> None:
    number = frameworks.running()
    process = {"about": About.PROCESS, "phase": "评审", "known_on": clock.today()}
    made = disputes.complained(disputes.answered(number, **process))
    chosen = {"supplier_id": people.supplier(2).organisation, "reason": "服务最方便"}
    calloffs.choose(_buyer(), framework=number, form=DirectIn(**frameworks.order(**chosen)))
    assert complaint_seen(people.finance(), made).stage_label == "框架协议已经履行"
    with pytest.raises(RuleBroken) as held:
        complaints.decide(made, complaints.uphold(Remedy.RESCIND_NEXT, struck=[2]))
    assert {one.rule for one in held.value.verdicts} == {"GP-CMP-10"}
    complaints.decide(made, complaints.uphold(Remedy.DAMAGES))


def test_an_order_belongs_to_its_buyers_finance_whoever_called_for_the_framework() -> None:
    number = frameworks.running()
    own = people.finance().organisation
    with system_access("test"):
        FrameworkAgreement.objects.filter(number=number).update(finance_id=987, region="370000")
    chosen = people.supplier(2).organisation
    form = DirectIn(**frameworks.order(supplier_id=chosen, reason="服务最方便"))
    order = calloffs.choose(_buyer(), framework=number, form=form)
    assert order_seen(people.buyer(), order).finance_id == own
    challenge = _raised(order)
    services.answer(_buyer(), number=challenge, form=challenges.reply())
    made = disputes.complained(challenge, disputes.loser(1))
    assert complaint_seen(people.finance(), made).line.state == "examining"
