"""The papers that prove the procedure: verification packages of openings and of sealed rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO

from lucai.kernel.actors import SYSTEM
from lucai.stages.archive.packages.dossier import ORDER, Dossier, Piece, Source
from lucai.stages.archive.packages.trade_sources import AWARD, EVALUATION, OPENING
from lucai.stages.trade.calloffs import numbering as orders
from lucai.stages.trade.cooperations import numbering as cooperations
from lucai.stages.trade.negotiations import numbering as negotiations
from lucai.stages.trade.panels import numbering as draws
from lucai.stages.trade.panels.selectors import draws_of
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.sealing import services as sealing

OPENED, QUOTED, DRAWN = "开标核验包", "密封报价核验包", "抽取随机数核验包"


def _openings(dossier: Dossier) -> Iterator[Piece]:
    for lot in dossier.project.lots:
        if sealing.can_be_proven(SYSTEM, dossier.number, lot.number):
            made = partial(sealing.archive_package, SYSTEM, dossier.number, lot.number)
            yield Piece(f"{OPENED}-包{lot.number}.zip", partial(_read, made))


def _last_quotes(dossier: Dossier) -> Iterator[Piece]:
    for lot in dossier.project.lots:
        number = negotiations.round_number(dossier.number, lot.number)
        yield from _round(f"{QUOTED}-包{lot.number}.zip", number, lot.number)
    for round_, name in ((1, "首次响应"), (2, "最终响应")):
        number = cooperations.round_number(dossier.number, round_)
        yield from _round(f"{QUOTED}-{name}.zip", number, cooperations.LOT)


def _nonces(dossier: Dossier) -> Iterator[Piece]:
    for place, draw in enumerate(draws_of(SYSTEM, dossier.number), start=1):
        if draw.due_at:
            yield from _round(f"{DRAWN}-{place}.zip", draws.round_number(draw.draw_id), draws.LOT)


def _second_quotes(dossier: Dossier) -> Iterator[Piece]:
    yield from _round(f"{QUOTED}.zip", orders.round_number(dossier.number), orders.LOT)


def _round(name: str, number: str, lot_number: int) -> Iterator[Piece]:
    if rounds.can_be_proven(SYSTEM, number, lot_number):
        made = partial(rounds.archive_package, SYSTEM, number, lot_number)
        yield Piece(name, partial(_read, made))


def _read(made: Callable[[], IO[bytes]]) -> bytes:
    with made() as file:
        return file.read()


def sources() -> Iterable[Source]:
    """Return the verification packages; draws stand with the committee's papers."""
    law = ("财政部令第87号/42",)
    return (
        Source(key="opening_proof", group=OPENING, title=OPENED, read=_openings,
               owner="平台自动生成", core=False, cites=law),
        Source(key="quotes_proof", group=EVALUATION, title=QUOTED, read=_last_quotes,
               owner="平台自动生成", core=False, cites=law),
        Source(key="nonces_proof", group=EVALUATION, title=DRAWN, read=_nonces,
               owner="平台自动生成", core=False, cites=("财库〔2016〕198号/15",)),
        Source(key="second_quotes_proof", group=AWARD, title=QUOTED, read=_second_quotes,
               owner="平台自动生成", core=False, cites=law, files=frozenset({ORDER})),
    )  # fmt: skip
