"""质疑 from the draft to the mended result: clocks, barriers, what is held back and let go."""

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import (
    Conflict,
    InvalidInput,
    LuCaiError,
    NotAllowed,
    NotFound,
    RuleBroken,
    WrongState,
)
from lucai.law.challenges import Outcome
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.schemas import AnnouncementIn, DecisionIn
from lucai.stages.trade.awards.selectors import award_seen, letters_of
from lucai.stages.trade.challenges import jobs, selectors, services
from lucai.stages.trade.challenges.models import Challenge
from lucai.stages.trade.challenges.schemas import About, PointIn
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import ClarificationIn
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, challenges, contract, people
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


result = kept(challenges.award)
"""One whole procurement serves every test; what a test does to it is taken back."""


def call() -> bids.Call:
    """A tender under way whose document a supplier has obtained."""
    made = bids.call_for_bids()
    with clock.at(made.before):
        obtain_document(people.actor(people.supplier(1)), project_number=made.number)
    return made


def test_a_loser_challenges_the_result_and_the_agency_owes_an_answer(
    result: challenges.Announced,
) -> None:
    with clock.at(result.at):
        number = challenges.raised(result.number)
        sheet = selectors.challenge_seen(people.agency(), number)
        assert sheet.line.state == "received"
        assert [point.place for point in sheet.points] == [1, 2]
        duties = [duty for duty in duty_list(people.agency()) if number in duty.href]
        assert [duty.title for duty in duties] == ["答复供应商的质疑"]
        assert duties[0].due_at == sheet.line.due_at


def test_a_result_is_challenged_on_the_last_day_and_no_more_on_the_next(
    result: challenges.Announced,
) -> None:
    with clock.at(result.at):
        number = challenges.drafted(result.number)
        last = selectors.challenge_seen(people.supplier(3), number).window_until
        assert last
    with clock.at(clock.moment(last + timedelta(days=1), 0, 1)), pytest.raises(RuleBroken) as late:
        services.submit(challenges.loser(), number=number)
    assert last.isoformat() in str(late.value)
    with clock.at(clock.moment(last, 23, 59)):
        services.submit(challenges.loser(), number=number)


def test_what_is_missing_is_told_before_it_is_handed_in(result: challenges.Announced) -> None:
    with clock.at(result.at):
        points = [PointIn(matter="得分不对")]
        number = challenges.drafted(result.number, points=points, request="", contact="")
        sheet = selectors.challenge_seen(people.supplier(3), number)
        told = " ".join(check.message for check in sheet.checks if not check.holds)
        assert "联系人、质疑请求、事项1的事实依据" in told
        with pytest.raises(RuleBroken):
            services.submit(challenges.loser(), number=number)
        services.edit(challenges.loser(), number=number, form=challenges.content())
        services.submit(challenges.loser(), number=number)


def test_who_did_not_bid_has_nothing_to_challenge(result: challenges.Announced) -> None:
    with clock.at(result.at):
        stranger = people.actor(people.supplier(9))
        number = challenges.drafted(result.number, stranger)
        with pytest.raises(RuleBroken, match="只有参加这一包的投标"):
            services.submit(stranger, number=number)
        closed = {g.about: g for g in selectors.grounds(people.supplier(9), result.number)}
        assert not any(ground.open for ground in closed.values())
        assert all(any(v.cites for v in g.verdicts if v.blocks) for g in closed.values())


def test_the_same_step_is_challenged_once_where_the_document_asks_so(
    result: challenges.Announced,
) -> None:
    with clock.at(result.at):
        challenges.raised(result.number)
        again = challenges.drafted(result.number)
        with pytest.raises(RuleBroken, match="一次性"):
            services.submit(challenges.loser(), number=again)
        other = challenges.drafted(
            result.number, about=About.PROCESS, phase="开标", known_on=clock.today()
        )
        services.submit(challenges.loser(), number=other)


