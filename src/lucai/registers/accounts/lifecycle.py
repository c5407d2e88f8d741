"""The life of an invitation: sent with a code that is shown once, opened by the person it names."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

KINDS = {"buyer": "预算单位", "expert": "评审专家"}
ROLES = {"buyer": "buyer_clerk", "expert": "expert"}
"""With which role the first account begins; a unit's first person lets the others in."""
TITLES = {"buyer": "采购管理员", "expert": "评审专家"}
TRIES = 5
"""So many wrong names or telephones void a code."""
DAYS = 7
"""So long a code counts; a habit of the house."""

INVITATION = Lifecycle(
    of="access.accountInvitation",
    title="账号邀请书",
    initial="issued",
    states={
        "issued": "待本人开通",
        "locked": "填写有误，已失效",
        "opened": "已开通",
        "withdrawn": "已撤回",
    },
    page="/account-invitations/{row.number}/",
    final=frozenset({"opened", "withdrawn"}),
    steps=(
        Step(
            name="renew",
            label="重新发出邀请码",
            source=frozenset({"issued", "locked"}),
            target="issued",
            by=(Side.SUPERVISOR,),
            duty="邀请码多次填写有误，请核实后重新发出",
            confirm="原来的邀请码立即失效。新的邀请码只显示一次，请当面或者另行交给本人。",
        ),
        Step(
            name="withdraw",
            label="撤回邀请",
            source=frozenset({"issued", "locked"}),
            target="withdrawn",
            by=(Side.SUPERVISOR,),
            confirm="撤回后邀请码不能再使用。确定撤回吗？",
        ),
        Step(
            name="lock",
            label="邀请码失效",
            source=frozenset({"issued"}),
            target="locked",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="open",
            label="本人开通账号",
            source=frozenset({"issued"}),
            target="opened",
            by=(Side.SYSTEM,),
            tells=(Side.SUPERVISOR,),
        ),
    ),
)

ISSUE = Function("access.accountInvitation:issue", "首个账号 · 发出邀请", (Side.SUPERVISOR,))
