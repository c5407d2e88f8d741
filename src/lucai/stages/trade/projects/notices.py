"""What notices of a project share: contacts and amounts; and the notice that a lot has failed."""

from __future__ import annotations

from typing import Any

from lucai.kernel import money, ocds
from lucai.kernel.actors import PUBLIC
from lucai.law.notices import notice_form
from lucai.platform.access.selectors import OrganisationCard, organisations
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard
from lucai.stages.trade.projects.selectors.joint import units_joined


def contact_fields(buyer_id: int, agency_id: int) -> dict[str, str]:
    """Return the last section of every notice: whom to ask."""
    found = organisations(PUBLIC, [buyer_id, agency_id])
    buyer, agency = found[buyer_id], found[agency_id]
    return {
        "buyerName": buyer.name,
        "buyerAddress": buyer.address,
        "buyerContact": contact_of(buyer),
        "agencyName": agency.name,
        "agencyAddress": agency.address,
        "agencyContact": contact_of(agency),
        "contactPerson": agency.contact,
        "contactPhone": agency.phone,
    }


def contact_of(organisation: OrganisationCard) -> str:
    """Return the office to ask and its telephone, as notices print them."""
    return " ".join(part for part in (organisation.contact, organisation.phone) if part)


def notice(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what the journal's body holds under ``notice``."""
    return {"kind": kind, "title": notice_form(kind).title(fields), "fields": fields}


def amount(fen: int) -> dict[str, str]:
    """Return an OCDS value; the amount as decimal text, since the journal holds no fractions."""
    return {"amount": money.plain_yuan(fen), "currency": "CNY"}


def failed_lot_notice(row: ProjectCard, lot: LotCard, reason: str) -> dict[str, Any]:
    """Return the body of a 终止（废标）公告 for one lot."""
    fields = {
        "projectNumber": row.number,
        "projectName": row.title,
        "lotNumbers": [f"包 {lot.number} {lot.name}"],
        "reason": reason,
        **contact_fields(row.buyer_id, row.agency_id),
    }
    named = {**fields, "projectName": f"{row.title}（包 {lot.number}）"}
    title = notice_form("termination").title(named if len(row.lots) > 1 else fields)
    lots = [{"id": str(lot.number), "status": "unsuccessful"}]
    over = all(not other.alive for other in row.lots)
    tender = {"id": row.number, "lots": lots, "status": "unsuccessful" if over else ""}
    return {
        "notice": {"kind": "termination", "title": title, "fields": fields},
        "ocds": {"tag": "tenderUpdate", "tender": ocds.tidy(tender)},
    }


def joint_words(project: ProjectCard) -> str:
    """Say which units buy jointly and what each needs; empty where one buys alone."""
    units = units_joined(project.number)
    if not units:
        return ""
    lines = (f"{unit.buyer_name}（包 {unit.lot_number}：{unit.needs}）" for unit in units)
    return (
        f"本项目由{project.buyer_name}牵头，与{'、'.join(lines)}联合采购；"
        "各单位的需求见采购标的，由各单位分别与中标、成交供应商签订合同，各自验收、付款。"
    )
