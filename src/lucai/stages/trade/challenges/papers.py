"""质疑函 and 质疑答复 as papers, in the sections that 94号令 arts 12 and 15 ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lucai.kernel.errors import NotFound
from lucai.law.parameters import parameter
from lucai.platform.documents.shapes import Fact, Notice, Section
from lucai.platform.signatures.papers import official
from lucai.platform.web.jinja import day
from lucai.stages.trade.challenges.selectors import ChallengeSheet, Point, ReplySheet


def letter_paper(sheet: ChallengeSheet) -> bytes:
    """Return the 质疑函 as PDF, signed.

    Raises:
        NotFound: it was not handed in yet.
    """
    line = sheet.line
    if line.raised_at is None:
        raise NotFound("质疑函还没有提交。")
    paper = Notice(
        title="质疑函",
        project_number=line.project_number,
        project_name=line.title,
        issuer=line.supplier_name,
        date=day(line.raised_at),
        document_number=line.number,
        recipient=sheet.agency_name or sheet.buyer_name,
        sections=(
            Section(heading="质疑供应商基本信息", rows=_who(sheet)),
            Section(heading="质疑项目基本情况", rows=_project(sheet)),
            Section(heading="质疑事项具体内容", sections=_points(sheet.points)),
            Section(heading="与质疑事项相关的质疑请求", paragraphs=(sheet.request,)),
        ),
        attachments=tuple(file.name for file in sheet.files),
    )
    return official("notice", paper, moment=line.raised_at)


def reply_paper(reply: ReplySheet) -> bytes:
    """Return the 质疑答复 as PDF, signed by who answered.

    Raises:
        NotFound: it was not answered yet.
    """
    if reply.answered_at is None or reply.outcome is None:
        raise NotFound("这件质疑还没有答复。")
    paper = Notice(
        title="质疑答复",
        project_number=reply.project_number,
        project_name=reply.title,
        issuer=reply.answered_by,
        date=day(reply.answered_at),
        letterhead=reply.answered_by,
        document_number=f"{reply.number}-DF",
        recipient=reply.supplier_name,
        sections=(
            Section(heading="质疑事项和答复", sections=_answers(reply.points)),
            Section(heading="答复结论", paragraphs=(f"{reply.outcome_label}。",)),
            Section(heading="投诉的权利", paragraphs=(rights(reply.answered_at),)),
        ),
    )
    return official("notice", paper, moment=reply.answered_at)


def rights(at: datetime) -> str:
    """Return the sentence on the right to complain (94号令 art 15)."""
    days = parameter("GP-CMP-01", on=at.date()).value
    return (
        "质疑供应商对本答复不满意的，可以在质疑答复期满后"
        f"{days}个工作日内，向采购人所属预算级次的本级财政部门提起投诉。"
    )


def _who(sheet: ChallengeSheet) -> tuple[Fact, ...]:
    facts = [
        Fact("供应商", sheet.line.supplier_name), Fact("地址", sheet.address),
        Fact("联系人", sheet.contact), Fact("联系电话", sheet.phone),
        Fact("签署人", sheet.signed_by),
    ]  # fmt: skip
    if sheet.agent:
        facts.append(Fact("授权代表", f"{sheet.agent}（授权至 {_until(sheet)}）"))
    if sheet.partners:
        facts.append(Fact("联合体成员", sheet.partners))
    return tuple(facts)


def _until(sheet: ChallengeSheet) -> str:
    return day(sheet.agent_until) if sheet.agent_until else "—"


def _project(sheet: ChallengeSheet) -> tuple[Fact, ...]:
    known = sheet.notice_until or sheet.known_on
    return (
        Fact(f"{sheet.subject.noun}名称", sheet.line.title),
        Fact(f"{sheet.subject.noun}编号", sheet.line.project_number),
        Fact("采购包", "、".join(sheet.lot_labels) or "全部"),
        Fact(sheet.subject.asker, sheet.buyer_name or sheet.agency_name),
        Fact("质疑对象", sheet.line.about_label + (f"（{sheet.phase}）" if sheet.phase else "")),
        Fact("知道或者应知之日", day(known) if known else "—"),
    )  # fmt: skip


def _points(points: Sequence[Point]) -> tuple[Section, ...]:
    return tuple(
        Section(
            heading=f"质疑事项{point.place}",
            paragraphs=(point.matter,),
            rows=(Fact("事实依据", point.facts), Fact("法律依据", point.law or "—")),
        )
        for point in points
    )


def _answers(points: Sequence[Point]) -> tuple[Section, ...]:
    return tuple(
        Section(
            heading=f"质疑事项{point.place}",
            paragraphs=(f"质疑：{point.matter}", f"答复：{point.answer}"),
            rows=(Fact("事实依据", point.answer_facts), Fact("法律依据", point.answer_law)),
        )
        for point in points
    )
