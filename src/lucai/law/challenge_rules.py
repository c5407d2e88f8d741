"""Rules of 质疑: who may, until when, once, complete; and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.award_rules import in_time
from lucai.law.calendar import beijing_day
from lucai.law.challenges import (
    CHANGES_RESULT,
    DOCUMENT,
    RESULT,
    Outcome,
    lawful_outcomes,
    question_window,
)
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeFacts:
    """A challenge about to be raised, or under way; days not yet come are None.

    ``known_on`` is the day the document was obtained, the step of the process ended, or the
    result was announced; ``part`` names what taking part means; ``enough_left`` whether enough qualified remain for another winner.
    """

    about: str = DOCUMENT
    known_on: date | None = None
    notice_until: date | None = None
    took_part: bool = True
    part: str = "参加这一包的投标"
    missing: tuple[str, ...] = ()
    raised_before: int = 0
    one_off: bool = False
    absent_partners: tuple[str, ...] = ()
    received_on: date | None = None
    completion_asked: bool = False
    reply_missing: tuple[str, ...] = ()
    outcome: Outcome | None = None
    bidding_open: bool = False
    enough_left: bool = False
    result_announced: bool = False
    panel_asked: bool = True
    reported_to_finance: bool = False
    contract_binds: bool = False


@rule("GP-QST-02")
def challenger_took_part(facts: ChallengeFacts, at: datetime) -> Finding:
    """提出质疑的供应商应当参与了所质疑的采购活动；对采购文件质疑的，应当已依法获取采购文件。"""
    del at
    needed = "依法获取采购文件" if facts.about == DOCUMENT else facts.part
    return Finding(facts.took_part, f"只有{needed}的供应商可以提出这项质疑。有疑问可以提出询问。")


@rule("GP-QST-02")
def challenge_is_raised_in_time(facts: ChallengeFacts, at: datetime) -> Finding:
    """供应商应当在知道或者应知其权益受到损害之日起七个工作日内提出质疑。"""
    if facts.known_on is None:
        return Finding(False, _nothing_yet(facts.about))
    last = question_window(facts.about, known_on=facts.known_on, notice_until=facts.notice_until)
    return Finding(
        last.allows(beijing_day(at)),
        f"质疑期限已于{last.date.isoformat()}届满。",
        last.calculation,
    )


@rule("GP-QST-03")
def challenge_is_complete(facts: ChallengeFacts, at: datetime) -> Finding:
    """质疑函应当载明供应商信息、项目、质疑事项和请求、事实依据、法律依据和日期并签署。"""
    del at
    return Finding(not facts.missing, f"质疑函还缺少：{listed(facts.missing)}。")


@rule("GP-QST-04", severity="block")
def challenge_is_raised_once(facts: ChallengeFacts, at: datetime) -> Finding:
    """采购文件要求一次性提出的，对同一采购程序环节的质疑应当在法定质疑期内一次性提出。"""
    del at
    again = facts.one_off and facts.raised_before > 0
    return Finding(not again, "贵单位对同一采购程序环节已经提出过质疑，采购文件要求一次性提出。")


@rule("GP-CMP-15")
def partners_challenge_together(facts: ChallengeFacts, at: datetime) -> Finding:
    """以联合体参加采购的，质疑应当由组成联合体的所有供应商共同提出。"""
    del at
    absent = facts.absent_partners
    return Finding(not absent, f"联合体成员{listed(absent)}还没有共同署名。")


@rule("GP-QST-05", severity="warn")
def challenge_is_answered_in_time(facts: ChallengeFacts, at: datetime) -> Finding:
    """采购人、采购代理机构应当在收到质疑函后七个工作日内作出答复。"""
    return in_time("GP-QST-05", facts.received_on, beijing_day(at), "value", "作出书面答复")


@rule("GP-QST-05")
def completion_is_asked_once(facts: ChallengeFacts, at: datetime) -> Finding:
    """不得拒收质疑函；需要补正的，应当一次性告知。"""
    del at
    return Finding(
        not facts.completion_asked, "已经要求过一次补正，不得再次要求，应当就现有材料作出答复。"
    )


@rule("GP-QST-05")
def reply_is_complete(facts: ChallengeFacts, at: datetime) -> Finding:
    """质疑答复应当逐项答复，载明事实依据和法律依据，告知投诉的权利，不得涉及商业秘密。"""
    del at
    return Finding(not facts.reply_missing, f"质疑答复还缺少：{listed(facts.reply_missing)}。")


@rule("GP-QST-06")
def outcome_fits_the_stage(facts: ChallengeFacts, at: datetime) -> Finding:
    """质疑成立的，按所处阶段修改采购文件、另行确定供应商或者重新开展采购活动。"""
    del at
    if facts.outcome is None:
        return Finding(True)
    lawful = lawful_outcomes(
        facts.about, bidding_open=facts.bidding_open, enough_left=facts.enough_left
    )
    ways = "；".join(outcome.label for outcome in lawful)
    return Finding(facts.outcome in lawful, f"按现在的阶段只能选择：{ways}。")


@rule("GP-QST-06")
def changed_result_is_reported(facts: ChallengeFacts, at: datetime) -> Finding:
    """质疑答复导致中标、成交结果改变的，应当将有关情况书面报告本级财政部门。"""
    del at
    changed = facts.result_announced and facts.outcome in CHANGES_RESULT
    return Finding(
        not changed or facts.reported_to_finance, "采购结果因此改变，请写明报告财政部门的内容。"
    )


@rule("GP-QST-06", cites=("财政部令第94号/16", "政府采购法/50", "财政部令第94号/32"))
def binding_contract_is_left_to_finance(facts: ChallengeFacts, at: datetime) -> Finding:
    """质疑成立、结果应当改变的，合同签订以前由采购人、采购代理机构落实；已经签订的报告财政部门处理。"""
    del at
    return Finding(
        not facts.contract_binds,
        "合同已经签订，采购人、采购代理机构不能自行撤销，请书面报告本级财政部门。",
    )


@rule("GP-QST-06", cites=("财政部令第94号/16", "政府采购法/50", "财政部令第94号/32"))
def only_a_binding_contract_is_reported(facts: ChallengeFacts, at: datetime) -> Finding:
    """质疑成立、结果应当改变而合同已经签订的，采购人、采购代理机构书面报告本级财政部门处理。"""
    del at
    return Finding(facts.contract_binds, "合同还没有签订，请直接落实质疑答复。")


@rule("GP-QST-07", severity="warn")
def panel_helps_to_answer(facts: ChallengeFacts, at: datetime) -> Finding:
    """对评审过程、中标结果提出的质疑，可以组织原评审委员会协助答复，原成员应当配合。"""
    del at
    return Finding(
        facts.panel_asked or facts.about != RESULT,
        "没有组织原评审委员会协助，请确认不需要其说明评审情况。",
    )


def _nothing_yet(about: str) -> str:
    if about == DOCUMENT:
        return "还没有获取采购文件，质疑期限没有起算。"
    return "采购结果还没有公告。" if about == RESULT else "请写明所质疑的采购程序环节结束的日期。"
