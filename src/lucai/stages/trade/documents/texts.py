"""From the lines of a document to its named pieces of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lucai.stages.trade.documents.cards import ChapterSheet, CriterionLine, RequirementLine
from lucai.stages.trade.documents.leads import PlacedText
from lucai.stages.trade.documents.parts import CLAUSE, CRITERION, REQUIREMENT


def placed_texts(
    chapters: Sequence[ChapterSheet],
    requirements: Sequence[RequirementLine],
    criteria: Sequence[CriterionLine],
) -> tuple[PlacedText, ...]:
    """Return every piece of the document in its order."""
    return (
        *_clauses(chapters),
        *(requirement_text(line) for line in requirements),
        *(criterion_text(line) for line in criteria),
    )


def requirement_text(line: RequirementLine) -> PlacedText:
    """Return a requirement as a piece of text."""
    tail = f"（证明材料：{line.evidence}）" if line.evidence else ""
    return PlacedText(
        f"{REQUIREMENT}:{line.number}",
        f"{line.kind_label}要求 {line.number} {line.name}",
        f"{line.name}：{line.text}{tail}",
        f"requirements/{line.lot_number}/",
    )


def criterion_text(line: CriterionLine) -> PlacedText:
    """Return a scoring factor with its bands as a piece of text."""
    bands = "".join(f"\n{band.name}（{band.range} 分）：{band.standard}" for band in line.bands)
    formula = f"\n系统计算：{line.computed}" if line.computed else ""
    return PlacedText(
        f"{CRITERION}:{line.lot_number}-{line.number}",
        f"包 {line.lot_number} 评审因素 {line.name}",
        f"{line.name}（{line.points} 分）：{line.standard}{bands}{formula}",
        f"criteria/{line.lot_number}/",
    )


def _clauses(chapters: Sequence[ChapterSheet]) -> Iterator[PlacedText]:
    for chapter in chapters:
        for clause in chapter.clauses:
            yield PlacedText(
                f"{CLAUSE}:{clause.id}",
                f"{chapter.title} · {clause.heading}",
                clause.shown,
                f"chapters/{chapter.key}/",
            )
