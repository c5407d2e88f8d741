"""中标通知书 and 未中标通知 as papers."""

from __future__ import annotations

from lucai.kernel import clock, money
from lucai.law.methods import say
from lucai.law.parameters import parameter
from lucai.platform.documents.shapes import AwardLetter, Fact, LosingNotice
from lucai.platform.signatures.papers import official
from lucai.platform.web.jinja import day
from lucai.stages.trade.awards.selectors import AwardSheet, LetterLine

OPEN = "open"


def letter_paper(letter: LetterLine, award: AwardSheet) -> bytes:
    """Return a letter as PDF, signed."""
    if letter.kind == "award":
        return official(
            "award_letter",
            _award(letter, award),
            moment=letter.issued_at,
            wording=wording_of(award),
        )
    return official(
        "losing_notice", _losing(letter, award), moment=letter.issued_at, wording=wording_of(award)
    )


def wording_of(award: AwardSheet) -> str:
    """Return the method in whose words a letter speaks; empty for the open tender's."""
    return "" if award.method == OPEN else award.method


def _award(letter: LetterLine, award: AwardSheet) -> AwardLetter:
    until = f"于 {day(letter.contract_until)} 前" if letter.contract_until else "在法定期限内"
    return AwardLetter(
        title=say(award.method, "中标通知书"),
        project_number=award.project_number,
        project_name=award.title,
        issuer=award.agency_name,
        date=day(letter.issued_at),
        letterhead=award.agency_name,
        document_number=letter.number,
        recipient=letter.supplier_name,
        opening_words=(
            f"{award.buyer_name}的{_project(award)}"
            + say(award.method, "已完成评标和定标，贵单位被确定为中标供应商。"),
        ),
        facts=(
            Fact("采购包", f"包 {award.lot_number} {award.lot_name}"),
            Fact(say(award.method, "中标金额"), f"{money.yuan(letter.amount or 0)} 元"),
            Fact("金额大写", money.capitals(letter.amount or 0)),
            Fact("采购人", award.buyer_name),
        ),
        closing_words=(
            f"请贵单位{until}"
            + say(award.method, "与采购人按照招标文件和投标文件签订政府采购合同。"),
            say(
                award.method,
                "本通知书发出后，采购人改变中标结果或者中标供应商放弃中标的，依法承担法律责任。",
            ),
        ),
    )


def _losing(letter: LetterLine, award: AwardSheet) -> LosingNotice:
    facts = [
        Fact("采购包", f"包 {award.lot_number} {award.lot_name}"),
        Fact(say(award.method, "中标供应商"), award.supplier_name),
        Fact(say(award.method, "中标金额"), f"{money.yuan(award.amount or 0)} 元"),
    ]
    if letter.total_text:
        facts.append(Fact("贵单位评审总得分", f"{letter.total_text} 分"))
    if letter.rank:
        facts.append(Fact("贵单位排名", f"第 {letter.rank} 名"))
    return LosingNotice(
        title=say(award.method, "未中标通知"),
        project_number=award.project_number,
        project_name=award.title,
        issuer=award.agency_name,
        date=day(letter.issued_at),
        letterhead=award.agency_name,
        document_number=letter.number,
        recipient=letter.supplier_name,
        opening_words=(
            f"感谢贵单位参加{_project(award)}"
            + say(award.method, "的投标。经评标和定标，贵单位未中标，现告知如下："),
        ),
        facts=tuple(facts),
        reasons=(letter.reason,),
        closing_words=(_rights(letter),),
    )


def _rights(letter: LetterLine) -> str:
    days = parameter("GP-QST-02", on=letter.issued_at.astimezone(clock.BEIJING).date()).value
    return (
        "贵单位如认为采购结果使自己的权益受到损害，可以在知道或者应当知道其权益受到损害之日起"
        f"{days}个工作日内，以书面形式向采购人或者采购代理机构提出质疑。"
    )


def _project(award: AwardSheet) -> str:
    return f"“{award.title}”项目（项目编号：{award.project_number}）包 {award.lot_number} "
