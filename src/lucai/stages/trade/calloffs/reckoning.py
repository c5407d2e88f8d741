"""What an order is told to its rules, and who can be awarded it. Pure."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.law.framework_order_rules import OrderFacts
from lucai.stages.trade.frameworks.selectors import FrameworkSheet, MemberCard


def members_to_order(sheet: FrameworkSheet, package: int) -> list[MemberCard]:
    """Return the members of a package to whom orders may go, in the published order."""
    return [member for member in sheet.members_of(package) if member.active]


def order_facts(
    sheet: FrameworkSheet,
    way: str,
    *,
    unit_price: int,
    agreement_price: int,
    supplier: str = "",
    turn: str = "",
    refused: bool = False,
    evidence: str = "",
) -> OrderFacts:
    """Return an order as its rules read it."""
    card = sheet.card
    return OrderFacts(
        running=card.state == "running",
        today=clock.today(),
        starts_on=card.starts_on,
        ends_on=card.ends_on,
        way=way,
        agreed_way=card.way,
        unit_price=unit_price,
        agreement_price=agreement_price,
        supplier=supplier,
        next_in_turn=turn,
        outside_foreseen=card.outside_foreseen,
        insiders_refused=refused,
        evidence=evidence,
    )
