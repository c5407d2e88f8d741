"""94号令 on the calendar: every clock of 质疑 and 投诉 the day before and the day after."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from lucai.law import challenge_rules, complaint_rules
from lucai.law.calendar import BEIJING, CalendarMissing
from lucai.law.challenge_rules import ChallengeFacts
from lucai.law.challenges import (
    DOCUMENT,
    PROCESS,
    RESULT,
    Outcome,
    Remedy,
    Stage,
    complaint_window,
    decision_window,
    last_day_for_remedy,
    lawful_outcomes,
    lawful_remedies,
    question_window,
    remedies_after_silence,
    workdays_between,
)
from lucai.law.complaint_rules import ComplaintFacts


def day(text: str) -> date:
    return date.fromisoformat(text)


def noon(text: str) -> datetime:
    return datetime.combine(day(text), datetime.min.time(), BEIJING).replace(hour=12)


@pytest.mark.parametrize(
    ("about", "known", "notice", "last"),
    [
        # WD-05: the result notice of 1 December 2025 ends on the 2nd.
        (RESULT, "2025-12-01", "2025-12-02", "2025-12-11"),
        (DOCUMENT, "2025-12-03", "2025-12-02", "2025-12-12"),
        (DOCUMENT, "2025-12-01", "2025-12-05", "2025-12-16"),
        (PROCESS, "2026-09-25", None, "2026-10-12"),
    ],
)
def test_a_challenge_is_heard_on_its_last_day_and_not_on_the_next(
    about: str, known: str, notice: str | None, last: str
) -> None:
    until = day(notice) if notice else None
    window = question_window(about, known_on=day(known), notice_until=until)
    assert window.date == day(last)
    facts = ChallengeFacts(about=about, known_on=day(known), notice_until=until)
    heard = challenge_rules.challenge_is_raised_in_time
    assert heard(facts, noon(last)).holds
    late = heard(facts, noon(str(window.date.replace(day=window.date.day + 1))))
    assert late.blocks
    assert last in late.message
    assert "政府采购法/52" in late.cites


def test_a_complaint_counts_from_the_end_of_the_reply_period_even_after_an_early_reply() -> None:
    # WD-13: received 2026-09-18, reply due 09-29, complaint until 10-26.
    assert complaint_window(day("2026-09-18")).date == day("2026-10-26")
    facts = ComplaintFacts(challenge_received_on=day("2026-09-18"), answered=True)
    made = complaint_rules.complaint_is_made_in_time
    assert made(facts, noon("2026-10-26")).holds
    late = made(facts, noon("2026-10-27"))
    assert late.blocks
    assert "2026-10-26" in late.message
    assert "财政部令第94号/17" in late.cites


def test_silence_may_be_complained_of_only_when_the_reply_period_is_over() -> None:
    facts = ComplaintFacts(challenge_received_on=day("2026-09-18"), answered=False)
    assert complaint_rules.reply_is_awaited(facts, noon("2026-09-29")).blocks
    assert complaint_rules.reply_is_awaited(facts, noon("2026-09-30")).holds
    assert complaint_rules.reply_is_awaited(replace(facts, answered=True), noon("2026-09-21")).holds


@pytest.mark.parametrize(
    ("rule", "field", "start", "last", "late"),
    [
        # WD-01 and WD-02, and their neighbours.
        ("complaint_is_examined_in_time", "received_on", "2025-12-12", "2025-12-19", "2025-12-22"),
        ("refusal_is_told_in_time", "received_on", "2025-11-03", "2025-11-06", "2025-11-07"),
        ("transfer_is_told_in_time", "received_on", "2025-11-03", "2025-11-06", "2025-11-07"),
        ("complaint_is_screened_in_time", "received_on", "2025-11-03", "2025-11-06", "2025-11-07"),
        ("copies_go_out_in_time", "received_on", "2025-12-12", "2025-12-24", "2025-12-25"),
        ("statement_comes_in_time", "copied_on", "2025-12-12", "2025-12-19", "2025-12-22"),
        ("complaint_is_decided_in_time", "received_on", "2026-03-02", "2026-04-14", "2026-04-15"),
        ("decision_is_published_in_time", "decided_on", "2026-03-02", "2026-03-09", "2026-03-10"),
    ],
)
def test_the_authority_is_late_on_the_day_after(
    rule: str, field: str, start: str, last: str, late: str
) -> None:
    facts = ComplaintFacts(**{field: day(start)})
    judge = getattr(complaint_rules, rule)
    assert judge(facts, noon(last)).holds
    verdict = judge(facts, noon(late))
    assert not verdict.holds
    assert not verdict.blocks, "a late duty must still be done"
    assert last in verdict.message


def test_a_late_reply_is_still_given_and_says_that_it_is_late() -> None:
    facts = ChallengeFacts(received_on=day("2026-09-18"))
    assert challenge_rules.challenge_is_answered_in_time(facts, noon("2026-09-29")).holds
    late = challenge_rules.challenge_is_answered_in_time(facts, noon("2026-09-30"))
    assert not late.holds
    assert not late.blocks


def test_the_time_of_a_test_is_left_out_of_the_thirty_workdays() -> None:
    plain = decision_window(day("2026-03-02"))
    assert plain.date == day("2026-04-14")
    tested = decision_window(day("2026-03-02"), [(day("2026-03-09"), day("2026-03-13"))])
    assert tested.date == day("2026-04-21")
    assert "5个工作日" in "".join(tested.calculation)
    assert len(tested.counted) == len(plain.counted) == 30


def test_overlapping_tests_are_left_out_once() -> None:
    twice = [(day("2026-03-09"), day("2026-03-13")), (day("2026-03-12"), day("2026-03-13"))]
    assert decision_window(day("2026-03-02"), twice).date == day("2026-04-21")


def test_a_test_after_the_last_day_changes_nothing() -> None:
    after = [(day("2026-04-20"), day("2026-04-24"))]
    assert decision_window(day("2026-03-02"), after) == decision_window(day("2026-03-02"))


def test_beyond_the_announced_calendar_no_day_is_named() -> None:
    with pytest.raises(CalendarMissing):
        decision_window(day("2026-12-20"))


def test_a_pause_may_last_thirty_days_and_not_one_more() -> None:
    facts = ComplaintFacts(paused_from=day("2026-03-10"), paused_until=day("2026-04-09"))
    assert complaint_rules.pause_is_within_limit(facts, noon("2026-03-10")).holds
    longer = replace(facts, paused_until=day("2026-04-10"))
    assert complaint_rules.pause_is_within_limit(longer, noon("2026-03-10")).blocks


def test_ways_on_after_a_decision_have_their_last_days() -> None:
    assert last_day_for_remedy("review", day("2026-03-10")).date == day("2026-05-09")
    assert last_day_for_remedy("lawsuit", day("2026-03-10")).date == day("2026-09-10")


def test_silence_goes_to_review_first_since_2024() -> None:
    assert remedies_after_silence(day("2023-12-31")) == ("review", "lawsuit")
    assert remedies_after_silence(day("2024-01-01")) == ("review",)


@pytest.mark.parametrize(
    ("about", "bidding_open", "enough_left", "ways"),
    [
        (DOCUMENT, True, False, {Outcome.AMEND, Outcome.RESTART}),
        (DOCUMENT, False, True, {Outcome.RESTART}),
        (RESULT, False, True, {Outcome.NEXT, Outcome.RESTART}),
        (PROCESS, False, False, {Outcome.RESTART}),
    ],
)
def test_a_founded_challenge_ends_as_its_stage_allows(
    about: str, bidding_open: bool, enough_left: bool, ways: set[Outcome]
) -> None:
    found = lawful_outcomes(about, bidding_open=bidding_open, enough_left=enough_left)
    assert set(found) - {Outcome.UNFOUNDED, Outcome.NO_EFFECT} == ways


@pytest.mark.parametrize(
    ("about", "stage", "enough_left", "ordered"),
    [
        (DOCUMENT, Stage.UNDECIDED, True, Remedy.RESTART),
        (DOCUMENT, Stage.AWARDED, True, Remedy.VOID_RESTART),
        (RESULT, Stage.AWARDED, True, Remedy.VOID_NEXT),
        (RESULT, Stage.AWARDED, False, Remedy.VOID_RESTART),
        (PROCESS, Stage.CONTRACTED, True, Remedy.RESCIND_NEXT),
        (DOCUMENT, Stage.CONTRACTED, True, Remedy.RESCIND_RESTART),
        (RESULT, Stage.PERFORMED, True, Remedy.DAMAGES),
    ],
)
def test_an_upheld_complaint_orders_what_its_stage_allows(
    about: str, stage: Stage, enough_left: bool, ordered: Remedy
) -> None:
    assert lawful_remedies(about, stage, enough_left=enough_left) == (Remedy.NONE, ordered)


def test_workdays_of_an_interval_include_both_ends() -> None:
    assert workdays_between(day("2026-03-09"), day("2026-03-13")) == 5
    assert workdays_between(day("2026-03-07"), day("2026-03-08")) == 0
