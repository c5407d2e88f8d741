"""What is made public of an acceptance: the notice and its OCDS fragment."""

from __future__ import annotations

from typing import Any

from lucai.kernel import ocds
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput
from lucai.law.notices import check_notice
from lucai.law.wording import plain
from lucai.stages.acceptance.acceptances.selectors import AcceptanceSheet
from lucai.stages.contract.contracts.notices import award_id, party_fields
from lucai.stages.contract.contracts.selectors import ContractCard
from lucai.stages.trade.projects.notices import notice

STATUS = {"合格": "met", "部分合格": "partiallyMet", "不合格": "notMet"}


def publication_body(viewer: Viewer, card: ContractCard, sheet: AcceptanceSheet) -> dict[str, Any]:
    """Return the journal's body of a publication.

    Raises:
        InvalidInput: the notice lacks something (message at ``notice``).
    """
    kind, fields = notice_kind(sheet), notice_fields(viewer, card, sheet)
    if faults := check_notice(kind, fields):
        raise InvalidInput({"notice": "".join(faults)})
    return {"notice": notice(kind, fields), "ocds": fragment(sheet, card)}


def notice_kind(sheet: AcceptanceSheet) -> str:
    """Return the form of the notice: services to the public have one of their own."""
    return "acceptance" if sheet.public_service else "performanceAcceptance"


def notice_fields(viewer: Viewer, card: ContractCard, sheet: AcceptanceSheet) -> dict[str, Any]:
    """Return the fields of the notice."""
    shared = {
        **party_fields(viewer, card),
        "acceptedOn": sheet.accepted_on.isoformat() if sheet.accepted_on else "",
        "members": [member.name for member in sheet.members],
        "opinion": f"{sheet.conclusion}。{sheet.opinion}",
        "otherMatters": "；".join(_line(line) for line in sheet.items),
    }
    if sheet.public_service:
        return {
            **shared,
            "serviceContent": "、".join(line.name for line in sheet.items),
            "serviceRequirement": "\n".join(line.agreed for line in sheet.requirements) or "见合同",
            "servicePeriod": f"自合同生效之日起 {card.delivery_days} 日",
            "servicePlace": card.delivery_place,
        }
    return {**shared, "amount": card.amount, "acceptanceReport": f"{sheet.href}report.pdf"}


def fragment(sheet: AcceptanceSheet, card: ContractCard) -> dict[str, Any]:
    """Return what OCDS says of an acceptance: a milestone of the contract."""
    milestone = {
        "id": f"acceptance-{sheet.number}",
        "title": f"第 {sheet.number} 次履约验收",
        "type": "delivery",
        "description": sheet.conclusion,
        "status": STATUS[sheet.conclusion],
        "dateMet": ocds.stamp(sheet.accepted_on) if sheet.accepted_on else "",
    }
    return {
        "tag": "implementation",
        "contracts": [
            {
                "id": card.number,
                "awardID": award_id(card),
                "implementation": {"milestones": [ocds.tidy(milestone)]},
            }
        ],
    }


def _line(line: Any) -> str:
    return f"{line.name} 交付 {plain(line.delivered)} {line.unit}，合格 {plain(line.accepted or 0)}"
