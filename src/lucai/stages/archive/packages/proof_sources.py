"""The papers that prove the procedure: verification packages of openings and of sealed rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import IO

from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import NotFound
from lucai.stages.archive.packages.dossier import MALL, ORDER, Dossier, Piece, Source
from lucai.stages.archive.packages.trade_sources import (
    AWARD,
    DRAWS,
    EVALUATION,
    OPENING,
    repeatable,
)
from lucai.stages.contract.mall import numbering as enquiries
from lucai.stages.contract.mall.selectors import mall_inquiry_seen, mall_order_seen
from lucai.stages.trade.calloffs import numbering as orders
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.cooperations import numbering as cooperations
from lucai.stages.trade.draws import numbering as draws
from lucai.stages.trade.draws.selectors import numbers_opened
from lucai.stages.trade.frameworks import numbering as frameworks
from lucai.stages.trade.frameworks.selectors import framework_seen
from lucai.stages.trade.groups.selectors import draw_records as group_draws
from lucai.stages.trade.groups.selectors import given_up_draws as given_up_groups
from lucai.stages.trade.negotiations import numbering as negotiations
from lucai.stages.trade.prequalifications.selectors import prequalification_keys
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.sealing import services as sealing

OPENED, QUOTED, DRAWN = "开标核验包", "密封报价核验包", "抽取随机数核验包"


def _openings(dossier: Dossier) -> Iterator[Piece]:
    for lot in dossier.project.lots:
        if sealing.opening_can_be_proven(SYSTEM, dossier.number, lot.number):
            made = partial(sealing.archive_package, SYSTEM, dossier.number, lot.number)
            yield Piece(f"{OPENED}-包{lot.number}.zip", partial(_read, made))


def _last_quotes(dossier: Dossier) -> Iterator[Piece]:
    for lot in dossier.project.lots:
        number = negotiations.round_number(dossier.number, lot.number)
        yield from round_proof(f"{QUOTED}-包{lot.number}.zip", number, lot.number)
    for round_, name in ((1, "首次响应"), (2, "最终响应")):
        number = cooperations.round_number(dossier.number, round_)
        yield from round_proof(f"{QUOTED}-{name}.zip", number, cooperations.LOT)


def _nonces(dossier: Dossier) -> Iterator[Piece]:
    keys = (dossier.number, *prequalification_keys(SYSTEM, dossier.number))
    yield from nonces_of(*keys)


def nonces_of(*keys: str) -> Iterator[Piece]:
    """Yield what proves the parties' numbers of some draws."""
    for number in numbers_opened(SYSTEM, keys):
        yield from round_proof(f"{DRAWN}-{number}.zip", draws.round_number(number), draws.LOT)


def _responses(dossier: Dossier) -> Iterator[Piece]:
    """Return what the calls of an order's framework prove: of its package, and of who reviewed."""
    order = order_seen(SYSTEM, dossier.number)
    for call in framework_seen(dossier.eyes, order.framework_number).calls:
        number = frameworks.round_number(order.framework_number, call.round)
        yield from round_proof(f"{QUOTED}-征集{call.round}.zip", number, order.package_number)
        yield from nonces_of(frameworks.call_key(order.framework_number, call.round))


def _reviewers(dossier: Dossier) -> Iterator[Piece]:
    """Return how the experts were drawn who reviewed the responses to a framework's calls."""
    order = order_seen(SYSTEM, dossier.number)
    for call in framework_seen(dossier.eyes, order.framework_number).calls:
        key = frameworks.call_key(order.framework_number, call.round)
        with suppress(NotFound):
            records = group_draws(SYSTEM, key)
            told = repeatable(key, records, given_up_groups(SYSTEM, key))
            yield Piece(f"{DRAWS[1]}-征集{call.round}.json", told)


def _mall_quotes(dossier: Dossier) -> Iterator[Piece]:
    """Return the rounds of the enquiry from which an order came, one for each time it was given."""
    number = mall_order_seen(SYSTEM, dossier.number).inquiry_number
    if not number:
        return
    for turn in range(1, mall_inquiry_seen(dossier.eyes, number).turn + 1):
        yield from round_proof(
            f"{QUOTED}-{turn}.zip", enquiries.round_number(number, turn), enquiries.LOT
        )


def _second_quotes(dossier: Dossier) -> Iterator[Piece]:
    yield from round_proof(f"{QUOTED}.zip", orders.round_number(dossier.number), orders.LOT)


def round_proof(name: str, number: str, lot_number: int) -> Iterator[Piece]:
    """Yield the verification package of a sealed round; nothing where it was not opened."""
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
        Source(key="responses_proof", group=EVALUATION, title="征集响应核验包", read=_responses,
               owner="平台自动生成", core=False, cites=("政府采购法/42",),
               files=frozenset({ORDER})),
        Source(key="reviewers_draw", group=EVALUATION, title="征集评审专家抽取记录",
               read=_reviewers, owner="平台自动生成", core=False, cites=("财库〔2016〕198号/15",),
               files=frozenset({ORDER})),
        Source(key="mall_quotes_proof", group=AWARD, title=QUOTED, read=_mall_quotes,
               owner="平台自动生成", core=False, cites=law, files=frozenset({MALL})),
    )  # fmt: skip
