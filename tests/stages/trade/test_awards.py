"""Awards: decided in the order of the report, announced with everything the law asks, told to all."""

from datetime import date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.notices import check_notice
from lucai.platform import timers
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.awards import services
from lucai.stages.trade.awards.lifecycle import AWARD
from lucai.stages.trade.awards.models import Award, AwardLetter, LosingNotice
from lucai.stages.trade.awards.schemas import AnnouncementIn, DecisionIn, PassingCause
from lucai.stages.trade.awards.selectors import (
    award_seen,
    awarded_lots,
    awards_won,
    letter_seen,
    letters_of,
)
from lucai.stages.trade.bids.selectors import securities
from lucai.stages.trade.panels.selectors import panel_row
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, evaluation, people
from tests.makers.browsing import browse
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

reported = kept(evaluation.reported)


def agency():  # noqa: ANN201 - the shape is the maker's
    return people.actor(people.agency())


def decider():  # noqa: ANN201 - the shape is the maker's
    return people.actor(people.buyer_reviewer())


def rules_of(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refused.value.verdicts}


def warned(rnd: Round, step: str, when: datetime, viewer) -> set[str]:  # noqa: ANN001
    with clock.at(when):
        offers = award_seen(viewer, rnd.number, 1).offers
    offer = next(o for o in offers if o.step.name == step)
    assert offer.open
    return {verdict.rule for verdict in offer.warnings}


def test_the_agency_has_two_workdays_to_deliver_the_report(reported: Round) -> None:
    with at(reported):
        duty = next(d for d in duty_list(people.agency()) if d.title == "送交评审报告")
    assert duty.due_at == clock.moment(reported.opened_at.date() + timedelta(days=3))


def test_a_report_is_delivered_once_and_starts_the_buyers_five_workdays(reported: Round) -> None:
    rnd = evaluation.delivered(reported)
    with at(rnd):
        duty = next(d for d in duty_list(people.buyer_reviewer()) if d.title == "确定中标人")
        with pytest.raises(WrongState):
            services.deliver_report(agency(), **rnd.key)
    # Monday 2026-03-23 and five workdays: until the end of Monday 2026-03-30.
    assert duty.due_at == clock.moment(rnd.opened_at.date() + timedelta(days=8))
    assert project_seen(SYSTEM, rnd.number).state == "evaluated"


def test_a_report_with_a_signature_missing_is_not_delivered() -> None:
    rnd = evaluation.consolidated()
    with at(rnd), pytest.raises(WrongState):
        services.deliver_report(agency(), **rnd.key)


def test_the_first_candidate_is_the_winner(reported: Round) -> None:
    rnd = evaluation.decided(evaluation.delivered(reported))
    with at(rnd):
        sheet = award_seen(people.buyer(), rnd.number, 1)
    assert (sheet.rank, sheet.supplier_name, sheet.amount) == (1, "示例供应商1有限公司", 273000000)
    assert project_seen(SYSTEM, rnd.number).state == "decided"


def test_another_than_the_first_candidate_is_refused_without_a_lawful_cause(
    reported: Round,
) -> None:
    rnd = evaluation.delivered(reported)
    with at(rnd), pytest.raises(RuleBroken) as refused:
        services.decide(decider(), form=DecisionIn(rank=2), **rnd.key)
    assert "GP-TEN-19" in rules_of(refused)


def test_a_lawful_cause_needs_its_paper(reported: Round) -> None:
    rnd = evaluation.delivered(reported)
    form = DecisionIn(rank=2, cause=PassingCause.DECLINED)
    with at(rnd), pytest.raises(RuleBroken) as refused:
        services.decide(decider(), form=form, **rnd.key)
    assert rules_of(refused) == {"GP-AWD-04"}


def test_the_next_candidate_wins_when_the_first_declined_in_writing(reported: Round) -> None:
    rnd = evaluation.delivered(reported)
    with at(rnd):
        form = DecisionIn(
            rank=2, cause=PassingCause.DECLINED, evidence="示例供应商1放弃函，2026-03-24"
        )
        services.decide(decider(), form=form, **rnd.key)
        evaluation.announced_award(rnd)
        first = letters_of(people.supplier(1), rnd.number)
    assert award_seen(SYSTEM, rnd.number, 1).supplier_name == "示例供应商2有限公司"
    assert "放弃函" in first[0].reason


