"""Who gathers and seals a file: the agency; where nobody was entrusted, the buyer itself (政府采购法 第四十二条)."""

from __future__ import annotations

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotAllowed
from lucai.kernel.lifecycle import Offer
from lucai.stages.archive.packages.lifecycle import KEEPING, PACKAGE
from lucai.stages.archive.packages.models import ArchivePackage
from lucai.stages.archive.packages.rules import PackageFacts
from lucai.stages.contract.contracts.parties import party_offers


def is_keeper(viewer: Viewer, row: ArchivePackage) -> bool:
    """Whether the viewer's organisation gathers, seals, supplements and hands over this file."""
    if viewer.side is Side.SYSTEM:
        return True
    keeper = (Side.AGENCY, row.agency_id) if row.agency_id else (Side.BUYER, row.buyer_id)
    return (viewer.side, viewer.organisation) == keeper


def demand_keeper(viewer: Viewer, row: ArchivePackage) -> None:
    """Refuse an act on a file that others gather.

    Raises:
        NotAllowed: the viewer's organisation does not gather it.
    """
    if not is_keeper(viewer, row):
        raise NotAllowed(f"这份档案由{row.agency_name or row.buyer_name}整理归档，您只能查看。")


def package_offers(viewer: Viewer, row: ArchivePackage, facts: PackageFacts) -> tuple[Offer, ...]:
    """List what a party can do with a file; only its keeper gathers it."""
    keeps = is_keeper(viewer, row)
    offers = party_offers(PACKAGE, row, viewer, facts)
    return tuple(one for one in offers if keeps or one.step.name not in KEEPING)
