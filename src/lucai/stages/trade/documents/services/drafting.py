"""Drafting a tender document: the agency fills a blank, section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import Conflict, InvalidInput, WrongState
from lucai.law.low_price import legal_ratios
from lucai.law.parameters import status
from lucai.law.status import Status
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note
from lucai.platform.records import system_access
from lucai.stages.trade.commissions import services as commissions
from lucai.stages.trade.documents.bands import parse_bands
from lucai.stages.trade.documents.bidder_keys import chosen, wrong_choice
from lucai.stages.trade.documents.blanks import blank, blanks_for
from lucai.stages.trade.documents.composing import Composition
from lucai.stages.trade.documents.facts import unscored_because
from lucai.stages.trade.documents.lifecycle import COEDIT, DOCUMENT, EDIT
from lucai.stages.trade.documents.lines import (
    criterion_lines,
    requirement_lines,
    terms_lines,
    timing_lines,
)
from lucai.stages.trade.documents.models import Requirement, ScoringCriterion, TenderDocument
from lucai.stages.trade.documents.refusals import (
    scored_qualifications,
    wrong_criteria,
    wrong_dates,
    wrong_terms,
)
from lucai.stages.trade.documents.rules import CONSULTATION
from lucai.stages.trade.documents.schemas import (
    CriteriaIn,
    CriterionIn,
    RequirementIn,
    RequirementsIn,
    TermsIn,
    TimingIn,
)
from lucai.stages.trade.documents.selectors import document_card, document_row, has_document
from lucai.stages.trade.documents.selectors.library import revised_base
from lucai.stages.trade.documents.services.trail import (
    CRITERIA,
    REQUIREMENTS,
    TERMS,
    TIMING,
    keep_change,
)
from lucai.stages.trade.documents.timing import notice_end
from lucai.stages.trade.documents.wording import ALL_LOTS, NUMBER_LETTERS, POINT, WHOLE
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen


@command
def draft_document(actor: Actor, *, project_number: str, blank_code: str) -> None:
    """Begin a project's tender document from a blank.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the commission is not accepted yet, or there is a document.
        InvalidInput: the blank does not suit the object.
    """
    demand(actor, EDIT.permission)
    project = project_seen(actor.viewer, project_number)
    if project.state not in {"preparing", "prequalifying"}:
        raise WrongState(f"项目当前为“{project.state_label}”，不能开始编制采购文件。")
    if has_document(actor.viewer, project_number):
        raise WrongState("这个项目已经有采购文件。")
    if blank_code not in {found.code for found in blanks_for(project.object_kind)}:
        raise InvalidInput({"blank": "请选择与采购对象相符的范本"})
    row = _new_document(actor, project, blank_code)
    begin(
        actor, row, DOCUMENT, label=f"开始编制采购文件（{blank(blank_code, project.method).title}）"
    )
    commissions.begin_work(actor, project_number=project_number)


@command
def edit_requirements(
    actor: Actor, *, project_number: str, lot_number: int, content: RequirementsIn
) -> None:
    """Replace the requirements of one lot (0: of all lots).

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: a qualification item repeats a scoring factor (GP-QUA-07).
    """
    row = draft_in_hand(actor, project_number, content.version)
    _demand_lot(actor, project_number, lot_number)
    scored = [c.name for c in _criteria(row, lot_number) if c.kind != "price"]
    _refuse(scored_qualifications(content.rows, scored))
    row.change()
    rows = _requirement_rows(row, lot_number, content.rows)
    before = requirement_lines(_replace(row, Requirement, lot_number, rows))
    keep_change(
        actor, row, REQUIREMENTS, place=f"requirements/{lot_number}", before=before,
        label=f"包 {lot_number} 采购要求" if lot_number else "共同要求",
        after=requirement_lines(rows),
    )  # fmt: skip
    body = {"lot": lot_number, "rows": len(content.rows)}
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：采购要求", body=body)


@command
def edit_criteria(
    actor: Actor, *, project_number: str, lot_number: int, content: CriteriaIn
) -> None:
    """Replace the scoring factors of one lot.

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: the weights do not sum to the full score, the price weighs too little
            (GP-EVA-03), or a factor is a qualification item (GP-QUA-07).
    """
    row = draft_in_hand(actor, project_number, content.version)
    _demand_lot(actor, project_number, lot_number)
    card = document_card(actor.viewer, project_number)
    unscored = unscored_because(card, project_seen(actor.viewer, project_number))
    _refuse(wrong_criteria(card, _qualifications(row, lot_number), content.rows, unscored))
    row.change()
    rows = _criterion_rows(row, lot_number, content.rows)
    before = criterion_lines(_replace(row, ScoringCriterion, lot_number, rows))
    keep_change(
        actor, row, CRITERIA, place=f"criteria/{lot_number}", before=before,
        label=f"包 {lot_number} 评分标准", after=criterion_lines(rows),
    )  # fmt: skip
    body = {"lot": lot_number, "rows": len(content.rows)}
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：评分标准", body=body)


@command
def edit_terms(actor: Actor, *, project_number: str, content: TermsIn) -> None:
    """Write commercial terms, policies and rules of evaluation.

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: a security above its cap (GP-BON-01), a rate or ratio outside the law.
    """
    row = draft_in_hand(actor, project_number, content.version)
    project = project_seen(actor.viewer, project_number)
    ratios = _ratios(content, row)
    card = document_card(actor.viewer, project_number)
    bidder_keys = chosen(project, content)
    _refuse(wrong_terms(card, project, content, ratios) | wrong_choice(project, bidder_keys))
    shared = {name: getattr(content, name) for name in _PLAIN_TERMS}
    before = terms_lines(row)
    row.change(
        **shared,
        tie_rule=content.tie_rule.value,
        bid_security={str(bond.lot): bond.amount for bond in content.bonds},
        sme_rate=_sme_rate(project, content.sme_rate),
        sme_joint_rate=_sme_rate(project, content.sme_joint_rate),
        low_price_ratios=ratios,
        bidder_keys=bidder_keys.to_json() if bidder_keys else {},
    )
    keep_change(
        actor, row, TERMS, place=TERMS, label="商务与政策条件", before=before,
        after=terms_lines(row),
    )  # fmt: skip
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：商务与政策")


@command
def edit_timing(actor: Actor, *, project_number: str, content: TimingIn) -> None:
    """Set the dates; what the law forbids is refused at the field, with the calculation.

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: a date too early (GP-INT-01, GP-TEN-01, GP-TEN-02, GP-TEN-03).
    """
    row = draft_in_hand(actor, project_number, content.version)
    project = project_seen(actor.viewer, project_number)
    until = notice_end(content.notice_on, row.method)
    if until is None:
        raise InvalidInput({"notice_on": "这一天之后的节假日安排尚未公布，不能计算公告期限"})
    changes = {
        "notice_on": content.notice_on,
        "notice_until": until,
        "available_until": content.available_until,
        "bid_deadline": content.bid_deadline,
        "opening_place": content.opening_place,
    }
    _refuse(wrong_dates(document_card(actor.viewer, project_number), project, changes))
    before = timing_lines(row)
    row.change(**changes)
    keep_change(
        actor, row, TIMING, place=TIMING, label="时间安排", before=before,
        after=timing_lines(row),
    )  # fmt: skip
    body = {"bidDeadline": content.bid_deadline.isoformat()}
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：时间安排", body=body)


_PLAIN_TERMS = (
    "performance_period", "validity_days", "consortium", "information_system", "core_product",
    "uniform_price",
    "domestic_applies", "rounds",
)  # fmt: skip


def draft_in_hand(actor: Actor, project_number: str, version: int) -> TenderDocument:
    """Return a draft that either party may write in, as it was shown.

    Raises:
        NotAllowed: the role grants neither drafting nor co-editing.
        WrongState: it is no draft any more.
        Conflict: somebody else saved in the meantime.
    """
    if not actor.viewer.may(COEDIT.permission):
        demand(actor, EDIT.permission)
    row = document_row(actor.viewer, project_number)
    if row.state != "draft":
        raise WrongState(f"采购文件{DOCUMENT.states[row.state]}，不能修改。")
    if row.version != version:
        raise Conflict(
            "这份采购文件刚被别人保存过。您填写的内容已保留，请对照最新内容核对后再次保存。"
        )
    return row


def _demand_lot(actor: Actor, project_number: str, lot_number: int) -> None:
    if lot_number != ALL_LOTS:
        project_seen(actor.viewer, project_number).lot(lot_number)


def _new_document(actor: Actor, project: ProjectCard, code: str) -> TenderDocument:
    shared = (
        "buyer_id", "buyer_path", "buyer_name", "agency_id", "agency_name", "finance_id",
        "region", "object_kind", "evaluation_method", "method",
    )  # fmt: skip
    base = revised_base(actor.viewer, code, project.method, project.region, clock.today())
    texts = {clause.id: clause.text for clause in blank(code, project.method).clauses}
    return TenderDocument(
        project_number=project.number,
        project_title=project.title,
        blank=code,
        chapters={**texts, **base},
        composition=Composition(base=base).kept(),
        tie_rule="technical" if project.method == CONSULTATION else "draw",
        **{name: getattr(project, name) for name in shared},
    )


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise InvalidInput(dict(problems))


def _replace(row: TenderDocument, table: Any, lot_number: int, rows: Sequence[Any]) -> list[Any]:
    """Put new rows in the place of a draft's old ones and return those; published rows stay."""
    with system_access("rows of a draft in hand"):
        present = table.objects.filter(document_id=row.pk, lot_number=lot_number)
        old = list(present.order_by("pk"))
        present.delete()
        table.objects.bulk_create(rows)
    return old


