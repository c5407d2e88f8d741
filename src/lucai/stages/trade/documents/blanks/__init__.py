"""The blanks (范本) of tender documents: clauses as data, with what the law makes compulsory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from lucai.kernel.errors import NotFound

COMMON = "common"
CHAPTER_ORDER = ("instructions", "needs", "evaluation", "contract_text", "bid_format")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a blank; ``must`` says that the law demands it."""

    id: str
    heading: str
    text: str
    must: bool
    basis: tuple[str, ...]


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
def blank(code: str) -> Blank:
    """Return a blank with the common clauses in their chapters.

    Raises:
        NotFound: there is no such blank.
    """
    if code not in codes():
        raise NotFound("没有这个采购文件范本。")
    own, common = _sheet(code), _sheet(COMMON)
    chapters = [_chapter(row) for row in (*common["chapters"], *own["chapters"])]
    ordered = sorted(chapters, key=lambda chapter: CHAPTER_ORDER.index(chapter.key))
    return Blank(code, own["title"], own["object_kind"], own["version"], tuple(ordered))


@cache
def codes() -> tuple[str, ...]:
    """List the blanks there are."""
    names = sorted(entry.name for entry in files(__package__).iterdir())
    found = (name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))
    return tuple(code for code in found if code != COMMON)


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


def _chapter(row: dict[str, Any]) -> Chapter:
    return Chapter(row["key"], row["title"], tuple(_clause(clause) for clause in row["clauses"]))


def _clause(row: dict[str, Any]) -> Clause:
    return Clause(row["id"], row["heading"], row["text"].strip(), row["must"], tuple(row["basis"]))
