"""Repeating what a file proves: its verification packages claim by claim, its draws stop by stop.

A claim that does not hold stops the sealing, unless somebody decides otherwise with a reason
(``excepting``). Whether a byte was changed since, the manifests say.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from lucai.stages.archive.packages.dossier import Paper, Piece
from lucai.stages.archive.packages.proof_sources import DRAWN, OPENED, QUOTED
from lucai.stages.archive.packages.trade_sources import DRAWS
from lucai.stages.trade.sealing.claims import UNREADABLE, judge_claims
from lucai_trust.archive.verify import AUTHENTIC, Check
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import DrawRecord


def judge_proofs(place: Path) -> list[Check]:
    """Return a check of each verification package and each file of draws in an archive's ZIP."""
    try:
        with ZipFile(place) as package:
            names = sorted(package.namelist())
            return [
                _check(name, look, partial(_copied, package, name))
                for name in names
                for look in (_look_for(Path(name).name),)
                if look
            ]
    except (OSError, BadZipFile):
        return []  # what cannot be opened, the package's own verifier names


def judge_papers(papers: Iterable[Paper]) -> list[Check]:
    """Return the same checks of papers that are not packed yet."""
    pieces = sorted((one for paper in papers for one in paper.pieces), key=lambda one: one.name)
    return [
        _check(piece.name, look, partial(_written, piece))
        for piece in pieces
        for look in (_look_for(piece.name),)
        if look
    ]


def _look_for(name: str) -> Callable[[Path], Check] | None:
    if name.endswith(".zip") and name.startswith((OPENED, QUOTED, DRAWN)):
        return _claims
    return _draws if name.startswith(DRAWS) and name.endswith(".json") else None


def _copied(package: ZipFile, name: str, target: IO[bytes]) -> None:
    with package.open(name) as source:
        shutil.copyfileobj(source, target)


def _written(piece: Piece, target: IO[bytes]) -> None:
    target.write(piece.content)


def _check(name: str, look: Callable[[Path], Check], fill: Callable[[IO[bytes]], None]) -> Check:
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as target:
        try:
            fill(target)
            target.flush()
            found = look(Path(target.name))
        except UNREADABLE as error:
            found = Check(AUTHENTIC, "", (f"读不了：{error}",))
    return Check(AUTHENTIC, f"{Path(name).stem}：{_asks(look)}", found.problems, found.note)


def _asks(look: Callable[[Path], Check]) -> str:
    return "各项核验成立" if look is _claims else "抽取可以重算"


def _claims(place: Path) -> Check:
    found = judge_claims(place)
    return Check(AUTHENTIC, "", found.failed, f"{found.passed} 项成立；{found.note}")


def _spelt(content: Any) -> list[Any]:
    """Return the draws of a file; archives of before held a bare list of them, or one alone."""
    if isinstance(content, list):
        return content
    return list(content["draws"]) if "draws" in content else [content]


def _draws(place: Path) -> Check:
    records = [DrawRecord.parse(each) for each in _spelt(json.loads(place.read_bytes()))]
    wrong = tuple(
        f"{record.draw_id} {one.claim}：{one.reason}"
        for record in records
        for one in check_draw(record)
        if not one.holds
    )
    return Check(AUTHENTIC, "", wrong, f"{len(records)} 次抽取")
