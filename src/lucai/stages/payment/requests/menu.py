"""The menu of payments."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.platform.web.navigation import Link

LINKS = (
    Link("/receivables/", "我的合同与收款", "pay", "履约", frozenset({Side.SUPPLIER}), order=5),
    Link(
        "/payments/", "支付", "pay", "履约",
        frozenset({Side.BUYER, Side.SUPPLIER, Side.SUPERVISOR, Side.TREASURY}), order=20,
    ),
    Link(
        "/payments/overdue/", "逾期付款", "warn", "履约",
        frozenset({Side.BUYER, Side.SUPERVISOR, Side.TREASURY}), order=25,
    ),
)  # fmt: skip
