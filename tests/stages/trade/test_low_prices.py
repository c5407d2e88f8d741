"""异常低价: asked about by the law or the panel, explained in time, judged by the panel alone."""

from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.evaluations.models import (
    LowPriceEnquiry,
)
from lucai.stages.trade.evaluations.schemas import (
    EnquiryIn,
    OpinionIn,
    Passed,
    ReplyIn,
)
from tests.makers import bids, evaluation, people
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

started = kept(evaluation.started)


def rules_of(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refused.value.verdicts}


def seen(table: Any, viewer: Viewer, rnd: Round) -> int:
    rows = table.objects.seen_by(viewer).filter(session__project_number=rnd.number)
    return int(rows.count())


def carried(rnd: Round, to: Any) -> Round:
    """Carry the started evaluation on."""
    return evaluation.carry(rnd, after=evaluation.started, to=to)


def cheap_round(*shares: int) -> Round:
    call = bids.call_for_bids()
    for n, share in enumerate(shares, 1):
        bids.submitted_bid(call, people.supplier(n), share=share)
    call = bids.opened_lot(call, suppliers=0)
    rnd = evaluation.qualified(
        evaluation.started(evaluation.formed(evaluation.drawn(evaluation.recorded(call))))
    )
    with at(rnd):
        for member in rnd.members:
            evaluation.check(rnd, member)
    return rnd


cheap = kept(lambda: cheap_round(38, 90, 92, 94))


def opinion(passed: bool) -> OpinionIn:
    return OpinionIn(passed=Passed.YES if passed else Passed.NO, reason="对照行业平均成本核算")


def judge(rnd: Round, votes: list[bool], minutes: int = 31) -> None:
    code = rnd.codes()[0]
    with at(rnd, minutes):
        for member, vote in zip(rnd.members, votes, strict=True):
            services.judge_explanation(
                people.actor(member), bid_code=code, form=opinion(vote), **rnd.key
            )


def test_a_price_below_the_triggers_is_asked_about_and_the_bidder_gets_half_an_hour(
    cheap: Round,
) -> None:
    with at(cheap):
        found = cheap.sheet(cheap.members[0]).enquiries
        assert [e.supplier_name for e in found] == ["示例供应商1有限公司"]
        assert len(found[0].triggers) == 3
        assert found[0].due_at - found[0].asked_at == timedelta(minutes=30)
        assert "说明投标报价的合理性" in [duty.title for duty in duty_list(people.supplier(1))]
        assert seen(LowPriceEnquiry, people.supplier(2), cheap) == 0


def test_the_panel_waits_for_the_explanation_or_the_end_of_its_time(cheap: Round) -> None:
    code = cheap.codes()[0]
    with at(cheap, 29), pytest.raises(WrongState):
        services.judge_explanation(cheap.chair(), bid_code=code, form=opinion(True), **cheap.key)
    with at(cheap, 29), pytest.raises(RuleBroken) as refused:
        services.finish_compliance(cheap.chair(), **cheap.key)
    assert {"GP-LOW-07", "GP-LOW-08"} <= rules_of(refused)


def test_a_price_is_not_refused_for_the_size_or_age_of_the_firm(cheap: Round) -> None:
    code, small = cheap.codes()[0], "该公司注册资本过小、成立年限短"
    form = OpinionIn(passed=Passed.NO, reason=small)
    with at(cheap, 31), pytest.raises(InvalidInput) as refused:
        services.judge_explanation(cheap.chair(), bid_code=code, form=form, **cheap.key)
    assert "注册资本" in str(refused.value.fields)


def test_an_explanation_is_taken_until_its_time_is_over_and_not_after(cheap: Round) -> None:
    form = ReplyIn(reply="原材料为自有库存，成本构成见附件。")
    supplier = people.actor(people.supplier(1))
    with at(cheap, 31), pytest.raises(RuleBroken) as refused:
        services.reply_to_enquiry(supplier, form=form, **cheap.key)
    assert rules_of(refused) == {"GP-LOW-07"}
    with at(cheap, 30):
        services.reply_to_enquiry(supplier, form=form, **cheap.key)
    with at(cheap, 30):
        assert cheap.sheet(cheap.members[0]).enquiries[0].state == "replied"


def test_nobody_else_can_explain_a_price(cheap: Round) -> None:
    with at(cheap), pytest.raises(NotFound):
        services.reply_to_enquiry(
            people.actor(people.supplier(2)), form=ReplyIn(reply="代为说明"), **cheap.key
        )


def test_an_explanation_most_members_accept_keeps_the_bid(cheap: Round) -> None:
    judge(cheap, [True, True, True, False, False])
    with at(cheap, 32):
        services.finish_compliance(cheap.chair(), **cheap.key)
        assert cheap.sheet(cheap.members[0]).bids[0].compliant is True


def test_an_explanation_most_members_reject_makes_the_bid_invalid(cheap: Round) -> None:
    judge(cheap, [False, False, False, True, True])
    with at(cheap, 32):
        services.finish_compliance(cheap.chair(), **cheap.key)
        bid = cheap.sheet(cheap.members[0]).bids[0]
    assert bid.compliant is False
    assert "异常低价" in bid.reason
    assert opened_bids(SYSTEM, cheap.number, 1)[0].state == "invalid"


def test_a_trigger_alone_never_makes_a_bid_invalid(cheap: Round) -> None:
    with at(cheap, 40):
        assert cheap.sheet(cheap.members[0]).bids[0].compliant is True


def test_the_panel_itself_may_doubt_a_price_once(cheap: Round) -> None:
    with at(cheap):
        code = cheap.codes()[1]
        form = EnquiryIn(reason="明显低于同类项目成交价")
        services.open_enquiry(cheap.chair(), bid_code=code, form=form, **cheap.key)
        with pytest.raises(InvalidInput):
            services.open_enquiry(cheap.chair(), bid_code=code, form=form, **cheap.key)
        assert len(cheap.sheet(cheap.members[0]).enquiries) == 2


def test_prices_of_an_ordinary_spread_are_not_asked_about(started: Round) -> None:
    rnd = carried(started, evaluation.compliant)
    with at(rnd):
        assert rnd.sheet(rnd.members[0]).enquiries == ()
