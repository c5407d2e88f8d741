"""What stands in the place of a blank's 〔…〕 words in one project."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel import clock, money
from lucai.kernel.actors import PUBLIC
from lucai.law.methods import say
from lucai.law.parameters import parameter, status
from lucai.law.status import Status
from lucai.platform.access.selectors import organisation
from lucai.stages.trade.commissions.selectors import fee_of
from lucai.stages.trade.documents.blanks import filled_text
from lucai.stages.trade.documents.cards import DocumentCard
from lucai.stages.trade.documents.composing import optional_clauses
from lucai.stages.trade.documents.wording import TIE_RULES, percent
from lucai.stages.trade.projects.notices import contact_of
from lucai.stages.trade.projects.selectors import ProjectCard

UNSET = "（待填写）"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word → content."""

    values: dict[str, str]

    def fill(self, text: str) -> str:
        """Put the content into a clause."""
        return filled_text(text, self.values)


def tokens_of(card: DocumentCard, project: ProjectCard) -> Tokens:
    """Return a project's words; what is not filled in yet says so."""
    agency = organisation(PUBLIC, project.agency_id)
    return Tokens(
        {
            "项目名称": project.title,
            "项目编号": project.number,
            "采购人": project.buyer_name,
            "代理机构": project.agency_name,
            "投标截止时间": _deadline(card),
            "开标地点": card.opening_place or UNSET,
            "投标有效期": f"{card.validity_days} 日" if card.validity_days else UNSET,
            "投标保证金": _bonds(card),
            "联合体": say(card.method, _consortium(card)),
            "核心产品": f"核心产品：{card.core_product}。"
            if card.core_product
            else "单一产品采购。",
            "轮次": f"{card.rounds} 轮",
            "评审方法": card.evaluation_label,
            "并列规则": TIE_RULES[card.tie_rule],
            "小微扣除": _sme(card, project),
            "本国扣除": _domestic(card),
            "异常低价比例": say(card.method, _low(card)),
            "询问联系": f"{agency.name}，{contact_of(agency)}，{agency.address}",
            "代理费用": fee_of(PUBLIC, project.number),
            **_typed(card),
        }
    )


def _typed(card: DocumentCard) -> dict[str, str]:
    """Return what was typed into the blanks of the clauses that were taken in."""
    library, made = optional_clauses(), card.composition
    fields = (field for key in made.added if key in library for field in library[key].clause.fields)
    return {field.token: made.blanks.get(field.id) or UNSET for field in fields}


def _consortium(card: DocumentCard) -> str:
    return f"本项目{'' if card.consortium else '不'}接受联合体投标。"


def _deadline(card: DocumentCard) -> str:
    if not card.bid_deadline:
        return UNSET
    return f"{card.bid_deadline.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}（北京时间）"


def _bonds(card: DocumentCard) -> str:
    if not card.bid_security:
        return UNSET
    lines = [
        f"包 {lot}：{money.yuan(amount)} 元" if amount else f"包 {lot}：不要求交纳"
        for lot, amount in card.bid_security.items()
    ]
    return "；".join(lines) + "。"


def _sme(card: DocumentCard, project: ProjectCard) -> str:
    reserved = [f"包 {lot.number}" for lot in project.lots if lot.sme_reserved]
    parts = [f"{'、'.join(reserved)}专门面向中小企业采购，不执行价格扣除"] if reserved else []
    if len(reserved) < len(project.lots):
        rate = percent(card.sme_rate) if card.sme_rate is not None else UNSET
        parts.append(f"未预留的包对小型、微型企业的报价给予 {rate} 的价格扣除")
        if card.sme_joint_rate is not None:
            parts.append(
                "联合协议或者分包意向协议约定小微企业承担的合同份额达到百分之三十以上的，对联合体或者"
                f"投标人的报价给予 {percent(card.sme_joint_rate)} 的价格扣除"
            )
    return "；".join(parts)


def _domestic(card: DocumentCard) -> str:
    if not card.domestic_applies:
        return "本项目采购标的不在本国产品政策适用范围内"
    on = card.notice_on or clock.today()
    if status("GP-DOM-01", on) is not Status.APPLICABLE:
        return "本国产品价格扣除政策尚未施行，不执行价格扣除"
    rate = parameter("GP-DOM-01", on=on).value * 100
    return f"既有本国产品又有非本国产品参加竞争的，对本国产品的报价给予 {rate:.0f}% 的价格扣除"


def _low(card: DocumentCard) -> str:
    if not card.low_price_ratios:
        return "报价明显低于其他投标人、有可能影响产品质量或者不能诚信履约的，由评标委员会依法要求说明。"
    average, following, ceiling = map(percent, card.low_price_ratios)
    return (
        f"报价低于全部通过符合性审查投标人报价平均值的 {average}、低于次低报价的 {following}，"
        f"或者低于最高限价的 {ceiling} 的，启动异常低价审查。"
    )
