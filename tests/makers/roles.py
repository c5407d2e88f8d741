"""People who hold the roles an installation starts with: one of each, at home or elsewhere."""

from __future__ import annotations

from lucai.kernel.actors import Side, Viewer
from lucai.platform.access.models import Organisation
from lucai.platform.records import system_access
from lucai.site.roles import SHEETS, RoleSheet, granted
from tests.makers import people

HOME = {
    Side.BUYER: people.buyer,
    Side.AGENCY: people.agency,
    Side.SUPPLIER: people.supplier,
    Side.EXPERT: people.expert,
    Side.SUPERVISOR: people.finance,
    Side.TREASURY: people.treasury,
    Side.NOTARY: people.notary,
    Side.ADMINISTRATOR: people.administrator,
}
ELSEWHERE = {
    Side.BUYER: lambda: people.buyer(2),
    Side.AGENCY: lambda: people.agency(2),
    Side.SUPPLIER: lambda: people.supplier(9),
    Side.EXPERT: lambda: people.expert(9),
    Side.SUPERVISOR: lambda: people.finance("370202"),
    Side.TREASURY: lambda: people.treasury("370202"),
    Side.NOTARY: lambda: people.notary("370202"),
}
"""A second organisation of each side that has one; for experts another person."""


def at_home() -> dict[str, Viewer]:
    """Return a holder of every role in the organisation that the makers work with."""
    return {sheet.name: _holder(sheet, HOME[sheet.side](), "home") for sheet in SHEETS}


def elsewhere() -> dict[str, Viewer]:
    """Return a holder of every role in an organisation the makers know nothing of."""
    return {
        f"{sheet.name}（外单位）": _holder(sheet, ELSEWHERE[sheet.side](), "elsewhere")
        for sheet in SHEETS
        if sheet.side in ELSEWHERE
    }


def _holder(sheet: RoleSheet, like: Viewer, where: str) -> Viewer:
    with system_access("maker"):
        organisation = Organisation.objects.get(pk=like.organisation)
    grants = frozenset(granted(sheet))
    return people.viewer(organisation, f"{where}.{sheet.code}", sheet.name, grants=grants)
