"""Composing a document from the clause library: clauses written, added, left out, ordered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken
from lucai.law.verdicts import Verdict
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.stages.trade.documents.blanks import BlankField, Chapter, Clause, in_words_of
from lucai.stages.trade.documents.composing import (
    TEMPLATE,
    Composition,
    moved,
    optional_clauses,
    origin_of,
    whole_blank,
    with_added,
    with_back,
    with_own,
    without,
)
from lucai.stages.trade.documents.lifecycle import DOCUMENT
from lucai.stages.trade.documents.models import TenderDocument
from lucai.stages.trade.documents.parts import CLAUSE as CLAUSE_PLACE
from lucai.stages.trade.documents.schemas import ArrangeIn, ChapterIn, OwnClauseIn
from lucai.stages.trade.documents.selectors.library import approved_texts
from lucai.stages.trade.documents.services.drafting import draft_in_hand
from lucai.stages.trade.documents.services.trail import (
    ADDED,
    BACK,
    CLAUSE,
    LEFT,
    MOVED,
    OWN,
    keep_change,
)


@command
def edit_chapter(actor: Actor, *, project_number: str, chapter: str, content: ChapterIn) -> None:
    """Write the clauses of one chapter, the blanks inside them, and why they differ.

    Raises:
        Conflict: somebody else saved in the meantime.
        InvalidInput: a compulsory clause is left empty, a blank is filled wrongly.
    """
    row = draft_in_hand(actor, project_number, content.version)
    made = Composition.of(row.composition)
    clauses = _chapter(row, made, chapter).clauses
    texts = {c.id: content.clauses[c.id].strip() for c in clauses if c.id in content.clauses}
    blanks, wrong = _filled(clauses, content.blanks)
    problems = {**_empty(clauses, texts), **wrong}
    if problems:
        raise InvalidInput(problems)
    for key, reason in content.reasons.items():
        made = made.with_reason(key, reason.strip()) if key in texts else made
    for clause in clauses:
        _keep_text(actor, row, clause, texts, made)
    made = replace(made, blanks={**made.blanks, **blanks})
    row.change(chapters={**row.chapters, **texts}, composition=made.kept())
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：条款", body={"chapter": chapter})


@command
def arrange(actor: Actor, *, project_number: str, chapter: str, content: ArrangeIn) -> None:
    """Add a clause of the library, leave one out, put it back, or move it.

    Raises:
        RuleBroken: the law demands the clause that would be left out.
        InvalidInput: a clause of the template is left out without a reason.
        NotFound: the chapter or the library has no such clause.
    """
    row = draft_in_hand(actor, project_number, content.version)
    _ACTS[content.act](actor, row, chapter, content)
    body = {"chapter": chapter, "act": content.act, "clause": content.clause}
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：组成条款", body=body)


@command
def write_own(actor: Actor, *, project_number: str, chapter: str, content: OwnClauseIn) -> str:
    """Give a chapter a clause of the parties' own; return its id."""
    row = draft_in_hand(actor, project_number, content.version)
    made = Composition.of(row.composition)
    _chapter(row, made, chapter)
    made, key = with_own(made, chapter, content.heading)
    made = made.with_reason(key, content.reason)
    row.change(chapters={**row.chapters, key: content.text}, composition=made.kept())
    keep_change(
        actor, row, OWN, place=f"{CLAUSE_PLACE}:{key}", label=content.heading,
        after=content.text, reason=content.reason,
    )  # fmt: skip
    note(actor, row, DOCUMENT, "edit", label="编制采购文件：自拟条款", body={"chapter": chapter})
    return key


def _add(actor: Actor, row: TenderDocument, chapter: str, content: ArrangeIn) -> None:
    found = optional_clauses().get(content.clause)
    if found is None or found.chapter != chapter:
        raise NotFound("这一章没有这一条可选条款。")
    if not found.suits(row.object_kind, row.method, clock.today()):
        raise NotFound("这一条款不适用于本项目的采购对象或者采购方式。")
    made = with_added(Composition.of(row.composition), content.clause)
    revised = approved_texts(actor.viewer, row.region, clock.today()).get(found.clause.key)
    text = in_words_of(revised or found.clause.text, row.method)
    made = replace(made, base={**made.base, content.clause: text})
    row.change(chapters={**row.chapters, content.clause: text}, composition=made.kept())
    _keep(actor, row, ADDED, found.clause, after=text)


