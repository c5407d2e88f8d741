"""Drafting a tender document: the agency fills a blank, section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import Conflict, InvalidInput, WrongState
from lucai.law import notice_rules
from lucai.law import tender_rules as law
from lucai.law.low_price import legal_ratios
from lucai.law.parameters import status
from lucai.law.planning_rules import intention_is_published_early_enough
from lucai.law.status import Status
from lucai.law.verdicts import Verdict
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note
from lucai.platform.records import system_access
from lucai.stages.trade.commissions import services as commissions
from lucai.stages.trade.documents.bands import parse_bands
from lucai.stages.trade.documents.blanks import blank, blanks_for
from lucai.stages.trade.documents.cards import DocumentCard
from lucai.stages.trade.documents.facts import (
    intention_facts,
    notice_facts,
    qualification_scored,
)
from lucai.stages.trade.documents.lifecycle import DOCUMENT, EDIT
from lucai.stages.trade.documents.models import Requirement, ScoringCriterion, TenderDocument
from lucai.stages.trade.documents.rules import CONSULTATION
from lucai.stages.trade.documents.schemas import (
    ChapterIn,
    CriteriaIn,
    CriterionIn,
    RequirementIn,
    RequirementsIn,
    TermsIn,
    TimingIn,
)
from lucai.stages.trade.documents.selectors import document_card, document_row, has_document
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
    if project.state != "preparing":
        raise WrongState(f"项目当前为“{project.state_label}”，不能开始编制采购文件。")
    if has_document(actor.viewer, project_number):
        raise WrongState("这个项目已经有采购文件。")
    if blank_code not in {found.code for found in blanks_for(project.object_kind)}:
        raise InvalidInput({"blank": "请选择与采购对象相符的范本"})
    row = _new_document(project, blank_code)
    begin(
        actor, row, DOCUMENT, label=f"开始编制采购文件（{blank(blank_code, project.method).title}）"
    )
    commissions.begin_work(actor, project_number=project_number)


@command
def edit_chapter(actor: Actor, *, project_number: str, chapter: str, content: ChapterIn) -> None:
    """Write the clauses of one chapter.

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: a compulsory clause is left empty.
    """
    row = _draft(actor, project_number, content.version)
    clauses = blank(row.blank, row.method).chapter(chapter).clauses
    texts = {c.id: content.clauses[c.id].strip() for c in clauses if c.id in content.clauses}
    empty = {
        f"clauses.{c.id}": f"“{c.heading}”是法律规定应当载明的内容，不能为空"
        for c in clauses
        if c.must and c.id in texts and not texts[c.id]
    }
    if empty:
        raise InvalidInput(empty)
    row.change(chapters={**row.chapters, **texts})
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：条款", body={"chapter": chapter})


@command
def edit_requirements(
    actor: Actor, *, project_number: str, lot_number: int, content: RequirementsIn
) -> None:
    """Replace the requirements of one lot (0: of all lots).

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: a qualification item repeats a scoring factor (GP-QUA-07).
    """
    row = _draft(actor, project_number, content.version)
    _demand_lot(actor, project_number, lot_number)
    scored = [c.name for c in _criteria(row, lot_number) if c.kind != "price"]
    _refuse(_scored_qualifications(content.rows, scored))
    row.change()
    _replace(row, Requirement, lot_number, _requirement_rows(row, lot_number, content.rows))
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
    row = _draft(actor, project_number, content.version)
    _demand_lot(actor, project_number, lot_number)
    _refuse(_wrong_criteria(row, lot_number, content.rows))
    row.change()
    _replace(row, ScoringCriterion, lot_number, _criterion_rows(row, lot_number, content.rows))
    body = {"lot": lot_number, "rows": len(content.rows)}
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：评分标准", body=body)


@command
def edit_terms(actor: Actor, *, project_number: str, content: TermsIn) -> None:
    """Write commercial terms, policies and rules of evaluation.

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: a security above its cap (GP-BON-01), a rate or ratio outside the law.
    """
    row = _draft(actor, project_number, content.version)
    project = project_seen(actor.viewer, project_number)
    ratios = _ratios(content, row)
    _refuse(_wrong_terms(row, project, content, ratios))
    shared = {name: getattr(content, name) for name in _PLAIN_TERMS}
    row.change(
        **shared,
        tie_rule=content.tie_rule.value,
        bid_security={str(bond.lot): bond.amount for bond in content.bonds},
        sme_rate=_sme_rate(project, content),
        low_price_ratios=ratios,
    )
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：商务与政策")


@command
def edit_timing(actor: Actor, *, project_number: str, content: TimingIn) -> None:
    """Set the dates; what the law forbids is refused at the field, with the calculation.

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: a date too early (GP-INT-01, GP-TEN-01, GP-TEN-02, GP-TEN-03).
    """
    row = _draft(actor, project_number, content.version)
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
    _refuse(_wrong_dates(document_card(actor.viewer, project_number), project, changes))
    row.change(**changes)
    body = {"bidDeadline": content.bid_deadline.isoformat()}
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：时间安排", body=body)


_PLAIN_TERMS = (
    "performance_period", "validity_days", "consortium", "information_system", "core_product",
    "domestic_applies", "rounds",
)  # fmt: skip


def _draft(actor: Actor, project_number: str, version: int) -> TenderDocument:
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


def _new_document(project: ProjectCard, code: str) -> TenderDocument:
    shared = (
        "buyer_id", "buyer_path", "buyer_name", "agency_id", "agency_name", "finance_id",
        "region", "object_kind", "evaluation_method", "method",
    )  # fmt: skip
    return TenderDocument(
        project_number=project.number,
        project_title=project.title,
        blank=code,
        chapters={clause.id: clause.text for clause in blank(code, project.method).clauses},
        tie_rule="technical" if project.method == CONSULTATION else "draw",
        **{name: getattr(project, name) for name in shared},
    )


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise InvalidInput(dict(problems))


def _replace(row: TenderDocument, table: Any, lot_number: int, rows: Sequence[Any]) -> None:
    """Put new rows in the place of a draft's old ones; published rows never change."""
    with system_access("rows of a draft in hand"):
        table.objects.filter(document_id=row.pk, lot_number=lot_number).delete()
        table.objects.bulk_create(rows)


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
        )
        for number, line in enumerate(lines, 1)
    ]


