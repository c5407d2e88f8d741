"""The functions of this module that a role may grant."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import Function

MANAGED = (
    Side.BUYER,
    Side.AGENCY,
    Side.SUPPLIER,
    Side.SUPERVISOR,
    Side.TREASURY,
    Side.NOTARY,
    Side.ADMINISTRATOR,
)

ASSIGN_STAFF = Function("access.post:assign", "人员岗位 · 分配岗位与角色", MANAGED)
EDIT_ROLE = Function("access.role:edit", "角色 · 调整角色的功能", (Side.ADMINISTRATOR,))
FUNCTIONS = (ASSIGN_STAFF, EDIT_ROLE)
