"""What is signed for a loan on a contract: which contract is shown, and what the bank offers."""

from __future__ import annotations

from lucai.kernel import money
from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.platform.web.jinja import day
from lucai.stages.contract.financing.selectors import finance_desk, intent_seen


def shown(viewer: Viewer, number: str) -> Subject:
    """Return the contract whose content the bank may read, and through whom it is sent."""
    desk = finance_desk(viewer, number)
    card = desk.contract
    lines = (
        ("合同", card.title),
        ("采购人", card.buyer_name),
        ("合同金额", f"{money.yuan(card.amount)} 元"),
        ("经由平台", desk.platform),
    )
    content = picked(card, "number", "title", "buyer_name", "supplier_name", "amount")
    return subject("共享的合同", {**content, "platform": desk.platform}, lines)


def loan(viewer: Viewer, number: str, step: str) -> Subject:
    """Return what the bank offers, and what it may see."""
    del step
    card = intent_seen(viewer, number)
    offered = f"{money.yuan(card.offered_amount)} 元，年利率 {card.rate_text}，{card.months} 个月"
    lines = (
        ("合同", card.contract_title),
        ("银行", f"{card.bank_name}　{card.product_name}"),
        ("银行报价", offered if card.offered_amount else ""),
        ("授权共享到", day(card.share_until)),
    )
    return subject("融资申请", picked(card, *LOAN), lines)


LOAN = (
    "number", "contract_number", "contract_title", "supplier_name", "product_name", "bank_name",
    "amount", "months", "kinds", "share_until", "consent_sm3", "reference", "offered_amount",
    "rate", "valid_until", "lock_name", "lock_account", "lock_bank",
)  # fmt: skip
