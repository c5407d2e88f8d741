"""The life of a report of a breach."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

FINANCE = (Side.SUPERVISOR,)

WHISTLEBLOW = Lifecycle(
    of="oversight.whistleblow",
    title="举报",
    initial="received",
    states={
        "received": "待分办",
        "checking": "核查中",
        "closed": "已办结",
        "declined": "不予处理",
        "transferred": "已移送",
    },
    page="/whistleblows/{row.number}/",
    final=frozenset({"closed", "declined", "transferred"}),
    steps=(
        Step(
            name="take_up",
            label="开始核查",
            source=frozenset({"received"}),
            target="checking",
            by=FINANCE,
            duty="分办收到的举报",
            confirm="举报将转入核查。确定开始核查吗？",
        ),
        Step(
            name="close",
            label="答复核查结果",
            source=frozenset({"checking"}),
            target="closed",
            by=FINANCE,
            duty="核查举报并答复结果",
            page="result/",
        ),
        Step(
            name="decline",
            label="不予处理",
            source=frozenset({"received"}),
            target="declined",
            by=FINANCE,
            page="decline/",
        ),
        Step(
            name="transfer",
            label="移送有权机关",
            source=frozenset({"received", "checking"}),
            target="transferred",
            by=FINANCE,
            page="transfer/",
        ),
    ),
)

READ = Function("oversight.whistleblow:read", "举报 · 查看举报", FINANCE)
REVEAL = Function("oversight.whistleblow:reveal", "举报 · 查看举报人身份", FINANCE)
