"""A notice as an official paper: the same parts, set in type."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lucai.kernel import clock
from lucai.platform.documents.shapes import Column, Contact, Fact, Notice, Section, Table
from lucai.publication.board.sheets import NONE, Grid, Line, Part, day_in_words

SIGNS_A_SHARE = 4
WIDEST = 6


def paper_of(
    parts: Iterable[Part], *, title: str, project_number: str, project_name: str, issuer: str,
    at: datetime,
) -> Notice:  # fmt: skip
    """Return the paper of a notice.

    Parts that the format does not number stand before the numbered ones; what is named 附件
    follows at the end; whom to ask is set as the format sets it.
    """
    every = list(parts)
    asking = next((part for part in every if part.parties), None)
    annexes = [part for part in every if part.name == "附件"]
    plain = [part for part in every if part is not asking and part not in annexes]
    before = [part for part in plain if not part.numbered and _is_words(part)]
    return Notice(
        title=title,
        project_number=project_number,
        project_name=project_name,
        issuer=issuer,
        date=day_in_words(at.astimezone(clock.BEIJING).date()),
        overview=tuple(line.value for part in before for line in part.lines),
        sections=tuple(_section(part) for part in plain if part not in before),
        contacts_heading=asking.name if asking else "",
        contacts=_contacts(asking) if asking else (),
        attachments=tuple(line.label for part in annexes for line in part.lines),
    )


def _is_words(part: Part) -> bool:
    return not part.grids and not part.parties


def _section(part: Part) -> Section:
    inner = tuple(Section(heading=grid.label, table=_table(grid)) for grid in part.grids)
    alone = len(inner) == 1
    return Section(
        heading=part.name,
        paragraphs=(NONE,) if part.empty else (),
        rows=_facts(part.lines),
        table=inner[0].table if alone else None,
        sections=() if alone else inner,
    )


def _facts(lines: Iterable[Line]) -> tuple[Fact, ...]:
    return tuple(Fact(line.label, "见附件" if line.href else line.value) for line in lines)


def _table(grid: Grid) -> Table:
    longest = [max(map(len, cells)) for cells in zip(grid.columns, *grid.rows, strict=True)]
    columns = (
        Column(label, share=_share(signs), align="right" if numeric else "left")
        for label, numeric, signs in zip(grid.columns, grid.numeric, longest, strict=True)
    )
    return Table(columns=tuple(columns), rows=grid.rows)


def _share(signs: int) -> int:
    """Give long columns more of the page, within reason."""
    return max(1, min(WIDEST, signs // SIGNS_A_SHARE))


def _contacts(part: Part) -> tuple[Contact, ...]:
    return tuple(Contact(role=party.role, rows=_facts(party.lines)) for party in part.parties)