def _criteria(row: TenderDocument, lot_number: int) -> list[ScoringCriterion]:
    """Return a draft's factors that a requirement of the lot can repeat (0: of any lot)."""
    with system_access("rows of a draft in hand"):
        rows = ScoringCriterion.objects.filter(document_id=row.pk)
        return list(rows if lot_number == ALL_LOTS else rows.filter(lot_number=lot_number))


def _qualifications(row: TenderDocument, lot_number: int) -> list[str]:
    with system_access("rows of a draft in hand"):
        rows = Requirement.objects.filter(
            document_id=row.pk, kind="qualification", lot_number__in=[ALL_LOTS, lot_number]
        )
        return list(rows.values_list("name", flat=True))


def _requirement_rows(
    row: TenderDocument, lot_number: int, lines: Sequence[RequirementIn]
) -> list[Requirement]:
    counts: dict[str, int] = {}
    rows = []
    for line in sorted(lines, key=lambda line: list(NUMBER_LETTERS).index(line.kind.value)):
        letter = NUMBER_LETTERS[line.kind.value]
        counts[letter] = counts.get(letter, 0) + 1
        prefix = f"{lot_number}-" if lot_number else ""
        rows.append(
            Requirement(
                document_id=row.pk,
                project_number=row.project_number,
                lot_number=lot_number,
                number=f"{prefix}{letter}{counts[letter]:02d}",
                **{**line.model_dump(), "kind": line.kind.value},
            )
        )
    return rows


