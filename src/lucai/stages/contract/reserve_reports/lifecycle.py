"""The life of a yearly report on reserved procurement."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import reserve_rules as law
from lucai.platform.access.permissions import Function

REPORT = Lifecycle(
    of="contract.reserveReport",
    title="预留项目执行情况",
    initial="draft",
    states={"draft": "待公开", "published": "已公开"},
    page="/reserve-reports/{row.year}/{row.buyer_id}/",
    final=frozenset({"published"}),
    steps=(
        Step(
            name="publish",
            label="公开执行情况",
            source=frozenset({"draft"}),
            target="published",
            by=(Side.BUYER,),
            rules=(law.reported_year_is_over, law.shortfall_is_explained, law.report_is_in_time),
            duty="公开上一年度面向中小企业预留项目执行情况",
            public=True,
            notice="smeReserveReport",
            tells=(Side.SUPERVISOR,),
            page="publish/",
        ),
        Step(
            name="correct",
            label="更正公开",
            source=frozenset({"published"}),
            target="published",
            by=(Side.BUYER,),
            rules=(law.report_has_changed, law.shortfall_is_explained),
            public=True,
            notice="smeReserveReport",
            tells=(Side.SUPERVISOR,),
            page="correct/",
        ),
    ),
)

WRITE = Function("contract.reserveReport:write", "预留项目执行情况 · 编制和更正", (Side.BUYER,))
