"""The 投诉处理结果公告 in the national format."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.law.notices import notice_form
from lucai.oversight.complaints.selectors.shapes import ComplaintSheet
from lucai.platform.access.selectors import organisations


def decision_fields(sheet: ComplaintSheet) -> dict[str, Any]:
    """Return the fields of the notice: parties with addresses, points, basis, decision."""
    found = organisations(PUBLIC, [sheet.agency_id, sheet.buyer_id, sheet.finance_id])
    agency, buyer = found.get(sheet.agency_id), found[sheet.buyer_id]
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
