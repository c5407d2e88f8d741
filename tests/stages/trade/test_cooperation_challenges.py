"""质疑 and 投诉 in a 合作创新采购: whoever applied is heard, in time and about everything."""

from datetime import datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import RuleBroken
from lucai.law.challenges import Outcome, Stage
from lucai.oversight.complaints.selectors import complaint_seen
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.challenges import services
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.challenges.selectors import challenge_seen, grounds
from lucai.stages.trade.cooperations.models import Applicant
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import challenges, complaints, cooperating, people, world
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

REFUSED, STRANGER = 3, 4
DAY = timedelta(days=1)


def announced_cooperation() -> tuple[str, datetime]:
    with clock.at(world.NOW):
        return cooperating.awarded(), world.NOW


def cooperation_with_responses() -> tuple[str, datetime]:
    with clock.at(world.NOW):
        number = cooperating.applied()
    at = world.NOW + timedelta(days=cooperating.REVIEWED)
    with clock.at(at):
        return cooperating.exchanged(cooperating.reviewed(number, refused=(REFUSED,))), at


awarded = kept(announced_cooperation)
responding = kept(cooperation_with_responses)
World = tuple[str, datetime]


def open_to(n: int, number: str) -> set[str]:
    found = grounds(people.supplier(n), number)
    return {one.about for one in found if not any(v.blocks for v in one.verdicts)}


def names(*numbers: int) -> set[str]:
    return {people.supplier(n).organisation_name for n in numbers}


def test_an_applicant_challenges_the_result_and_who_did_not_apply_cannot(awarded: World) -> None:
    number, at = awarded
    with clock.at(at + DAY):
        assert open_to(REFUSED, number) == {"process", "result"}
        assert open_to(STRANGER, number) == set()
        made = challenges.answered(number, lots=[])
        served = {one.organisation_name for one in challenge_seen(people.agency(), made).served}
    assert served == names(1, 2, REFUSED)


def test_a_result_is_challenged_on_the_last_day_and_not_on_the_next(awarded: World) -> None:
    number, at = awarded
    with clock.at(at):
        made = challenges.drafted(number, lots=[])
        until = challenge_seen(people.supplier(REFUSED), made).window_until
    assert until
    with clock.at(clock.moment(until + DAY, 0)), pytest.raises(RuleBroken) as late:
        services.submit(challenges.loser(), number=made)
    assert {verdict.rule for verdict in late.value.verdicts} == {"GP-QST-02"}
    with clock.at(clock.moment(until, 23, 59)):
        services.submit(challenges.loser(), number=made)


def test_who_was_refused_challenges_the_review_and_who_goes_on_the_document_it_got(
    responding: World,
) -> None:
    number, at = responding
    with clock.at(at + DAY):
        assert open_to(REFUSED, number) == {"process"}
        assert open_to(1, number) == {"document", "process"}


def test_a_challenge_that_begins_anew_ends_the_cooperation_and_leaves_nobody_a_duty(
    responding: World,
) -> None:
    number, at = responding
    with clock.at(at + DAY):
        about = {"about": About.PROCESS, "phase": "资格审查", "known_on": at.date(), "lots": []}
        made = challenges.answered(number, Outcome.RESTART, **about)
        services.remedy(challenges.agency(), number=made, form=challenges.mended())
        world.settle()
        assert cooperating.seen(number).state == "failed"
        applicants = Applicant.objects.seen_by(people.agency()).filter(number_of_project=number)
        assert {one.state for one in applicants} == {"void", "refused"}
        parties = (people.agency(), people.buyer(), people.supplier(1))
        left = [d.title for who in parties for d in duty_list(who) if d.project_number == number]
        assert left == ["核对采购档案并归档"]
        assert project_seen(people.agency(), number).state == "ended"


def test_a_complaint_about_the_researchers_reaches_them_all(awarded: World) -> None:
    number, at = awarded
    with clock.at(at + DAY):
        challenge = challenges.answered(number, lots=[])
        made = complaints.examining(challenge)
        sheet = complaint_seen(people.finance(), made)
    told = {one.organisation_name for one in sheet.statements}
    assert told == names(1, 2) | {
        people.buyer().organisation_name,
        people.agency().organisation_name,
    }
    assert sheet.stage_label == Stage.AWARDED.label
