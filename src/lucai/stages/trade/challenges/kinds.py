"""Which numbers stand for projects, frameworks, orders and the mall, and in whose words. Pure."""

from __future__ import annotations

from enum import StrEnum

from lucai.law.methods import say
from lucai.stages.trade.calloffs.numbering import is_order
from lucai.stages.trade.frameworks.numbering import is_framework

WORDS = "framework_closed"
"""In the words of this method pages speak of any framework: 征集文件, 入围供应商."""

OF_A_FRAMEWORK = (
    ("中标、成交结果", "入围结果"), ("签订合同", "签订框架协议"), ("撤销合同", "撤销框架协议"),
    ("合同已经履行", "框架协议已经履行"), ("由采购人", "由征集人"), ("重新开展采购活动", "重新征集"),
)  # fmt: skip
OF_AN_ORDER = (
    ("中标、成交", "成交"), ("中标人", "成交供应商"), ("中标供应商", "成交供应商"),
    ("中标", "成交"), ("投标", "报价"),
)  # fmt: skip


class Kind(StrEnum):
    """What a number stands for."""

    PROJECT = "project"
    FRAMEWORK = "framework"
    ORDER = "order"
    MALL = "mall"
    INQUIRY = "inquiry"


NOUNS = {
    Kind.PROJECT: "项目", Kind.FRAMEWORK: "框架协议", Kind.ORDER: "订单", Kind.MALL: "商城订单",
    Kind.INQUIRY: "商城询价",
}  # fmt: skip
PLACES = {
    Kind.PROJECT: "rooms", Kind.FRAMEWORK: "frameworks", Kind.ORDER: "call-offs",
    Kind.MALL: "mall/orders", Kind.INQUIRY: "mall/inquiries",
}  # fmt: skip
"""Under which addresses they stand."""
LATER = frozenset({Kind.MALL, Kind.INQUIRY})
"""What a later stage keeps; challenges know of it through :mod:`ports`."""
DEALS = frozenset({Kind.ORDER, *LATER})
"""What has no documents of its own, and one deal."""
MALL_ORDER, MALL_INQUIRY = "SC", "XJ"
"""How the numbers of the mall's orders and enquiries begin."""
TAKEN_PART = {
    Kind.PROJECT: "参加这一包的投标", Kind.FRAMEWORK: "响应、申请加入这一包",
    Kind.ORDER: "入围这一包", Kind.MALL: "下单时供应同一商品", Kind.INQUIRY: "参加这次报价",
}  # fmt: skip
"""What somebody must have done who challenges the process or the result."""


def kind_of(number: str) -> Kind:
    """Tell by its number what something is."""
    if is_order(number):
        return Kind.ORDER
    if number.startswith((MALL_ORDER, MALL_INQUIRY)):
        return Kind.MALL if number.startswith(MALL_ORDER) else Kind.INQUIRY
    return Kind.FRAMEWORK if is_framework(number) else Kind.PROJECT


def said_of(number: str, text: str) -> str:
    """Put a sentence into the words of what a number stands for; a project's stays as it is."""
    match kind_of(number):
        case Kind.FRAMEWORK:
            for old, new in OF_A_FRAMEWORK:
                text = text.replace(old, new)
            return say(WORDS, text)
        case Kind.ORDER | Kind.MALL | Kind.INQUIRY:
            for old, new in OF_AN_ORDER:
                text = text.replace(old, new)
    return text
