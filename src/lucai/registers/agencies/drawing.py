"""The draw of agencies and inspectors as ``lucai-draw/1`` says. Pure but for chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from lucai_trust.draw import (
    ANY,
    Call,
    Candidate,
    Rule,
    candidate_leaf,
    nonce_commitment,
    permutation,
    walk,
)
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import DrawRecord, Opening, Party

HASH = "sha256"
PARTIES = {"finance": "财政部门（由平台代为产生）", "platform": "平台"}
CLAIMS = {
    "pool": "名录的摘要与公布的名单根一致",
    "commitments": "各方公布的随机数与事先的承诺一致",
    "checkpoint": "名单和承诺在种子产生以前已经记入公开日志",
    "seed": "种子由名单、规则、各方随机数和日志检查点算出",
    "order": "按种子排出的次序依次抽取，没有跳过任何一家",
    "places": "抽取家数符合抽取规则",
    "openings": "抽中的机构都在封存的名单中",
}


@dataclass(frozen=True, slots=True)
class Lot:
    """One leaf of the pool: an agency behind a salt."""

    agency: int
    uscc: str
    salt: str

    @property
    def leaf(self) -> bytes:
        """The leaf's hash."""
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


def pool_of(agencies: Iterable[tuple[int, str]], fresh_salt: Callable[[], str]) -> list[Lot]:
    """Salt every agency (id, 统一社会信用代码) and put them in the order of their leaves."""
    members = [Lot(ident, uscc, fresh_salt()) for ident, uscc in agencies]
    return sorted(members, key=lambda member: member.leaf)


def fresh_party(name: str, fresh: Callable[[], str]) -> dict[str, str]:
    """Return a party's nonce with its blinding and commitment, in hexadecimal."""
    nonce, blinding = fresh(), fresh()
    commitment = nonce_commitment(bytes.fromhex(nonce), bytes.fromhex(blinding), HASH)
    return {"id": name, "nonce": nonce, "blinding": blinding, "commitment": commitment.hex()}


def walk_of(seed: bytes, size: int, places: int) -> list[Call]:
    """Call agencies in the seed's order until the places are filled."""
    order = permutation(seed, size, HASH)
    return walk(order, [Candidate(ANY) for _ in range(size)], Rule({ANY: places}))


def inspectors_order(seed: bytes, count: int) -> list[int]:
    """Return the order in which the same seed puts the inspectors: the i-th takes the i-th agency."""
    return permutation(seed, count, HASH)


def party_of(stored: dict[str, str], entry: int) -> Party:
    """Return a stored party as the record has it."""
    return Party(
        id=stored["id"],
        nonce=bytes.fromhex(stored["nonce"]),
        blinding=bytes.fromhex(stored["blinding"]),
        commitment=bytes.fromhex(stored["commitment"]),
        entry=entry,
    )


def opening_of(position: int, member: Lot) -> Opening:
    """Return what the leaf of an agency that was drawn is made of."""
    return Opening(position, bytes.fromhex(member.salt), member.uscc, ANY, "")


def claims_of(record: DrawRecord, order: list[int]) -> tuple[Claim, ...]:
    """Repeat a draw and judge each of its claims, the inspectors' order last."""
    found = tuple(Claim(CLAIMS[c.claim], c.holds, c.reason) for c in check_draw(record))
    same = bool(order) and inspectors_order(record.seed, len(order)) == order
    return (*found, Claim("检查人员由同一种子排出次序，依次分派", same, ""))