def test_a_rank_that_is_no_candidate_is_refused_at_its_field(reported: Round) -> None:
    rnd = evaluation.delivered(reported)
    form = DecisionIn(rank=9, cause=PassingCause.VOID, evidence="处理决定〔2026〕1号")
    with at(rnd), pytest.raises(InvalidInput) as refused:
        services.decide(decider(), form=form, **rnd.key)
    assert list(refused.value.fields) == ["rank"]


def test_a_late_decision_is_still_made_and_warned_about(reported: Round) -> None:
    rnd = evaluation.delivered(reported)
    last = clock.moment(rnd.opened_at.date() + timedelta(days=7), 23, 59)
    assert warned(rnd, "decide", last, people.buyer()) == set()
    assert warned(rnd, "decide", last + timedelta(minutes=2), people.buyer()) == {"GP-TEN-19"}


def test_a_buyer_that_stays_silent_is_taken_to_choose_the_first_candidate(reported: Round) -> None:
    rnd = evaluation.delivered(reported)
    end = clock.moment(rnd.opened_at.date() + timedelta(days=8))
    with clock.at(end - timedelta(minutes=1)):
        timers.fire()
    assert award_seen(SYSTEM, rnd.number, 1).state == "deciding"
    with clock.at(end):
        timers.fire()
        timers.fire()
    sheet = award_seen(SYSTEM, rnd.number, 1)
    assert (sheet.state, sheet.rank, sheet.silent) == ("decided", 1, True)


def test_the_result_notice_has_every_field_of_the_national_format(reported: Round) -> None:
    rnd = evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    entry = JournalEntry.objects.seen_by(PUBLIC).get(event="trade.award.announce")
    notice = entry.body["notice"]
    assert check_notice("result", notice["fields"]) == []
    assert len(notice["fields"]["experts"]) == 5
    assert notice["fields"]["noticeUntil"] == "2026-03-24"
    assert entry.body["ocds"]["awards"][0]["value"] == {"amount": "2730000.00", "currency": "CNY"}
    assert rnd.number in entry.project_number


def test_the_public_notice_says_nothing_of_the_losers(reported: Round) -> None:
    evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    entry = JournalEntry.objects.seen_by(PUBLIC).get(event="trade.award.announce")
    assert "示例供应商2" not in str(entry.body)


def test_winner_and_losers_each_get_their_own_letter_and_nobody_elses(reported: Round) -> None:
    rnd = evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    own = {n: letters_of(people.supplier(n), rnd.number) for n in (1, 2, 3, 4)}
    assert [(letter.kind, letter.rank, letter.total_text) for letter in own[1]] == [
        ("award", None, "")
    ]
    assert [(letter.kind, letter.rank, letter.total_text) for letter in own[2]] == [
        ("losing", 2, "87.67")
    ]
    assert own[3][0].reason == "评审总得分排名第 3，低于中标供应商。"
    assert own[4] == []
    with pytest.raises(NotFound):
        letter_seen(people.supplier(3), own[2][0].number)


def test_a_bidder_whose_bid_was_invalid_is_told_why() -> None:
    call = bids.call_for_bids()
    for n in range(1, 5):
        bids.submitted_bid(call, people.supplier(n), share=90 + n)
    call = bids.opened_lot(call, suppliers=0)
    rnd = evaluation.started(evaluation.formed(evaluation.drawn(evaluation.recorded(call))))
    with at(rnd):
        code = rnd.codes()[3]
    rnd = evaluation.qualified(rnd, against={code: {"Z01": "营业执照已过期"}})
    for step in (
        evaluation.compliant,
        evaluation.scored,
        evaluation.consolidated,
        evaluation.reported,
        evaluation.delivered,
        evaluation.decided,
        evaluation.announced_award,
    ):
        rnd = step(rnd)
    letter = letters_of(people.supplier(4), rnd.number)[0]
    assert (letter.rank, letter.reason) == (None, "营业执照：营业执照已过期")


def test_the_award_letter_names_the_last_day_for_the_contract(reported: Round) -> None:
    rnd = evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    with at(rnd):
        letter = letters_of(people.supplier(1), rnd.number)[0]
        duty = next(d for d in duty_list(people.buyer()) if d.title == "起草并签订合同")
    assert str(letter.contract_until) == "2026-04-22"
    assert duty.rule == "GP-CTR-01"


