"""Parts that many papers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Part:
    """The ground of every shape: a key that no template knows is refused, not lost."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Fact(Part):
    """A label and its value: 项目编号：SDGP…"""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Column(Part):
    """A column; ``share`` is its width beside the others, 0 as wide as its content.

    A right-aligned column holds numbers and is always as wide as its content.
    """

    label: str
    share: int = 1
    align: Align = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Part):
    """A table whose header stands again on every page it reaches."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    caption: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        widths = {len(row) for row in (*self.rows, *([self.total] if self.total else []))}
        if not self.columns or widths - {len(self.columns)}:
            raise ValueError(f"every row needs {len(self.columns)} cells, found {sorted(widths)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Part):
    """A numbered section; the number is the template's, not part of the heading."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[Fact, ...] = ()
    table: Table | None = None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Part):
    """One party to ask: 采购人信息, 采购代理机构信息, 项目联系方式."""

    role: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Part):
    """One who signs; without ``signed_at`` the place stays free for the pen."""

    name: str
    role: str
    organisation: str = ""
    signed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Part):
    """What every paper says of itself; with ``letterhead`` it has a red head."""

    title: str
    project_number: str
    project_name: str
    issuer: str
    date: str
    letterhead: str = ""
    document_number: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.issuer.strip():
            raise ValueError("a paper needs a title and an issuer")
