"""Where the law takes the price out of the scores, the other factors make up the whole hundred."""

from decimal import Decimal
from typing import Any

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import InvalidInput
from lucai.law.replay import score_file
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import CriteriaIn
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.computing import read_inputs
from lucai.stages.trade.evaluations.schemas import ScoreIn
from lucai.stages.trade.evaluations.selectors import calculation_of
from tests.makers import evaluation, methods, people, trade
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

NO_TOTAL = {"method_case": "consultation.no_total"}
BANDS = "优 | 20～30 | 方案完整\n良 | 10～20 | 方案较完整\n一般 | 0～10 | 方案有欠缺"

drafted = kept(lambda: trade.drafted_project(1))


def unscored(number: str) -> CriteriaIn:
    """Factors that sum to 100 without the price."""
    rows = [
        trade.criterion("objective", "同类服务业绩", "30.00"),
        trade.criterion("objective", "技术参数响应", "40.00"),
        trade.criterion("subjective", "实施方案", "30.00", BANDS),
    ]
    return CriteriaIn(version=trade.version_of(number), rows=rows)


def write(number: str, content: CriteriaIn) -> None:
    agency = people.actor(people.agency())
    documents.edit_criteria(agency, project_number=number, lot_number=1, content=content)


def refused(number: str, content: CriteriaIn) -> str:
    with pytest.raises(InvalidInput) as error:
        write(number, content)
    return "".join(error.value.fields.values())


def uniform(number: str, **changes: Any) -> None:
    agency = people.actor(people.agency())
    terms = trade.terms(number, 1, uniform_price=True, **changes)
    documents.edit_terms(agency, project_number=number, content=terms)


def test_without_a_reason_the_price_is_scored(drafted: str) -> None:
    assert "应当设定价格分值" in refused(drafted, unscored(drafted))


def test_a_uniform_price_is_no_factor(drafted: str) -> None:
    uniform(drafted)
    assert "价格不列为评审因素" in refused(drafted, trade.criteria(drafted))
    broken = {v.rule for v in document_seen(people.agency(), drafted).broken}
    assert "GP-EVA-03" in broken
    write(drafted, unscored(drafted))
    assert not document_seen(people.agency(), drafted).broken
    page = browse(people.agency()).get(f"/rooms/{drafted}/document/terms/").content.decode()
    assert "执行统一价格标准或者采用固定价格" in page


def test_what_has_no_total_is_consulted_about_without_scoring_the_price(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trade, "criteria", unscored)
    rnd = methods.quoted(methods.checked("consultation", **NO_TOTAL), (92, 90, 91))
    with evaluation.at(rnd, minutes=45):
        evaluations.finish_compliance(rnd.chair(), **rnd.key)
        for member in rnd.members:
            for code in rnd.codes():
                evaluations.save_score(
                    people.actor(member), bid_code=code, criterion=1,
                    form=ScoreIn(points=Decimal(30)), **rnd.key,
                )  # fmt: skip
            evaluation.score(rnd, member, dict.fromkeys(rnd.codes(), ("40", "25")))
        evaluations.consolidate(rnd.chair(), **rnd.key)
    inputs = calculation_of(SYSTEM, rnd.number, 1).inputs
    found = score_file(inputs)
    assert set(found["totals"].values()) == {"95.00"}
    assert "价格不列为评审因素，不计价格分。" in found["calculation"]
    cheapest = min(inputs["offers"], key=lambda offer: Decimal(offer["price"]))
    assert found["ranks"][cheapest["bidder"]] == 1
    assert read_inputs(inputs)[1].price_weight == 0
