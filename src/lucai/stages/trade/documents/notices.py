"""The notices of a tender: 招标公告 and 更正公告, with their OCDS fragments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock, ocds
from lucai.law.methods import method
from lucai.law.notices import notice_form
from lucai.platform.web.offline import SEALING, digest_of
from lucai.stages.trade.documents.cards import (
    ClarificationSheet,
    DocumentCard,
    DocumentSheet,
    RequirementLine,
)
from lucai.stages.trade.documents.timing import notice_end
from lucai.stages.trade.documents.wording import (
    OBJECT_KINDS,
)
from lucai.stages.trade.projects.notices import amount, contact_fields, joint_words, notice
from lucai.stages.trade.projects.selectors import METHODS, LotCard, ProjectCard

CALLS = ("tender", "consultation", "negotiation", "inquiry")
"""The notices that call for responses; other methods invite their suppliers by name."""
WAY = "登录本系统，在项目页面免费下载"
PLACE = "山东省政府采购全流程电子化平台（鲁采）"
OCDS_CATEGORIES = {"goods": "goods", "services": "services", "works": "works"}


def tender_notice(
    sheet: DocumentSheet, published_at: datetime, *, by_name: bool = False
) -> dict[str, Any]:
    """Return the journal body of a 招标公告, or of what the method has in its place.

    ``by_name``: suppliers were drawn or recommended, and are invited one by one.
    """
    on = published_at.astimezone(clock.BEIJING).date()
    fields = notice_fields(sheet.card, sheet.project, sheet.requirements, on)
    tender = _ocds_tender(sheet.card, sheet.project, published_at)
    buyer = ocds.reference(sheet.project.buyer_id, sheet.project.buyer_name)
    ocds_part = {"buyer": buyer, "tender": tender}
    kind = method(sheet.project.method).notice_kind or ""
    if by_name or kind not in CALLS or sheet.project.prequalification_at:
        # Suppliers are invited one by one: there is nothing to announce.
        tag = {"tag": "tenderUpdate"} if sheet.project.prequalification_at else {}
        return {"ocds": {**tag, **ocds_part}}
    return {"notice": notice(kind, fitted(kind, fields)), "ocds": ocds_part}


def fitted(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that a form has, a moment as its day where the form asks for a day."""
    types = {field.key: field.type for field in notice_form(kind).fields}
    hours = _hours(fields["documentsUntil"]) if types.get("documentsUntil") == "date" else {}
    known = {key: value for key, value in {**fields, **hours}.items() if key in types}
    return {
        key: value[:DAY] if types[key] == "date" and isinstance(value, str) else value
        for key, value in known.items()
    }


def _hours(until: str) -> dict[str, str]:
    """Say when the last day ends, where the form has room for the day alone."""
    return {"documentsHours": f"全天，截止日至 {until[DAY + 1 : DAY + 6]}"} if until else {}


DAY = len("2026-01-01")


def notice_fields(
    row: DocumentCard, project: ProjectCard, requirements: Sequence[RequirementLine], on: date
) -> dict[str, Any]:
    """Return every field of the national format, as the notice of a day has them."""
    return {
        "overview": _overview(row, project),
        "projectNumber": project.number,
        "projectName": project.title,
        "planNumber": project.plan_number,
        "procurementMethod": METHODS.get(project.method, project.method),
        "budget": project.budget,
        "ceilingPrice": project.ceiling,
        "demand": "；".join(_demand(lot) for lot in project.lots),
        "lots": [_lot_line(lot) for lot in project.lots],
        "performancePeriod": row.performance_period,
        "acceptsConsortium": row.consortium,
        "smeReserve": _reserve(project),
        "generalQualification": f"{project.say('投标人')}应当具备规定的条件，并提供声明函或者证明材料。",
        "policyQualification": _reserve(project),
        "specificQualification": _specific(requirements),
        "documentsFrom": on.isoformat(),
        "documentsUntil": _moment(row.available_until),
        "documentsPlace": PLACE,
        "documentsWay": WAY,
        "documentsPrice": 0,
        "bidDeadline": _moment(row.bid_deadline),
        "openingTime": _moment(row.bid_deadline),
        "openingPlace": row.opening_place,
        "submissionPlace": PLACE,
        "noticeUntil": _until(row, on),
        "otherMatters": "".join((joint_words(project), _offline_sealing())) or "无",
        **contact_fields(project.buyer_id, project.agency_id),
    }


def _offline_sealing() -> str:
    """Print the digest of the offline tool: who takes it from the page can see that it is this one."""
    digest = digest_of(SEALING)
    return f"离线封标工具（{SEALING}）的 SHA-256 值：{digest}。" if digest else ""


def amendment_notice(row: ClarificationSheet, project: ProjectCard, on: date) -> dict[str, Any]:
    """Return the journal body of a 更正公告."""
    first = project.tender_published_at
    fields = {
        "projectNumber": project.number,
        "projectName": project.title,
        "firstNoticeOn": _day(first),
        "amendmentKind": "采购文件",
        "amendmentContent": row.text,
        "amendedOn": on.isoformat(),
        "newBidDeadline": _moment(row.new_deadline),
        "otherMatters": f"针对的问题：{row.question}" if row.question else "",
        **contact_fields(project.buyer_id, project.agency_id),
    }
    amendment = {"id": str(row.number), "date": on.isoformat(), "description": row.text}
    tender: dict[str, Any] = {"id": project.number, "amendments": [amendment]}
    if row.new_deadline:
        tender["tenderPeriod"] = {"endDate": _moment(row.new_deadline)}
    return {"notice": notice("amendment", fields), "ocds": {"tender": tender}}


