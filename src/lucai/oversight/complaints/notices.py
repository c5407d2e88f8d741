"""The 投诉处理结果公告 in the national format, and what became of a decision afterwards."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.law.notices import notice_form
from lucai.oversight.complaints.selectors.shapes import AppealLine, ComplaintSheet
from lucai.platform.access.selectors import organisations


def decision_fields(sheet: ComplaintSheet) -> dict[str, Any]:
    """Return the fields of the notice: parties with addresses, points, basis, decision."""
    found = organisations(PUBLIC, [sheet.agency_id, sheet.buyer_id, sheet.finance_id])
    agency, buyer = found.get(sheet.agency_id), found.get(sheet.buyer_id)
    respondents = [one for one in (buyer, agency) if one]
    decided = sheet.decided_at or clock.now()
    return {
        "projectNumber": sheet.line.project_number,
        "projectName": sheet.line.title,
        "complainant": sheet.line.supplier_name,
        "complainantAddress": sheet.address,
        "respondent": "、".join(one.name for one in respondents),
        "respondentAddress": "；".join(one.address for one in respondents),
        "relatedSuppliers": [one.organisation_name for one in sheet.statements if one.related],
        "points": "\n".join(f"{point.place}. {point.matter}" for point in sheet.points),
        "basis": sheet.basis,
        "decision": sheet.decision,
        "authority": found[sheet.finance_id].name,
        "decidedOn": decided.astimezone(clock.BEIJING).date().isoformat(),
    }


def decision_body(sheet: ComplaintSheet) -> dict[str, Any]:
    """Return what the journal keeps of a published decision."""
    fields = decision_fields(sheet)
    title = notice_form("complaint").title(fields)
    return {"notice": {"kind": "complaint", "title": title, "fields": fields}}


def appeal_fields(sheet: ComplaintSheet, line: AppealLine) -> dict[str, Any]:
    """Return what everybody is told of a review or a lawsuit.

    Who applied is named only where the notice of the decision has named it already: anybody
    else may be a private person (政府采购信息发布管理办法 keeps secrets and privacy out).
    """
    known = line.appellant == sheet.line.supplier_name
    decided = sheet.decided_at or clock.now()
    return {
        "projectNumber": sheet.line.project_number,
        "projectName": sheet.line.title,
        "decisionNumber": sheet.line.number,
        "decidedOn": decided.astimezone(clock.BEIJING).date().isoformat(),
        "decision": sheet.decision,
        "way": line.kind_label,
        "appellant": line.appellant if known else "其他利害关系人",
        "reviewer": line.authority,
        "caseNumber": line.case_number,
        "outcome": line.outcome_label,
        "result": line.public_result,
        "effect": line.public_effect,
        "authority": sheet.finance_name,
        "endedOn": line.ended_on.isoformat() if line.ended_on else "",
    }


def appeal_body(sheet: ComplaintSheet, line: AppealLine) -> dict[str, Any]:
    """Return what the journal keeps of a published outcome."""
    fields = appeal_fields(sheet, line)
    title = notice_form("complaintAppeal").title(fields)
    return {"notice": {"kind": "complaintAppeal", "title": title, "fields": fields}}
