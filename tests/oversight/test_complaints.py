"""投诉: its conditions, its clocks, and the pause that really stops."""

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    RuleBroken,
    WrongState,
)
from lucai.oversight.complaints import jobs, selectors, services
from lucai.oversight.complaints.schemas import (
    CorrectionIn,
    EvidenceIn,
    PointIn,
    ReasonIn,
)
from lucai.platform.duties.selectors import duty_list
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.trade.awards.selectors import award_seen
from tests.makers import challenges, complaints, contract, people
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


world = kept(challenges.answered_award)
World = tuple[challenges.Announced, str]


def test_a_complaint_waits_for_the_authority_with_its_clock(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.received(challenge)
        found = {d.title: d for d in duty_list(people.finance()) if number in d.href}
        duty = found["审查投诉是否受理"]
        assert found.keys() - {duty.title} == {"初审投诉：不予受理、不属于本部门管辖的告知投诉人"}
        assert duty.due_at == selectors.complaint_seen(people.finance(), number).line.due_at


def test_a_complaint_a_day_late_is_refused_with_its_article(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted(challenge)
        sheet = selectors.complaint_seen(people.supplier(3), number)
        assert sheet.challenge
        last = sheet.challenge.complain_until
        assert last
    with clock.at(clock.moment(last + timedelta(days=1))), pytest.raises(RuleBroken) as late:
        services.submit(challenges.loser(), number=number)
    assert last.isoformat() in str(late.value)
    assert "财政部令第94号/17" in late.value.verdicts[0].cites
    with clock.at(clock.moment(last, 23, 59)):
        services.submit(challenges.loser(), number=number)


def test_without_an_answer_one_complains_only_after_the_reply_period(world: World) -> None:
    result, _ = world
    other = people.actor(people.supplier(2))
    with clock.at(result.at):
        challenge = challenges.raised(result.number, other)
        number = complaints.drafted(challenge, other)
        with pytest.raises(RuleBroken, match="答复期限于"):
            services.submit(other, number=number)
    with clock.at(challenges.after(result.at, 10)):
        services.submit(other, number=number)


def test_who_did_not_challenge_cannot_complain(world: World) -> None:
    result, challenge = world
    with clock.at(result.at), pytest.raises(NotFound):
        complaints.drafted(challenge, people.actor(people.supplier(1)))


def test_a_point_that_was_not_challenged_is_refused_unless_the_reply_gave_rise_to_it(
    world: World,
) -> None:
    result, challenge = world
    with clock.at(result.at):
        new = PointIn(origin="9", matter="评委应当回避", facts="曾在中标供应商任职")
        number = complaints.drafted(challenge, points=[new])
        with pytest.raises(RuleBroken, match="没有经过质疑"):
            services.submit(challenges.loser(), number=number)
        form = complaints.content(points=[new.model_copy(update={"origin": "reply"})])
        services.edit(challenges.loser(), number=number, form=form)
        services.submit(challenges.loser(), number=number)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"request": ""}, "投诉请求"),
        ({"partners": "示例联合体成员公司"}, "共同署名"),
        ({"foreign_papers": "外文检测报告"}, "中文译本"),
        ({"agent": "示例代理人"}, "授权期限"),
    ],
)
def test_what_a_complaint_lacks_is_told_before_it_is_handed_in(
    world: World, changes: dict[str, str], told: str
) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.drafted(challenge, **changes)
        checks = selectors.complaint_seen(people.supplier(3), number).checks
        assert any(told in check.message for check in checks if check.blocks)
        with pytest.raises(RuleBroken, match=told):
            services.submit(challenges.loser(), number=number)


