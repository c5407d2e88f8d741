"""A draw that anybody can repeat: ``lucai-draw/1``, for experts, inspections and lots.

The pool is fixed first, as a list of salted leaves and their root. Several parties commit to
a nonce each. When all commitments are in the log, its next checkpoint and the revealed nonces
make the seed; the seed makes the permutation; the pool is walked in its order until every
quota is filled. Nobody who knows less than all the nonces can choose the outcome.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from lucai_trust.digest import DIGEST_SIZE, Algorithm, digest, fields, tagged_digest
from lucai_trust.errors import DrawRefused

NAME = "lucai-draw/1"
NONCE_SIZE = 32
ANY = "*"
"""The quota of everybody whose own profession has none."""
_WORD = 8
_WORDS = 1 << 64
_MOST = 1 << 32


class Outcome(StrEnum):
    """What became of a candidate the walk came to."""

    TAKEN = "taken"
    QUOTA = "quota"
    """Every place for this profession was filled already."""
    EMPLOYER = "employer"
    """So many of this employer had been taken that no more may be."""
    BARRED = "barred"
    """回避: may not evaluate this project."""
    UNAVAILABLE = "unavailable"
    """Was called and could not come."""
    RESERVE = "reserve"
    """Every place of the line was filled; is called when one of them falls free."""


class Leaving(StrEnum):
    """Why somebody whom the walk took does not stay."""

    DECLINED = "declined"
    """Answered the call with no."""
    SILENT = "silent"
    """Did not answer in time, which counts as no."""
    RECUSED = "recused"
    """回避: said so."""
    REPLACED = "replaced"
    """Stayed away, or may not take part any more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the pool as the walk sees one; ``skip`` is why the walk must pass by."""

    profession: str
    employer: str = ""
    skip: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How many to take of each profession, and how many of one employer (None: no limit).

    ``reserves``: how many more to name for each line of the quota, who are called when a place
    of that line falls free.
    """

    quota: Mapping[str, int]
    max_per_employer: int | None = None
    reserves: int = 0

    def line_of(self, profession: str) -> str:
        """Return the line of the quota that somebody of this profession counts for."""
        return profession if profession in self.quota else ANY


@dataclass(frozen=True, slots=True)
class Call:
    """One stop of the walk: which leaf of the pool, and what became of it."""

    position: int
    outcome: Outcome

    @property
    def spelt(self) -> list[int | str]:
        """The stop as JSON: position and code."""
        return [self.position, str(self.outcome)]


def candidate_leaf(
    salt: bytes, expert: bytes, profession: bytes, employer: bytes, hash_name: str = "sha256"
) -> bytes:
    """Hash one member of a pool: ``H(0x00 ‖ fields(salt, expert, profession, employer))``."""
    content = fields(salt, expert, profession, employer)
    return digest(b"\x00" + content, algorithm=_algorithm(hash_name))


def list_root(leaves: Sequence[bytes], hash_name: str = "sha256") -> bytes:
    """Return the root over a pool's leaf hashes in ascending order: RFC 6962's tree, over H.

    Raises:
        DrawRefused: no leaves, one that is not 32 bytes, or not in strictly ascending order.
    """
    if not leaves or any(len(leaf) != DIGEST_SIZE for leaf in leaves):
        raise DrawRefused(f"a pool is one leaf or more, of {DIGEST_SIZE} bytes each")
    if any(left >= right for left, right in pairwise(leaves)):
        raise DrawRefused("the leaves of a pool stand in ascending order, each once")
    return _root(list(leaves), _algorithm(hash_name))


def nonce_commitment(nonce: bytes, blinding: bytes, hash_name: str = "sha256") -> bytes:
    """Return what a party logs before it reveals its nonce.

    It is ``H("lucai-draw/1 commit" ‖ 0x00 ‖ nonce ‖ blinding)``.

    Raises:
        DrawRefused: nonce or blinding is not 32 bytes.
    """
    if len(nonce) != NONCE_SIZE or len(blinding) != NONCE_SIZE:
        raise DrawRefused(f"a nonce and its blinding are {NONCE_SIZE} bytes each")
    return tagged_digest(f"{NAME} commit", nonce + blinding, algorithm=_algorithm(hash_name))


def draw_seed(
    draw_id: str,
    root: bytes,
    rule_json: bytes,
    nonces: Mapping[str, bytes],
    checkpoint: str,
    *,
    beacon: bytes = b"",
    hash_name: str = "sha256",
) -> bytes:
    """Return the seed: a hash of everything the draw depends on.

    Args:
        root: of the pool, as ``list_root`` gives it.
        rule_json: the rule's bytes exactly as logged.
        nonces: the revealed nonce of each party, by its id.
        checkpoint: the text of the first checkpoint that covers all commitments.
        beacon: a public random value agreed on beforehand, or nothing.
    """
    algorithm = _algorithm(hash_name)
    parties = sorted((party.encode("utf-8"), nonce) for party, nonce in nonces.items())
    content = (
        fields(draw_id.encode("utf-8"), root, digest(rule_json, algorithm=algorithm))
        + len(parties).to_bytes(4, "big")
        + b"".join(fields(party, nonce) for party, nonce in parties)
        + fields(checkpoint.encode("utf-8"), beacon)
    )
    return tagged_digest(f"{NAME} seed", content, algorithm=algorithm)


