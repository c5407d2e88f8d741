"""The life of a loan."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.archive.loans import rules

BORROWERS = (Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR)
PURPOSES = {
    "dispute": "质疑、投诉、诉讼举证",
    "audit": "审计、检查",
    "performance": "履约、质保需要",
    "research": "工作查考、编研",
    "other": "其他",
}

LOAN = Lifecycle(
    of="archive.archiveLoan",
    title="档案借阅",
    initial="asked",
    states={
        "asked": "待审批",
        "lent": "借阅中",
        "refused": "未同意",
        "withdrawn": "已撤回",
        "returned": "已归还",
        "lapsed": "已到期",
    },
    page="/archive/loans/{row.number}/",
    final=frozenset({"refused", "withdrawn", "returned", "lapsed"}),
    steps=(
        Step(
            name="lend",
            label="同意借阅",
            source=frozenset({"asked"}),
            target="lent",
            by=(Side.AGENCY, Side.BUYER),
            rules=(rules.others_bids_stay_closed,),
            duty="审批档案借阅",
            page="lend/",
        ),
        Step(
            name="refuse",
            label="不同意借阅",
            source=frozenset({"asked"}),
            target="refused",
            by=(Side.AGENCY, Side.BUYER),
            page="refuse/",
        ),
        Step(
            name="withdraw",
            label="撤回申请",
            source=frozenset({"asked"}),
            target="withdrawn",
            by=BORROWERS,
        ),
        Step(
            name="give_back",
            label="归还",
            source=frozenset({"lent"}),
            target="returned",
            by=BORROWERS,
            confirm="归还后不能再查阅，需要时重新申请。确定吗？",
        ),
        Step(
            name="revoke",
            label="收回",
            source=frozenset({"lent"}),
            target="returned",
            by=(Side.AGENCY, Side.BUYER),
            confirm="收回后借阅人不能再查阅。确定吗？",
        ),
        Step(
            name="lapse",
            label="借阅到期",
            source=frozenset({"lent"}),
            target="lapsed",
            by=(Side.SYSTEM,),
        ),
    ),
)

OWN_STEPS = frozenset({"withdraw", "give_back"})
"""What the borrower does; all other steps are the keeper's."""

ASK = Function("archive.archiveLoan:ask", "档案借阅 · 申请借阅", BORROWERS)
