"""The clause check: which words of a document may treat suppliers unfairly, and what was answered.

Deterministic and pure. A lead is no verdict: whoever drafts changes the words or gives a reason,
and lead and reason stay together for the supervisor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.unfair_forms import Lead, Passage, lead_key, unfair_form, unfair_leads


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A reason given for a lead: by whom, when."""

    reason: str
    person_name: str
    organisation_name: str
    side: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A piece of the document that can be checked: its place, its name, the page to mend it."""

    place: str
    label: str
    text: str
    edit: str


@dataclass(frozen=True, slots=True)
class LeadLine:
    """A lead as pages show it; ``gone``: the words were changed since it was answered."""

    key: str
    form: str
    title: str
    place: str
    label: str
    edit: str
    sentence: str
    words: str
    cites: tuple[str, ...]
    advice: str
    answer: AnswerLine | None = None
    gone: bool = False

    @property
    def open(self) -> bool:
        """Whether nobody gave a reason yet."""
        return self.answer is None and not self.gone

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence before, at and after the words that were found."""
        before, found, after = self.sentence.partition(self.words)
        return before, found, after


def leads_in(
    texts: Sequence[PlacedText], answers: Mapping[str, AnswerLine], on: date
) -> tuple[LeadLine, ...]:
    """Return the leads of a document on a day, in its order, each with the newest answer."""
    placed = {text.place: text for text in texts}
    found = unfair_leads((Passage(text.place, text.text) for text in texts), on=on)
    return tuple(_line(lead, placed[lead.place], answers) for lead in found)


def gone_leads(
    answered: Iterable[tuple[str, str, str, str, AnswerLine]], present: Iterable[str]
) -> tuple[LeadLine, ...]:
    """Return answered leads whose words are not there any more, from ``(key, form, label, sentence, answer)``."""
    still = set(present)
    return tuple(
        LeadLine(
            key=key,
            form=form,
            title=unfair_form(form).title,
            place="",
            label=label,
            edit="",
            sentence=sentence,
            words=sentence,
            cites=unfair_form(form).cites,
            advice="",
            answer=answer,
            gone=True,
        )
        for key, form, label, sentence, answer in answered
        if key not in still
    )


def _line(lead: Lead, text: PlacedText, answers: Mapping[str, AnswerLine]) -> LeadLine:
    # Tied to the page of its section: a requirement above it may come or go.
    key = lead_key(lead.form.id, text.edit, lead.sentence)
    return LeadLine(
        key=key,
        form=lead.form.id,
        title=lead.form.title,
        place=text.place,
        label=text.label,
        edit=text.edit,
        sentence=lead.sentence,
        words=lead.words,
        cites=lead.form.cites,
        advice=lead.form.advice,
        answer=answers.get(key),
    )
