"""Reading packages as those do who gather them."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.stages.archive.packages.models import ArchivePackage
from lucai.stages.archive.packages.selectors import (
    PackageLine,
    PackageSheet,
    has_package,
    package_line,
    package_row,
    package_seen,
)
from lucai.stages.archive.packages.selectors.keepers import demand_keeper
from lucai.stages.contract.contracts.selectors import contract_card

READERS = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})
MOST_OFFERED = 100


def package_kept(viewer: Viewer, project_number: str) -> PackageSheet:
    """Return the package to whoever gathers it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
        NotAllowed: others gather it.
    """
    demand_keeper(viewer, package_row(viewer, project_number))
    return package_seen(viewer, project_number)


def packages_to_hand_over(viewer: Viewer, *, words: str = "") -> list[PackageLine]:
    """List a keeper's sealed files that no institution has taken over yet, oldest first."""
    rows = ArchivePackage.objects.seen_by(viewer).filter(
        _kept_by(viewer), state="archived", receipt=""
    )
    if words:
        rows = rows.filter(Q(project_title__icontains=words) | Q(buyer_name__icontains=words))
    return [package_line(row) for row in rows.order_by("buyer_id", "pk")[:MOST_OFFERED]]


def _kept_by(viewer: Viewer) -> Q:
    if viewer.side is Side.BUYER:
        return Q(agency_id=0, buyer_id=viewer.organisation)
    return Q(agency_id=viewer.organisation)


def package_href(viewer: Viewer, number: str) -> str:
    """Return where the viewer reads the file of a number, or nothing."""
    shown = viewer.side in READERS and has_package(viewer, number)
    return f"/rooms/{number}/archive/" if shown else ""


def is_filed(viewer: Viewer, contract_number: str) -> bool:
    """Whether the procurement of a contract, or its order, has a file that the viewer may see."""
    return has_package(viewer, contract_card(viewer, contract_number).project_number)


def file_of_contract(viewer: Viewer, contract_number: str) -> str:
    """Return the number under which a contract's file stands.

    Raises:
        NotFound: the viewer may not see the contract or its file.
    """
    return package_row(viewer, contract_card(viewer, contract_number).project_number).project_number
