"""The result notice with every field of the national format, and its OCDS fragment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock, ocds
from lucai.law.notices import check_notice
from lucai.stages.trade.awards.schemas import AnnouncementIn
from lucai.stages.trade.bids.consortia import party
from lucai.stages.trade.bids.selectors import BidSheet
from lucai.stages.trade.projects.notices import amount, contact_fields, joint_words, notice
from lucai.stages.trade.projects.selectors import ProjectCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """Whom the notice names: the lot, the bidder, the amount in 分, the total as text."""

    key: str
    lot_number: int
    lot_name: str
    name: str
    amount: int
    score: str
    decided_at: datetime
    address: str
    uscc: str


def result_fields(
    winner: Winner,
    project: ProjectCard,
    bid: BidSheet,
    *,
    members: Sequence[str],
    fee_standard: str,
    until: date,
    form: AnnouncementIn,
) -> dict[str, Any]:
    """Return the fields of the 中标结果公告 of one lot."""
    return {
        "projectNumber": project.number,
        "projectName": f"{project.title}（包 {winner.lot_number}）",
        "awards": [
            {
                "lotNumber": str(winner.lot_number),
                "supplierName": party(winner.name, bid.members),
                "supplierAddress": winner.address,
                "uscc": winner.uscc,
                "amount": winner.amount,
                "score": winner.score,
            }
        ],
        "items": [_item(winner, item) for item in bid.items],
        # The names are published by law with the result (87 art 69), and only with it.
        "experts": list(members),
        "agencyFeeStandard": project.say(fee_standard),
        "agencyFee": form.agency_fee,
        "noticeUntil": until.isoformat(),
        "otherMatters": _other(
            form.other_matters, joint_words(project), project.say(_declared(bid))
        ),
        **contact_fields(project.buyer_id, project.agency_id),
    }


def result_body(
    winner: Winner, project: ProjectCard, fields: dict[str, Any], bid: BidSheet
) -> dict[str, Any]:
    """Return the journal body of a result notice; the tender is complete with its last lot."""
    waiting = any(lot.state == "active" for lot in project.lots if lot.number != winner.lot_number)
    tender = {
        "id": project.number,
        "lots": [{"id": str(winner.lot_number), "status": "complete"}],
        "status": "" if waiting else "complete",
    }
    award = {
        "id": winner.key,
        "title": f"包 {winner.lot_number} {winner.lot_name}",
        "status": "active",
        "date": winner.decided_at.astimezone(clock.BEIJING).isoformat(),
        "value": amount(winner.amount),
        "suppliers": [ocds.reference(bid.supplier_id, winner.name)],
        "relatedLots": [str(winner.lot_number)],
        "items": [
            {
                "id": f"{winner.lot_number}-{index}",
                "description": item.name,
                "quantity": item.quantity,
                "unit": {"name": item.unit, "value": amount(item.unit_price or 0)},
                "relatedLot": str(winner.lot_number),
            }
            for index, item in enumerate(bid.items, 1)
        ],
    }
    return {
        "notice": notice("result", fields),
        "ocds": {"awards": [award], "tender": ocds.tidy(tender)},
    }


def undone_body(
    project: ProjectCard, *, award: str, lot_number: int, supplier: str, reason: str
) -> dict[str, Any]:
    """Return the journal body of the 更正公告 that tells of a result undone."""
    first = project.tender_published_at or clock.now()
    fields = {
        "projectNumber": project.number,
        "projectName": f"{project.title}（包 {lot_number}）",
        "firstNoticeOn": first.astimezone(clock.BEIJING).date().isoformat(),
        "amendmentKind": "采购结果",
        "amendmentContent": f"包 {lot_number} 确定{supplier}为{project.say('中标人')}的结果无效。{reason}",
        "amendedOn": clock.today().isoformat(),
        **contact_fields(project.buyer_id, project.agency_id),
    }
    undone = {"id": award, "status": "cancelled"}
    return {
        "notice": notice("amendment", fields),
        "ocds": {"tag": "awardUpdate", "awards": [undone]},
    }


def missing(fields: dict[str, Any]) -> tuple[str, ...]:
    """Name what a result notice lacks."""
    return tuple(text.rstrip("。") for text in check_notice("result", fields))


def _item(winner: Winner, item: Any) -> dict[str, Any]:
    return {
        "name": item.name,
        "lotNumber": str(winner.lot_number),
        "supplierName": winner.name,
        "brand": item.brand,
        "model": item.model,
        "quantity": f"{item.quantity}{item.unit}",
        "unitPrice": item.unit_price,
    }


def _other(*parts: str) -> str:
    return "".join(part for part in parts if part)


def _declared(bid: BidSheet) -> str:
    return f"中标供应商声明为{bid.sme_label}，其声明随本公告公开。" if bid.sme else ""
