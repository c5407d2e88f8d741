"""Plans of imports and of works: who argued is data; what another law tenders goes elsewhere."""

from collections.abc import Iterator
from datetime import date

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.law.verdicts import Verdict
from lucai.stages.plan.plans import selectors, services
from lucai.stages.plan.plans.schemas import PlanIn
from lucai.stages.plan.plans.selectors import PlanSheet
from tests.makers import budget, people, plan
from tests.makers.browsing import browse
from tests.makers.plan import WAN

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_a_working_day() -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 9)):
        yield


def as_buyer() -> Actor:
    return people.actor(people.buyer())


def sheet(number: str) -> PlanSheet:
    return selectors.plan_seen(people.buyer(), number)


def state_of(number: str) -> str:
    return sheet(number).card.state


def stopping(number: str) -> tuple[Verdict, ...]:
    """Submit a plan; return what stops it."""
    try:
        services.take(as_buyer(), number=number, step="submit")
    except RuleBroken as error:
        return error.verdicts
    return ()


# --- imports: who argued is kept as data -------------------------------------------------------


def argued(count: int = 5, legal: int = 1, **changes: object) -> list[dict[str, object]]:
    """The experts who argued for an import, the first of them lawyers."""
    return [
        {
            "name": f"示例论证{n}", "unit": "示例大学", "title": "教授", "legal": n <= legal,
            "opinion": "国内没有同类产品，同意采购。", **changes,
        }
        for n in range(1, count + 1)
    ]  # fmt: skip


IMPORTED = {
    "imports": "yes", "import_approval": "示例财采〔2026〕3号", "survey": "已经调查。",
    "survey_on": "2026-03-01", "survey_respondents": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "请填写所属行业主管部门意见，或者专家论证意见"),
        ({"import_opinion": "同意采购进口产品。"}, ""),
        ({"import_experts": argued()}, ""),
        ({"import_experts": argued(4)}, "应当为5人以上单数"),
        ({"import_experts": argued(6)}, "应当为5人以上单数"),
        ({"import_experts": argued(legal=0)}, "法律专家不足1名"),
        ({"import_experts": argued(unit="示例采购单位1 信息中心")}, "应当为本单位以外人员"),
        ({"import_experts": argued(name="示例经办")}, "代表采购人办理本计划"),
        ({"import_kind": "restricted", "import_experts": argued()}, "限制进口产品，缺少"),
        ({"import_kind": "restricted", "import_experts": argued(), "import_opinion": "同意"}, ""),
        ({"import_kind": "encouraged"}, "鼓励进口的政策文件"),
        ({"import_kind": "encouraged", "import_policy": "示例〔2026〕1号"}, ""),
    ],
)  # fmt: skip
def test_an_import_is_argued_by_the_trade_or_by_a_lawful_group(
    changes: dict[str, object], said: str
) -> None:
    found = stopping(plan.draft(**{**IMPORTED, **changes}))
    assert {v.rule for v in found} == ({"GP-PLN-04"} if said else set())
    assert said in "".join(v.message for v in found)


def test_the_experts_of_an_import_stand_on_the_plans_page_and_in_its_form() -> None:
    number = plan.draft(**IMPORTED, import_experts=argued())
    page = browse(people.buyer())
    shown = page.get(f"/plans/{number}/").content.decode()
    assert "示例论证5" in shown
    assert "国内没有同类产品" in shown
    form = page.get(f"/plans/{number}/edit/").content.decode()
    assert 'name="import_experts.4.name"' in form


# --- works: what is tendered goes by another law, elsewhere -----------------------------------


NEGOTIATED = {
    "method": "negotiation",
    "method_case": "negotiation.complex",
    "method_reason": "结构复杂，不能确定详细要求",
    "evaluation_method": "lowestPrice",
    "object_kind": "works",
}


def works(amount: int, **changes: object) -> set[str]:
    """Submit a plan of works; return the rules of works that stop it."""
    found = stopping(plan.draft((amount,), **{**NEGOTIATED, **changes}))
    return {v.rule for v in found} & {"GP-SCO-03", "GP-THR-07"}


@pytest.mark.parametrize(
    ("amount", "changes", "stops"),
    [
        (300 * WAN, {}, {"GP-SCO-03"}),
        (300 * WAN, {"works_part": "construction"}, set()),
        (400 * WAN - 100, {"works_part": "construction"}, set()),
        (400 * WAN, {"works_part": "construction"}, {"GP-THR-07"}),
        (400 * WAN, {"works_part": "construction", "works_exemption": "patent"}, set()),
        (400 * WAN, {"works_part": "separate"}, set()),
        (200 * WAN, {"object_kind": "goods", "works_part": "important_goods"}, {"GP-THR-07"}),
        (199 * WAN, {"object_kind": "goods", "works_part": "important_goods"}, set()),
        (100 * WAN, {"object_kind": "services", "works_part": "design_supervision"}, {"GP-THR-07"}),
    ],
)  # fmt: skip
def test_works_at_the_compulsory_scale_are_not_planned_here(
    amount: int, changes: dict[str, object], stops: set[str]
) -> None:
    assert works(amount, **changes) == stops


def test_works_below_the_scale_are_not_tendered_here_either() -> None:
    tendered = {"method": "open", "method_case": "", "evaluation_method": "comprehensive"}
    assert works(300 * WAN, works_part="construction", **tendered) == {"GP-SCO-03"}


def test_a_plan_that_must_be_tendered_elsewhere_says_where_and_can_be_ended() -> None:
    number = plan.draft((400 * WAN,), **NEGOTIATED, works_part="construction")
    offers = {offer.step.name: offer for offer in sheet(number).offers}
    (verdict,) = (v for v in offers["submit"].verdicts if v.rule == "GP-THR-07")
    assert "请在工程建设招标投标系统办理" in verdict.message
    assert "国家发展改革委令第16号/5" in verdict.cites
    services.take(as_buyer(), number=number, step="discard")
    assert state_of(number) == "ended"


def test_works_that_do_not_fit_the_object_are_told_at_the_field() -> None:
    code = budget.indicator("ZB2026-1", amount=300 * WAN)
    form = plan.plan_form(indicator=code, object_kind="services", works_part="construction")
    people.finance()
    with pytest.raises(InvalidInput) as refused:
        services.draft_plan(as_buyer(), content=PlanIn(**form))
    assert "works_part" in refused.value.fields
