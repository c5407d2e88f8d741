"""Reading the templates: which clauses a document of an object and a method starts from today."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.methods import method
from lucai.law.unfair_forms import every_form, unfair_form
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.documents.blanks import blank, codes, in_words_of
from lucai.stages.trade.documents.cards import ChapterSheet, ClauseLine
from lucai.stages.trade.documents.composing import Composition, composed, optional_clauses
from lucai.stages.trade.documents.leads import AnswerLine
from lucai.stages.trade.documents.library import METHODS, has_template
from lucai.stages.trade.documents.models import LeadAnswer
from lucai.stages.trade.documents.selectors.library import approved_texts


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """The template of one object and method, as it holds today where the viewer is."""

    code: str
    method: str
    title: str
    version: str
    must: int
    may: int
    optional: int
    revised: int
    chapters: tuple[ChapterSheet, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/clauses/templates/{self.code}/{self.method}/"

    @property
    def method_label(self) -> str:
        """The method in words."""
        return method(self.method).label


@dataclass(frozen=True, slots=True)
class AnsweredLead:
    """A lead that somebody gave a reason for, with its document."""

    project_number: str
    form: str
    title: str
    label: str
    sentence: str
    answer: AnswerLine

    @property
    def href(self) -> str:
        """The check of its document."""
        return f"/rooms/{self.project_number}/document/leads/"


def template_list(viewer: Viewer) -> list[TemplateSheet]:
    """List the templates of every object and method."""
    texts = _texts(viewer)
    return [
        _template(code, spoken, texts)
        for code in codes()
        for spoken in METHODS
        if has_template(code, spoken)
    ]


def template_seen(viewer: Viewer, code: str, spoken: str) -> TemplateSheet:
    """Return one template with all its clauses.

    Raises:
        NotFound: there is none of that object or method.
    """
    if code not in codes() or spoken not in METHODS or not has_template(code, spoken):
        raise NotFound("没有这个范本。")
    return _template(code, spoken, _texts(viewer), whole=True)


def answered_page(viewer: Viewer, *, form: str = "", after: str = "") -> Page[AnsweredLead]:
    """List the leads with a reason in the documents the viewer follows, newest first."""
    rows = LeadAnswer.objects.seen_by(viewer)
    if form in every_form():
        rows = rows.filter(form=form)
    return keyset(rows, after, _answered)


def _texts(viewer: Viewer) -> dict[str, str]:
    return approved_texts(viewer, viewer.region, clock.today())


def _template(
    code: str, spoken: str, texts: dict[str, str], *, whole: bool = False
) -> TemplateSheet:
    found, today = blank(code, spoken), clock.today()
    suits = [o for o in optional_clauses().values() if o.suits(found.object_kind, spoken, today)]
    return TemplateSheet(
        code=code,
        method=spoken,
        title=found.title,
        version=found.version,
        must=sum(1 for clause in found.clauses if clause.must),
        may=sum(1 for clause in found.clauses if not clause.must),
        optional=len(suits),
        revised=sum(1 for clause in found.clauses if clause.key in texts),
        chapters=_chapters(code, spoken, texts) if whole else (),
    )


def _chapters(code: str, spoken: str, texts: dict[str, str]) -> tuple[ChapterSheet, ...]:
    return tuple(
        ChapterSheet(
            chapter.key,
            chapter.title,
            tuple(
                ClauseLine(
                    id=clause.key,
                    heading=clause.heading,
                    text=(text := in_words_of(texts.get(clause.key, clause.text), spoken)),
                    shown=text,
                    must=clause.must,
                    changed=clause.key in texts,
                    basis=clause.basis,
                )
                for clause in chapter.clauses
            ),
        )
        for chapter in composed(code, spoken, Composition())
    )


def _answered(row: LeadAnswer) -> AnsweredLead:
    return AnsweredLead(
        row.project_number,
        row.form,
        unfair_form(row.form).title,
        row.label,
        row.sentence,
        AnswerLine(row.reason, row.person_name, row.organisation_name, row.side, row.at),
    )
