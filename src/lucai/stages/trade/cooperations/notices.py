"""Notices of cooperations with every field of their form, and their OCDS fragments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from lucai.kernel import clock, money, ocds
from lucai.kernel.actors import PUBLIC
from lucai.law.deadlines import deadline
from lucai.law.wording import percent
from lucai.platform.access.selectors import organisations
from lucai.stages.trade.projects.notices import amount, contact_fields, notice
from lucai.stages.trade.projects.selectors import METHODS, ProjectCard

HUNDREDTHS = 100


class Scheme(Protocol):
    """What notices say of a cooperation; money in 分."""

    terms: dict[str, str]
    factors: list[dict[str, Any]]
    group: list[dict[str, Any]]
    ranking: list[dict[str, Any]]
    first: dict[str, Any]
    first_supplier_id: int | None
    wanted: int
    months: int
    most_cost: int
    incentive: int
    quantity: int
    unit: str
    price_ceiling: int
    apply_until: datetime | None
    notice_until: date | None

    @property
    def part(self) -> Decimal:
        """What of the cost is paid."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One researcher of the result; what its contract pays at most and its unit price, in 分."""

    supplier_id: int
    supplier_name: str
    amount: int
    price: int


PLACE = "本平台采购项目“合作创新”栏目"


def call_body(row: Scheme, project: ProjectCard) -> dict[str, Any]:
    """Return the journal body of a 合作创新采购公告."""
    terms = row.terms
    fields = {
        "projectNumber": project.number,
        "projectName": project.title,
        "planNumber": project.plan_number,
        "procurementMethod": METHODS[project.method],
        "budget": project.budget,
        "goal": terms["goal"],
        "scene": terms["scene"],
        "researchPeriod": f"{row.months} 个月（含首购）",
        "researchCost": row.most_cost,
        "compensationRatio": percent(row.part),
        "incentive": row.incentive,
        "researchers": f"不超过 {row.wanted} 家",
        "firstPurchase": f"{row.quantity} {row.unit}，单价不超过 {money.yuan(row.price_ceiling)} 元",
        "intellectualProperty": terms["rights"],
        "criteria": [
            {
                "name": one["name"],
                "points": f"{one['points']} 分",
                "kind": "研发方案" if one["research"] else "其他",
            }
            for one in row.factors
        ],
        "generalQualification": "申请人应当具备规定的条件，并提供声明函或者证明材料。",
        "specificQualification": terms["qualification"],
        "territory": "研发活动应当在中国关境内进行。",
        "applicationDeadline": ocds.stamp(row.apply_until) if row.apply_until else "",
        "applicationPlace": PLACE,
        "noticeUntil": row.notice_until.isoformat() if row.notice_until else "",
        **contact_fields(project.buyer_id, project.agency_id),
    }
    buyer = ocds.reference(project.buyer_id, project.buyer_name)
    return {"notice": notice("cooperation", fields),
            "ocds": {"buyer": buyer, "tender": _tender(row, project)}}  # fmt: skip


def _tender(row: Scheme, project: ProjectCard) -> dict[str, Any]:
    return ocds.tidy(
        {
            "id": project.number,
            "title": project.title,
            "status": "active",
            "mainProcurementCategory": ocds.CATEGORIES.get(project.object_kind, "goods"),
            "procurementMethod": ocds.METHODS[project.method],
            "procurementMethodDetails": METHODS[project.method],
            "eligibilityCriteria": row.terms["qualification"],
            "awardCriteriaDetails": "综合评分，研发方案分值占比不低于百分之五十",
            "procuringEntity": ocds.reference(project.agency_id, project.agency_name),
            "value": amount(project.budget),
            "tenderPeriod": ocds.period(clock.now(), row.apply_until),
            "lots": [
                {"id": str(lot.number), "title": lot.name, "value": amount(lot.budget),
                 "status": "active"}
                for lot in project.lots
            ],
        }
    )  # fmt: skip


def result_body(row: Scheme, project: ProjectCard, chosen: Sequence[Chosen]) -> dict[str, Any]:
    """Return the journal body of the 研发供应商成交结果公告."""
    firms = organisations(PUBLIC, [one.supplier_id for one in chosen])
    totals = {one["supplier"]: one["total"] for one in row.ranking}
    fields = {
        "projectNumber": project.number,
        "projectName": project.title,
        "awards": [
            {
                "supplierName": one.supplier_name,
                "supplierAddress": firms[one.supplier_id].address,
                "amount": one.amount,
                "score": f"{totals[one.supplier_id] / HUNDREDTHS:.2f}",
                "firstPrice": one.price,
            }
            for one in chosen
        ],
        "experts": [one["name"] for one in row.group],
        "noticeUntil": deadline("GP-TEN-01", clock.today()).date.isoformat(),
        **contact_fields(project.buyer_id, project.agency_id),
    }
    awards = [
        {
            "id": f"{project.number}-1-{place}",
            "title": "研发（订购）",
            "status": "active",
            "date": ocds.stamp(clock.now()),
            "value": amount(one.amount),
            "suppliers": [ocds.reference(one.supplier_id, one.supplier_name)],
            "relatedLots": ["1"],
        }
        for place, one in enumerate(chosen, 1)
    ]
    return {"notice": notice("cooperationResult", fields), "ocds": {"awards": awards}}


def product_body(row: Scheme, project: ProjectCard) -> dict[str, Any]:
    """Return the journal body of the 首购产品公告."""
    first, supplier = row.first, row.first_supplier_id or 0
    firm = organisations(PUBLIC, [supplier])[supplier]
    fields = {
        "projectNumber": project.number,
        "projectName": project.title,
        "supplierName": firm.name,
        "supplierAddress": firm.address,
        "product": first["product"],
        "quantity": f"{row.quantity} {row.unit}",
        "unitPrice": first["price"],
        "amount": first["amount"],
        "reason": first["reason"],
        "experts": [one["name"] for one in row.group],
        "noticeUntil": deadline("GP-TEN-01", clock.today()).date.isoformat(),
        **contact_fields(project.buyer_id, project.agency_id),
    }
    award = {
        "id": f"{project.number}-2",
        "title": "首购",
        "status": "active",
        "date": ocds.stamp(clock.now()),
        "value": amount(first["amount"]),
        "suppliers": [ocds.reference(supplier, firm.name)],
        "relatedLots": ["2"],
    }
    return {"notice": notice("cooperationProduct", fields), "ocds": {"awards": [award]}}


def failure_body(project: ProjectCard, reason: str) -> dict[str, Any]:
    """Return the journal body of the 终止公告."""
    fields = {
        "projectNumber": project.number,
        "projectName": project.title,
        "lotNumbers": [f"包 {lot.number} {lot.name}" for lot in project.lots],
        "reason": reason,
        **contact_fields(project.buyer_id, project.agency_id),
    }
    tender = {"id": project.number, "status": "unsuccessful"}
    return {"notice": notice("termination", fields), "ocds": {"tender": tender}}
