"""The life of a yearly disclosure."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import disclosure_rules as law
from lucai.platform.access.permissions import Function

DISCLOSURE = Lifecycle(
    of="payment.overdueDisclosure",
    title="逾期款项公示",
    initial="draft",
    states={"draft": "待公示", "published": "已公示"},
    page="/payments/disclosures/{row.year}/{row.buyer_id}/",
    final=frozenset({"published"}),
    steps=(
        Step(
            name="publish",
            label="公示",
            source=frozenset({"draft"}),
            target="published",
            by=(Side.BUYER,),
            rules=(law.year_is_over, law.disclosure_is_in_time),
            duty="公示上一年度逾期尚未支付中小企业款项",
            within="GP-PAY-06",
            public=True,
            notice="overduePayment",
            tells=(Side.SUPERVISOR,),
            page="publish/",
        ),
        Step(
            name="correct",
            label="更正公示",
            source=frozenset({"published"}),
            target="published",
            by=(Side.BUYER,),
            rules=(law.figures_have_changed,),
            public=True,
            notice="overduePayment",
            tells=(Side.SUPERVISOR,),
            page="correct/",
        ),
    ),
)

PREPARE = Function("payment.overdueDisclosure:prepare", "逾期款项公示 · 编制", (Side.BUYER,))
