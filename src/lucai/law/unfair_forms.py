"""The 22 forms of unfair treatment, looked for in the words of a document: leads, never verdicts.

The forms are dated data (rule book §11.2); a lead names the form, the sentence and the
article. Whoever drafts the document changes the words or says why they are needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256

from lucai.law.sheets import yaml_sheet
from lucai.law.status import NoSuchRule

_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?")
KEY_LENGTH = 16
KEPT_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class UnfairForm:
    """One form: what it is, where it stands, how to do better, and since when."""

    id: str
    title: str
    cites: tuple[str, ...]
    advice: str
    since: date
    found_by: re.Pattern[str]
    unless: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document: its place, as the document names it, and its words."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Lead:
    """One form found in one sentence; ``key`` stays the same while place and words do."""

    form: UnfairForm
    place: str
    sentence: str
    words: str

    @property
    def key(self) -> str:
        """What an answer is tied to: another sentence needs another answer."""
        return lead_key(self.form.id, self.place, self.sentence)


def lead_key(form: str, place: str, sentence: str) -> str:
    """Return the key of a lead: the same while form, place and sentence are."""
    told = f"{form}\n{place}\n{sentence}"
    return sha256(told.encode()).hexdigest()[:KEY_LENGTH]


@cache
def every_form() -> dict[str, UnfairForm]:
    """Return the forms by their id, D01 to D22."""
    sheet = yaml_sheet("unfair", "forms")
    innocent = tuple(sheet["innocent"])
    return {
        key: UnfairForm(
            id=key,
            title=row["title"],
            cites=tuple(row["cites"]),
            advice=row["advice"],
            since=row["from"],
            found_by=_any_of(row["patterns"]),
            unless=_any_of((*innocent, *row["unless"])),
        )
        for key, row in sheet["forms"].items()
    }


def unfair_form(key: str) -> UnfairForm:
    """Return one form.

    Raises:
        NoSuchRule: there is no such form.
    """
    found = every_form().get(key)
    if found is None:
        raise NoSuchRule(f"没有“{key}”这种情形。")
    return found


def unfair_leads(passages: Iterable[Passage], *, on: date) -> tuple[Lead, ...]:
    """Return what may treat suppliers unfairly, in the order of the document.

    One form is named at most once a sentence; forms not yet in force on a day are passed over.
    """
    return tuple(
        Lead(form, passage.place, sentence, words)
        for passage in passages
        for form, sentence, words in _found(passage.text, on)
    )


@lru_cache(maxsize=KEPT_TEXTS)
def _found(text: str, on: date) -> tuple[tuple[UnfairForm, str, str], ...]:
    """Return form, sentence and words of each lead; most texts are a template's and come again."""
    likely = [form for form in _forms_on(on) if form.found_by.search(text)]
    if not likely:
        return ()
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text)]
    return tuple(
        (form, sentence, found.group())
        for sentence in sentences
        for form in likely
        if (found := form.found_by.search(sentence)) and not form.unless.search(sentence)
    )


@cache
def _forms_on(on: date) -> tuple[UnfairForm, ...]:
    return tuple(form for form in every_form().values() if form.since <= on)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