def extension_notice(row: DocumentCard, project: ProjectCard, until: datetime) -> dict[str, Any]:
    """Return the journal body of the 更正公告 that extends the period for obtaining documents."""
    on = clock.today().isoformat()
    text = f"{project.say('招标文件')}获取截止时间由 {_words(row.available_until)} 延长至 {_words(until)}，其他内容不变。"
    fields = {
        "projectNumber": project.number,
        "projectName": project.title,
        "firstNoticeOn": _day(project.tender_published_at),
        "amendmentKind": "采购公告",
        "amendmentContent": text,
        "amendedOn": on,
        "newDocumentsUntil": _moment(until),
        **contact_fields(project.buyer_id, project.agency_id),
    }
    amendment = {"id": f"documents-{_day(until)}", "date": on, "description": text}
    tender = {"id": project.number, "amendments": [amendment]}
    return {"notice": notice("amendment", fields), "ocds": {"tender": tender}}


def _until(row: DocumentCard, on: date) -> str:
    """Return the last day of the period of a notice that goes out on a day."""
    until = notice_end(on, row.method) or row.notice_until
    return until.isoformat() if until else ""


def _overview(row: DocumentCard, project: ProjectCard) -> str:
    wait = project.say("的潜在投标人应在"), project.say("获取招标文件"), project.say("提交投标文件")
    return (
        f"{project.title}{wait[0]}{PLACE}{wait[1]}，"
        f"并于 {_words(row.bid_deadline)}（北京时间）前{wait[2]}。"
    )


def _demand(lot: LotCard) -> str:
    items = "、".join(f"{i.name} {i.quantity} {i.unit}" for i in lot.items)
    return f"{lot.label}：{items or lot.name}"


def _lot_line(lot: LotCard) -> dict[str, Any]:
    return {
        "lotNumber": str(lot.number),
        "name": lot.name,
        "budget": lot.budget,
        "ceilingPrice": lot.ceiling,
        "demand": _demand(lot),
    }


def _reserve(project: ProjectCard) -> str:
    reserved = [f"包 {lot.number}" for lot in project.lots if lot.sme_reserved]
    if not reserved:
        return "本项目非专门面向中小企业采购，执行小微企业价格扣除政策。"
    if len(reserved) == len(project.lots):
        return "本项目专门面向中小企业采购。"
    return f"{'、'.join(reserved)}专门面向中小企业采购，其余各包执行小微企业价格扣除政策。"


def _specific(requirements: Sequence[RequirementLine]) -> str:
    found = [r for r in requirements if r.kind == "qualification"]
    lines = (f"{r.name}：{r.text}" if r.lot_number == 0 else _of_lot(r) for r in found)
    return "；".join(lines) or "无"


def _of_lot(requirement: RequirementLine) -> str:
    return f"（包 {requirement.lot_number}）{requirement.name}：{requirement.text}"


def _ocds_tender(row: DocumentCard, project: ProjectCard, published_at: datetime) -> dict[str, Any]:
    return {
        "id": project.number,
        "title": project.title,
        "status": "active",
        "mainProcurementCategory": OCDS_CATEGORIES.get(project.object_kind, "goods"),
        "procurementMethod": ocds.METHODS[project.method],
        "procurementMethodDetails": METHODS.get(project.method, project.method),
        "awardCriteria": "ratedCriteria"
        if row.evaluation_method == "comprehensive"
        else "priceOnly",
        "awardCriteriaDetails": row.evaluation_label,
        "submissionMethod": ["electronicSubmission"],
        "procuringEntity": ocds.reference(project.agency_id, project.agency_name),
        "value": amount(project.budget),
        "tenderPeriod": {"startDate": _moment(published_at), "endDate": _moment(row.bid_deadline)},
        "lots": [_ocds_lot(lot) for lot in project.lots],
        "items": [item for lot in project.lots for item in _ocds_items(lot)],
    }


def _ocds_lot(lot: LotCard) -> dict[str, Any]:
    return {
        "id": str(lot.number),
        "title": lot.name,
        "status": "active",
        "value": amount(lot.budget),
    }


def _ocds_items(lot: LotCard) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{lot.number}-{index}",
            "description": item.name,
            "classification": {"scheme": "CN-GPC2022", "id": item.catalogue_code},
            "quantity": item.quantity,
            "unit": {"name": item.unit, "value": amount(item.unit_price)},
            "relatedLot": str(lot.number),
        }
        for index, item in enumerate(lot.items, 1)
    ]


def object_label(kind: str) -> str:
    """Return a kind of object in words."""
    return OBJECT_KINDS.get(kind, kind)


def _day(at: datetime | None) -> str:
    return at.astimezone(clock.BEIJING).date().isoformat() if at else ""


def _moment(at: datetime | None) -> str:
    return at.astimezone(clock.BEIJING).isoformat() if at else ""


def _words(at: datetime | None) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if at else ""
