"""Reading the mall."""

from lucai.stages.contract.mall.selectors.facts import order_facts, split_verdict
from lucai.stages.contract.mall.selectors.inquiries import (
    MallInquiryCard,
    MallQuoteCard,
    inquiry_facts,
    mall_inquiry_page,
    mall_inquiry_row,
    mall_inquiry_seen,
    mall_quotes_seen,
    may_quote,
    own_mall_quote,
    quotes_to_judge,
    refused_quotes,
)
from lucai.stages.contract.mall.selectors.orders import (
    MallOrderCard,
    mall_order_card,
    mall_order_lines,
    mall_order_page,
    mall_order_row,
    mall_order_seen,
)
from lucai.stages.contract.mall.selectors.reports import (
    PriceReportCard,
    price_report_page,
    price_report_row,
    price_report_seen,
)
from lucai.stages.contract.mall.selectors.shop import Limits, Shelf, limits_of, shelf

__all__ = [
    "Limits",
    "MallInquiryCard",
    "MallOrderCard",
    "MallQuoteCard",
    "PriceReportCard",
    "Shelf",
    "inquiry_facts",
    "limits_of",
    "mall_inquiry_page",
    "mall_inquiry_row",
    "mall_inquiry_seen",
    "mall_order_card",
    "mall_order_lines",
    "mall_order_page",
    "mall_order_row",
    "mall_order_seen",
    "mall_quotes_seen",
    "may_quote",
    "order_facts",
    "own_mall_quote",
    "price_report_page",
    "price_report_row",
    "price_report_seen",
    "quotes_to_judge",
    "refused_quotes",
    "shelf",
    "split_verdict",
]
