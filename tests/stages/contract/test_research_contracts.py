"""合作创新采购 after the result: research contracts paid by cost, the first purchase, iterations."""

from typing import Any

import pytest

from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import NotFound, RuleBroken
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.selectors import contract_seen, contracts_of_project
from lucai.stages.performance.research import services as research
from lucai.stages.performance.research.schemas import (
    NegotiationIn,
    RecognitionIn,
    ReportIn,
    SaidIn,
)
from lucai.stages.trade.cooperations import services as cooperations
from lucai.stages.trade.cooperations.schemas import ReasonIn
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import contract, cooperating, people, plan

pytestmark = pytest.mark.django_db

WAN, yuan = cooperating.WAN, plan.yuan


def drafted(number: str, n: int, **changes: Any) -> str:
    firm = people.supplier(n).organisation
    made = contracts.draft_contract(
        contract.buyer(), project_number=number, lot_number=1, supplier_id=firm
    )
    contracts.edit_contract(contract.buyer(), number=made, contract=contract.terms(**changes))
    return made


def signed(made: str, n: int) -> str:
    contracts.propose(contract.buyer(), number=made)
    contract.sign(people.actor(people.supplier(n)), made)
    contract.sign(contract.decider(), made)
    return made


def test_every_researcher_has_a_contract_that_pays_cost_times_ratio() -> None:
    number = cooperating.awarded()
    first, second = (signed(drafted(number, n), n) for n in (1, 2))
    sheet = contract_seen(people.buyer(), first)
    # 860 万 × 60 % of it in the first stage, 80 分 for each 元; the incentive is no part of it.
    lines = [(i.quantity, i.unit_price, i.amount) for i in sheet.terms.items]
    assert lines == [
        ("5160000", 80, 4_128_000_00), ("3440000", 80, 2_752_000_00), ("1", 60 * WAN, 60 * WAN),
    ]  # fmt: skip
    assert sheet.card.amount == (688 + 60) * WAN
    assert [c.number for c in contracts_of_project(people.buyer(), number)] == [first, second]
    assert contracts_of_project(people.buyer(), number)[1].amount == (704 + 60) * WAN
    assert project_seen(people.buyer(), number).lot(1).state == "contracted"
    with pytest.raises(NotFound):
        drafted(number, 3)


def begun(number: str, n: int) -> str:
    made = signed(drafted(number, n), n)
    research.lay_out(Actor.system(Reason.JOURNAL_READER), contract_number=made)
    return made


def through(made: str, n: int, place: int, cost: int, recognised: int | None = None) -> int:
    """Carry one stage through; return what is paid for it."""
    key: dict[str, Any] = {"contract_number": made, "number": place}
    form = NegotiationIn(text="本阶段目标、进度和成本范围按合同执行。")
    research.negotiate(contract.buyer(), **key, form=form)
    costs = [{"name": "材料和测试", "amount": yuan(cost)}]
    told = ReportIn.model_validate({"report": "样机完成，检测合格，附报告。", "costs": costs})
    research.report(people.actor(people.supplier(n)), **key, form=told)
    judged = RecognitionIn(recognised=yuan(recognised or cost), said="成果符合要求")
    return research.pass_stage(contract.buyer(), **key, form=judged)


def test_research_is_paid_by_recognised_cost_and_leads_to_the_first_purchase() -> None:
    number = cooperating.awarded()
    first, second = begun(number, 1), begun(number, 2)
    with pytest.raises(RuleBroken) as error:
        through(first, 1, 1, 600 * WAN)
    assert {v.rule for v in error.value.verdicts if v.blocks} == {"COI-07"}
    key: dict[str, Any] = {"contract_number": first, "number": 1}
    judged = RecognitionIn(recognised=yuan(500 * WAN), said="超出部分不予认定")
    assert research.pass_stage(contract.buyer(), **key, form=judged) == 400 * WAN
    assert through(first, 1, 2, 300 * WAN) == 240 * WAN
    card = contract_seen(people.buyer(), first).card
    # 400 万 + 240 万 + 60 万 of incentive, which no ratio cuts.
    assert card.settled_amount == 700 * WAN
    stopped = SaidIn(said="样机检测不合格，到期没有完成标志性成果。")
    research.negotiate(contract.buyer(), contract_number=second, number=1,
                       form=NegotiationIn(text="本阶段目标和成本按合同执行。"))  # fmt: skip
    research.stop(contract.buyer(), contract_number=second, number=1, form=stopped)
    assert contract_seen(people.buyer(), second).card.state == "terminated"
    decider = contract.decider()
    name = cooperations.choose(decider, project_number=number, form=cooperating.PRODUCT)
    assert name == people.supplier(1).organisation_name
    cooperations.announce_product(cooperating.agency(), project_number=number)
    bought = contracts.draft_contract(contract.buyer(), project_number=number, lot_number=2)
    contracts.edit_contract(contract.buyer(), number=bought, contract=contract.terms())
    with pytest.raises(RuleBroken) as error:
        contracts.propose(contract.buyer(), number=bought)
    assert {v.rule for v in error.value.verdicts if v.blocks} == {"COI-10"}
    written = contract.terms(advance_percent=30)
    contracts.edit_contract(contract.buyer(), number=bought, contract=written)
    signed(bought, 1)
    assert contract_seen(people.buyer(), bought).card.amount == 2750 * WAN
    assert project_seen(people.buyer(), number).lot(2).state == "contracted"


def test_a_first_purchase_is_given_up_when_all_research_failed() -> None:
    number = cooperating.awarded(1)
    made = begun(number, 1)
    research.negotiate(contract.buyer(), contract_number=made, number=1,
                       form=NegotiationIn(text="本阶段目标和成本按合同执行。"))  # fmt: skip
    why = SaidIn(said="到期没有完成标志性成果。")
    research.stop(contract.buyer(), contract_number=made, number=1, form=why)
    with pytest.raises(RuleBroken):
        cooperations.choose(contract.decider(), project_number=number, form=cooperating.PRODUCT)
    cooperations.end(
        contract.decider(), project_number=number, form=ReasonIn(reason="研发全部终止")
    )
    project = project_seen(people.buyer(), number)
    assert (project.lot(2).state, project.state) == ("failed", "completed")
