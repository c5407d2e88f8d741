"""The draw of suppliers as ``lucai-draw/1`` says: pool, nonces, seed, walk. Pure but for chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from lucai.stages.trade.draws.drawing import HASH
from lucai_trust.draw import (
    ANY,
    Call,
    Candidate,
    Rule,
    candidate_leaf,
    permutation,
    walk,
)
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import DrawRecord, Opening

CLAIMS = {
    "pool": "备选名单的摘要与公布的名单根一致",
    "commitments": "各方公布的随机数与事先的承诺一致",
    "checkpoint": "名单和承诺在种子产生以前已经记入公开日志",
    "seed": "种子由名单、规则、各方随机数和日志检查点算出",
    "order": "按种子排出的次序依次抽取，没有跳过任何一家",
    "places": "抽取的数量符合抽取规则",
    "openings": "抽中的都在封存的名单中",
}


@dataclass(frozen=True, slots=True)
class Lot:
    """One leaf of the pool behind a salt: a supplier, or an expert who may recommend (``uscc``: the number)."""

    supplier: int
    uscc: str
    salt: str

    @property
    def leaf(self) -> bytes:
        """The leaf's hash; the supplier cannot be guessed from it without the salt."""
        salt = bytes.fromhex(self.salt)
        return candidate_leaf(salt, self.uscc.encode(), ANY.encode(), b"", HASH)

    def stored(self) -> dict[str, Any]:
        """The leaf as the table keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """What the repetition found of one claim."""

    label: str
    holds: bool
    reason: str


def pool_of(suppliers: Iterable[tuple[int, str]], fresh_salt: Callable[[], str]) -> list[Lot]:
    """Salt every supplier (id, 统一社会信用代码) and put them in the order of their leaves."""
    members = [Lot(ident, uscc, fresh_salt()) for ident, uscc in suppliers]
    return sorted(members, key=lambda member: member.leaf)


def walk_of(seed: str, pool: list[Lot], places: int) -> list[Call]:
    """Call suppliers in the seed's order until the places are filled."""
    order = permutation(bytes.fromhex(seed), len(pool), HASH)
    return walk(order, [Candidate(ANY) for _ in pool], Rule({ANY: places}))


def opening_of(position: int, member: Lot) -> Opening:
    """Return what the leaf of a supplier that was drawn is made of."""
    return Opening(position, bytes.fromhex(member.salt), member.uscc, ANY, "")


def claims_of(record: DrawRecord) -> tuple[Claim, ...]:
    """Repeat a draw and judge each of its claims."""
    return tuple(Claim(CLAIMS[c.claim], c.holds, c.reason) for c in check_draw(record))
