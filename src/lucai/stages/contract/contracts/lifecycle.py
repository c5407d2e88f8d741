"""The life of a contract."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import contract_rules as law
from lucai.law.role_rules import supplier_is_not_excluded
from lucai.platform.access.permissions import Function
from lucai.stages.contract.contracts import rules

TERMS = (
    law.contract_follows_the_award,
    rules.items_sum_to_the_amount,
    rules.changes_have_reasons,
    rules.terms_are_complete,
    law.contract_is_within_budget,
    law.performance_bond_is_within_cap,
    rules.payment_term_is_lawful,
    rules.first_purchase_is_prepaid,
    rules.low_price_winner_is_watched,
    law.no_challenge_is_pending,
    law.contract_is_signed_in_time,
)
"""What is checked before a text goes to both sides."""

SIGNING = (
    supplier_is_not_excluded,
    rules.text_is_unaltered,
    rules.points_are_settled,
    law.contract_is_within_budget,
    law.no_challenge_is_pending,
    law.contract_is_signed_in_time,
)
"""What is checked at every signature."""

BINDING = ("signed", "published", "filed", "performing", "owing")
"""The states of a signed contract under way: it can be supplemented, changed, suspended, ended."""

MARKING = frozenset({"signing", "buyer_signed", "supplier_signed", "signed"})
"""The states in which what stays secret can be marked: the text is fixed and not yet public."""

OPEN_FOR_DELIVERY = frozenset(BINDING)
"""The states in which the supplier may deliver: the signed contract binds."""

SIGNED = frozenset({"signed", "published", "filed"})
"""The states in which the contract binds and its performance has not begun."""

UNSIGNED = frozenset({"draft", "signing", "buyer_signed", "supplier_signed"})
NOT_BINDING = UNSIGNED | {"rescinded"}
"""The states in which there is nothing that both sides have signed."""

BEFORE_PERFORMANCE = SIGNED | UNSIGNED
"""The states in which a decision on a complaint can still undo the contract (94号令 arts 31, 32)."""


def _sign(name: str, label: str, source: str, target: str, side: Side) -> Step:
    return Step(
        name=name,
        label=label,
        source=frozenset({source}),
        target=target,
        by=(side,),
        rules=SIGNING,
        duty="签订采购合同",
        within="GP-CTR-01",
        tells=(Side.BUYER, Side.SUPPLIER, Side.AGENCY),
        page="sign/",
    )


def _resume(state: str) -> Step:
    return Step(
        name=f"resume_{state}",
        label="恢复履行",
        source=frozenset({"suspended"}),
        target=state,
        by=(Side.SYSTEM,),
        tells=(Side.BUYER, Side.SUPPLIER),
    )


CONTRACT = Lifecycle(
    of="contract.contract",
    title="采购合同",
    initial="draft",
    states={
        "draft": "起草中",
        "signing": "待双方签订",
        "buyer_signed": "待供应商签订",
        "supplier_signed": "待采购人签订",
        "signed": "已签订，待公告",
        "published": "已公告，待备案",
        "filed": "已备案，待履约",
        "performing": "履约中",
        "owing": "履约中，有待交付",
        "completed": "履约完成",
        "suspended": "已中止履行",
        "terminated": "已终止",
        "rescinded": "已撤销",
    },
    page="/contracts/{row.number}/",
    final=frozenset({"completed", "terminated", "rescinded"}),
    steps=(
        Step(
            name="propose",
            label="提交双方签订",
            source=frozenset({"draft"}),
            target="signing",
            by=(Side.BUYER,),
            rules=TERMS,
            duty="完善合同并提交签订",
            within="GP-CTR-01",
            tells=(Side.SUPPLIER,),
            page="check/",
        ),
        Step(
            name="send_back",
            label="退回修改",
            source=frozenset({"signing", "buyer_signed", "supplier_signed"}),
            target="draft",
            by=(Side.BUYER, Side.SUPPLIER),
            tells=(Side.BUYER, Side.SUPPLIER),
            page="send-back/",
        ),
        Step(
            name="adopt",
            label="简式合同成立",
            source=frozenset({"draft"}),
            target="filed",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPPLIER),
        ),
        _sign("sign", "签订合同", "signing", "buyer_signed", Side.BUYER),
        _sign("sign_supplier", "签订合同", "signing", "supplier_signed", Side.SUPPLIER),
        _sign("sign_last", "签订合同", "supplier_signed", "signed", Side.BUYER),
        _sign("sign_supplier_last", "签订合同", "buyer_signed", "signed", Side.SUPPLIER),
        Step(
            name="publish",
            label="公告合同",
            source=frozenset({"signed"}),
            target="published",
            by=(Side.BUYER,),
            rules=(law.contract_is_published_in_time,),
            duty="公告采购合同",
            within="GP-CTR-03",
            public=True,
            notice="contract",
            tag="contract",
            tells=(Side.SUPPLIER, Side.AGENCY),
            page="publish/",
        ),
        Step(
            name="file",
            label="报送备案",
            source=frozenset({"published"}),
            target="filed",
            by=(Side.BUYER,),
            rules=(law.contract_is_filed_in_time,),
            duty="将合同副本报财政部门备案",
            within="GP-CTR-04",
            tells=(Side.SUPERVISOR, Side.SUPPLIER),
            confirm="合同副本及其摘要将报送本级财政部门备案。确定报送吗？",
        ),
        Step(
            name="perform",
            label="通知交付",
            source=frozenset({"filed"}),
            target="performing",
            by=(Side.SUPPLIER,),
            duty="按合同备货并通知交付",
            page="deliveries/new/",
        ),
        Step(
            name="owe",
            label="有待交付",
            source=frozenset({"performing"}),
            target="owing",
            by=(Side.SYSTEM,),
            tells=(Side.SUPPLIER,),
        ),
        Step(
            name="perform_rest",
            label="通知交付",
            source=frozenset({"owing"}),
            target="performing",
            by=(Side.SUPPLIER,),
            duty="交付其余部分或者重新交付",
            page="deliveries/new/",
        ),
        Step(
            name="complete",
            label="履约完成",
            source=frozenset({"filed", "performing"}),
            target="completed",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPPLIER, Side.AGENCY),
        ),
        Step(
            name="suspend",
            label="中止履行",
            source=frozenset(BINDING),
            target="suspended",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPPLIER, Side.AGENCY),
        ),
        *(_resume(state) for state in BINDING),
        Step(
            name="terminate",
            label="终止合同",
            source=frozenset({*BINDING, "suspended"}),
            target="terminated",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR),
        ),
        Step(
            name="rescind",
            label="撤销合同",
            source=BEFORE_PERFORMANCE,
            target="rescinded",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR),
        ),
    ),
)

FRAMEWORK, MALL = "framework", "mall"
ORDERS = frozenset({FRAMEWORK, MALL})
"""The methods of contracts on orders, under a framework or in the mall: they belong to no project."""

SIGNATURES = {
    (Side.BUYER, "signing"): "sign",
    (Side.SUPPLIER, "signing"): "sign_supplier",
    (Side.BUYER, "supplier_signed"): "sign_last",
    (Side.SUPPLIER, "buyer_signed"): "sign_supplier_last",
}
"""Which signature a side gives in which state."""

DRAFT = Function("contract.contract:draft", "采购合同 · 起草", (Side.BUYER,))
ACKNOWLEDGE = Function("contract.contract:acknowledge", "采购合同 · 备案回执", (Side.SUPERVISOR,))
MARK = Function("contract.contract:mark", "采购合同 · 标记不公开内容", (Side.BUYER, Side.SUPPLIER))
