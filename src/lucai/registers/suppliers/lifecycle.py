"""The life of a supplier's entry: it exists; what it says is noted in the journal."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function

SUPPLIER = Lifecycle(
    of="supplierLibrary.supplier",
    title="供应商",
    initial="active",
    states={"active": "在册"},
    page="/suppliers/{row.organisation_id}/",
    steps=(),
)

KEEP = Function("supplierLibrary.supplier:keep", "供应商 · 维护企业资料", (Side.SUPPLIER,))

QUALIFICATION = Lifecycle(
    of="supplierLibrary.qualificationCert",
    title="资质证书",
    initial="valid",
    states={"valid": "有效", "ending": "即将到期", "expired": "已过期", "dropped": "不再登记"},
    page="/company/certificates/{row.pk}/",
    final=frozenset({"dropped"}),
    steps=(
        Step(
            name="renew",
            label="更新证书",
            source=frozenset({"ending", "expired"}),
            target="valid",
            by=(Side.SUPPLIER,),
            duty="更新即将到期的资质证书",
            page="renew/",
        ),
        Step(
            name="renew_early",
            label="提前更新证书",
            source=frozenset({"valid"}),
            target="valid",
            by=(Side.SUPPLIER,),
            page="renew/",
        ),
        Step(
            name="drop",
            label="不再登记",
            source=frozenset({"valid", "ending", "expired"}),
            target="dropped",
            by=(Side.SUPPLIER,),
            confirm="不再登记后，企业资料和投标文件中不再带入这项证书。确定吗？",
        ),
        Step(
            name="remind",
            label="证书即将到期",
            source=frozenset({"valid"}),
            target="ending",
            by=(Side.SYSTEM,),
            tells=(Side.SUPPLIER,),
        ),
        Step(
            name="expire",
            label="证书到期",
            source=frozenset({"ending"}),
            target="expired",
            by=(Side.SYSTEM,),
            tells=(Side.SUPPLIER,),
        ),
    ),
)

TIE_KINDS = {
    "shareholder": "股东（出资人）",
    "controller": "实际控制人",
    "manager": "董事、监事、高级管理人员",
}
"""What ties people and units to a firm (GP-EXP-04, GP-QUA-03)."""
OWN, REGISTER = "own", "register"
"""Who says so: the firm itself, or the register of enterprises, whose word it cannot change."""

STAFF_RIGHTS = {
    "bid": "投标响应",
    "sign": "签订合同",
    "perform": "履约和开票",
    "challenge": "询问质疑投诉",
}
"""What a member of the staff may do for the firm."""
