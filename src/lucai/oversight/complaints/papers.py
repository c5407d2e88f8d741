"""投诉书, 投诉答复通知书 and 投诉处理决定书 as papers."""

from __future__ import annotations

from lucai.kernel.errors import NotFound
from lucai.oversight.complaints.selectors.shapes import ComplaintSheet, Point
from lucai.platform.documents.shapes import Fact, Notice, Section
from lucai.platform.signatures.papers import official
from lucai.platform.web.jinja import day


def complaint_paper(sheet: ComplaintSheet) -> bytes:
    """Return the 投诉书 as PDF.

    Raises:
        NotFound: it was not handed in yet.
    """
    line = sheet.line
    if line.received_at is None:
        raise NotFound("投诉书还没有提交。")
    paper = Notice(
        title="投诉书",
        project_number=line.project_number,
        project_name=line.title,
        issuer=line.supplier_name,
        date=day(line.received_at),
        document_number=line.number,
        recipient=sheet.finance_name,
        sections=(
            Section(heading="投诉相关主体基本情况", rows=_parties(sheet)),
            Section(heading="质疑基本情况", rows=_challenge(sheet)),
            Section(heading="投诉事项具体内容", sections=tuple(map(_point, sheet.points))),
            Section(heading="与投诉事项相关的投诉请求", paragraphs=(sheet.request,)),
        ),
        attachments=tuple(file.name for file in sheet.files),
    )
    return official("notice", paper, moment=line.received_at)


def decision_paper(sheet: ComplaintSheet) -> bytes:
    """Return the 投诉处理决定书 as PDF, signed by the authority (94号令 art 33).

    Raises:
        NotFound: it is not decided yet.
    """
    if sheet.decided_at is None:
        raise NotFound("还没有作出处理决定。")
    paper = Notice(
        title="政府采购投诉处理决定书",
        project_number=sheet.line.project_number,
        project_name=sheet.line.title,
        issuer=sheet.finance_name,
        date=day(sheet.decided_at),
        letterhead=sheet.finance_name,
        document_number=f"{sheet.line.number}-JD",
        recipient=sheet.line.supplier_name,
        sections=(
            Section(heading="当事人", rows=_parties(sheet)),
            Section(heading="投诉事项", sections=tuple(map(_point, sheet.points))),
            Section(heading="查明的事实", paragraphs=(sheet.findings,)),
            Section(heading="法律依据", paragraphs=(sheet.basis,)),
            Section(heading="处理决定", paragraphs=_decision(sheet)),
            Section(heading="救济权利", paragraphs=(rights(sheet),)),
        ),
    )
    return official("notice", paper, moment=sheet.decided_at)


def rights(sheet: ComplaintSheet) -> str:
    """Return the sentence on review and suit with their last days (GP-CMP-14)."""
    ways = "，或者".join(
        f"最迟于{way.until.date.isoformat()}{way.label}"
        if way.until
        else f"在法定期限内{way.label}"
        for way in sheet.ways
    )
    return f"当事人不服本决定的，可以{ways}；期限自知道本决定之日起计算。"


def _decision(sheet: ComplaintSheet) -> tuple[str, ...]:
    reached = sheet.remedy_label or sheet.ground_label
    parts = [f"{sheet.line.ruling_label}：{reached}。", sheet.decision]
    if sheet.cost_bearer:
        parts.append(f"鉴定等费用由{sheet.cost_bearer}承担。")
    return tuple(parts)


def _parties(sheet: ComplaintSheet) -> tuple[Fact, ...]:
    respondents = "、".join(filter(None, dict.fromkeys((sheet.buyer_name, sheet.agency_name))))
    related = "、".join(one.organisation_name for one in sheet.statements if one.related)
    facts = [
        Fact("投诉人", sheet.line.supplier_name), Fact("通讯地址", sheet.address),
        Fact("被投诉人", respondents),
    ]  # fmt: skip
    if related:
        facts.append(Fact("相关供应商", related))
    if sheet.agent:
        until = day(sheet.agent_until) if sheet.agent_until else "—"
        facts.append(Fact("授权代表", f"{sheet.agent}（授权至 {until}）"))
    return tuple(facts)


def _challenge(sheet: ComplaintSheet) -> tuple[Fact, ...]:
    return (
        Fact("质疑函编号", sheet.challenge_number), Fact("提出质疑", day(sheet.challenged_on)),
        Fact("采购包", "、".join(sheet.lot_labels) or "全部"),
    )  # fmt: skip


def _point(point: Point) -> Section:
    return Section(
        heading=f"投诉事项{point.place}",
        paragraphs=(point.matter,),
        rows=(
            Fact("来源", point.origin_label), Fact("事实依据", point.facts),
            Fact("法律依据", point.law or "—"),
        ),
    )  # fmt: skip