def _scored_qualifications(lines: Sequence[RequirementIn], scored: Sequence[str]) -> dict[str, str]:
    return {
        f"rows.{index}.name": f"“{line.name}”已列为评审因素，资格条件不得作为评审因素"
        for index, line in enumerate(lines)
        if line.kind == "qualification" and qualification_scored(line.name, scored)
    }


def _wrong_criteria(
    row: TenderDocument, lot_number: int, lines: Sequence[CriterionIn]
) -> dict[str, str]:
    names = _qualifications(row, lot_number)
    problems = {
        f"rows.{index}.name": f"“{line.name}”已列为资格条件，不得再作为评审因素（财政部令第87号第五十五条）"
        for index, line in enumerate(lines)
        if line.kind != "price" and qualification_scored(line.name, names)
    }
    return {**problems, **_wrong_weights(row, lines)}


def _wrong_weights(row: TenderDocument, lines: Sequence[CriterionIn]) -> dict[str, str]:
    weights = tuple(line.weight for line in lines)
    prices = [index for index, line in enumerate(lines) if line.kind == "price"]
    facts = law.SolicitationFacts(
        object=row.object_kind,
        method=row.method,
        budget=0,
        weights=weights,
        price_weight=sum((weights[i] for i in prices), Decimal()) if prices else None,
        information_system=row.information_system,
    )
    now, last = clock.now(), max(len(lines) - 1, 0)
    price_field = f"rows.{prices[0] if prices else last}.weight"
    found = (
        (f"rows.{last}.weight", law.weights_sum_to_full_score(facts, now)),
        (price_field, notice_rules.price_weight_is_lawful(facts, now)),
        (price_field, notice_rules.information_system_weight_is_exact(facts, now)),
    )
    return _messages(found)


def _wrong_terms(
    row: TenderDocument, project: ProjectCard, content: TermsIn, ratios: list[int]
) -> dict[str, str]:
    now = clock.now()
    found = []
    for index, bond in enumerate(content.bonds):
        facts = law.SolicitationFacts(
            object=row.object_kind, budget=project.lot(bond.lot).budget, bond=bond.amount
        )
        found.append((f"bonds.{index}.amount", law.bond_is_within_cap(facts, now)))
    open_lots = [lot for lot in project.lots if not lot.sme_reserved]
    facts = law.SolicitationFacts(
        object=row.object_kind,
        budget=project.budget,
        low_price_ratios=tuple(Decimal(share) / WHOLE for share in ratios),
        sme_rate=None if content.sme_rate is None else content.sme_rate / 100,
        reserved_for_sme=not open_lots,
    )
    found.append(("sme_rate", law.sme_rate_is_lawful(facts, now)))
    found.append(("low_avg", law.low_price_ratios_are_lawful(facts, now)))
    return _messages(found)


def _wrong_dates(
    card: DocumentCard, project: ProjectCard, changes: Mapping[str, Any]
) -> dict[str, str]:
    planned = replace(card, **changes)
    at = max(clock.now(), clock.moment(changes["notice_on"]))
    facts = notice_facts(planned, changes["notice_on"])
    intention = intention_is_published_early_enough(intention_facts(project), at)
    found = [("notice_on", intention)]
    if facts:
        found += [
            ("available_until", notice_rules.documents_are_available_long_enough(facts, at)),
            ("bid_deadline", notice_rules.response_period_is_long_enough(facts, at)),
        ]
    problems = _messages(found)
    if changes["bid_deadline"] < changes["available_until"]:
        problems.setdefault("available_until", "招标文件获取截止时间不能晚于投标截止时间")
    return problems


def _messages(found: Sequence[tuple[str, Verdict]]) -> dict[str, str]:
    """Return field → sentence with the calculation, for what the law refuses."""
    return {
        name: verdict.message
        + ("计算：" + "".join(verdict.calculation) if verdict.calculation else "")
        for name, verdict in found
        if not verdict.holds
    }


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


def _sme_rate(project: ProjectCard, content: TermsIn) -> int | None:
    if all(lot.sme_reserved for lot in project.lots) or content.sme_rate is None:
        return None
    return int(content.sme_rate * POINT)
