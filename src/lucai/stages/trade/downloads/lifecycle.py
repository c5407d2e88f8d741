"""What may be done about obtaining documents."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import Function

OBTAIN = Function("trade.documentDownload:obtain", "采购文件 · 获取", (Side.SUPPLIER,))