def test_a_consortium_signs_together(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.drafted(result.number, partners="示例联合体成员公司")
        with pytest.raises(RuleBroken, match="共同署名"):
            services.submit(challenges.loser(), number=number)
        form = challenges.content(partners="示例联合体成员公司", partners_signed=True)
        services.edit(challenges.loser(), number=number, form=form)
        services.submit(challenges.loser(), number=number)


def test_a_draft_is_nobodys_but_its_suppliers(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.drafted(result.number)
        for name, viewer in people.everyone().items():
            with pytest.raises(NotFound):
                selectors.challenge_seen(viewer, number)
            assert selectors.challenges_of(viewer, result.number) == [], name
        assert selectors.challenge_seen(people.supplier(3), number).line.state == "draft"


def test_other_bidders_never_see_a_challenge(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.raised(result.number)
        seen = {
            name
            for name, viewer in people.everyone().items()
            if selectors.challenges_of(viewer, result.number)
        }
        assert seen == {"buyer", "agency", "finance"}
        for other in (people.supplier(1), people.supplier(2)):
            with pytest.raises(NotFound):
                selectors.challenge_seen(other, number)


def test_the_reply_reaches_the_challenger_and_the_winner_and_nobody_else(
    result: challenges.Announced,
) -> None:
    with clock.at(result.at):
        winner = award_seen(people.agency(), result.number, 1).supplier_id
        number = challenges.answered(result.number)
        receivers = {n for n in range(1, 4) if selectors.replies_for(people.supplier(n))}
        assert {people.supplier(n).organisation for n in receivers} == {winner}
        copy = selectors.replies_for(people.supplier(min(receivers)))[0]
        assert copy.number == number
        assert copy.points[0].answer
        served = selectors.challenge_seen(people.agency(), number).served
        assert len(served) == 2
        bystander = next(n for n in (1, 2) if n not in receivers)
        with pytest.raises(NotFound):
            selectors.reply_seen(people.supplier(bystander), copy.pk)


def test_completion_is_asked_once_and_the_clock_of_the_answer_runs_on(
    result: challenges.Announced,
) -> None:
    with clock.at(result.at):
        number = challenges.completing(result.number)
        due = selectors.challenge_seen(people.agency(), number).line.due_at
    with clock.at(result.at + timedelta(days=1)):
        form = challenges.content(agent="示例代理人", agent_until=clock.today())
        services.edit(challenges.loser(), number=number, form=form)
        services.complete(challenges.loser(), number=number)
        assert selectors.challenge_seen(people.agency(), number).line.due_at == due
        with pytest.raises(RuleBroken, match="不得再次要求"):
            services.ask_completion(
                challenges.agency(), number=number, form=challenges.CompletionIn(reason="再补一份")
            )


def test_a_completion_cannot_change_what_is_challenged(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.completing(result.number)
        with pytest.raises(InvalidInput, match="质疑对象"):
            services.edit(
                challenges.loser(), number=number, form=challenges.content(about=About.DOCUMENT)
            )
        with pytest.raises(WrongState):
            services.edit(
                challenges.loser(),
                number=challenges.raised(
                    result.number, about=About.PROCESS, phase="开标", known_on=clock.today()
                ),
                form=challenges.content(),
            )


def test_a_reply_answers_every_point_with_facts_and_law(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.raised(result.number)
        with pytest.raises(InvalidInput, match="2 个事项"):
            services.answer(challenges.agency(), number=number, form=challenges.reply(points=1))
        bare = challenges.reply(no_secrets=False)
        bare.answers[1].law = ""
        with pytest.raises(RuleBroken, match="事项2的法律依据、不涉及商业秘密的确认"):
            services.answer(challenges.agency(), number=number, form=bare)


def test_an_answer_is_due_after_seven_workdays_and_then_stands_in_the_supervisors_alerts(
    result: challenges.Announced,
) -> None:
    with clock.at(result.at):
        number = challenges.raised(result.number)
        due = selectors.challenge_seen(people.agency(), number).line.due_at
        assert due
    finance = people.finance()
    with clock.at(due - timedelta(minutes=1)):
        assert jobs.watch_replies(clock.now()) == 0
        assert not [d for d in overdue_page(finance).items if number in d.object_key]
    with clock.at(due + timedelta(seconds=1)):
        assert jobs.watch_replies(clock.now()) == 1
        assert jobs.watch_replies(clock.now()) == 0, "once is enough"
        assert [d.title for d in overdue_page(finance).items if number in d.object_key]
        services.answer(challenges.agency(), number=number, form=challenges.reply())


def test_an_open_challenge_to_the_result_holds_back_the_contract(
    result: challenges.Announced,
) -> None:
    lot = contract.Awarded(result.number, 1, result.at)
    with clock.at(result.at):
        draft = contract.drafted(lot)
        number = challenges.raised(result.number)
        with pytest.raises(RuleBroken, match="暂停签订合同") as held:
            contracts.propose(contract.buyer(), number=draft)
        assert [v.rule for v in held.value.verdicts] == ["GP-CTR-08"]
        offers = contract.sheet(draft).offers
        propose = next(o for o in offers if o.step.name == "propose")
        assert any("暂停签订合同" in v.message for v in propose.verdicts if v.blocks)
        services.answer(challenges.agency(), number=number, form=challenges.reply())
        contracts.propose(contract.buyer(), number=draft)


def test_a_withdrawn_challenge_lets_the_contract_go_on(result: challenges.Announced) -> None:
    with clock.at(result.at):
        draft = contract.drafted(contract.Awarded(result.number, 1, result.at))
        number = challenges.raised(result.number)
        services.withdraw(challenges.loser(), number=number)
        contracts.propose(contract.buyer(), number=draft)


def test_an_outcome_that_the_stage_does_not_allow_is_refused(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.raised(result.number)
        for outcome in (Outcome.AMEND, Outcome.NEXT):
            with pytest.raises(RuleBroken, match="重新开展采购活动"):
                services.answer(challenges.agency(), number=number, form=challenges.reply(outcome))


def test_three_bidders_less_the_winner_are_too_few_so_the_lot_begins_anew(
    result: challenges.Announced,
) -> None:
    with clock.at(result.at):
        number = challenges.answered(result.number, Outcome.RESTART)
        with pytest.raises(RuleBroken, match="报告财政部门"):
            services.remedy(challenges.agency(), number=number, form=challenges.mended(report=""))
        services.remedy(challenges.agency(), number=number, form=challenges.mended())
        project = project_seen(people.agency(), result.number)
        assert project.lot(1).state == "failed"
        assert award_seen(people.agency(), result.number, 1).state == "annulled"
        assert selectors.challenge_seen(people.supplier(3), number).line.state == "remedied"


def test_with_enough_qualified_left_the_buyer_decides_again(
    result: challenges.Announced, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors.facts, "enough_left", lambda *_: True)
    with clock.at(result.at):
        first = award_seen(people.agency(), result.number, 1)
        number = challenges.answered(result.number, Outcome.NEXT)
        services.remedy(challenges.agency(), number=number, form=challenges.mended())
        voided = award_seen(people.agency(), result.number, 1)
        assert voided.state == "deciding"
        assert voided.void_ranks == (1,)
        decider = people.actor(people.buyer_reviewer())
        key = {"project_number": result.number, "lot_number": 1}
        with pytest.raises(InvalidInput, match="已被认定无效"):
            awards.decide(decider, form=DecisionIn(rank=1), **key)
        awards.decide(decider, form=DecisionIn(rank=2), **key)
        awards.announce(challenges.agency(), form=AnnouncementIn(), **key)
        second = award_seen(people.agency(), result.number, 1)
        assert second.supplier_id != first.supplier_id
        letters = letters_of(people.agency(), result.number)
        assert sorted(bool(letter.revoked_at) for letter in letters) == [False] * 3 + [True] * 3


def test_a_document_is_challenged_by_who_holds_it_and_mended_by_a_public_correction() -> None:
    made = call()
    holder = people.actor(people.supplier(1))
    with clock.at(made.before):
        number = challenges.raised(made.number, holder, about=About.DOCUMENT, lots=[])
        services.answer(challenges.agency(), number=number, form=challenges.reply(Outcome.AMEND))
        with pytest.raises(WrongState, match="更正公告"):
            services.remedy(challenges.agency(), number=number, form=challenges.mended(report=""))
        text = ClarificationIn(text="内存总容量不低于 16GB，条数不限。")
        place = documents.clarify(challenges.agency(), project_number=made.number, content=text)
        documents.publish_clarification(
            challenges.agency(), project_number=made.number, number=place
        )
        services.remedy(challenges.agency(), number=number, form=challenges.mended(report=""))
        assert selectors.challenge_seen(people.supplier(1), number).line.state == "remedied"


def test_a_document_nobody_obtained_cannot_be_challenged() -> None:
    made = call()
    with clock.at(made.before):
        stranger = people.actor(people.supplier(2))
        number = challenges.drafted(made.number, stranger, about=About.DOCUMENT, lots=[])
        with pytest.raises(RuleBroken, match="获取采购文件"):
            services.submit(stranger, number=number)


def test_a_draft_past_its_window_is_put_aside_by_the_clock(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.drafted(result.number)
        last = selectors.challenge_seen(people.supplier(3), number).window_until
        assert last
    with clock.at(clock.moment(last, 23, 59)):
        assert jobs.watch_replies(clock.now()) == 0
    with clock.at(clock.moment(last + timedelta(days=1))):
        assert jobs.watch_replies(clock.now()) == 1
        assert selectors.challenge_seen(people.supplier(3), number).line.state == "discarded"


def test_two_presses_of_the_same_button_answer_once(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.raised(result.number)
        with system_access("test"):
            stale = Challenge.objects.get(number=number)
        services.answer(challenges.agency(), number=number, form=challenges.reply())
        with pytest.raises(LuCaiError):
            services.answer(challenges.agency(), number=number, form=challenges.reply())
        with pytest.raises(Conflict):
            stale.change(outcome="noEffect")


def test_another_agency_or_a_higher_unit_cannot_answer(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.raised(result.number)
        with pytest.raises(NotFound):
            services.answer(people.actor(people.agency(2)), number=number, form=challenges.reply())
        with pytest.raises((NotAllowed, NotFound)):
            services.answer(people.actor(people.finance()), number=number, form=challenges.reply())


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"lots": [7]}, "lots"), ({"known_on": "2099-01-01", "about": About.PROCESS}, "known_on")],
)
def test_bad_input_is_told_at_its_field(
    result: challenges.Announced, changes: dict[str, object], field: str
) -> None:
    with clock.at(result.at), pytest.raises(InvalidInput) as told:
        challenges.drafted(result.number, **changes)
    assert list(told.value.fields) == [field]


def test_a_file_that_is_none_is_refused_and_the_others_stay(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.drafted(result.number)
        services.attach(challenges.loser(), number=number, uploads=[challenges.upload()])
        with pytest.raises(InvalidInput):
            services.attach(
                challenges.loser(), number=number, uploads=[challenges.upload("坏.exe")]
            )
        files = selectors.challenge_seen(people.supplier(3), number).files
        assert [file.name for file in files] == ["证据.pdf"]


def test_the_system_itself_never_answers(result: challenges.Announced) -> None:
    with clock.at(result.at):
        number = challenges.raised(result.number)
        with pytest.raises(LuCaiError):
            services.answer(
                Actor.system(Reason.CONSEQUENCE), number=number, form=challenges.reply()
            )