def stream(seed: bytes, hash_name: str = "sha256") -> Iterator[int]:
    """Yield the seed's endless stream of 64-bit numbers: HMAC in counter mode, big-endian."""
    algorithm = _algorithm(hash_name)
    for block in range(_WORDS):  # pragma: no branch - nobody reads 2^64 blocks
        mac = _hmac(seed, f"{NAME} stream\0".encode() + block.to_bytes(8, "big"), algorithm)
        for at in range(0, DIGEST_SIZE, _WORD):
            yield int.from_bytes(mac[at : at + _WORD], "big")


def below(words: Iterator[int], bound: int) -> int:
    """Return a number below ``bound``, each as likely; words past the last full multiple are skipped."""
    if not 0 < bound <= _WORDS:
        raise DrawRefused("a number is drawn below 1 to 2^64")
    limit = _WORDS - _WORDS % bound
    return next(word for word in words if word < limit) % bound


def permutation(seed: bytes, n: int, hash_name: str) -> list[int]:
    """Return the order in which the seed puts ``n`` things (Fisher and Yates, from the front).

    Args:
        hash_name: ``sha256`` or ``sm3``.

    Raises:
        DrawRefused: no such hash, a seed that is not 32 bytes, or a number out of range.
    """
    _algorithm(hash_name)
    if len(seed) != DIGEST_SIZE or not 0 <= n < _MOST:
        raise DrawRefused(f"a seed is {DIGEST_SIZE} bytes, a pool has 0 to {_MOST - 1} members")
    words = stream(seed, hash_name)
    order = list(range(n))
    for at in range(n - 1):
        other = at + below(words, n - at)
        order[at], order[other] = order[other], order[at]
    return order


def walk(order: Sequence[int], pool: Sequence[Candidate], rule: Rule) -> list[Call]:
    """Call candidates in order until every quota is filled, and the reserves of each are named.

    It ends before where nobody is left.

    Args:
        order: positions in the pool, as ``permutation`` gives them.
        pool: the candidates by position.
    """
    places = {Outcome.TAKEN: dict(rule.quota), Outcome.RESERVE: _reserves(rule)}
    employed: dict[str, int] = {}
    calls: list[Call] = []
    for position in order:
        if not any(left > 0 for lines in places.values() for left in lines.values()):
            break
        candidate = pool[position]
        outcome = _outcome(candidate, places, employed, rule)
        calls.append(Call(position, outcome))
        if outcome in places:
            places[outcome][rule.line_of(candidate.profession)] -= 1
            employed[candidate.employer] = employed.get(candidate.employer, 0) + 1
    return calls


def taken(calls: Sequence[Call]) -> list[int]:
    """Return the positions a walk took, in its order."""
    return [call.position for call in calls if call.outcome is Outcome.TAKEN]


def reserves(calls: Sequence[Call]) -> list[int]:
    """Return the positions a walk named as reserves, in the order in which they are called."""
    return [call.position for call in calls if call.outcome is Outcome.RESERVE]


def _reserves(rule: Rule) -> dict[str, int]:
    return {line: rule.reserves for line, places in rule.quota.items() if places > 0}


def _outcome(
    candidate: Candidate,
    places: Mapping[Outcome, Mapping[str, int]],
    employed: Mapping[str, int],
    rule: Rule,
) -> Outcome:
    if candidate.skip is not None:
        return candidate.skip
    line = rule.line_of(candidate.profession)
    found = next((kind for kind, lines in places.items() if lines.get(line, 0) > 0), None)
    if found is None:
        return Outcome.QUOTA
    if rule.max_per_employer is not None and candidate.employer:
        if employed.get(candidate.employer, 0) >= rule.max_per_employer:
            return Outcome.EMPLOYER
    return found


def _root(leaves: list[bytes], algorithm: Algorithm) -> bytes:
    """Pair level by level, carrying an odd last node up: RFC 6962's shape."""
    while len(leaves) > 1:
        paired = [
            digest(b"\x01" + left + right, algorithm=algorithm)
            for left, right in zip(leaves[::2], leaves[1::2], strict=False)
        ]
        leaves = [*paired, *leaves[len(paired) * 2 :]]
    return leaves[0]


def _hmac(key: bytes, message: bytes, algorithm: Algorithm) -> bytes:
    if algorithm is Algorithm.SHA256:
        return hmac.digest(key, message, "sha256")
    mac = HMAC(key, hashes.SM3())
    mac.update(message)
    return mac.finalize()


def _algorithm(hash_name: str) -> Algorithm:
    try:
        return Algorithm(hash_name)
    except ValueError as error:
        raise DrawRefused(f"a draw is hashed with sha256 or sm3, not {hash_name!r}") from error
