"""The life of a product in the library."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.registers.products import rules

FINANCE, OWN = (Side.SUPERVISOR,), (Side.SUPPLIER,)
PUBLISHED = ("listed", "withdrawn")
CHECKED = (
    rules.certificates_are_valid,
    rules.domestic_claim_has_its_facts,
    rules.domestic_components_are_enough,
)

PRODUCT = Lifecycle(
    of="productLibrary.product",
    title="商品入库",
    initial="draft",
    states={
        "draft": "填写中",
        "submitted": "待审核",
        "returned": "退回修改",
        "objected": "异议处理中",
        "listed": "在库",
        "withdrawn": "已下架",
    },
    page="/products/{row.number}/",
    steps=(
        Step(
            name="submit",
            label="提交入库审核",
            source=frozenset({"draft", "returned", "withdrawn"}),
            target="submitted",
            by=OWN,
            rules=CHECKED,
            tells=FINANCE,
            confirm="承诺商品参数、证书和报价真实，采购人下单时不高于库内报价。确定提交吗？",
        ),
        Step(
            name="enlist",
            label="审核通过，列入商品库",
            source=frozenset({"submitted"}),
            target="listed",
            by=FINANCE,
            rules=CHECKED,
            duty="审核商品入库",
            public=True,
            tells=OWN,
            confirm="列入后向社会公开。只核对信息是否完整、证书是否有效，不作质量认定。确定吗？",
        ),
        Step(
            name="send_back",
            label="退回修改",
            source=frozenset({"submitted"}),
            target="returned",
            by=FINANCE,
            tells=OWN,
            page="return/",
        ),
        Step(
            name="object",
            label="对退回提出异议",
            source=frozenset({"returned"}),
            target="objected",
            by=OWN,
            tells=FINANCE,
            page="objection/",
        ),
        Step(
            name="accept_objection",
            label="异议成立，重新审核",
            source=frozenset({"objected"}),
            target="submitted",
            by=FINANCE,
            rules=(rules.another_hand_decides,),
            duty="处理商品入库异议",
            tells=OWN,
            page="objection/decision/",
        ),
        Step(
            name="reject_objection",
            label="异议不成立，维持退回",
            source=frozenset({"objected"}),
            target="returned",
            by=FINANCE,
            rules=(rules.another_hand_decides,),
            tells=OWN,
            page="objection/decision/",
        ),
        Step(
            name="withdraw",
            label="下架",
            source=frozenset({"listed"}),
            target="withdrawn",
            by=OWN,
            public=True,
            page="withdraw/",
        ),
        Step(
            name="take_down",
            label="责令下架",
            source=frozenset({"listed"}),
            target="withdrawn",
            by=FINANCE,
            public=True,
            tells=OWN,
            page="take-down/",
        ),
    ),
)

KEEP = Function("productLibrary.product:keep", "商品库 · 登记商品", OWN)
OFFER = Function("productLibrary.product:offer", "商品库 · 报价和调价", OWN)

KINDS = {
    "energy": "节能产品认证",
    "environment": "环境标志产品认证",
    "ccc": "强制性产品认证",
    "other": "其他",
}
DEAL = "deal"
SOURCES = {
    "offer": "供应商报价",
    "rise": "供应商调价（上调）",
    "fall": "供应商调价（下调）",
    DEAL: "网上商城成交",
}
