"""The papers of complaints in the archive of their project."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lucai.kernel.actors import SYSTEM
from lucai.oversight.complaints.papers import complaint_paper, decision_paper
from lucai.oversight.complaints.selectors import complaint_file, complaint_seen, complaints_of
from lucai.oversight.complaints.selectors.appeals import appeal_file
from lucai.oversight.complaints.selectors.shapes import ComplaintSheet
from lucai.stages.archive.packages.dossier import ANY, FRAMEWORK, Dossier, Piece, Source
from lucai.stages.archive.packages.plain import as_json

GROUP = "08-质疑投诉"


def _complaints(dossier: Dossier) -> Iterator[Piece]:
    """Every decided 投诉: what was complained, the decision as paper and as data, and their files."""
    found = [line for one in dossier.disputed for line in complaints_of(SYSTEM, one)]
    for line in found:
        sheet = complaint_seen(SYSTEM, line.number)
        if sheet.decided_at:
            yield Piece(f"{line.number}-处理决定.pdf", partial(decision_paper, sheet))
            yield Piece(f"{line.number}-处理决定.json", as_json(sheet))
            yield Piece(f"{line.number}-投诉书.pdf", partial(complaint_paper, sheet))
            for file in sheet.files:
                stored = complaint_file(SYSTEM, line.number, file.file_id)
                yield Piece(f"{line.number}-附件/{file.file_id}-{file.name}", stored=stored)
            yield from _appeals(sheet)


def _appeals(sheet: ComplaintSheet) -> Iterator[Piece]:
    """What was brought against the decision, and the papers of the authority or the court."""
    for place, one in enumerate(sheet.appeals, 1):
        name = f"{sheet.line.number}-{one.kind_label}{place}"
        yield Piece(f"{name}.json", as_json(one))
        for file in one.files:
            stored = appeal_file(SYSTEM, one.pk, file.file_id)
            yield Piece(f"{name}-{file.file_id}-{file.name}", stored=stored)


SOURCE = Source(
    key="complaints", group=GROUP, title="投诉处理决定", read=_complaints, owner="财政部门",
    files=frozenset({*ANY, FRAMEWORK}),
)  # fmt: skip
