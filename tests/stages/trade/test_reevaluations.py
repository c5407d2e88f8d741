"""A signed report is reviewed again only as the law allows, by its own panel, on the record, and 财政 is told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.platform.messages.selectors import message_page
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.schemas import DecisionIn
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.schemas import CorrectionCause, CorrectionIn
from lucai.stages.trade.evaluations.selectors.reports import report_of
from lucai.stages.trade.panels.selectors import panel_row
from lucai.stages.trade.reevaluations import services
from lucai.stages.trade.reevaluations.rules import METHODS, errors_of, ground_is_lawful
from lucai.stages.trade.reevaluations.selectors import lot_reviews, reviews_of, reviews_told
from tests.makers import evaluation, methods, people, reviewing
from tests.makers.browsing import browse
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

reported = kept(evaluation.reported)


def settle() -> None:
    sequencer.sequence_all()
    while readers.advance_all():
        sequencer.sequence_all()


def corrected(rnd: Round) -> None:
    """Give the second bidder more for its plan, sum up and sign anew."""
    form = CorrectionIn(
        points=Decimal(30), cause=CorrectionCause.EXTREME, reason="原评分畸低，按第 3 页更正"
    )
    for member in rnd.members:
        evaluations.correct_score(
            people.actor(member), bid_code=rnd.codes()[1], criterion=3, form=form, **rnd.key
        )
    evaluations.consolidate(rnd.chair(), **rnd.key)
    for member in rnd.members:
        evaluation.sign(rnd, member)


def test_nobody_is_decided_while_a_report_is_reviewed_again(reported: Round) -> None:
    rnd = evaluation.delivered(reported)
    reviewing.order(rnd)
    with at(rnd):
        with pytest.raises(RuleBroken) as held:
            awards.decide(people.actor(people.buyer_reviewer()), form=DecisionIn(rank=1), **rnd.key)
        assert "GP-TEN-18" in {v.rule for v in held.value.verdicts}
    with clock.at(rnd.now + timedelta(days=30)):
        assert awards.decide_silently(people.actor(SYSTEM)) == 0


def test_the_panel_corrects_its_report_and_both_reports_stay_on_the_record(reported: Round) -> None:
    rnd = evaluation.delivered(reported)
    before = report_of(SYSTEM, rnd.number, 1).sha256
    reviewing.order(rnd)
    reviewing.find(rnd, wrong=3)
    with at(rnd):
        assert rnd.sheet(people.agency()).state == "consolidating"
        corrected(rnd)
        settle()
        [sheet] = reviews_of(people.agency(), rnd.number)
        assert (sheet.state, sheet.changed) == ("concluded", True)
        assert sheet.before_sha256 == before != sheet.after_sha256
        assert [line.moved for line in sheet.lines] == [True, True, False]
        told = report_of(SYSTEM, rnd.number, 1)
        assert any("1 号成员：存在错误" in line for _, lines in told.more for line in lines)
        awards.deliver_report(people.actor(people.agency()), **rnd.key)
        award = award_seen(people.buyer_reviewer(), rnd.number, 1)
        assert award.candidates[0].supplier_name == "示例供应商2有限公司"
        [kept_] = reviews_told(SYSTEM, rnd.number)
    assert kept_["before"]["sha256"] == before
    assert (len(kept_["before"]["signed"]), len(kept_["opinions"])) == (5, 5)


def test_the_finance_department_is_told_at_once_and_in_writing_at_the_end(reported: Round) -> None:
    reviewing.order(reported)
    reviewing.find(reported, wrong=0)
    with at(reported):
        filing = f"/rooms/{reported.number}/re-evaluation/1/filing/"
        browser = browse(people.agency())
        assert "维持原评审结果" in browser.get(filing).content.decode()
        assert browser.post(filing, {"filing": "短"}).status_code == 422
        told = {"filing": "经原评审委员会认定没有错误，维持原评审结果。"}
        assert browser.post(filing, told).status_code == 302
        assert browser.post(filing, told).status_code == 404
        settle()
        titles = [one.title for one in message_page(people.finance())[0]]
        assert any("组织重新评审" in title for title in titles)
        assert any("书面报告财政部门" in title for title in titles)
        page = browse(people.finance()).get(f"/rooms/{reported.number}/re-evaluation/")
        assert told["filing"] in page.content.decode()


def test_the_majority_lets_a_report_stand_and_finance_is_still_told(reported: Round) -> None:
    reviewing.order(reported)
    reviewing.find(reported, wrong=2)
    with at(reported):
        [sheet] = reviews_of(people.finance(), reported.number)
        assert (sheet.state, sheet.changed) == ("upheld", False)
        assert "维持原评审结果" in sheet.finding
        assert reported.sheet(people.agency()).state == "reported"
        assert panel_row(SYSTEM, reported.number).state == "dissolved"
        assert "向财政部门书面报告重新评审情况" in [d.title for d in duty_list(people.agency())]


def test_an_opinion_is_secret_until_all_have_given_theirs(reported: Round) -> None:
    reviewing.order(reported)
    with at(reported):
        first, second = reported.members[:2]
        assert "重新评审，提出意见" in [d.title for d in duty_list(first)]
        page = browse(first).post(
            f"/rooms/{reported.number}/re-evaluation/1/opinion/",
            {"found": "yes", "reason": "核对了第 3 页"},
        )
        assert page.status_code == 302
        [own] = reviews_of(first, reported.number)
        assert [one.reason for one in own.opinions if one.reason] == ["核对了第 3 页"]
        for other in (second, people.agency(), people.finance()):
            [sheet] = reviews_of(other, reported.number)
            assert not [one for one in sheet.opinions if one.reason]
        assert browse(first).get(page["Location"]).status_code == 200


@pytest.mark.parametrize("method", sorted(METHODS))
def test_only_the_errors_that_the_law_names_for_the_method_are_grounds(
    reported: Round, method: str
) -> None:
    with at(reported):
        assert all(ground_is_lawful(method, one, reported.now).holds for one in errors_of(method))
        assert not ground_is_lawful(method, "sample", reported.now).holds


def test_who_may_order_and_when(reported: Round) -> None:
    with at(reported):
        form = reviewing.order_form()
        for who in (people.agency(2), people.supplier(1), people.finance(), PUBLIC):
            with pytest.raises((NotAllowed, NotFound)):
                services.order_review(people.actor(who), form=form, **reported.key)
        with pytest.raises(RuleBroken):
            services.order_review(
                people.actor(people.agency()),
                form=reviewing.order_form(ground="qualification"), **reported.key,
            )  # fmt: skip
    reviewing.order(reported)
    with at(reported), pytest.raises(WrongState, match="正在重新评审"):
        services.order_review(people.actor(people.agency()), form=form, **reported.key)


def test_a_decided_result_is_no_longer_reviewed(reported: Round) -> None:
    rnd = evaluation.decided(evaluation.delivered(reported))
    with at(rnd):
        assert "质疑" in lot_reviews(people.agency(), rnd.number, 1).closed
        with pytest.raises(WrongState, match="已经确定"):
            services.order_review(
                people.actor(people.agency()), form=reviewing.order_form(), **rnd.key
            )
        assert (
            browse(people.supplier(1)).get(f"/rooms/{rnd.number}/re-evaluation/").status_code == 404
        )


def test_a_supplier_wrongly_left_out_of_an_inquiry_is_ranked_with_the_others() -> None:
    rnd = evaluation.qualified(evaluation.started(methods.formed("inquiry", suppliers=4)))
    with at(rnd):
        first = rnd.codes()[0]
        for member in rnd.members:
            evaluation.check(rnd, member, against={first: {"S01": "交货期不满足"}})
    rnd = methods.ranked(rnd)
    with at(rnd, minutes=50):
        for member in rnd.members:
            evaluation.sign(rnd, member)
    assert [line.bid_code for line in rnd.sheet(SYSTEM).results if not line.valid] == [first]
    reviewing.order(rnd, ground="qualification", bid_code=first)
    reviewing.find(rnd, wrong=len(rnd.members))
    with at(rnd, minutes=55):
        evaluations.consolidate(rnd.chair(), **rnd.key)
    lines = rnd.sheet(SYSTEM).results
    assert next(line.bid_code for line in lines if line.valid) == first
    assert len(lines) == len([line for line in lines if line.valid])


def test_a_supplier_that_should_not_have_passed_a_negotiation_falls_out() -> None:
    rnd = methods.ranked(
        methods.quoted(methods.checked("negotiation", suppliers=4), (90, 91, 92, 93))
    )
    with at(rnd, minutes=50):
        for member in rnd.members:
            evaluation.sign(rnd, member)
    with at(rnd, minutes=50), pytest.raises(InvalidInput):
        reviewing.order(rnd, ground="qualification")
    code = rnd.sheet(people.agency()).results[0].bid_code
    reviewing.order(rnd, ground="qualification", bid_code=code)
    reviewing.find(rnd, wrong=len(rnd.members))
    with at(rnd, minutes=55):
        evaluations.consolidate(rnd.chair(), **rnd.key)
        for member in rnd.members:
            evaluation.sign(rnd, member)
        settle()
        [sheet] = reviews_of(people.agency(), rnd.number)
        assert sheet.changed
        assert [line.after for line in sheet.lines if line.after == "无效"] == ["无效"]
        html = browse(people.finance()).get(f"/rooms/{rnd.number}/re-evaluation/").content.decode()
        assert "财政部令第74号" in html
        assert "财政部令第87号" not in html
