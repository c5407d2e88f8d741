"""The asset system for demonstration and tests (模拟对接).

It enforces what such systems do: a finest category of goods, a value that is quantity times
price, a keeper and a place, the serial of an instrument, no day in the future, and nothing below the value from which a thing
is a fixed asset. Its own number follows from the card's: a card sent twice is entered once.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from lucai.kernel import money
from lucai.law.catalogue import catalogue, is_leaf
from lucai.stages.acceptance.assets.ports import AssetSystemDown, CardOut, CardReceipt

LEAST = 1000 * money.FEN_PER_YUAN
"""From what unit price a thing is a fixed asset here; furniture counts from any price."""
FURNITURE = "A05"
GOODS, METERS = "A", "A0210"
DIGITS = 12


class SimulatedAssetSystem:
    """Answers as an asset system would; ``down`` lets tests pull the plug."""

    name = "行政事业单位资产管理系统（模拟对接）"
    down = False

    def register(self, card: CardOut, today: date) -> CardReceipt:
        """Enter one card, or refuse it with a code, a sentence and the field."""
        if self.down:
            raise AssetSystemDown("没有应答")
        for code, message, field in _against(card, today):
            return CardReceipt(accepted=False, code=code, message=message, field=field)
        digest = hashlib.sha256(card.number.encode()).hexdigest()
        return CardReceipt(accepted=True, number=f"ZC{int(digest, 16) % 10**DIGITS:0{DIGITS}d}")


def _against(card: CardOut, today: date) -> list[tuple[str, str, str]]:
    found = []
    known = catalogue().get(card.category)
    if known is None or not card.category.startswith(GOODS) or not is_leaf(card.category):
        found.append(("E101", "资产分类代码应当是货物类的最末级，请改用更细的分类", "category"))
    if int(card.unit_price * Decimal(card.quantity)) != card.value:
        found.append(("E102", "价值不等于数量乘以单价", "value"))
    if not card.keeper or not card.location:
        found.append(("E103", "没有管理人或者存放地点", "keeper"))
    if card.acquired_on > today:
        found.append(("E104", "取得日期晚于今天", "acquired_on"))
    if card.category.startswith(METERS) and not card.serial:
        found.append(("E106", "仪器仪表应当填写出厂编号", "serial"))
    if card.unit_price < LEAST and not card.category.startswith(FURNITURE):
        found.append(("E105", "单价不到固定资产标准，请作为低值易耗品，不移交", "unit_price"))
    return found
