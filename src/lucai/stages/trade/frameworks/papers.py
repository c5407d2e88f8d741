"""The framework agreement with one supplier as a paper."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.platform.access.selectors import OrganisationCard, organisations
from lucai.platform.documents import render
from lucai.platform.documents.shapes import ContractParty, Fact, FrameworkAgreement, Section
from lucai.platform.signatures.papers import official
from lucai.platform.web.jinja import day
from lucai.stages.trade.frameworks.lifecycle import MEMBER
from lucai.stages.trade.frameworks.selectors import FrameworkSheet, MemberCard

PREAMBLE = (
    "根据《中华人民共和国政府采购法》和《政府采购框架协议采购方式管理暂行办法》（财政部令第110号），"
    "征集人与入围供应商就框架协议的有关事项约定如下。"
)
DEEMED = "入围结果公告视为签订"
"""What stands for a signature where who joins an open framework signs nothing (110号令 art 29)."""


def agreement_pdf(viewer: Viewer, sheet: FrameworkSheet, member: MemberCard) -> bytes:
    """Return the agreement as PDF: sealed by both once both have signed, before that a draft.

    Who was taken into an open framework has signed nothing: the seal of who called stands alone.
    """
    card, content = sheet.card, agreement(viewer, sheet, member)
    if not member.signed_at:
        return render("framework_agreement", content, moment=member.admitted_at)
    issuers = [card.organiser_name]
    issuers += [member.supplier_name] if member.signed_by_supplier_at else []
    return official(
        "framework_agreement",
        content,
        moment=member.signed_at,
        issuers=tuple(issuers),
        life=(MEMBER.of, member.key),
    )


def agreement(viewer: Viewer, sheet: FrameworkSheet, member: MemberCard) -> FrameworkAgreement:
    """Return the data of the paper."""
    card = sheet.card
    found = organisations(viewer, [card.organiser_id, member.supplier_id])
    signed = member.signed_by_supplier_at
    supplier = _day(signed) if signed or not member.signed_at else DEEMED
    return FrameworkAgreement(
        title="框架协议" if member.signed_at else "框架协议（尚未签订）",
        project_number=card.number,
        project_name=card.title,
        issuer=card.organiser_name,
        date=_day(member.signed_at),
        agreement_number=member.key,
        organiser=_party(found[card.organiser_id], _day(member.signed_at)),
        supplier=_party(found[member.supplier_id], supplier),
        term=f"{day(card.starts_on)} 至 {day(card.ends_on)}",
        preamble=(PREAMBLE,),
        clauses=_clauses(sheet, member),
    )


def _clauses(sheet: FrameworkSheet, member: MemberCard) -> tuple[Section, ...]:
    terms = sheet.terms
    written = (
        ("采购需求", terms.get("demand", "")),
        ("适用范围", terms.get("users", "")),
        ("付款", terms.get("payment", "")),
        ("轮候顺序规则", terms.get("rotation", "")),
        ("升级换代、清退和补充", terms.get("upkeep", "")),
    )
    texts = (Section(heading=head, paragraphs=(text,)) for head, text in written if text)
    return (_object(sheet, member), _second_stage(sheet), *texts, _effect(sheet))


def _object(sheet: FrameworkSheet, member: MemberCard) -> Section:
    package = next(one for one in sheet.packages if one.number == member.package_number)
    content = member.content
    rows = (
        ("采购包", f"{package.number} {package.name}"),
        ("品目", package.category),
        ("产品或者服务", member.product),
        ("规格或者标准", str(content.get("specification", ""))),
        ("协议单价", f"{money.yuan(member.price)} 元/{package.unit}"),
        ("最高限制单价", f"{money.yuan(package.ceiling)} 元/{package.unit}"),
        ("入围顺序", str(member.order)),
        ("履行地域", str(content.get("area", ""))),
    )
    facts = tuple(Fact(label, value) for label, value in rows if value)
    return Section(heading="标的和协议价格", rows=facts, paragraphs=(package.requirement,))


def _second_stage(sheet: FrameworkSheet) -> Section:
    card = sheet.card
    hours = f"每次竞价不少于 {card.quote_hours} 小时。" if card.way == "bidding" else ""
    text = f"采购人以{card.way_label}方式确定第二阶段成交供应商。{hours}"
    return Section(heading="第二阶段成交供应商的确定", paragraphs=(text,))


def _effect(sheet: FrameworkSheet) -> Section:
    card = sheet.card
    text = (
        f"本协议有效期自 {day(card.starts_on)} 至 {day(card.ends_on)}。"
        "有效期内，乙方以不高于协议单价的价格接受采购人授予的合同。"
    )
    return Section(heading="有效期和效力", paragraphs=(text,))


def _party(organisation: OrganisationCard, signed: str) -> ContractParty:
    return ContractParty(
        name=organisation.name,
        uscc=organisation.uscc,
        address=organisation.address,
        representative="",
        phone=organisation.phone,
        signed_at=signed,
    )


def _day(moment: datetime | None) -> str:
    """Write a day as official papers do: 2026 年 7 月 1 日."""
    if moment is None:
        return ""
    on = moment.astimezone(clock.BEIJING).date()
    return f"{on.year} 年 {on.month} 月 {on.day} 日"
