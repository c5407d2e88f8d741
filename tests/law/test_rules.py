"""Every registered rule lets one case pass and stops one; versions turn on their day."""

from dataclasses import replace

import pytest

from lucai.law.citations import Citation
from lucai.law.planning_rules import IntentionFacts
from lucai.law.rules import coverage, registered
from lucai.law.tender_rules import (
    ClarificationFacts,
)
from lucai.law.verdicts import Severity
from tests.law.rule_cases import AT, CASES, CONTRACT, LATER, NOTICE, day, moment

LAW = {r.name: r for r in registered().values() if r.module.startswith("lucai.law.")}


def test_every_registered_rule_has_a_case() -> None:
    assert set(CASES) == set(LAW)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_lets_the_lawful_case_pass(name: str) -> None:
    facts, _ = CASES[name]
    verdict = LAW[name].apply(facts, LATER.get(name, AT))
    assert verdict.holds, verdict.message


@pytest.mark.parametrize("name", CASES)
def test_a_rule_stops_the_unlawful_case_with_a_sentence_and_its_articles(name: str) -> None:
    facts, broken = CASES[name]
    verdict = LAW[name].apply(replace(facts, **broken), LATER.get(name, AT))
    assert not verdict.holds
    assert verdict.message.endswith("。")
    assert verdict.cites
    assert all(Citation.parse(cite).label for cite in verdict.cites)


def test_a_warning_does_not_close_the_step() -> None:
    facts, broken = CASES["winner_is_decided_in_time"]
    verdict = LAW["winner_is_decided_in_time"].apply(replace(facts, **broken), AT)
    assert verdict.severity is Severity.WARN
    assert not verdict.blocks


def test_a_rule_that_is_not_in_force_yet_holds_and_says_so() -> None:
    early = moment("2026-01-31")
    facts, broken = CASES["low_prices_are_decided"]
    verdict = LAW["low_prices_are_decided"].apply(replace(facts, **broken), early)
    assert verdict.holds
    assert "NOT_YET_EFFECTIVE" in verdict.message


def test_a_rule_beyond_the_announced_calendar_stops_and_says_so() -> None:
    notice = replace(
        NOTICE,
        notice_on=day("2026-12-30"),
        notice_until=day("2027-01-10"),
        documents_from=day("2026-12-30"),
        documents_until=day("2027-01-10"),
    )
    verdict = LAW["notice_runs_long_enough"].apply(notice, moment("2026-12-30"))
    assert verdict.blocks
    assert "2027年" in verdict.message


def test_an_early_act_needs_no_calendar_to_be_in_time() -> None:
    facts = replace(CONTRACT, signed_on=day("2026-12-30"), published_on=day("2026-12-31"))
    assert LAW["contract_is_published_in_time"].apply(facts, moment("2026-12-31")).holds


def test_a_not_before_rule_says_when_it_opens_and_how_that_was_reached() -> None:
    facts = IntentionFacts(intention_published_on=day("2026-03-01"))
    verdict = LAW["intention_is_published_early_enough"].apply(facts, AT)
    assert verdict.opens_at == day("2026-03-31")
    assert verdict.calculation[0] == "采购意向公开之日：2026-03-01，当日不计入。"


def test_the_version_of_the_law_is_picked_by_the_event_not_by_the_act() -> None:
    verdict = LAW["notice_runs_long_enough"].apply(replace(NOTICE, notice_on=day("2016-03-10")), AT)
    assert verdict.holds


def test_a_late_clarification_names_the_earliest_new_deadline() -> None:
    facts = ClarificationFacts(bid_deadline=moment("2026-06-30"), affects_bids=True)
    clarify = LAW["clarification_leaves_time"].apply
    assert "2026-07-05" in clarify(facts, moment("2026-06-20")).message
    moved = replace(facts, new_bid_deadline=moment("2026-07-06"))
    assert clarify(moved, moment("2026-06-20")).holds


def test_coverage_counts_binding_rules_once() -> None:
    found = coverage()
    assert set(found.covered) | set(found.uncovered) == set(found.binding)
    assert not set(found.covered) & set(found.uncovered)
    assert "GP-TEN-03" in found.covered
