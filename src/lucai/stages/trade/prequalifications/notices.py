"""The 资格预审公告 and its 更正公告 in the national format, with their OCDS fragments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol

from lucai.kernel import clock, ocds
from lucai.stages.trade.projects.notices import amount, contact_fields, notice
from lucai.stages.trade.projects.selectors import METHODS, LotCard, ProjectCard

WAY = "登录本系统，在项目页面免费查看"
PLACE = "山东省政府采购全流程电子化平台（鲁采）"


class Conditions(Protocol):
    """A prequalification as far as its notice needs it."""

    places: int
    conditions: list[dict[str, str]]
    criteria: str
    composition: str
    performance_period: str
    consortium: bool
    apply_until: datetime
    review_on: date


def prequalification_notice(
    content: Conditions, project: ProjectCard, published_at: datetime, until: date
) -> dict[str, Any]:
    """Return the journal body of a 资格预审公告."""
    fields = {
        **_basics(project),
        **_asked(content, project, published_at),
        "noticeUntil": until.isoformat(),
        "otherMatters": "本项目已进行资格预审的，评审阶段不再对供应商资格进行审查。",
        **contact_fields(project.buyer_id, project.agency_id),
    }
    kept = {key: value for key, value in fields.items() if value is not None}
    buyer = ocds.reference(project.buyer_id, project.buyer_name)
    tender = _tender(content, project, published_at)
    return {"notice": notice("prequalification", kept), "ocds": {"buyer": buyer, "tender": tender}}


def _basics(project: ProjectCard) -> dict[str, Any]:
    return {
        "projectNumber": project.number,
        "projectName": project.title,
        "planNumber": project.plan_number,
        "procurementMethod": METHODS.get(project.method, project.method),
        "budget": project.budget,
        "ceilingPrice": project.ceiling,
        "demand": "；".join(_demand(lot) for lot in project.lots),
        "lots": [_lot_line(lot) for lot in project.lots],
        "smeReserve": _reserve(project),
    }


def _asked(content: Conditions, project: ProjectCard, published_at: datetime) -> dict[str, Any]:
    """Return conditions, document, review and submission, as the national form asks for them."""
    return {
        "performancePeriod": content.performance_period,
        "acceptsConsortium": content.consortium,
        "generalQualification": "申请人应当具备规定的条件，并提供声明函或者证明材料。",
        "policyQualification": _reserve(project),
        "specificQualification": "；".join(f"{c['name']}：{c['text']}" for c in content.conditions),
        "documentsFrom": published_at.astimezone(clock.BEIJING).date().isoformat(),
        "documentsUntil": ocds.stamp(content.apply_until)[:DAY],
        "documentsPlace": PLACE,
        "documentsWay": WAY,
        "documentsPrice": 0,
        "applicationComposition": content.composition,
        "reviewCriteria": content.criteria,
        "inviteeSelection": _selection(content.places),
        "inviteeCount": content.places or None,
        "applicationDeadline": ocds.stamp(content.apply_until),
        "applicationPlace": PLACE,
        "prequalificationDate": content.review_on.isoformat(),
    }


def amendment_notice(
    project: ProjectCard, *, text: str, until: datetime | None, number: int
) -> dict[str, Any]:
    """Return the journal body of the 更正公告 that changes a prequalification document."""
    first = project.prequalification_at or clock.now()
    today = clock.today().isoformat()
    words = text if until is None else f"{text} 提交申请文件的截止时间顺延至 {_words(until)}。"
    fields = {
        "projectNumber": project.number,
        "projectName": project.title,
        "firstNoticeOn": first.astimezone(clock.BEIJING).date().isoformat(),
        "amendmentKind": "采购文件",
        "amendmentContent": words,
        "amendedOn": today,
        **contact_fields(project.buyer_id, project.agency_id),
    }
    change = {"id": f"prequalification-{number}", "date": today, "description": words}
    tender = {"id": project.number, "amendments": [change]}
    return {"notice": notice("amendment", fields), "ocds": {"tender": tender}}


DAY = len("2026-01-01")


def _tender(content: Conditions, project: ProjectCard, at: datetime) -> dict[str, Any]:
    criteria = "；".join(f"{c['name']}：{c['text']}" for c in content.conditions)
    return ocds.tidy(
        {
            "id": project.number,
            "title": project.title,
            "status": "planned",
            "mainProcurementCategory": ocds.CATEGORIES.get(project.object_kind, "goods"),
            "procurementMethod": "selective",
            "procurementMethodDetails": METHODS.get(project.method, project.method),
            "eligibilityCriteria": criteria,
            "procuringEntity": ocds.reference(project.agency_id, project.agency_name),
            "value": amount(project.budget),
            "enquiryPeriod": ocds.period(at, content.apply_until),
            "lots": [
                {"id": str(lot.number), "title": lot.name, "value": amount(lot.budget)}
                for lot in project.lots
            ],
        }
    )


def _selection(places: int) -> str:
    if places:
        return f"从资格预审合格的供应商中随机抽取 {places} 家，同时发出投标邀请书"
    return "全部资格预审合格的供应商"


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
    whole = len(reserved) == len(project.lots)
    return f"{'本项目' if whole else '、'.join(reserved)}专门面向中小企业采购。"


def _words(at: datetime) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
