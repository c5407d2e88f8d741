"""采购档案目录: the list of papers as a paper of its own."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from lucai.platform.documents import render
from lucai.stages.archive.packages.dossier import Dossier, Paper, Piece
from lucai.stages.contract.contracts.papers import chinese_day
from lucai_trust import digests_of

SHORT = 12


def catalogue_pdf(title: str, dossier: Dossier, papers: list[Paper], moment: datetime) -> bytes:
    """Return the list of everything in the file as PDF."""
    project = dossier.project
    data = {
        "title": "采购档案目录",
        "project_number": project.number,
        "project_name": title,
        "issuer": project.agency_name,
        "date": chinese_day(moment),
        "facts": [
            {"label": "采购人", "value": project.buyer_name},
            {"label": "采购代理机构", "value": project.agency_name},
            {"label": "项目状态", "value": project.state_label},
        ],
        "groups": [
            {"name": group, "entries": _entries(list(members))}
            for group, members in groupby(papers, key=lambda paper: paper.group)
        ],
    }
    return render("archive_catalogue", data, moment=moment)


def _entries(papers: list[Paper]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for paper in papers:
        rows += [_row(paper, piece) for piece in paper.pieces] or [_row(paper, None)]
    return [{**row, "number": str(number)} for number, row in enumerate(rows, start=1)]


def _row(paper: Paper, piece: Piece | None) -> dict[str, Any]:
    name = piece.name.rpartition("/")[2] if piece else paper.title
    return {
        "title": name,
        "date": "",
        "pages": "",
        "sm3": _sm3(piece)[:SHORT] if piece else "",
        "remark": "" if piece else f"{paper.state_label}（{paper.owner}）",
    }


def _sm3(piece: Piece) -> str:
    return piece.stored.sm3 if piece.stored else digests_of(piece.content).sm3
