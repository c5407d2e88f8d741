"""The life of one bid's decryption."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step

_SYSTEM = (Side.SYSTEM,)
_WAITING = frozenset({"waiting"})
_REQUESTED = frozenset({"requested"})

DECRYPTION = Lifecycle(
    of="trade.decryption",
    title="投标文件解密",
    initial="waiting",
    states={
        "waiting": "等待解密",
        "decrypted": "已解密",
        "requested": "已申请由恢复组解密",
        "recovered": "已由恢复组解密",
        "failed": "未能解密",
        "revoked": "没有解密，视为撤销投标",
        "ended": "采购终止，没有开启",
    },
    page="/rooms/{row.project_number}/decryptions/{row.bid_code}/",
    final=frozenset({"decrypted", "recovered", "failed", "revoked", "ended"}),
    steps=(
        Step(
            name="decrypt", label="解密投标文件", source=_WAITING, target="decrypted",
            by=(Side.SUPPLIER,), duty="在解密时段内解密投标文件",
        ),
        Step(
            name="request", label="申请由恢复组解密", source=_WAITING, target="requested",
            by=_SYSTEM, tells=(Side.SUPPLIER,),
        ),
        Step(
            name="recover", label="由恢复组解密", source=_REQUESTED, target="recovered",
            by=_SYSTEM, tells=(Side.SUPPLIER,),
        ),
        Step(name="fail", label="未能解密", source=_REQUESTED, target="failed", by=_SYSTEM),
        Step(
            name="revoke", label="没有解密，视为撤销投标", source=_WAITING, target="revoked",
            by=_SYSTEM, tells=(Side.SUPPLIER,),
        ),
        Step(
            name="end", label="采购终止", source=_WAITING | _REQUESTED, target="ended",
            by=_SYSTEM,
        ),
    ),
)  # fmt: skip