def _criterion_rows(
    row: TenderDocument, lot_number: int, lines: Sequence[CriterionIn]
) -> list[ScoringCriterion]:
    return [
        ScoringCriterion(
            document_id=row.pk,
            project_number=row.project_number,
            lot_number=lot_number,
            number=number,
            kind=line.kind.value,
            name=line.name,
            weight=int(line.weight * POINT),
            standard=line.standard,
            bands=[asdict(band) for band in parse_bands(line.bands, line.weight)],
            formula=line.computed,
        )
        for number, line in enumerate(lines, 1)
    ]


def _ratios(content: TermsIn, row: TenderDocument) -> list[int]:
    """Return the three ratios in 万分之一; the law's own where none is typed; none before they exist."""
    on = row.notice_on or clock.today()
    if status("GP-LOW-05", on) is not Status.APPLICABLE:
        return []
    legal = [int(share * WHOLE) for share in legal_ratios(on).values()]
    typed = (content.low_avg, content.low_next, content.low_ceiling)
    return [
        own if share is None else int(share * POINT)
        for share, own in zip(typed, legal, strict=True)
    ]


def _sme_rate(project: ProjectCard, typed: Decimal | None) -> int | None:
    if all(lot.sme_reserved for lot in project.lots) or typed is None:
        return None
    return int(typed * POINT)
