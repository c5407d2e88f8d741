"""The blanks (范本) of tender documents: clauses as data, with what the law makes compulsory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from lucai.kernel.errors import NotFound
from lucai.law.methods import Method, methods

COMMON = "common"
OPTIONAL = "optional"
OPEN = "open"
TOKEN = re.compile("(〔[^〕]*〕)")
CHAPTER_ORDER = ("instructions", "needs", "evaluation", "contract_text", "bid_format")


@dataclass(frozen=True, slots=True)
class BlankField:
    """A typed blank inside a clause: ``token`` stands in the text as 〔token〕.

    ``kind`` is number, text, date or choice; ``least`` and ``most`` bound a number.
    """

    id: str
    token: str
    label: str
    kind: str = "text"
    unit: str = ""
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The choices as a control takes them."""
        return [(one, one) for one in self.choices]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a blank; ``must`` says that the law demands it.

    ``source`` is the sheet it stands in, ``fields`` are the blanks typed into it.
    """

    id: str
    heading: str
    text: str
    must: bool
    basis: tuple[str, ...]
    source: str = ""
    fields: tuple[BlankField, ...] = ()

    @property
    def key(self) -> str:
        """What the clause library calls it."""
        return f"{self.source}.{self.id}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its clauses."""

    key: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank: what a tender document starts from."""

    code: str
    title: str
    object_kind: str
    version: str
    chapters: tuple[Chapter, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause in order."""
        return tuple(clause for chapter in self.chapters for clause in chapter.clauses)

    def chapter(self, key: str) -> Chapter:
        """Return one chapter.

        Raises:
            NotFound: the blank has no such chapter.
        """
        for chapter in self.chapters:
            if chapter.key == key:
                return chapter
        raise NotFound("采购文件没有这一章。")


@cache
def blank(code: str, method: str = OPEN) -> Blank:
    """Return a blank with the common clauses in their chapters, in a method's words.

    A method's own clauses take the place of the common ones of the same id; the others follow.

    Raises:
        NotFound: there is no such blank.
    """
    if code not in codes():
        raise NotFound("没有这个采购文件范本。")
    own, common = _sheet(code), _sheet(COMMON)
    chapters = [
        *(_chapter(row, COMMON) for row in common["chapters"]),
        *(_chapter(row, code) for row in own["chapters"]),
    ]
    ordered = sorted(chapters, key=lambda chapter: CHAPTER_ORDER.index(chapter.key))
    spoken = methods().get(method)
    if spoken and spoken.words:
        ordered = [_of_method(chapter, spoken) for chapter in ordered]
    title = spoken.say(own["title"]) if spoken else own["title"]
    return Blank(code, title, own["object_kind"], own["version"], tuple(ordered))


def _of_method(chapter: Chapter, spoken: Method) -> Chapter:
    """Put a chapter into a method's words, its own clauses in their places."""
    own = {clause.id: clause for clause in _own_clauses(spoken.key, chapter.key)}
    kept = [own.get(clause.id) or _said(clause, spoken) for clause in chapter.clauses]
    replaced = {clause.id for clause in chapter.clauses}
    added = [clause for clause in own.values() if clause.id not in replaced]
    return Chapter(chapter.key, spoken.say(chapter.title), (*kept, *added))


def _said(clause: Clause, spoken: Method) -> Clause:
    return replace(
        clause,
        heading=spoken.say(clause.heading),
        text=_said_between(clause.text, spoken),
        basis=spoken.cite(clause.basis),
    )


def in_words_of(text: str, method: str) -> str:
    """Put a text that speaks of 公开招标 into a method's words."""
    spoken = methods().get(method)
    return _said_between(text, spoken) if spoken and spoken.words else text


def _said_between(text: str, spoken: Method) -> str:
    """Put a text into a method's words, but for the 〔…〕 words that stand for a project's content."""
    parts = TOKEN.split(text)
    return "".join(part if place % 2 else spoken.say(part) for place, part in enumerate(parts))


@cache
def _own_clauses(method: str, chapter: str) -> tuple[Clause, ...]:
    """Return the clauses that a method has of its own in a chapter."""
    path = files(__package__).joinpath("methods", f"{method}.yaml")
    if not path.is_file():
        return ()
    sheet = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = (row for row in sheet["chapters"] if row["key"] == chapter)
    return tuple(read_clause(clause, method) for row in rows for clause in row["clauses"])


@cache
def codes() -> tuple[str, ...]:
    """List the blanks there are."""
    names = sorted(entry.name for entry in files(__package__).iterdir())
    found = (name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))
    return tuple(code for code in found if code not in {COMMON, OPTIONAL})


def blanks_for(object_kind: str) -> tuple[Blank, ...]:
    """List the blanks that suit a kind of object."""
    return tuple(found for found in map(blank, codes()) if found.object_kind == object_kind)


def filled_text(text: str, tokens: Mapping[str, str]) -> str:
    """Put a project's content in the place of the 〔…〕 words."""
    for token, value in tokens.items():
        text = text.replace(f"〔{token}〕", value)
    return text.strip()


@cache
def _sheet(code: str) -> dict[str, Any]:
    text = files(__package__).joinpath(f"{code}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _chapter(row: dict[str, Any], source: str) -> Chapter:
    clauses = tuple(read_clause(clause, source) for clause in row["clauses"])
    return Chapter(row["key"], row["title"], clauses)


def read_clause(row: dict[str, Any], source: str) -> Clause:
    """Read one clause of a sheet."""
    return Clause(
        row["id"],
        row["heading"],
        row["text"].strip(),
        row["must"],
        tuple(row["basis"]),
        source,
        tuple(
            BlankField(**{**field, "choices": tuple(field.get("choices", ()))})
            for field in row.get("fields", ())
        ),
    )
