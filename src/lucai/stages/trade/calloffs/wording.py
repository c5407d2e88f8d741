"""How the ways to a supplier are called."""

from __future__ import annotations

WAYS = {
    "direct": "直接选定",
    "bidding": "二次竞价",
    "rotation": "顺序轮候",
    "outside": "非入围供应商低价成交",
}
