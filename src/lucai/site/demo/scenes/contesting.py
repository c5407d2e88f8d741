"""A framework is asked about, challenged and complained of; it rests until the complaint is rejected."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.challenges import Outcome
from lucai.oversight.complaints import services as complaints
from lucai.oversight.complaints.schemas import (
    ComplaintIn,
    DecisionIn,
    Ground,
    PauseIn,
    Ruling,
    StatementIn,
)
from lucai.oversight.complaints.selectors import my_statements, start_of
from lucai.site.demo import centre
from lucai.site.demo.people import HOME, Cast
from lucai.site.demo.timeline import Cue, Play, after
from lucai.stages.trade.challenges import services as challenges
from lucai.stages.trade.challenges.schemas import (
    About,
    AnswerIn,
    ChallengeIn,
    PointIn,
    ReplyIn,
)
from lucai.stages.trade.frameworks import services as frameworks
from lucai.stages.trade.frameworks.schemas import AnswerIn as ToldIn
from lucai.stages.trade.frameworks.schemas import EnquiryIn
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_list

QUESTION = EnquiryIn(question="入围以后增加送货网点，是否需要重新签订框架协议？")
ANSWER = ToldIn(answer="不需要，送货网点在框架协议页更新后告知采购人即可。")
POINT = PointIn(
    matter="评审没有考虑本单位产品的环保认证", facts="响应文件附有环保认证证书",
    law="财政部令第94号第十条",
)  # fmt: skip
REPLY = AnswerIn(
    text="征集文件规定按价格优先法评审，环保认证是资格条件，不是评分因素。",
    facts="征集文件第三章、评审报告", law="财政部令第110号第二十五条",
)  # fmt: skip
REST = 15
"""Days for which the framework is paused at most; the decision ends it earlier."""


def contest(cast: Cast, number: str, loser: int) -> Play:
    """Let the one that was eliminated ask, challenge and complain of the admissions."""
    firm, organiser = cast.actor(f"supplier{loser}"), cast.actor(centre.LOGIN)
    finance, second = cast.actor(f"finance{HOME}"), cast.actor(f"finance{HOME}.review")
    yield Cue(after(clock.now(), workdays=1), "contest.challenge")
    frameworks.ask(firm, number=number, form=QUESTION)
    challenge = _challenged(firm, number)
    yield Cue(after(clock.now(), workdays=2), "contest.answer")
    (asked,) = enquiry_list(organiser.viewer, number)
    frameworks.answer(organiser, number=number, enquiry=asked.pk, form=ANSWER)
    reply = ReplyIn(answers=[REPLY], outcome=Outcome.UNFOUNDED, panel_asked=True, no_secrets=True)
    challenges.answer(organiser, number=challenge, form=reply)
    yield Cue(after(clock.now(), workdays=1), "contest.complain")
    complaint = _complained(firm, challenge)
    yield Cue(after(clock.now(), workdays=1), "contest.accept")
    _paused(finance, complaint)
    yield Cue(after(clock.now(), workdays=2), "contest.state")
    _stated(organiser, complaint)
    yield Cue(after(clock.now(), workdays=3), "contest.decide")
    complaints.draft_ruling(finance, number=complaint, form=_rejected())
    complaints.decide(second, number=complaint)
    complaints.publish(finance, number=complaint)


def _challenged(firm: Actor, number: str) -> str:
    form = ChallengeIn(
        about=About.RESULT, lots=[1], points=[POINT], request="请求重新评审。", contact="示例联系人",
        phone="0531-00000000", address="山东省济南市示例路 9 号",
    )  # fmt: skip
    made = challenges.draft(firm, project_number=number, form=form)
    challenges.submit(firm, number=made)
    return made


def _complained(firm: Actor, challenge: str) -> str:
    form = ComplaintIn(**start_of(firm.viewer, challenge), request="请求认定入围结果无效。")
    made = complaints.draft(firm, challenge_number=challenge, form=form)
    complaints.submit(firm, number=made)
    return made


def _paused(finance: Actor, complaint: str) -> None:
    complaints.accept(finance, number=complaint)
    complaints.serve(finance, number=complaint)
    until = clock.today() + timedelta(days=REST)
    form = PauseIn(until=until, reason="入围结果可能改变，暂停按框架协议下单")
    complaints.pause(finance, number=complaint, form=form)


def _stated(organiser: Actor, complaint: str) -> None:
    text = StatementIn(text="评审按征集文件规定的价格优先法进行，请予驳回。")
    for sheet in my_statements(organiser.viewer):
        if sheet.number == complaint:
            complaints.state(organiser, pk=sheet.pk, form=text)


def _rejected() -> DecisionIn:
    return DecisionIn(
        ruling=Ruling.REJECTED, ground=Ground.UNFOUNDED,
        findings="经审查征集文件、响应文件和评审报告，评审方法与征集文件一致。",
        basis="《政府采购质疑和投诉办法》（财政部令第94号）第二十九条",
        decision="投诉事项缺乏事实依据，驳回投诉。",
    )  # fmt: skip
