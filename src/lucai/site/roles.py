"""The roles an installation starts with. The front end changes them afterwards.

A role is a list of patterns over permissions, narrowed to the functions of its side. The
pairs that must not meet in one hand (rule book §7) are kept apart here and, person by
person, in the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.db import transaction

from lucai.kernel.actors import Side
from lucai.platform.access import permissions
from lucai.platform.access.models import Role, RoleGrant
from lucai.platform.records import system_access


@dataclass(frozen=True, slots=True)
class RoleSheet:
    """One role: what its permissions look like, and what is left out."""

    code: str
    name: str
    side: Side
    takes: tuple[str, ...]
    leaves: tuple[str, ...] = ()
    description: str = ""


REVIEW = ("plan.plan:pass_review", "plan.plan:send_back")
DECIDE = (
    "trade.award:decide",
    "trade.expertChoice:consent",
    "trade.expertChoice:refuse",
    "trade.cooperation:decide",
    "trade.cooperation:choose",
    "trade.jointUnit:consent",
    "trade.jointUnit:leave",
    "trade.jointUnit:refuse",
)
ACCEPT = ("acceptance.*", "performance.delivery:accept")
APPROVE_PAYMENT = (
    "payment.request:review",
    "payment.request:approve",
    "payment.request:send_back",
)
SET_CHAIN = ("payment.request:set_chain",)
DESTROY = ("archive.archivePackage:destroy", "archive.archivePackage:spare")
AMEND = ("contract.contractChange:agree*", "contract.contractChange:impose*")
EVALUATE = (
    "trade.bidClarification:ask",
    "trade.evaluation:evaluate",
    "trade.evaluation:finish_compliance",
    "trade.evaluation:consolidate",
    "trade.cooperationOpinion:*",
    "trade.groupSeat:sign_in",
    "trade.groupSeat:recuse",
    "trade.groupSheet:submit",
    "trade.groupSheet:sign",
    "trade.panelMember:*",
    "trade.reEvaluationOpinion:*",
    "trade.scoreSheet:*",
    "trade.sittingNotice:*",
    "trade.negotiationRound:*",
    "trade.negotiationRecord:write",
    "trade.negotiationChange:*",
)

SHEETS = (
    RoleSheet(
        "buyer_clerk",
        "采购经办",
        Side.BUYER,
        ("*",),
        (
            *REVIEW,
            *DECIDE,
            *ACCEPT,
            *APPROVE_PAYMENT,
            *SET_CHAIN,
            *EVALUATE,
            *AMEND,
            *DESTROY,
            "contract.contract:sign*",
            "contract.mallOrder:release",
        ),
        "需求、计划、委托、合同起草、支付申请",
    ),
    RoleSheet("buyer_reviewer", "采购审核", Side.BUYER, REVIEW, description="一般性审查和重点审查"),
    RoleSheet(
        "buyer_decider",
        "采购负责人",
        Side.BUYER,
        (
            *DECIDE,
            *DESTROY,
            *SET_CHAIN,
            "trade.tenderDocument:*",
            "trade.prequalification:*",
            "trade.supplierRecommendation:*",
            "trade.cooperation:*",
            "contract.*",
        ),
        description="确认采购文件、确定中标人、签订合同",
    ),
    RoleSheet("buyer_acceptor", "验收人", Side.BUYER, (*ACCEPT, "performance.*")),
    RoleSheet("buyer_payment_approver", "支付审批", Side.BUYER, APPROVE_PAYMENT),
    RoleSheet("buyer_representative", "采购人代表", Side.BUYER, EVALUATE),
    RoleSheet("agency_clerk", "项目经办", Side.AGENCY, ("*",)),
    RoleSheet(
        "supplier_clerk",
        "投标经办",
        Side.SUPPLIER,
        ("*",),
        ("contract.contract:sign*", "contract.mallOrder:confirm", *AMEND),
    ),
    RoleSheet("supplier_manager", "企业负责人", Side.SUPPLIER, ("*",)),
    RoleSheet("expert", "评审专家", Side.EXPERT, ("*",)),
    RoleSheet("finance_clerk", "财政经办", Side.SUPERVISOR, ("budget.*", "plan.plan:*")),
    RoleSheet("finance_manager", "财政审批", Side.SUPERVISOR, ("*",)),
    RoleSheet("supervisor_reader", "监督（只读）", Side.SUPERVISOR, ()),
    RoleSheet("treasury_clerk", "国库支付", Side.TREASURY, ("*",)),
    RoleSheet("notary", "公证员", Side.NOTARY, ("*",), description="保管恢复组的密钥份额"),
    RoleSheet("administrator", "系统管理员", Side.ADMINISTRATOR, ("*",)),
)


def granted(sheet: RoleSheet) -> list[str]:
    """Return the permissions a sheet grants, out of all there are."""
    return sorted(
        permission
        for permission, function in permissions.catalogue().items()
        if sheet.side in function.sides
        and any(fnmatchcase(permission, pattern) for pattern in sheet.takes)
        and not any(fnmatchcase(permission, pattern) for pattern in sheet.leaves)
    )


def install_roles() -> None:
    """Make missing roles; give permissions that no role of the side grants yet to their sheets.

    What somebody took away in the front end stays away.
    """
    with system_access("installation"), transaction.atomic():
        known = set(RoleGrant.objects.values_list("role__side", "permission"))
        for sheet in SHEETS:
            role, made = Role.objects.get_or_create(
                code=sheet.code,
                defaults={
                    "name": sheet.name,
                    "side": sheet.side.value,
                    "description": sheet.description,
                },
            )
            fresh = [p for p in granted(sheet) if made or (sheet.side.value, p) not in known]
            RoleGrant.objects.bulk_create(
                [RoleGrant(role=role, permission=p) for p in fresh], ignore_conflicts=True
            )
