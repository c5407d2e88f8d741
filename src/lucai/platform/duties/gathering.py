"""To-dos of one kind in one procurement, put together into one line that says how many."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlencode

from lucai.platform.duties.selectors import DutyLine

MANY = 3
"""So many make one line. Two do where one page has both; else each is quicker found by itself."""
LOOKED_AT = 300
"""So many of the most urgent are looked at, for a line to say how many there are."""
ONE_BY_ONE = "逐件办理"
BEFORE_DETAILS = ("（", "　", " · ")
"""What stands in a heading between the name of a procurement and what it is about in it."""


def gathered(lines: Iterable[DutyLine]) -> list[DutyLine]:
    """Put together what is of one kind in one procurement, where its most urgent one stands.

    Such a line leads to the page where all can be done, or else to the list of them.
    """
    groups: dict[Hashable, list[DutyLine]] = {}
    for place, line in enumerate(lines):
        alike = (line.kind, line.title, line.project_number, line.waiting)
        groups.setdefault(alike if line.project_number else place, []).append(line)
    return [line for group in groups.values() for line in _as_one(group)]


def _as_one(group: list[DutyLine]) -> list[DutyLine]:
    first, count, pages = group[0], len(group), {line.href for line in group}
    if count < (MANY if len(pages) > 1 else 2):
        return group
    late = sum(line.overdue for line in group)
    asked = urlencode({"project": first.project_number, "kind": first.kind})
    return [
        replace(
            first,
            heading=_shared([line.heading for line in group]),
            count=count,
            href=first.href if len(pages) == 1 else f"/duties/?{asked}",
            verb=first.verb if len(pages) == 1 else ONE_BY_ONE,
            note=f"其中 {late} 件已超过期限" if 0 < late < count else first.note,
        )
    ]


def _shared(headings: Sequence[str]) -> str:
    """Return what the headings have in common, up to where they begin to differ; else the first's."""
    alike = takewhile(lambda signs: len(set(signs)) == 1, zip(*headings, strict=False))
    start = "".join(signs[0] for signs in alike)
    if start in headings:
        return start
    cut = max(map(start.rfind, BEFORE_DETAILS))
    return start[:cut] if cut > max(start.rfind("）"), 0) else f"{headings[0]}等"
