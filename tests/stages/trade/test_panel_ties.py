"""Experts who are or were of a bidder: found in the supplier library, left out, or made to recuse."""

from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import RuleBroken
from lucai.platform.access.selectors import organisation
from lucai.platform.records import system_access
from lucai.registers.experts.models import ReviewExpert
from lucai.registers.experts.selectors import drawable_person
from lucai.registers.suppliers.models import Supplier
from lucai.registers.suppliers.selectors import supplier_seen
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.selectors import candidates, draws_of, namesakes, seats_of
from lucai.stages.trade.projects.selectors import project_seen
from lucai_trust.draw import Outcome
from tests.makers import evaluation, people, registers
from tests.makers import experts as changes
from tests.makers.kept import kept
from tests.makers.registers import behind

pytestmark = pytest.mark.django_db
opened = kept(evaluation.opened)
drawn = kept(evaluation.drawn)
BORN = date(1970, 5, 1)
AT_A_BIDDER = {"employer": "示例供应商1有限公司", "employer_uscc": people.uscc(3001)}


def entry(person: int) -> ReviewExpert:
    with system_access("test"):
        row: ReviewExpert = ReviewExpert.objects.get(person_id=person)
    return row


def free(rnd: evaluation.Round) -> set[int]:
    with evaluation.at(rnd):
        project = project_seen(SYSTEM, rnd.number)
        return {one.person_id for one in candidates(SYSTEM, project, ("A02",))}


@pytest.mark.parametrize(("years", "days", "avoided"), [(0, 0, True), (3, 0, True), (3, 1, False)])
def test_a_shareholder_is_left_out_until_three_years_after_leaving(
    opened: evaluation.Round, years: int, days: int, avoided: bool
) -> None:
    evaluation.library()
    first = people.expert(1)
    day = opened.now.astimezone(clock.BEIJING).date()
    until = day.replace(year=day.year - years) - timedelta(days=days)
    behind(first.name, until=until.isoformat())
    assert (first.person not in free(opened)) == avoided


def test_a_birthday_tells_namesakes_apart(opened: evaluation.Round) -> None:
    evaluation.library()
    first = people.expert(1)
    entry(first.person or 0).change(born_on=BORN)
    behind(first.name, born_on="1981-01-01")
    assert first.person in free(opened)
    behind(first.name, born_on=BORN.isoformat())
    assert first.person not in free(opened)


def test_nobody_is_left_out_for_a_bidder_before_the_bids_are_open() -> None:
    call = evaluation.prepared()
    behind(people.expert(1).name)
    with clock.at(call.before):
        project = project_seen(SYSTEM, call.number)
        free_now = {one.person_id for one in candidates(SYSTEM, project, ("A02",))}
    assert people.expert(1).person in free_now


def test_a_former_employer_is_kept_and_avoided_for_three_years(opened: evaluation.Round) -> None:
    evaluation.library()
    first = people.expert(1)
    code = people.uscc(3001)
    for employer, uscc in (("示例供应商1有限公司", code), ("示例大学", people.uscc(77))):
        changes.approved(changes.asked(first, employer=employer, employer_uscc=uscc))
    [former] = entry(first.person or 0).formers
    assert former["uscc"] == code
    row = entry(first.person or 0)
    day = opened.now.astimezone(clock.BEIJING).date()
    for days, avoided in ((0, True), (-1, False)):
        until = day.replace(year=day.year - 3) + timedelta(days=days)
        row.change(formers=[{**former, "until": until.isoformat()}])
        assert (first.person not in free(opened)) == avoided


def test_a_bidder_that_a_change_names_is_avoided_before_and_after_it_is_approved(
    opened: evaluation.Round,
) -> None:
    evaluation.library()
    first = people.expert(1)
    assert first.person in free(opened)
    asked = changes.asked(first, **AT_A_BIDDER)
    assert first.person not in free(opened)
    changes.approved(asked)
    assert first.person not in free(opened)


@pytest.mark.parametrize("approved", [False, True])
def test_whoever_was_seated_and_then_says_to_work_for_a_bidder_must_recuse(
    drawn: evaluation.Round, *, approved: bool
) -> None:
    first = evaluation.seats(drawn)[0]
    with evaluation.at(drawn):
        asked = changes.asked(first, **AT_A_BIDDER)
        if approved:
            changes.approved(asked)
        with pytest.raises(RuleBroken) as refused:
            services.sign_in(
                people.actor(first), project_number=drawn.number, form=evaluation.DECLARED
            )
    assert {verdict.rule for verdict in refused.value.verdicts if verdict.blocks} == {"GP-EXP-04"}