def test_until_copies_go_out_only_the_complainant_and_finance_know(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        draft = complaints.drafted(challenge)
        assert seen_by(result.number) == set()
        services.submit(challenges.loser(), number=draft)
        services.accept(complaints.finance(), number=draft)
        assert seen_by(result.number) == {"finance"}
        services.serve(complaints.finance(), number=draft)
        assert seen_by(result.number) == {"finance", "buyer", "agency"}


def seen_by(number: str) -> set[str]:
    """Name who but the complainant sees a complaint of the project."""
    return {who for who, v in people.everyone().items() if selectors.complaints_of(v, number)}


def test_copies_go_to_respondents_and_the_winner_but_to_no_other_bidder(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        complaints.examining(challenge)
        winner = award_seen(people.agency(), result.number, 1).supplier_id
        asked = {
            viewer.organisation
            for viewer in (*map(people.supplier, (1, 2, 3)), people.agency(), people.buyer())
            if selectors.my_statements(viewer)
        }
        assert asked == {winner, people.agency().organisation, people.buyer().organisation}
        duties = [d.title for d in duty_list(people.agency())]
        assert "对投诉作出书面说明" in duties


def test_correction_is_asked_once_and_its_time_is_left_out(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.received(challenge)
        plain = selectors.complaint_seen(people.finance(), number).decision_due
        until = clock.today() + timedelta(days=5)
        form = CorrectionIn(reason="请补充授权委托书", until=until)
        services.ask_correction(complaints.finance(), number=number, form=form)
    with clock.at(challenges.after(result.at, 2)):
        services.correct(challenges.loser(), number=number)
        with pytest.raises(RuleBroken, match="已经通知过一次补正"):
            services.ask_correction(complaints.finance(), number=number, form=form)
        later = selectors.complaint_seen(people.finance(), number).decision_due
        assert plain
        assert later
        assert later.date > plain.date


def test_refused_and_transferred_complaints_end_with_a_reason(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.received(challenge)
        form = ReasonIn(reason="不属于政府采购监督管理事项")
        services.refuse(complaints.finance(), number=number, form=form)
        sheet = selectors.complaint_seen(people.supplier(3), number)
        assert (sheet.line.state, sheet.ended_reason) == ("refused", form.reason)
        with pytest.raises(WrongState):
            services.accept(complaints.finance(), number=number)
        services.transfer(complaints.finance(), number=complaints.received(challenge), form=form)


def test_another_regions_finance_can_do_nothing(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.received(challenge)
        with pytest.raises(NotFound):
            services.accept(people.actor(people.finance("370202")), number=number)
        above = people.actor(people.finance("370100", "city"))
        with pytest.raises(NotAllowed, match="其他单位"):
            services.accept(above, number=number)


def test_a_pause_stops_the_trades_buttons_with_the_reason_and_resuming_frees_them(
    world: World,
) -> None:
    result, challenge = world
    with clock.at(result.at):
        draft = contract.drafted(contract.Awarded(result.number, 1, result.at))
        number = complaints.examining(challenge)
        complaints.paused(number)
        with pytest.raises(RuleBroken, match="暂停采购活动") as held:
            contracts.propose(contract.buyer(), number=draft)
        assert held.value.verdicts[0].rule == "GP-CMP-07"
        assert "政府采购法/57" in held.value.verdicts[0].cites
        propose = next(o for o in contract.sheet(draft).offers if o.step.name == "propose")
        assert not propose.open
        services.resume(complaints.finance(), number=number)
        contracts.propose(contract.buyer(), number=draft)


def test_a_pause_ends_by_itself_and_pauses_are_added_up_to_thirty_days(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        with pytest.raises(RuleBroken, match="暂停最长到"):
            complaints.paused(number, days=31)
        complaints.paused(number, days=20)
        until = clock.today() + timedelta(days=20)
    with clock.at(clock.moment(until, 23, 59)):
        assert jobs.watch_complaints(clock.now()) == 3, "three statements are waived meanwhile"
    with clock.at(clock.moment(until + timedelta(days=1), 9)):
        assert jobs.watch_complaints(clock.now()) == 1
        sheet = selectors.complaint_seen(people.finance(), number)
        assert not sheet.line.paused
        assert sheet.pause_days_left == 9
        with pytest.raises(RuleBroken):
            complaints.paused(number)
        complaints.paused(number, days=9)


def test_silence_of_five_workdays_waives_the_statement(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        complaints.stated(challenges.agency())
        due = selectors.my_statements(people.buyer())[0].line.due_at
        assert due
    with clock.at(due - timedelta(seconds=1)):
        assert jobs.watch_complaints(clock.now()) == 0
    with clock.at(due):
        assert jobs.watch_complaints(clock.now()) == 2
        found = selectors.complaint_seen(people.finance(), number).statements
        assert {one.state for one in found} == {"stated", "waived"}


def test_evidence_is_exchanged_and_a_secret_is_not(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        plain = EvidenceIn(text="业绩合同扫描件")
        services.submit_evidence(
            challenges.agency(), number=number, form=plain, uploads=[challenges.upload()]
        )
        with pytest.raises(InvalidInput, match="理由"):
            services.submit_evidence(
                challenges.agency(), number=number, form=EvidenceIn(text="成本表", secret=True)
            )
        secret = EvidenceIn(text="成本表", secret=True, secret_reason="商业秘密")
        services.submit_evidence(
            challenges.agency(), number=number, form=secret, uploads=[challenges.upload("密.pdf")]
        )
        read = {
            who: [e.text for e in selectors.complaint_seen(viewer, number).evidence]
            for who, viewer in (
                ("complainant", people.supplier(3)), ("agency", people.agency()),
                ("finance", people.finance()), ("buyer", people.buyer()),
            )
        }  # fmt: skip
        assert read["complainant"] == read["buyer"] == ["业绩合同扫描件"]
        assert read["agency"] == read["finance"] == ["业绩合同扫描件", "成本表"]
        hidden = selectors.complaint_seen(people.finance(), number).evidence[1].files[0].file_id
        selectors.complaint_file(people.finance(), number, hidden)
        with pytest.raises(NotFound):
            selectors.complaint_file(people.supplier(3), number, hidden)
