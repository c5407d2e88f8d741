"""What the bidder's own browser is given: to write, check, seal and hand in a bid."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from annotated_types import MaxLen

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.rules import registered
from lucai.law.verdicts import Severity
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.files.kinds import ATTACHMENTS, LARGEST_FILE
from lucai.stages.trade.bids.lifecycle import CHECKS
from lucai.stages.trade.bids.schemas import AnswerIn, BondIn, ItemIn, TermsIn
from lucai.stages.trade.bids.selectors.tender import TenderedLot, tendered_lot
from lucai.stages.trade.bids.wording import PARTS, SMES, FilePart, SecurityKind
from lucai.stages.trade.projects.standing import bars, demand_not_barred
from lucai.stages.trade.sealing.lifecycle import SEAL
from lucai.stages.trade.sealing.selectors.published import sealing_order


@dataclass(frozen=True, slots=True)
class SealingCheck:
    """A rule that the browser judges before it seals: nobody else may read what it judges."""

    name: str
    sentence: str
    cites: tuple[str, ...]
    blocks: bool


def sealing_checks() -> tuple[SealingCheck, ...]:
    """Return what is checked before a bid is sealed, in the order of the life of a bid."""
    known = registered()
    found = [known[f"{check.__module__}.{check.__name__}"] for check in CHECKS]
    return tuple(
        SealingCheck(one.name, one.sentence, one.cites, one.severity is Severity.BLOCK)
        for one in found
    )


def may_seal(viewer: Viewer) -> bool:
    """Whether the viewer's roles grant sealing and handing in."""
    return viewer.may(SEAL.permission)


def sealing_page(viewer: Viewer, project_number: str, lot_number: int) -> dict[str, Any]:
    """Return everything the bidder's browser needs to write, check, seal and hand in; money in 分.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the lot has no opening policy, or the viewer did not obtain the document.
        RuleBroken: the supplier is barred from procurement today (GP-QUA-02).
    """
    demand(viewer, SEAL.permission)
    tender = tendered_lot(viewer, project_number, lot_number)
    if not tender.document_obtained:
        raise NotFound("请先获取招标文件。")
    demand_not_barred(bars(viewer.organisation or 0))
    firm = organisation(viewer, viewer.organisation or 0)
    order = sealing_order(viewer, project_number, lot_number)
    return {
        **order,
        **_lot(tender),
        "bond": tender.bond,
        "bondKinds": [kind.value for kind in SecurityKind],
        "validityDays": tender.validity_days,
        "consortiumAllowed": tender.consortium_allowed,
        "subcontractAllowed": tender.subcontract_allowed,
        "smeReserved": tender.lot.sme_reserved,
        "bidder": {"name": firm.name, "code": firm.uscc},
        "items": _things(tender),
        "demands": [asdict(demand) for demand in tender.demands],
        "asked": [asdict(asked) for asked in tender.asked],
        "smes": sorted(SMES),
        "parts": _parts(tender, order["policy"]),
        "blindParts": [FilePart.TECHNICAL.value] if tender.blind else [],
        "largestFile": LARGEST_FILE,
        "longest": _longest(),
        "kinds": _kinds(),
    }


def _lot(tender: TenderedLot) -> dict[str, Any]:
    return {
        "project": tender.project.number,
        "title": tender.project.title,
        "lot": tender.lot.number,
        "lotName": tender.lot.name,
        "edition": tender.edition,
        "deadline": tender.bid_deadline.isoformat(),
        "ceiling": tender.lot.ceiling,
        "lotAlive": tender.lot.alive and tender.project.state != "ended",
    }


def _parts(tender: TenderedLot, policy: str) -> dict[str, str]:
    """Return the parts that files belong to; a consortium's agreement has one in newer policies."""
    joint = FilePart.AGREEMENT.value
    kept = tender.consortium_allowed and f'"{joint}"' in policy
    return {part: label for part, label in PARTS.items() if part != joint or kept}


def _things(tender: TenderedLot) -> list[dict[str, Any]]:
    return [
        {"place": place, "name": one.name, "quantity": one.quantity, "unit": one.unit}
        for place, one in enumerate(tender.lot.items)
    ]


def _kinds() -> list[dict[str, Any]]:
    return [
        {
            "label": kind.label,
            "media": kind.media_type,
            "extensions": kind.extensions,
            "magic": [start.hex() for start in kind.magic],
        }
        for kind in ATTACHMENTS
    ]


def _longest() -> dict[str, int]:
    """Return how long each text of a bid may be: the opening would refuse what is longer."""
    return {
        name: limit.max_length
        for schema in (TermsIn, ItemIn, AnswerIn, BondIn)
        for name, field in schema.model_fields.items()
        for limit in field.metadata
        if isinstance(limit, MaxLen)
    }
