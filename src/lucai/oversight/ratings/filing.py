"""The mutual ratings as a paper of the procurement's file (rule book §10)."""

from __future__ import annotations

from collections.abc import Iterator

from lucai.kernel.actors import SYSTEM
from lucai.oversight.ratings.selectors import ratings_of_project
from lucai.stages.archive.packages.dossier import Dossier, Piece, Source
from lucai.stages.archive.packages.plain import as_json


def _read(dossier: Dossier) -> Iterator[Piece]:
    # The agency's own eyes would not see what buyer and supplier said of each other.
    found = ratings_of_project(SYSTEM, dossier.number)
    if found:
        yield Piece("互评记录.json", as_json(found))


SOURCE = Source(
    key="ratings",
    group="09-互评",
    title="互评记录",
    read=_read,
    owner="各评价人",
    core=False,
    cites=("财库〔2016〕198号/21", "财库〔2018〕2号/18"),
)
