"""客观分 computed by the system: a formula in the document, figures in the bids, verified by the panel."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.law.replay import score_file
from lucai.platform.records import system_access
from lucai.stages.trade.documents.models import ScoringCriterion
from lucai.stages.trade.documents.schemas import CriterionIn
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.evaluations.schemas import CorrectionCause, CorrectionIn, ScoreIn
from lucai.stages.trade.evaluations.selectors import calculation_of, score_desk
from tests.makers import bids, evaluation, people
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

TYPED = {
    "kind": "objective", "name": "认证证书", "weight": "40", "standard": "按证书数量计分。",
    "measure": "有效期内的认证证书", "unit": "项", "formula": "每 1 | 10",
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "subjective"},
        {"unit": ""},
        {"formula": ""},
        {"formula": "每 1 | 41"},
        {"formula": "每 0 | 2"},
        {"formula": "≥ 99 | 20\n≤ 90 | 40"},
        {"formula": "≥ 99 | 30"},
        {"formula": "≥ 99 | 40\n≥ 99.9 | 20"},
        {"formula": "全部满足得满分"},
    ],
)
def test_a_formula_that_cannot_be_computed_is_refused_at_its_field(change: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        CriterionIn.model_validate({**TYPED, **change})
    assert [error["loc"] for error in refused.value.errors()] == [("formula",)]


def computed() -> Round:
    """An evaluation to be scored, whose document says how certificates are counted."""
    call = bids.call_for_bids()
    formula = CriterionIn.model_validate(TYPED).computed
    with system_access("a document with a formula"):
        ScoringCriterion.objects.filter(project_number=call.number, number=2).update(
            formula=formula
        )
    opened = evaluation.opened(call)
    ready = evaluation.formed(evaluation.drawn(opened))
    return evaluation.compliant(evaluation.qualified(evaluation.started(ready)))


rnd = kept(computed)


def mark(rnd: Round, member: Any, code: str, **form: Any) -> None:
    """Verify one bid's certificates, and give its plan the same mark as everybody."""
    actor = people.actor(member)
    key = {"bid_code": code, **rnd.key}
    services.save_score(actor, criterion=2, form=ScoreIn.model_validate(form), **key)
    services.save_score(actor, criterion=3, form=evaluation.subjective_mark("25"), **key)


def test_the_system_scores_the_stated_figure_once_a_member_confirms_it(rnd: Round) -> None:
    # The bids' prices are 91, 92 and 93 % of the ceiling, and they state 1, 2 and 3 certificates.
    first, code = rnd.members[0], rnd.codes()[2]
    with at(rnd):
        before = score_desk(first, rnd.number, 1, code, 2).current
        mark(rnd, first, code, band="确认")
        after = score_desk(first, rnd.number, 1, code, 2).current
    assert (before.claim.stated, before.claim.worth, before.given) == ("3", "30", "")  # type: ignore[union-attr]
    assert before.claim.page is not None  # type: ignore[union-attr]
    assert (after.given, after.band) == ("30", "确认")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "band"),
        ({"points": "40"}, "band"),
        ({"band": "更正", "reason": "一项已过期"}, "figure"),
        ({"band": "更正", "figure": "1", "reason": "一项已过期"}, "figure"),
        ({"band": "更正", "figure": "0"}, "reason"),
    ],
)
def test_a_figure_is_confirmed_or_corrected_with_a_reason_and_never_marked(
    rnd: Round, form: dict[str, str], field: str
) -> None:
    with at(rnd), pytest.raises(InvalidInput) as refused:
        mark(rnd, rnd.members[0], rnd.codes()[0], **form)
    assert list(refused.value.fields) == [field]


def test_a_figure_that_one_member_corrects_is_settled_before_the_ranking_and_replayed(
    rnd: Round,
) -> None:
    code = rnd.codes()[2]
    with at(rnd):
        for member in rnd.members:
            for each in rnd.codes():
                corrected = member is rnd.members[0] and each == code
                told = {"band": "更正", "figure": "2", "reason": "一项在投标截止前已过期"}
                mark(rnd, member, each, **(told if corrected else {"band": "确认"}))
            services.submit_scores(people.actor(member), **rnd.key)
        apart = score_desk(rnd.members[1], rnd.number, 1, code, 2).current
        assert apart.apart
        assert {(one.text, one.reason) for one in apart.others} >= {
            ("20", "一项在投标截止前已过期")
        }
        with pytest.raises(RuleBroken):
            services.consolidate(rnd.chair(), **rnd.key)
        form = CorrectionIn(
            figure=Decimal(2), cause=CorrectionCause.OBJECTIVE, reason="核对证书有效期后一致更正"
        )
        for member in rnd.members[1:]:
            services.correct_score(
                people.actor(member), bid_code=code, criterion=2, form=form, **rnd.key
            )
        services.consolidate(rnd.chair(), **rnd.key)
        found = calculation_of(rnd.members[0], rnd.number, 1)
    offer = next(one for one in found.inputs["offers"] if one["bidder"] == code)
    assert offer["figures"] == {"2": {"stated": "3", "found": ["2"] * 5}}
    assert offer["scores"]["2"] == ["20.00"] * 5
    assert found.repeated
    assert any("填报 3 项，核实 2 项" in line for line in found.lines)
    offer["figures"]["2"]["found"][0] = "3"
    assert "不是按算法" in score_file(found.inputs)["error"]
