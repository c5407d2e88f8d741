"""Notices of framework agreements with every field of their form, and their OCDS fragments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lucai.kernel import clock, ocds
from lucai.kernel.actors import PUBLIC
from lucai.law.calendar import beijing_day
from lucai.law.deadlines import deadline
from lucai.platform.access.selectors import organisations
from lucai.stages.trade.frameworks.ports import Deals
from lucai.stages.trade.frameworks.selectors.shapes import (
    FrameworkCard,
    FrameworkSheet,
    MemberCard,
)
from lucai.stages.trade.projects.notices import contact_of, notice

OCDS_WAYS = {
    "direct": "withoutReopeningCompetition",
    "rotation": "withoutReopeningCompetition",
    "bidding": "withReopeningCompetition",
}


def contacts(row: FrameworkCard) -> dict[str, str]:
    """Return whom to ask: the organiser."""
    found = organisations(PUBLIC, [row.organiser_id])[row.organiser_id]
    return {
        "buyerName": found.name,
        "buyerAddress": found.address,
        "buyerContact": contact_of(found),
        "contactPerson": found.contact,
        "contactPhone": found.phone,
    }


def call_body(sheet: FrameworkSheet, round_: int, closes: datetime) -> dict[str, Any]:
    """Return the body of a 征集公告; an open framework is joined until ``closes``, its end."""
    row, packages = sheet.card, sheet.packages
    opened = row.kind == "open"
    today = clock.today()
    organiser = contacts(row)
    fields = {
        **{name: organiser[name] for name in ("buyerName", "buyerAddress", "buyerContact")},
        "projectNumber": row.number,
        "projectName": row.title + (f"（第{round_ - 1}次补充）" if round_ > 1 else ""),
        "demand": sheet.terms["demand"],
        "ceilingUnitPrices": [
            {"name": one.name, "unit": one.unit, "ceilingPrice": one.ceiling} for one in packages
        ],
        "userScope": sheet.terms["users"],
        "estimatedQuantity": "；".join(
            f"{one.name}约{one.estimated_quantity}{one.unit}"
            for one in packages
            if one.estimated_quantity
        ),
        "generalQualification": "满足《中华人民共和国政府采购法》第二十二条规定",
        "policyQualification": "按征集文件执行节能环保、中小企业等政府采购政策",
        "specificQualification": sheet.terms["qualification"],
        "term": f"{row.starts_on}至{row.ends_on}",
        "documentsFrom": today.isoformat(),
        "documentsUntil": beijing_day(closes).isoformat(),
        "documentsPlace": "本平台框架协议页面",
        "documentsWay": "任何人都可以在有效期内随时查阅和下载",
        "documentsPrice": 0,
        "bidDeadline": closes.isoformat(),
        "openingTime": closes.isoformat(),
        "openingPlace": "本平台，随时申请、逐份审核" if opened else "本平台",
        "noticeUntil": deadline("GP-TEN-01", today).date.isoformat(),
    }
    return {"notice": notice("frameworkCall", fields), "ocds": _tender(sheet, closes)}


def _tender(sheet: FrameworkSheet, closes: datetime) -> dict[str, Any]:
    row, packages = sheet.card, sheet.packages
    technique = ocds.tidy(
        {
            "method": OCDS_WAYS[row.way],
            "maximumParticipants": sheet.most_admitted,
            "buyerCategories": sheet.terms["users"],
        }
    )
    tender = {
        "id": row.number,
        "title": row.title,
        "status": "active",
        "procurementMethod": "open",
        "procurementMethodDetails": "封闭式框架协议" if row.kind == "closed" else "开放式框架协议",
        "mainProcurementCategory": row.object_kind,
        "procuringEntity": ocds.reference(row.organiser_id, row.organiser_name),
        "tenderPeriod": ocds.period(clock.now(), closes),
        "contractPeriod": ocds.period(row.starts_on, row.ends_on),
        "techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": technique},
        "lots": [
            {"id": str(one.number), "title": one.name, "status": "active"} for one in packages
        ],
        "items": [
            ocds.item(
                str(one.number), one.name, one.catalogue_code, one.name,
                one.estimated_quantity or None, one.unit, one.ceiling, str(one.number),
            )
            for one in packages
        ],
    }  # fmt: skip
    return {"ocid": row.ocid, "tender": tender}


def admission_body(
    row: FrameworkCard, members: Sequence[MemberCard], panel: Sequence[str]
) -> dict[str, Any]:
    """Return the body of an 入围结果公告, with an award for every admission."""
    addresses = organisations(PUBLIC, [one.supplier_id for one in members])
    fields = {
        "projectNumber": row.number,
        "projectName": row.title,
        "admitted": [
            {
                "order": one.order,
                "supplierName": one.supplier_name,
                "supplierAddress": addresses[one.supplier_id].address,
                "price": one.price,
                "score": _score(one),
            }
            for one in members
        ],
        "items": [
            {
                "supplierName": one.supplier_name,
                "name": f"包 {one.package_number} {one.content['product']}",
                "model": one.content["specification"],
                "unitPrice": one.price,
            }
            for one in members
        ],
        "experts": list(panel),
        "noticeUntil": deadline("GP-TEN-01", clock.today()).date.isoformat(),
        **contacts(row),
    }
    awards = [_award(one, "active") for one in members]
    return {"notice": notice("frameworkAdmission", fields),
            "ocds": {"ocid": row.ocid, "awards": awards}}  # fmt: skip


def _score(one: MemberCard) -> str:
    return str(one.content.get("score", ""))


def _award(one: MemberCard, status: str) -> dict[str, Any]:
    return {
        "id": one.key,
        "status": status,
        "date": ocds.stamp(one.admitted_at),
        "suppliers": [ocds.reference(one.supplier_id, one.supplier_name)],
        "relatedLots": [str(one.package_number)],
        "items": [
            {
                "id": str(one.package_number),
                "description": one.content["product"],
                "unit": {"value": ocds.value(one.price)},
            }
        ],
    }


def exit_body(row: FrameworkCard, one: MemberCard, reason: str) -> dict[str, Any]:
    """Return the body of an 入围供应商退出公告, for one that left or was removed."""
    fields = {
        "projectNumber": row.number,
        "projectName": f"{row.title}{one.supplier_name}",
        "supplierName": one.supplier_name,
        "exitedOn": clock.today().isoformat(),
        "reason": reason,
    }
    return {"notice": notice("frameworkExit", fields),
            "ocds": {"ocid": row.ocid, "awards": [{"id": one.key, "status": "cancelled"}]}}  # fmt: skip


def failure_body(row: FrameworkCard, packages: Sequence[int], reason: str) -> dict[str, Any]:
    """Return the body of the 终止公告 of a call that failed."""
    fields = {
        "projectNumber": row.number,
        "projectName": row.title,
        "lotNumbers": [f"包 {number}" for number in packages],
        "reason": reason,
        **contacts(row),
    }
    tender = {"id": row.number, "status": "unsuccessful"}
    return {"notice": notice("termination", fields), "ocds": {"ocid": row.ocid, "tender": tender}}


def correction_body(
    row: FrameworkCard, text: str, since: datetime | None, until: datetime | None = None
) -> dict[str, Any]:
    """Return the body of the 更正公告 of a framework's documents; ``until``: the deadline moves."""
    today = clock.today()
    fields = {
        "projectNumber": row.number,
        "projectName": row.title,
        "firstNoticeOn": beijing_day(since or clock.now()).isoformat(),
        "amendmentKind": "采购文件",
        "amendmentContent": text,
        "amendedOn": today.isoformat(),
        "newBidDeadline": until.astimezone(clock.BEIJING).isoformat() if until else "",
        **contacts(row),
    }
    amendment = {"id": ocds.stamp(clock.now()), "date": today.isoformat(), "description": text}
    tender: dict[str, Any] = {"id": row.number, "amendments": [amendment]}
    if until:
        tender["tenderPeriod"] = {"endDate": ocds.stamp(until)}
    return {"notice": notice("amendment", fields), "ocds": {"ocid": row.ocid, "tender": tender}}


def annulment_body(row: FrameworkCard, packages: Sequence[int], reason: str) -> dict[str, Any]:
    """Return the body of the 终止公告 of admissions that are void."""
    return {"notice": failure_body(row, packages, reason)["notice"]}


def summary_body(row: FrameworkCard, deals: Deals) -> dict[str, Any]:
    """Return the body of the 成交结果汇总公告."""
    lines = [
        {"supplierName": line.supplier_name, "contracts": line.contracts, "total": line.total}
        for line in deals.lines
    ]
    fields = {
        "projectNumber": row.number,
        "projectName": row.title,
        "expiredOn": row.ends_on.isoformat(),
        "suppliers": lines or [{"supplierName": "没有成交", "contracts": 0, "total": 0}],
    }
    tender = {"id": row.number, "status": "complete"}
    return {"notice": notice("frameworkSummary", fields),
            "ocds": {"ocid": row.ocid, "tender": tender}}  # fmt: skip
