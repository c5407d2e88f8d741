"""The life of an archive package."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import contract_rules as law
from lucai.platform.access.permissions import Function
from lucai.stages.archive.packages import rules

PACKAGE = Lifecycle(
    of="archive.archivePackage",
    title="采购档案",
    initial="collecting",
    states={
        "collecting": "整理中",
        "archived": "已归档",
        "expired": "保管期满，待鉴定",
        "condemned": "拟销毁，待复核",
        "destroyed": "已销毁",
    },
    page="/rooms/{row.project_number}/archive/",
    final=frozenset({"destroyed"}),
    steps=(
        Step(
            name="archive",
            label="归档",
            source=frozenset({"collecting"}),
            target="archived",
            by=(Side.AGENCY, Side.BUYER),
            rules=(
                rules.gaps_are_explained,
                law.papers_are_unaltered,
                rules.claims_hold_or_are_excepted,
                rules.papers_are_all_there,
            ),
            duty="核对采购档案并归档",
            tells=(Side.BUYER, Side.SUPERVISOR),
            page="seal/",
        ),
        Step(
            name="supplement",
            label="补充归档",
            source=frozenset({"archived"}),
            target="archived",
            by=(Side.AGENCY, Side.BUYER),
            rules=(law.papers_are_unaltered, rules.claims_hold_or_are_excepted),
            tells=(Side.BUYER, Side.SUPERVISOR),
            page="supplement/",
        ),
        Step(
            name="expire",
            label="保管期限届满",
            source=frozenset({"archived"}),
            target="expired",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.AGENCY),
        ),
        Step(
            name="condemn",
            label="鉴定为销毁",
            source=frozenset({"expired"}),
            target="condemned",
            by=(Side.BUYER,),
            rules=(law.retention_is_over, rules.nothing_holds_it),
            duty="鉴定保管期满的档案",
            tells=(Side.AGENCY,),
            page="condemn/",
        ),
        Step(
            name="extend",
            label="延长保管期限",
            source=frozenset({"expired"}),
            target="archived",
            by=(Side.BUYER,),
            tells=(Side.AGENCY,),
            page="extend/",
        ),
        Step(
            name="spare",
            label="不同意销毁",
            source=frozenset({"condemned"}),
            target="expired",
            by=(Side.BUYER,),
            tells=(Side.AGENCY,),
        ),
        Step(
            name="destroy",
            label="监督销毁",
            source=frozenset({"condemned"}),
            target="destroyed",
            by=(Side.BUYER,),
            rules=(law.retention_is_over, rules.nothing_holds_it, rules.two_people_destroy),
            duty="复核鉴定意见并监督销毁",
            tells=(Side.AGENCY, Side.SUPERVISOR),
            confirm="归档信息包销毁后不能恢复，只保留销毁清册和摘要。确定吗？",
        ),
    ),
)

KEEPING = frozenset({"archive", "supplement"})
"""What only the keeper of a file does: the agency; without one, the buyer."""

HOLD_GROUNDS = {
    "litigation": "诉讼、仲裁",
    "complaint": "投诉、举报、行政复议",
    "audit": "审计",
    "discipline": "纪检监察、巡视巡察",
    "history": "具有长期保存价值",
    "other": "其他",
}

HOLD = Lifecycle(
    of="archive.archiveHold",
    title="暂缓销毁",
    initial="held",
    states={"held": "暂缓中", "lifted": "已解除"},
    page="/rooms/{row.project_number}/archive/holds/{row.number}/",
    final=frozenset({"lifted"}),
    steps=(
        Step(
            name="lift",
            label="解除暂缓销毁",
            source=frozenset({"held"}),
            target="lifted",
            by=(Side.BUYER, Side.SUPERVISOR),
            page="lift/",
        ),
    ),
)

PLACE_HOLD = Function(
    "archive.archiveHold:place", "暂缓销毁 · 决定暂缓", (Side.BUYER, Side.SUPERVISOR)
)
CHECK = Function(
    "archive.archivePackage:check",
    "采购档案 · 四性检测",
    (Side.BUYER, Side.AGENCY, Side.SUPERVISOR),
)
