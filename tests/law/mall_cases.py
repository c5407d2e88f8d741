"""Cases of the mall's rules: facts that keep them, and what breaks them."""

from dataclasses import replace
from datetime import datetime, timedelta

from lucai.law.calendar import BEIJING
from lucai.law.mall_rules import DIRECT, MallOrderFacts, NeedFacts

AT = datetime(2026, 3, 10, 9, tzinfo=BEIJING)
ORDER = MallOrderFacts(
    way=DIRECT, amount=5_000_000, unit_price=400_000, offer_price=400_000, public_price=400_000,
    answer_by=AT + timedelta(seconds=1),
)  # fmt: skip
NEED = NeedFacts(
    asked_at=AT, closes_at=AT + timedelta(hours=24), quotes=3, lowest=1, chosen=1, price=90,
    ceiling=90,
)  # fmt: skip
CLOSED = replace(NEED, asked_at=AT - timedelta(hours=24), closes_at=AT)

CASES = {
    "order_is_within_the_limit": (ORDER, {"amount": 5_000_001}),
    "order_keeps_the_offered_price": (ORDER, {"unit_price": 400_001}),
    "offer_keeps_the_public_price": (ORDER, {"public_price": 399_999}),
    "product_is_on_sale": (ORDER, {"expired": ("节能产品认证",)}),
    "order_is_answered_in_time": (ORDER, {"answer_by": AT}),
    "accessories_are_not_dear": (ORDER, {"dear": ("示例内存",)}),
    "enough_quotes_are_in": (CLOSED, {"quotes": 2}),
    "sellers_have_time_to_quote": (NEED, {"closes_at": AT + timedelta(hours=23, minutes=59)}),
    "mall_quote_arrives_in_time": (NEED, {"closes_at": AT}),
    "mall_quote_keeps_the_ceiling": (NEED, {"price": 91}),
    "mall_quote_keeps_the_own_offer": (NEED, {"price": 81, "most": 80}),
    "mall_quotes_stay_shut": (CLOSED, {"closes_at": AT + timedelta(seconds=1)}),
    "lowest_compliant_quote_wins": (CLOSED, {"chosen": 2}),
}
