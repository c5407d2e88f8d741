"""The lives of one bid's decryption, and of a request to somebody of the recovery group."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.stages.trade.sealing.lifecycle import RECOVERERS

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

RECOVERY_REQUEST = Lifecycle(
    of="trade.recoveryRequest",
    title="恢复解密申请",
    initial="waiting",
    states={
        "waiting": "等待释放恢复密钥份额",
        "released": "已释放",
        "ended": "不再需要释放",
    },
    page="/recoveries/{row.code}/",
    final=frozenset({"released", "ended"}),
    steps=(
        Step(
            name="release", label="释放恢复密钥份额", source=_WAITING, target="released",
            by=RECOVERERS, duty="代没有解密的供应商释放恢复密钥份额",
            tells=(Side.AGENCY,),
        ),
        Step(name="end", label="不再需要释放", source=_WAITING, target="ended", by=_SYSTEM),
    ),
)  # fmt: skip