def test_the_project_and_its_lot_are_awarded_and_wait_for_their_contract(reported: Round) -> None:
    rnd = evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    project = project_seen(SYSTEM, rnd.number)
    assert (project.state, project.lot(1).state) == ("awarded", "awarded")
    assert [a.lot_number for a in awarded_lots(people.buyer(), rnd.number)] == [1]
    assert [a.project_number for a in awards_won(people.supplier(1)).items] == [rnd.number]
    assert awards_won(people.supplier(2)).items == []


def test_the_contract_takes_the_award_out_of_waiting(reported: Round) -> None:
    rnd = evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    with at(rnd):
        services.mark_contracted(people.actor(people.buyer()), **rnd.key)
    assert awarded_lots(people.buyer(), rnd.number) == []


def test_nothing_is_announced_while_another_lot_is_evaluated() -> None:
    call = bids.call_for_bids()
    rnd = evaluation.opened(call, lots=(1, 2))
    for step in (
        evaluation.drawn,
        evaluation.formed,
        evaluation.started,
        evaluation.qualified,
        evaluation.compliant,
        evaluation.scored,
        evaluation.consolidated,
        evaluation.reported,
        evaluation.delivered,
        evaluation.decided,
    ):
        rnd = step(rnd)
    assert project_seen(SYSTEM, rnd.number).state == "evaluating"
    with at(rnd), pytest.raises(RuleBroken) as refused:
        services.announce(agency(), form=AnnouncementIn(), **rnd.key)
    assert rules_of(refused) == {"GP-EXP-08"}
    assert panel_row(SYSTEM, rnd.number).announced_at is None


@pytest.mark.parametrize("who", ["agency", "supplier", "expert", "finance", "other buyer"])
def test_nobody_but_the_buyer_decides(reported: Round, who: str) -> None:
    rnd = evaluation.delivered(reported)
    with at(rnd), pytest.raises((NotAllowed, NotFound)):
        services.decide(people.actor(people.everyone()[who]), form=DecisionIn(rank=1), **rnd.key)


@pytest.mark.parametrize("who", ["supplier", "expert", "public", "other buyer", "other agency"])
def test_an_award_is_nobody_elses_before_it_is_announced(reported: Round, who: str) -> None:
    rnd = evaluation.decided(evaluation.delivered(reported))
    viewer = people.everyone()[who]
    with at(rnd), pytest.raises(NotFound):
        award_seen(viewer, rnd.number, 1)
    for table in (Award, AwardLetter, LosingNotice):
        assert not table.objects.seen_by(viewer).exists()


def test_after_the_announcement_the_public_reads_the_winner_and_no_candidate(
    reported: Round,
) -> None:
    rnd = evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    sheet = award_seen(PUBLIC, rnd.number, 1)
    assert (sheet.supplier_name, sheet.candidates, sheet.letters) == ("示例供应商1有限公司", (), ())


def test_a_supplier_who_follows_a_message_to_the_award_comes_to_its_own_result(
    reported: Round,
) -> None:
    rnd = evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    with at(rnd):
        answer = browse(people.supplier()).get(f"/rooms/{rnd.number}/award/1/")
    assert (answer.status_code, answer["Location"]) == (302, f"/rooms/{rnd.number}/result/")


def test_an_award_turned_into_a_contract_does_not_claim_that_it_is_signed() -> None:
    assert AWARD.states["contracted"] == "已转入合同"


def test_losers_bonds_fall_due_with_the_award_letter_and_the_winners_stays(
    reported: Round,
) -> None:
    rnd = evaluation.announced_award(evaluation.decided(evaluation.delivered(reported)))
    with at(rnd):
        bonds = securities(people.agency(), rnd.number)
        duties = [d for d in duty_list(people.agency()) if d.title == "退还投标保证金"]
    winner = people.supplier(1).organisation
    assert {line.supplier_id: line.state for line in bonds} == {
        winner: "recorded",
        people.supplier(2).organisation: "due",
        people.supplier(3).organisation: "due",
    }
    assert [d.due_at for d in duties] == [clock.moment(date(2026, 3, 31))] * 2
