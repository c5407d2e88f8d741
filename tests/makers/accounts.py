"""Invitations to first accounts, made through the services."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import PUBLIC, Actor, Side
from lucai.platform.access.models import Role, RoleGrant
from lucai.platform.records import system_access
from lucai.platform.staffing.functions import ASSIGN_STAFF
from lucai.registers.accounts import services
from lucai.registers.accounts.schemas import BuyerInvitationIn, InviteeIn, OpeningIn
from lucai.registers.accounts.services import Issued
from lucai.registers.experts.lifecycle import APPLY
from tests.makers import people

NAME, PHONE = "示例管理员", "10000000001"
ENTRY = "shan-dong-2026"
GRANTS = (
    ("buyer_clerk", "采购经办", Side.BUYER, ASSIGN_STAFF.permission),
    ("expert", "评审专家", Side.EXPERT, APPLY.permission),
)


def known_roles() -> None:
    """See that the installation has the roles a first account begins with."""
    with system_access("maker"):
        for code, name, side, may in GRANTS:
            role, _ = Role.objects.get_or_create(
                code=code, defaults={"name": name, "side": side.value}
            )
            RoleGrant.objects.get_or_create(role=role, permission=may)


def unit_form(n: int = 990, **changes: Any) -> BuyerInvitationIn:
    """A unit that nobody in the directory is."""
    content: dict[str, Any] = {
        "name": NAME, "phone": PHONE, "basis": "示例函〔2026〕1号", "unit_name": "示例新设单位",
        "uscc": people.uscc(n), "region": people.finance().region.ljust(6, "0")[:6],
        "level": "county",
    }  # fmt: skip
    return BuyerInvitationIn(**{**content, **changes})


def expert_form(**changes: Any) -> InviteeIn:
    """A person who is no expert yet."""
    content = {"name": "示例新专家", "phone": PHONE, "basis": "示例推荐函〔2026〕2号"}
    return InviteeIn(**{**content, **changes})


def unit(**changes: Any) -> Issued:
    """Invite a unit; return its number and code."""
    known_roles()
    return services.invite_buyer(people.actor(people.finance()), form=unit_form(**changes))


def invited_unit() -> str:
    """Invite a unit; return the invitation's number."""
    return unit().number


def expert(**changes: Any) -> Issued:
    """Invite an expert; return the number and the code."""
    known_roles()
    people.expert()
    return services.invite_expert(people.actor(people.finance()), form=expert_form(**changes))


def opening(code: str, **changes: Any) -> OpeningIn:
    """What the invited person fills in."""
    content: dict[str, Any] = {
        "code": code, "name": NAME, "phone": PHONE, "login": "new.unit", "password": ENTRY,
        "again": ENTRY, "own": True,
    }  # fmt: skip
    return OpeningIn(**{**content, **changes})


def nobody() -> Actor:
    """Whoever has no account."""
    return Actor(PUBLIC, "test")