def test_whoever_was_seated_and_then_says_to_work_for_the_buyer_is_no_expert_here(
    drawn: evaluation.Round,
) -> None:
    first, second = evaluation.seats(drawn)[:2]
    buyer = organisation(SYSTEM, people.buyer().organisation or 0)
    with evaluation.at(drawn):
        changes.asked(first, employer=buyer.name, employer_uscc=buyer.uscc)
        with pytest.raises(RuleBroken) as refused:
            services.sign_in(
                people.actor(first), project_number=drawn.number, form=evaluation.DECLARED
            )
        assert "GP-EXP-05" in {one.rule for one in refused.value.verdicts if one.blocks}
        changes.asked(second)
        services.sign_in(
            people.actor(second), project_number=drawn.number, form=evaluation.DECLARED
        )


def test_whoever_was_seated_and_then_has_to_avoid_the_buyer_is_no_expert_here(
    drawn: evaluation.Round,
) -> None:
    first = evaluation.seats(drawn)[0]
    buyer = organisation(SYSTEM, people.buyer().organisation or 0)
    unit = {"name": buyer.name, "uscc": buyer.uscc, "reason": "配偶任职"}
    with evaluation.at(drawn):
        changes.approved(changes.asked(first, avoids=[unit]))
        with pytest.raises(RuleBroken) as refused:
            services.sign_in(
                people.actor(first), project_number=drawn.number, form=evaluation.DECLARED
            )
    assert "GP-EXP-05" in {one.rule for one in refused.value.verdicts if one.blocks}


def test_whoever_argued_for_an_import_is_known_by_the_employer_of_before(
    opened: evaluation.Round,
) -> None:
    evaluation.library()
    first = people.expert(1)
    row = entry(first.person or 0)
    row.change(employer_uscc=people.uscc(4100))
    before = (first.name, row.employer)
    changes.approved(changes.asked(first))
    card = drawable_person(SYSTEM, first.person or 0)
    assert card
    assert {before, (first.name, "示例新研究院")} == card.argued_as


def test_a_shareholder_who_was_drawn_before_the_opening_must_recuse_and_a_namesake_is_warned(
    drawn: evaluation.Round,
) -> None:
    first, second = evaluation.seats(drawn)[:2]
    entry(first.person or 0).change(born_on=BORN)
    behind(first.name, born_on=BORN.isoformat())
    with evaluation.at(drawn):
        with pytest.raises(RuleBroken) as refused:
            services.sign_in(
                people.actor(first), project_number=drawn.number, form=evaluation.DECLARED
            )
        assert {verdict.rule for verdict in refused.value.verdicts} == {"GP-EXP-04"}
        assert "登记的股东" in str(refused.value.verdicts[0].message)
    behind(second.name)
    with evaluation.at(drawn):
        assert namesakes(second, drawn.number) == (
            f"示例供应商1有限公司登记的股东（出资人）{second.name}",
        )
        services.sign_in(
            people.actor(second), project_number=drawn.number, form=evaluation.DECLARED
        )


def test_who_is_passed_by_for_a_tie_is_told_as_one_who_must_avoid(
    drawn: evaluation.Round,
) -> None:
    order = evaluation.order_of(drawn.number)
    row = draws_of(SYSTEM, drawn.number)[0]
    tied = next(e for e in map(people.expert, range(1, 9)) if e.person == order[4])
    behind(tied.name)
    with evaluation.at(drawn):
        leaving = evaluation.seats(drawn)[0]
        services.recuse(people.actor(leaving), project_number=drawn.number, reason="近亲属投标")
    row = draws_of(SYSTEM, drawn.number)[0]
    assert [call.outcome for call in row.walk[4:]] == [Outcome.BARRED, Outcome.TAKEN]
    assert seats_of(SYSTEM, drawn.number)[-1].person_id == order[5]


def test_a_birthday_is_for_the_system_alone() -> None:
    behind("示例股东甲", born_on=BORN.isoformat())
    firm = people.supplier(1).organisation or 0
    for viewer, shown in ((SYSTEM, BORN), (people.supplier(1), BORN), (people.agency(), None)):
        assert [tie.born_on for tie in supplier_seen(viewer, firm).ties] == [shown]


def test_what_the_register_says_a_firm_cannot_take_back() -> None:
    registers.registered_supplier(1)
    with system_access("test"):
        row = Supplier.objects.get(organisation_id=people.supplier(1).organisation)
    told = {
        "kind": "controller", "name": "示例控制人", "uscc": "", "born_on": "1968-08-08",
        "share": None, "since": None, "until": None, "source": "register",
    }  # fmt: skip
    row.change(ties=[told])
    behind("示例股东甲")
    with system_access("test"):
        row.refresh_from_db()
    assert [(one["name"], one["source"]) for one in row.ties] == [
        ("示例控制人", "register"), ("示例股东甲", "own"),
    ]  # fmt: skip
