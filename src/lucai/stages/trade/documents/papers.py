"""The tender document as a paper: from rows to what the typesetting takes."""

from __future__ import annotations

from datetime import date, datetime

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.law.methods import method
from lucai.law.notices import Field, notice_form
from lucai.platform.documents import render
from lucai.platform.documents.shapes import (
    Column,
    Criterion,
    Fact,
    Section,
    Table,
    TenderDocument,
    TenderLot,
)
from lucai.platform.documents.shapes import (
    Requirement as RequirementShape,
)
from lucai.platform.files.selectors import FileCard
from lucai.platform.signatures.papers import signed_copy
from lucai.stages.trade.documents.cards import (
    ChapterSheet,
    CriterionLine,
    DocumentSheet,
    RequirementLine,
)
from lucai.stages.trade.documents.notices import CALLS, fitted, notice_fields
from lucai.stages.trade.documents.selectors import document_file, edition_file
from lucai.stages.trade.projects.notices import joint_words
from lucai.stages.trade.projects.selectors import LotCard, project_seen

OPEN = "open"
PREVIEW = "预览稿，尚未发布，不作为投标依据"

COLUMNS = (
    Column("品目", share=2),
    Column("名称", share=3),
    Column("数量", align="right"),
    Column("单位", align="center"),
    Column("要求", share=4),
)


def tender_pdf(sheet: DocumentSheet, *, moment: datetime, edition: str = "") -> bytes:
    """Set the tender document in type; a preview says on its cover that it is one."""
    wording = sheet.project.method
    paper = tender_paper(sheet, moment, edition)
    return render(
        "tender_document", paper, moment=moment, wording="" if wording == OPEN else wording
    )


def published_paper(viewer: Viewer, project_number: str) -> FileCard:
    """Return the published paper, signed: its first bytes are the paper the notice names.

    Raises:
        NotFound: nothing was published that the viewer may see.
    """
    return _signed(viewer, project_number, document_file(viewer, project_number))


def edition_paper(viewer: Viewer, project_number: str, number: int) -> FileCard:
    """Return the paper of one edition, signed.

    Raises:
        NotFound: there is no such edition that the viewer may see.
    """
    return _signed(viewer, project_number, edition_file(viewer, project_number, number))


def _signed(viewer: Viewer, project_number: str, file: FileCard) -> FileCard:
    project = project_seen(viewer, project_number)
    return signed_copy(
        file,
        title=file.name.removesuffix(".pdf"),
        project_number=project_number,
        issuers=(project.agency_name,),
    )


def tender_paper(sheet: DocumentSheet, moment: datetime, edition: str = "") -> TenderDocument:
    """Return the tender document as the typesetting takes it."""
    project, day = sheet.project, moment.astimezone(clock.BEIJING).date()
    chapters = {chapter.key: chapter for chapter in sheet.chapters}
    return TenderDocument(
        title=project.say("招标文件"),
        project_number=project.number,
        project_name=project.title,
        issuer=project.agency_name,
        date=_day(day),
        buyer=project.buyer_name,
        agency=project.agency_name,
        announcement=announcement(sheet, day),
        instructions=_sections(chapters["instructions"]),
        needs=_sections(chapters["needs"]),
        lots=tuple(_lot(sheet, lot) for lot in project.lots),
        evaluation_method=sheet.card.evaluation_label,
        evaluation=_sections(chapters["evaluation"]),
        contract_text=_sections(chapters["contract_text"]),
        bid_format=_sections(chapters["bid_format"]),
        key_terms=key_terms(sheet),
        cover_note=edition or PREVIEW,
    )


