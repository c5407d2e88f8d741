"""The short contract as a paper: the framework's text with the order's figures."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.platform.access.selectors import OrganisationCard, organisations
from lucai.platform.documents import render
from lucai.platform.documents.shapes import Contract, ContractItem, ContractParty, Section
from lucai.platform.signatures.papers import official
from lucai.platform.web.jinja import day
from lucai.stages.contract.short_contracts.lifecycle import SHORT_CONTRACT
from lucai.stages.contract.short_contracts.selectors import ShortContractCard

PREAMBLE = (
    "根据《中华人民共和国政府采购法》《政府采购框架协议采购方式管理暂行办法》（财政部令第110号）和"
    "{title}（框架协议编号 {framework}），甲乙双方就订单 {order} 签订本合同。"
)
FIXED = "本合同为固定价格合同，价格、数量和双方当事人与订单一致，不得改动框架协议的实质性条款。"


def short_contract_pdf(viewer: Viewer, card: ShortContractCard) -> bytes:
    """Return the contract as PDF: sealed by both parties once the supplier has signed, else a draft."""
    content = short_contract(viewer, card)
    if not card.signed_at:
        return render("contract", content, moment=card.buyer_signed_at)
    parties = (card.buyer_name, card.supplier_name)
    life = (SHORT_CONTRACT.of, card.number)
    return official("contract", content, moment=card.signed_at, issuers=parties, life=life)


def short_contract(viewer: Viewer, card: ShortContractCard) -> Contract:
    """Return the data of the paper."""
    found = organisations(viewer, [card.buyer_id, card.supplier_id])
    preamble = PREAMBLE.format(
        title=card.framework_title, framework=card.framework_number, order=card.order_number
    )
    return Contract(
        title="简式合同" if card.signed_at else "简式合同（待乙方签订）",
        project_number=card.order_number,
        project_name=f"{card.framework_title}　{card.item}",
        issuer=card.buyer_name,
        date=_day(card.signed_at),
        contract_number=card.number,
        buyer=_party(found[card.buyer_id], card.buyer_signed_at),
        supplier=_party(found[card.supplier_id], card.signed_at),
        place=found[card.buyer_id].address,
        preamble=(preamble, FIXED),
        items=(_item(card),),
        total=money.yuan(card.amount),
        total_in_words=money.capitals(card.amount),
        clauses=_clauses(card),
    )


def _clauses(card: ShortContractCard) -> tuple[Section, ...]:
    written = (
        ("需求标准", card.terms["demand"]),
        ("具体要求", card.demand or "按框架协议。"),
        ("交付", f"乙方于 {day(card.deliver_by)} 前交付到{card.place}。"),
        ("付款", card.terms["payment"]),
        ("其他", "本合同未约定的事项，按框架协议和政府采购、合同法律制度执行。"),
    )
    return tuple(Section(heading=heading, paragraphs=(text,)) for heading, text in written)


def _item(card: ShortContractCard) -> ContractItem:
    return ContractItem(
        name=card.item,
        specification=card.specification,
        quantity=str(card.quantity),
        unit=card.unit,
        unit_price=money.yuan(card.unit_price),
        amount=money.yuan(card.amount),
    )


def _party(organisation: OrganisationCard, signed: datetime | None) -> ContractParty:
    return ContractParty(
        name=organisation.name,
        uscc=organisation.uscc,
        address=organisation.address,
        representative="",
        phone=organisation.phone,
        signed_at=_day(signed),
    )


def _day(moment: datetime | None) -> str:
    """Write a day as official papers do: 2026 年 7 月 1 日."""
    if moment is None:
        return ""
    on = moment.astimezone(clock.BEIJING).date()
    return f"{on.year} 年 {on.month} 月 {on.day} 日"
