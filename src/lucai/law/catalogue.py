"""政府采购品目分类目录 (2022): codes, names, tree and search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lucai.law.sheets import csv_sheet

EDITION = "2022"
WIDTH = 9
"""How many signs a code has; a branch's ends in noughts."""
OBJECTS = {"A": "goods", "B": "works", "C": "services"}


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One 品目; level 0 is the letter, level 4 the finest."""

    code: str
    name: str
    parent: str
    level: int
    description: str

    @property
    def object(self) -> str:
        """goods, works or services, by the leading letter."""
        return OBJECTS[self.code[0]]


@cache
def catalogue() -> dict[str, CatalogueItem]:
    """Return every item by code, in the order of the catalogue."""
    return {
        row["code"]: CatalogueItem(
            row["code"], row["name"], row["parent"], int(row["level"]), row["description"]
        )
        for row in csv_sheet("catalogue", EDITION)
    }


def catalogue_item(code: str) -> CatalogueItem:
    """Return the item of a code.

    Raises:
        LookupError: the code is not in the catalogue.
    """
    found = catalogue().get(code)
    if found is None:
        raise LookupError(f"《政府采购品目分类目录》（{EDITION}年）没有代码{code}。")
    return found


def named_items(codes: Iterable[str]) -> tuple[str, ...]:
    """Return items as pages call them, name and code; the beginning of a code names its branch."""
    known = catalogue()
    found = ((code, known.get(code) or known.get(code.ljust(WIDTH, "0"))) for code in codes)
    return tuple(f"{item.name}（{code}）" if item else code for code, item in found)


@cache
def _tree() -> dict[str, tuple[CatalogueItem, ...]]:
    below: dict[str, list[CatalogueItem]] = {}
    for item in catalogue().values():
        below.setdefault(item.parent, []).append(item)
    return {code: tuple(items) for code, items in below.items()}


def children(code: str = "") -> tuple[CatalogueItem, ...]:
    """Return the items directly below one; without a code the three letters."""
    return _tree().get(code, ())


def is_leaf(code: str) -> bool:
    """Tell whether nothing lies below a code: only such items are bought."""
    return catalogue_item(code).code not in _tree()


def path(code: str) -> tuple[CatalogueItem, ...]:
    """Return the item and its parents, letter first."""
    item = catalogue_item(code)
    return (path(item.parent) if item.parent else ()) + (item,)


def search(words: str, *, limit: int) -> tuple[CatalogueItem, ...]:
    """Find items whose code starts with, or whose name contains, what was typed; names first."""
    wanted = words.strip()
    if not wanted:
        return ()
    hits = [
        i for i in catalogue().values() if i.code.startswith(wanted.upper()) or wanted in i.name
    ]
    return tuple(sorted(hits, key=lambda item: (len(item.name), item.code))[:limit])
