"""The chair by secret ballots, and the identity of members of a panel in several places."""

import pytest

from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.selectors import Election, election_of, panel_seen
from tests.makers import evaluation, people
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

drawn = kept(evaluation.drawn)


def agency() -> Actor:
    return people.actor(people.agency())


def rules_of(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refused.value.verdicts}


def test_the_buyers_representative_never_leads(drawn: evaluation.Round) -> None:
    rnd = evaluation.carry(drawn, after=evaluation.drawn, to=evaluation.signed_in)
    with evaluation.at(rnd):
        with pytest.raises(RuleBroken) as refused:
            services.vote_for_chair(rnd.chair(), project_number=rnd.number, place=5)
        assert rules_of(refused) == {"GP-EXP-06"}
        evaluation.vote(rnd, 3)
        sheet = panel_seen(people.agency(), rnd.number)
    assert sheet
    assert sheet.chair
    assert sheet.chair.place == 3


def test_a_chair_is_elected_by_members_and_only_when_all_are_there(drawn: evaluation.Round) -> None:
    rnd = drawn
    member = people.actor(evaluation.seats(rnd)[0])
    with evaluation.at(rnd):
        with pytest.raises(WrongState):
            services.vote_for_chair(member, project_number=rnd.number, place=1)
        with pytest.raises(NotFound):
            services.vote_for_chair(
                people.actor(people.expert(12)), project_number=rnd.number, place=1
            )


def test_votes_for_the_chair_are_secret_and_a_tie_is_voted_on_again(
    drawn: evaluation.Round,
) -> None:
    rnd = evaluation.carry(drawn, after=evaluation.drawn, to=evaluation.signed_in)

    def vote(*choices: int) -> None:
        for member, place in zip(rnd.members, choices, strict=False):
            services.vote_for_chair(people.actor(member), project_number=rnd.number, place=place)

    def owing() -> list[int]:
        return [
            place
            for place, member in enumerate(rnd.members, 1)
            if "投票推选组长" in [duty.title for duty in duty_list(member)]
        ]

    with evaluation.at(rnd):
        assert owing() == [1, 2, 3, 4, 5]
        vote(1, 1, 2, 2)
        assert owing() == [5]
        assert election_of(rnd.members[4], rnd.number) == Election(1, (1, 2, 3, 4), 4, 5, False)
        with pytest.raises(WrongState):
            vote(2)
        assert not [e for e in journal_of(rnd.number) if "votes" in e.body]
        services.vote_for_chair(people.actor(rnd.members[4]), project_number=rnd.number, place=3)
        assert election_of(rnd.members[0], rnd.number) == Election(2, (1, 2), 0, 5, False)
        with pytest.raises(InvalidInput, match="并列"):
            vote(3)
        assert owing() == [1, 2, 3, 4, 5]
        vote(1, 2, 2, 2, 1)
        assert owing() == []
        sheet = panel_seen(people.agency(), rnd.number)
    assert sheet
    assert sheet.chair
    assert sheet.chair.place == 2
    told = [e.body["votes"] for e in journal_of(rnd.number) if "votes" in e.body]
    assert told == [{"1": 2, "2": 2, "3": 1}, {"1": 2, "2": 3}]


def test_a_change_of_the_panel_begins_the_vote_anew(drawn: evaluation.Round) -> None:
    rnd = evaluation.carry(drawn, after=evaluation.drawn, to=evaluation.signed_in)
    with evaluation.at(rnd):
        services.vote_for_chair(people.actor(rnd.members[0]), project_number=rnd.number, place=2)
        services.replace_absent(agency(), project_number=rnd.number, place=2, reason="临时生病离场")
        fresh = evaluation.seats(rnd)[-1]
        services.sign_in(people.actor(fresh), project_number=rnd.number, form=evaluation.DECLARED)
        assert election_of(rnd.members[0], rnd.number) == Election(2, (1, 3, 4, 6), 0, 5, False)


@pytest.mark.parametrize(
    ("face", "said"), [("other", "不是同一人"), ("photo", "活体"), ("nobody", "人脸"), ("", "人脸")]
)
def test_a_panel_in_several_places_refuses_the_wrong_person_with_the_reason(
    drawn: evaluation.Round, face: str, said: str
) -> None:
    member = people.actor(evaluation.seats(drawn)[0])
    key = {"project_number": drawn.number}
    with evaluation.at(drawn):
        services.note_remote(agency(), **key)
        with pytest.raises(WrongState, match="核验身份"):
            services.sign_in(member, form=evaluation.DECLARED, **key)
        answer = services.prove_identity(member, face=face, **key)
        assert not answer.passed
        assert said in answer.reason
        with pytest.raises(WrongState, match="核验身份"):
            services.sign_in(member, form=evaluation.DECLARED, **key)
        assert services.prove_identity(member, face="self", **key).passed
        services.sign_in(member, form=evaluation.DECLARED, **key)


def test_where_the_identity_check_is_silent_papers_are_looked_at_by_hand(
    drawn: evaluation.Round,
) -> None:
    member = people.actor(evaluation.seats(drawn)[0])
    with evaluation.at(drawn):
        answer = services.prove_identity(member, project_number=drawn.number, face="down")
    assert answer.passed
    assert answer.by_hand
    with evaluation.at(drawn, minutes=-3000), pytest.raises(WrongState, match="当日"):
        services.prove_identity(member, project_number=drawn.number, face="self")


def journal_of(number: str) -> list[JournalEntry]:
    with system_access("test"):
        return list(JournalEntry.objects.filter(project_number=number).order_by("pk"))