def _leave(actor: Actor, row: TenderDocument, chapter: str, content: ArrangeIn) -> None:
    made = Composition.of(row.composition)
    clause = _clause(_chapter(row, made, chapter), content.clause)
    if clause.must:
        text = f"“{clause.heading}”是法律规定应当载明的内容，不能删去。"
        raise RuleBroken((Verdict("GP-DEM-08", False, text, clause.basis),))
    if origin_of(clause.id) == TEMPLATE and not content.reason.strip():
        raise InvalidInput({"reason": f"请写明为什么不采用“{clause.heading}”"})
    before = row.chapters.get(clause.id, "")
    made = without(made, clause.id)
    if origin_of(clause.id) == TEMPLATE:
        made = made.with_reason(clause.id, content.reason.strip())
    kept = {key: text for key, text in row.chapters.items() if key != clause.id}
    row.change(chapters=kept, composition=made.kept())
    _keep(actor, row, LEFT, clause, before=before, reason=content.reason.strip())


def _back(actor: Actor, row: TenderDocument, chapter: str, content: ArrangeIn) -> None:
    made = Composition.of(row.composition)
    if content.clause not in made.left:
        raise NotFound("这一条款没有删去，不需要恢复。")
    made = with_back(made, content.clause)
    clause = _clause(_chapter(row, made, chapter), content.clause)
    row.change(chapters={**row.chapters, clause.id: clause.text}, composition=made.kept())
    _keep(actor, row, BACK, clause, after=clause.text)


def _move(actor: Actor, row: TenderDocument, chapter: str, content: ArrangeIn) -> None:
    made = Composition.of(row.composition)
    found = _chapter(row, made, chapter)
    clause = _clause(found, content.clause)
    by = -1 if content.act == "up" else 1
    ids = [one.id for one in found.clauses]
    made = moved(made, chapter, ids, clause.id, by)
    row.change(composition=made.kept())
    _keep(actor, row, MOVED, clause, after="上移一位" if by < 0 else "下移一位")


_ACTS: dict[str, Callable[[Actor, TenderDocument, str, ArrangeIn], None]] = {
    "add": _add, "leave": _leave, "back": _back, "up": _move, "down": _move,
}  # fmt: skip


def _chapter(row: TenderDocument, made: Composition, key: str) -> Chapter:
    return whole_blank(row.blank, row.method, made).chapter(key)


def _clause(chapter: Chapter, key: str) -> Clause:
    for clause in chapter.clauses:
        if clause.id == key:
            return clause
    raise NotFound("这一章没有这一条款。")


def _keep(
    actor: Actor, row: TenderDocument, kind: str, clause: Clause, *,
    before: str = "", after: str = "", reason: str = "",
) -> None:  # fmt: skip
    keep_change(
        actor, row, kind, place=f"{CLAUSE_PLACE}:{clause.id}", label=clause.heading,
        before=before, after=after, reason=reason,
    )  # fmt: skip


def _keep_text(
    actor: Actor, row: TenderDocument, clause: Clause, texts: Mapping[str, str], made: Composition
) -> None:
    if clause.id in texts:
        before = row.chapters.get(clause.id, "").strip()
        reason = made.reasons.get(clause.id, "")
        _keep(actor, row, CLAUSE, clause, before=before, after=texts[clause.id], reason=reason)


def _empty(clauses: tuple[Clause, ...], texts: Mapping[str, str]) -> dict[str, str]:
    return {
        f"clauses.{c.id}": f"“{c.heading}”是法律规定应当载明的内容，不能为空"
        for c in clauses
        if c.must and c.id in texts and not texts[c.id]
    }


def _filled(
    clauses: tuple[Clause, ...], typed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the blanks as typed and what is wrong with them, at their fields."""
    fields = {field.id: field for clause in clauses for field in clause.fields}
    given = {key: text.strip() for key, text in typed.items() if key in fields}
    found = {key: _wrong(fields[key], text) for key, text in given.items() if text}
    return given, {f"blanks.{key}": text for key, text in found.items() if text}


def _wrong(field: BlankField, text: str) -> str:
    """Return what is wrong with a blank; nothing if it is right."""
    if field.kind == "number":
        return _wrong_number(field, text)
    if field.kind == "choice" and text not in field.choices:
        return f"{field.label}请从所列的选项中选择"
    if field.kind == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            return f"{field.label}请按“年-月-日”填写"
    return ""


def _wrong_number(field: BlankField, text: str) -> str:
    if not text.isdecimal():
        return f"{field.label}请填写整数"
    if field.least is not None and int(text) < field.least:
        return f"{field.label}不能小于 {field.least} {field.unit}".rstrip()
    if field.most is not None and int(text) > field.most:
        return f"{field.label}不能大于 {field.most} {field.unit}".rstrip()
    return ""
