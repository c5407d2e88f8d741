"""Holders of a document challenge it, one a way; some complain of the answer."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.challenges import Outcome, Remedy
from lucai.oversight.complaints import services as complaints
from lucai.oversight.complaints.schemas import (
    ComplaintIn,
    CorrectionIn,
    DecisionIn,
    ReasonIn,
    Ruling,
)
from lucai.oversight.complaints.selectors import start_of
from lucai.site.demo.plots import Mishap, Tale
from lucai.site.demo.scenes import appealing
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.trade.challenges import services as challenges
from lucai.stages.trade.challenges.schemas import (
    About,
    AnswerIn,
    ChallengeIn,
    CompletionIn,
    PointIn,
    RemedyIn,
    ReplyIn,
)
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import ClarificationIn
from lucai.stages.trade.downloads.services import obtain_document

PATIENCE = 7
"""Days to correct a complaint in."""

POINT = PointIn(
    matter="技术参数指向特定品牌，限制其他供应商参加",
    facts="第三章第 2 条所列尺寸和接口只有一个品牌满足",
    law="政府采购法实施条例第二十条",
)
ANSWER = AnswerIn(
    text="参数依据需求调查确定，市场上有三个以上品牌满足。",
    facts="需求调查报告", law="财库〔2021〕22号",
)  # fmt: skip
WHY = ReasonIn(reason="投诉事项不属于本部门管辖，请向有管辖权的部门提起。")
CHALLENGES = ("draft", "discarded", "withdrawn", "completing", "remedying", "remedied")
"""How far those challenges come of which nobody complains."""
COMPLAINTS = (
    "draft", "discarded", "withdrawn", "correcting", "accepted", "examining", "refused",
    "transferred", "decided", "published",
)  # fmt: skip
"""How far the complaints come, one of each supplier."""
FIRST = 60
"""Suppliers from this number on only read the document and do not bid."""


def object_to_document(tale: Tale) -> Scene:
    """Let many holders of one document challenge it, each to a different end."""
    if not tale.goes_wrong(Mishap.DOCUMENT_DISPUTED):
        return True
    alone = {way: tale.supplier(FIRST + n) for n, way in enumerate(CHALLENGES)}
    others = {way: tale.supplier(FIRST + 10 + n) for n, way in enumerate(COMPLAINTS)}
    yield Cue(after(clock.now(), minutes=30), "objection.obtain")
    for who in (*alone.values(), *others.values()):
        obtain_document(who, project_number=tale.project)
    yield Cue(after(clock.now(), workdays=1), "objection.challenge")
    raised = {way: _raise(tale, who, way) for way, who in alone.items()}
    disputed = {way: _raise(tale, who, "") for way, who in others.items()}
    yield Cue(after(clock.now(), workdays=2), "objection.answer")
    _answer_alone(tale, alone, raised)
    for number in disputed.values():
        challenges.answer(tale.agency, number=number, form=_reply(Outcome.UNFOUNDED))
    yield Cue(after(clock.now(), workdays=1), "objection.complain")
    made = {way: _complain(others[way], way, number) for way, number in disputed.items()}
    yield Cue(after(clock.now(), workdays=1), "objection.examine")
    _examine(tale, others["withdrawn"], made)
    yield from appealing.appeal_about_document(tale, made)
    yield Cue(after(clock.now(), workdays=1), "objection.serve")
    complaints.serve(tale.finance, number=made["examining"])
    return True


def _raise(tale: Tale, who: Actor, way: str) -> str:
    form = ChallengeIn(
        about=About.DOCUMENT, points=[POINT], request="请求修改该项技术参数。",
        contact="示例联系人", phone="0531-00000000", address="山东省济南市示例路 9 号",
    )  # fmt: skip
    number = challenges.draft(who, project_number=tale.project, form=form)
    if way == "discarded":
        challenges.discard(who, number=number)
    elif way != "draft":
        challenges.submit(who, number=number)
    return number


def _answer_alone(tale: Tale, alone: dict[str, Actor], raised: dict[str, str]) -> None:
    challenges.withdraw(alone["withdrawn"], number=raised["withdrawn"])
    ask = CompletionIn(reason="请补充授权委托书，并写明授权期限。")
    challenges.ask_completion(tale.agency, number=raised["completing"], form=ask)
    for way in ("remedying", "remedied"):
        challenges.answer(tale.agency, number=raised[way], form=_reply(Outcome.AMEND))
    text = ClarificationIn(text="接口数量不作限制，满足使用要求即可。")
    key = {"project_number": tale.project}
    place = documents.clarify(tale.agency, **key, content=text)
    documents.publish_clarification(tale.agency, **key, number=place)
    done = RemedyIn(text="已发布更正公告，修改该项技术参数。")
    challenges.remedy(tale.agency, number=raised["remedied"], form=done)


def _complain(who: Actor, way: str, challenge: str) -> str:
    form = ComplaintIn(**start_of(who.viewer, challenge), request="请求责令修改采购文件。")
    number = complaints.draft(who, challenge_number=challenge, form=form)
    if way == "discarded":
        complaints.discard(who, number=number)
    elif way != "draft":
        complaints.submit(who, number=number)
    return number


def _examine(tale: Tale, withdrawer: Actor, made: dict[str, str]) -> None:
    finance = tale.finance
    complaints.withdraw(withdrawer, number=made["withdrawn"])
    until = clock.today() + timedelta(days=PATIENCE)
    ask = CorrectionIn(reason="请补充法定代表人身份证明。", until=until)
    complaints.ask_correction(finance, number=made["correcting"], form=ask)
    complaints.refuse(finance, number=made["refused"], form=WHY)
    complaints.transfer(finance, number=made["transferred"], form=WHY)
    for way in ("accepted", "examining", "decided", "published"):
        complaints.accept(finance, number=made[way])
    for way in ("decided", "published"):
        complaints.serve(finance, number=made[way])
    for way in ("decided", "published"):
        complaints.draft_ruling(finance, number=made[way], form=_decision())
        complaints.decide(tale.second_finance, number=made[way])
    complaints.publish(finance, number=made["published"])


def _decision() -> DecisionIn:
    return DecisionIn(
        ruling=Ruling.UPHELD, remedy=Remedy.RESTART,
        findings="经审查采购文件和市场调查材料，该项参数只有一个品牌满足。",
        basis="《政府采购质疑和投诉办法》（财政部令第94号）第三十一条",
        decision="投诉事项成立，责令修改采购文件后重新开展采购活动。",
    )  # fmt: skip


def _reply(outcome: Outcome) -> ReplyIn:
    return ReplyIn(answers=[ANSWER], outcome=outcome, panel_asked=False, no_secrets=True)
