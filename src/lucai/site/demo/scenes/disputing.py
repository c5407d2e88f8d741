"""A loser challenges the result, complains of the answer, and finance decides."""

from __future__ import annotations

from collections.abc import Generator

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.challenges import Outcome, Remedy
from lucai.oversight.complaints import services as complaints
from lucai.oversight.complaints.schemas import (
    ComplaintIn,
    DecisionIn,
    FulfilmentIn,
    Ground,
    PauseIn,
    ReasonIn,
    Ruling,
    StatementIn,
)
from lucai.oversight.complaints.selectors import my_statements, start_of
from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.scenes import appealing, rating
from lucai.site.demo.scenes.refunding import refund_bonds
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.challenges import services as challenges
from lucai.stages.trade.challenges.schemas import (
    About,
    AnswerIn,
    ChallengeIn,
    PointIn,
    ReplyIn,
)

DISPUTED = (Mishap.CHALLENGED, Mishap.COMPLAINED, Mishap.COMPLAINT_UPHELD)
POINT = PointIn(
    matter="中标供应商的业绩证明材料不符合招标文件的要求",
    facts="结果公告公示的业绩合同签订于招标文件要求的期限之前",
    law="财政部令第87号第五十一条",
)
ANSWER = AnswerIn(
    text="经核对投标文件和评审报告，业绩合同的签订和履行期限符合招标文件要求。",
    facts="评审报告符合性审查记录",
    law="财政部令第87号第五十一条",
)


def dispute(tale: Tale) -> Scene:
    """Raise what the plot says about the first lot's result, and complain of the answer."""
    if tale.goes_wrong(*DISPUTED):
        tale.challenge = yield from _challenge(tale)
    if tale.goes_wrong(Mishap.COMPLAINED):
        yield from _complain(tale)
    return True


def rescind(tale: Tale) -> Scene:
    """Complain after the contract was signed: what is upheld then ends the contract."""
    if not tale.goes_wrong(Mishap.COMPLAINT_UPHELD):
        return True
    yield from _complain(tale)
    return False


def _challenge(tale: Tale) -> Generator[Cue, None, str]:
    loser = _losers(tale)[0]
    yield Cue(after(clock.now(), workdays=2), "challenge.draft")
    form = ChallengeIn(
        about=About.RESULT, lots=tale.lots[:1], points=[POINT],
        request="请求重新审查中标供应商的业绩，并书面答复。",
        contact="示例联系人", phone="0531-00000000", address="山东省济南市示例路 8 号",
    )  # fmt: skip
    number = challenges.draft(loser, project_number=tale.project, form=form)
    yield Cue(after(clock.now(), minutes=40), "challenge.submit")
    challenges.submit(loser, number=number)
    yield Cue(after(clock.now(), workdays=4), "challenge.answer")
    rating.give_activity(tale)
    reply = ReplyIn(answers=[ANSWER], outcome=Outcome.UNFOUNDED, panel_asked=True, no_secrets=True)
    challenges.answer(tale.agency, number=number, form=reply)
    return number


def _complain(tale: Tale) -> Scene:
    losers, challenge = _losers(tale), tale.challenge
    loser = losers[0]
    yield Cue(after(clock.now(), workdays=5), "complaint.draft")
    start = start_of(loser.viewer, challenge)
    form = ComplaintIn(**start, request="请求认定中标结果无效。")
    number = complaints.draft(loser, challenge_number=challenge, form=form)
    yield Cue(after(clock.now(), minutes=30), "complaint.submit")
    complaints.submit(loser, number=number)
    yield Cue(after(clock.now(), workdays=2), "complaint.accept")
    complaints.accept(tale.finance, number=number)
    yield Cue(after(clock.now(), workdays=1), "complaint.serve")
    complaints.serve(tale.finance, number=number)
    yield Cue(after(clock.now(), minutes=30), "complaint.pause")
    until = after(clock.now(), days=27).date()
    pause = PauseIn(until=until, reason="投诉事项可能影响中标结果，防止损害扩大")
    complaints.pause(tale.finance, number=number, form=pause)
    yield Cue(after(clock.now(), workdays=3), "complaint.state")
    _state(tale)
    yield Cue(after(clock.now(), workdays=5), "complaint.draft_ruling")
    yield from _decide(tale, number)
    yield Cue(after(clock.now(), workdays=2), "complaint.publish")
    complaints.publish(tale.finance, number=number)
    if tale.goes_wrong(Mishap.COMPLAINT_UPHELD):
        yield Cue(after(clock.now(), workdays=2), "complaint.carry_out")
        done = FulfilmentIn(text="已按处理决定终止本包采购活动，修改采购文件后重新采购。")
        complaints.carry_out(tale.agency, number=number, form=done)
        refund_bonds(tale)
    return (yield from appealing.appeal(tale, number, losers))


def _decide(tale: Tale, number: str) -> Scene:
    """Draft the decision by one hand, have another send it back once, and approve it."""
    complaints.draft_ruling(tale.finance, number=number, form=_decision(tale))
    if tale.goes_wrong(Mishap.COMPLAINT_UPHELD):
        yield Cue(after(clock.now(), minutes=90), "complaint.return_ruling")
        why = ReasonIn(reason="请补充调取业绩合同原件的时间和经过，写明评审认定有误的具体内容。")
        complaints.return_ruling(tale.second_finance, number=number, form=why)
        yield Cue(after(clock.now(), minutes=120), "complaint.redraft_ruling")
        complaints.draft_ruling(tale.finance, number=number, form=_decision(tale))
    yield Cue(after(clock.now(), workdays=1), "complaint.decide")
    complaints.decide(tale.second_finance, number=number)
    return True


def _decision(tale: Tale) -> DecisionIn:
    if tale.goes_wrong(Mishap.COMPLAINT_UPHELD):
        return DecisionIn(
            ruling=Ruling.UPHELD, remedy=Remedy.RESCIND_RESTART,
            findings="经调取业绩合同原件，合同签订于招标文件要求的期限之前，评审认定有误。",
            basis="《政府采购质疑和投诉办法》（财政部令第94号）第三十二条",
            decision="投诉事项成立。撤销合同，责令重新开展采购活动。",
        )  # fmt: skip
    return DecisionIn(
        ruling=Ruling.REJECTED, ground=Ground.UNFOUNDED,
        findings="经审查投标文件、评审报告和业绩合同原件，中标供应商的业绩符合招标文件要求。",
        basis="《政府采购质疑和投诉办法》（财政部令第94号）第二十九条第（二）项",
        decision="投诉事项缺乏事实依据，投诉不成立，驳回投诉。",
    )  # fmt: skip


def _state(tale: Tale) -> None:
    """Agency, buyer and winner say what they have to say."""
    text = StatementIn(text="评审依法依规进行，中标供应商的业绩经评标委员会审查合格，请予审查。")
    silent = tale.goes_wrong(Mishap.COMPLAINT_UPHELD)
    parties = [tale.agency, *([] if silent else [tale.clerk]), *map(tale.supplier, tale.present)]
    for party in parties:
        for sheet in my_statements(party.viewer):
            if sheet.project_number == tale.project and sheet.line.state == "waiting":
                complaints.state(party, pk=sheet.pk, form=text)


def _losers(tale: Tale) -> list[Actor]:
    """Return the bidders that did not win, in the same order at every act."""
    award = award_seen(tale.agency.viewer, tale.project, tale.lots[0])
    winners = {one.supplier_id for one in award.letters if one.kind == "award"}
    bidders = [tale.supplier(number) for number in tale.present]
    return [actor for actor in bidders if actor.viewer.organisation not in winners]
