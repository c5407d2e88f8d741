"""Public notices as the modules of the chain publish them, written straight into the journal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.law.notices import notice_form
from lucai.platform.journal.services import Entry, record

SYSTEM = Actor.system(Reason.INSTALLATION)
REGION = "370102"
JUNE = clock.moment(date(2026, 6, 1), 10)
PARTIES = {
    "buyerName": "示例采购单位1",
    "buyerAddress": "示例路 1 号",
    "buyerContact": "0531-00000000",
    "agencyName": "示例代理机构1",
    "agencyAddress": "示例路 2 号",
    "agencyContact": "0531-00000001",
    "contactPerson": "示例联系人",
    "contactPhone": "0531-00000002",
}
TENDER = {
    "overview": "示例课桌采购的潜在投标人应在鲁采获取招标文件。",
    "projectNumber": "",
    "projectName": "示例课桌采购",
    "procurementMethod": "公开招标",
    "budget": 300_000_000,
    "ceilingPrice": 290_000_000,
    "demand": "课桌 400 张，升降式，含安装",
    "lots": [{"lotNumber": "1", "name": "课桌", "budget": 300_000_000, "demand": "课桌 400 张"}],
    "performancePeriod": "30 日",
    "acceptsConsortium": False,
    "generalQualification": "满足第二十二条规定",
    "policyQualification": "无",
    "documentsFrom": "2026-06-01",
    "documentsUntil": "2026-06-08T17:00:00+08:00",
    "documentsPlace": "鲁采",
    "documentsWay": "免费下载",
    "documentsPrice": 0,
    "bidDeadline": "2026-06-23T09:30:00+08:00",
    "openingTime": "2026-06-23T09:30:00+08:00",
    "openingPlace": "网上开标大厅",
    "noticeUntil": "2026-06-08",
    **PARTIES,
}
RESULT = {
    "projectNumber": "",
    "projectName": "示例课桌采购",
    "awards": [
        {
            "lotNumber": "1",
            "supplierName": "示例供应商1有限公司",
            "supplierAddress": "示例路 3 号",
            "amount": 280_000_000,
        }
    ],
    "items": [{"name": "课桌", "supplierName": "示例供应商1有限公司", "unitPrice": 700_000}],
    "experts": ["示例专家甲", "示例专家乙"],
    "noticeUntil": "2026-07-02",
    **PARTIES,
}


def publish(
    kind: str = "tender",
    *,
    at: datetime | None = None,
    project: str = "",
    key: str = "",
    region: str = REGION,
    public: bool = True,
    ocds: dict[str, Any] | None = None,
    title: str = "",
    **fields: Any,
) -> None:
    """Record one public step with its notice; the rest of the fields are a sample's."""
    sample: dict[str, Any] = {"tender": TENDER, "result": RESULT}.get(kind, {})
    content = {**sample, **({"projectNumber": project} if project else {}), **fields}
    notice = {"kind": kind, "title": title or notice_form(kind).title(content), "fields": content}
    entry = Entry(
        event=f"trade.tenderDocument.{kind}",
        object_type="trade.tenderDocument",
        object_key=key or project or "K1",
        label=notice_form(kind).label,
        region=region,
        project_number=project,
        public=public,
        body={"notice": notice, **({"ocds": ocds} if ocds else {})},
    )
    with clock.at(at or clock.now()):
        record(SYSTEM, entry)
