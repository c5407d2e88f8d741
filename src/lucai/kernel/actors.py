"""Who reads and who acts. A selector takes a Viewer first, a service an Actor first."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Side(StrEnum):
    """Which party of a procurement somebody stands for."""

    PUBLIC = "public"
    BUYER = "buyer"
    AGENCY = "agency"
    SUPPLIER = "supplier"
    EXPERT = "expert"
    SUPERVISOR = "supervisor"
    TREASURY = "treasury"
    NOTARY = "notary"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


SIDE_NAMES = {
    Side.PUBLIC: "社会公众",
    Side.BUYER: "采购人",
    Side.AGENCY: "采购代理机构",
    Side.SUPPLIER: "供应商",
    Side.EXPERT: "评审专家",
    Side.SUPERVISOR: "财政监管",
    Side.TREASURY: "国库支付",
    Side.NOTARY: "公证机构",
    Side.ADMINISTRATOR: "系统管理员",
    Side.SYSTEM: "系统",
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who reads: on which side, for which organisation, with which rights.

    ``region`` is the prefix of administrative codes a supervisor, or a notary, answers for
    (``37`` the province, ``3701`` Jinan, ``370102`` one county); ``unit_path`` the
    branch of the unit tree a buyer's post covers.
    """

    side: Side
    person: int | None = None
    organisation: int | None = None
    name: str = ""
    organisation_name: str = ""
    region: str = ""
    unit_path: str = ""
    grants: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        """Refuse a supervisor without a region: an empty prefix would match every row."""
        if self.side in {Side.SUPERVISOR, Side.TREASURY, Side.NOTARY} and not self.region:
            raise ValueError(f"a {self.side} needs a region")
        if self.side is Side.BUYER and not self.unit_path:
            raise ValueError("a buyer needs a place in the unit tree")

    def may(self, permission: str) -> bool:
        """Whether the viewer's roles grant this permission."""
        return permission in self.grants


PUBLIC = Viewer(Side.PUBLIC, name="社会公众")
SYSTEM = Viewer(Side.SYSTEM, name="系统")
"""The system that reads for itself, inside an act somebody was allowed to do."""


class Reason(StrEnum):
    """Why the system itself acts. Nothing else may act without a person."""

    CONSEQUENCE = "consequence"
    DEADLINE_REACHED = "deadline_reached"
    JOURNAL_READER = "journal_reader"
    COUNTERPARTY_MESSAGE = "counterparty_message"
    DEMONSTRATION = "demonstration"
    INSTALLATION = "installation"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a viewer with the request the act came by.

    ``signed`` is the SHA-256 of the statement that the actor's certificate signed for this act.
    """

    viewer: Viewer
    request: str = ""
    address: str = ""
    signed: str = ""

    @staticmethod
    def system(reason: Reason) -> Actor:
        """Return the actor for what the clock or a counterparty sets off."""
        return Actor(SYSTEM, request=f"system:{reason}")