def key_terms(sheet: DocumentSheet) -> tuple[Fact, ...]:
    """Return the terms that stand on top of the instructions."""
    card = sheet.card
    bonds = "；".join(
        f"包 {lot}：{money.yuan(sum_)} 元" if sum_ else f"包 {lot}：不要求"
        for lot, sum_ in card.bid_security.items()
    )
    pairs = (
        ("预算金额", f"{money.yuan(sheet.project.budget)} 元"),
        ("最高限价", f"{money.yuan(sheet.project.ceiling)} 元"),
        ("联合采购", joint_words(sheet.project)),
        ("合同履行期限", card.performance_period),
        ("投标有效期", f"{card.validity_days} 日" if card.validity_days else ""),
        ("投标保证金", bonds),
        ("联合体投标", "接受" if card.consortium else "不接受"),
        ("投标截止及开标时间", _moment(card.bid_deadline)),
        ("开标地点", card.opening_place),
        ("评审方法", card.evaluation_label),
        ("供应商密钥组", card.bidder_keys.words if card.bidder_keys else ""),
    )
    return tuple(Fact(label, value) for label, value in pairs if value)


def announcement(sheet: DocumentSheet, day: date) -> tuple[Section, ...]:
    """Return the notice of a day as sections; without a form of its own in the method's words."""
    say = sheet.project.say
    every = notice_fields(sheet.card, sheet.project, sheet.requirements, day)
    fields = fitted(_kind(sheet), every)
    return tuple(
        Section(
            heading=say(section.heading.partition("、")[2] or section.heading),
            rows=tuple(
                Fact(say(field.label), _shown(field, fields.get(field.key)))
                for field in section.fields
                if field.type != "list" and _shown(field, fields.get(field.key))
            ),
        )
        for section in notice_form(_kind(sheet)).sections
    )


def _kind(sheet: DocumentSheet) -> str:
    kind = method(sheet.project.method).notice_kind or ""
    return kind if kind in CALLS else "tender"


def _shown(field: Field, value: object) -> str:
    match field.type:
        case "money":
            return f"{money.yuan(value)} 元" if isinstance(value, int) else ""
        case "boolean":
            return "是" if value else "否"
        case "datetime":
            return _moment(datetime.fromisoformat(str(value))) if value else ""
        case "date":
            return _day(date.fromisoformat(str(value))) if value else ""
    return str(value or "")


def _sections(chapter: ChapterSheet) -> tuple[Section, ...]:
    return tuple(
        Section(heading=clause.heading, paragraphs=tuple(clause.shown.splitlines()))
        for clause in chapter.clauses
        if clause.shown.strip()
    )


def _lot(sheet: DocumentSheet, lot: LotCard) -> TenderLot:
    return TenderLot(
        number=f"包 {lot.number}",
        name=lot.name,
        facts=(
            Fact("预算金额", f"{money.yuan(lot.budget)} 元"),
            Fact("最高限价", f"{money.yuan(lot.ceiling)} 元"),
            Fact("面向中小企业", "专门面向" if lot.sme_reserved else "非专门面向"),
        ),
        items=_items(lot),
        requirements=tuple(map(_requirement, sheet.requirements_of(lot.number))),
        criteria=tuple(map(_criterion, sheet.criteria_of(lot.number))),
        points_total=str(sheet.total_of(lot.number)) if sheet.card.scored else "",
    )


def _items(lot: LotCard) -> Table | None:
    if not lot.items:
        return None
    rows = tuple((i.catalogue_code, i.name, i.quantity, i.unit, i.requirement) for i in lot.items)
    return Table(columns=COLUMNS, rows=rows, caption=f"包 {lot.number} 采购标的")


def _requirement(line: RequirementLine) -> RequirementShape:
    return RequirementShape(
        number=line.number,
        kind=line.kind_label,
        name=line.name,
        content=line.text + (f"（证明材料：{line.evidence}）" if line.evidence else ""),
        substantive=line.substantive,
    )


def _criterion(line: CriterionLine) -> Criterion:
    bands = "；".join(f"{b.name}（{b.range} 分）：{b.standard}" for b in line.bands)
    formula = f"系统计算：{line.computed}。" if line.computed else ""
    return Criterion(
        factor=line.name,
        kind=line.kind_label,
        points=str(line.points),
        standard=f"{line.standard}{'。分档：' + bands if bands else ''}{formula}",
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}（北京时间）" if at else ""
