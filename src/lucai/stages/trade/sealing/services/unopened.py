"""What holders say of shares that do not open: signed by their key, logged, shown with the envelope.

Such a word takes no other's place: its holder counts as absent, others of the group are asked, and
where too few are left, it is named with those who did not come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.records import system_access
from lucai.stages.trade.sealing.models import OpeningPolicy, SealedBid, ShareUnopened
from lucai_trust.envelope import SignedStatement, read_unopened
from lucai_trust.errors import TrustError


@dataclass(frozen=True, slots=True)
class Word:
    """What a holder signed of an envelope."""

    row: SealedBid
    holder: str
    signed: bytes
    at: datetime

    @property
    def digest(self) -> str:
        """What the log is told of it: SHA-256 of what was signed."""
        return hashlib.sha256(self.signed).hexdigest()


def words_read(
    actor: Actor,
    rows: Sequence[SealedBid],
    versions: Sequence[OpeningPolicy],
    statements: Sequence[bytes],
    *,
    holders: Collection[str],
) -> list[Word]:
    """Read what a holder signed of envelopes in hand.

    Args:
        holders: for whom it may speak.

    Raises:
        InvalidInput: at ``unopened``.
    """
    del actor
    words = [_read(rows, versions, each) for each in statements]
    if any(word.holder not in holders for word in words):
        raise InvalidInput({"unopened": "只能就本单位持有的密钥份额作声明"})
    return words


def keep_words(actor: Actor, words: Sequence[Word]) -> None:
    """Keep them with their envelopes; the first of a holder counts. Part of a command."""
    del actor
    rows = [
        ShareUnopened(
            bid=one.row, holder=one.holder, statement=one.signed.decode("utf-8"), at=one.at
        )
        for one in words
    ]
    with system_access("what holders say of shares"):
        ShareUnopened.objects.bulk_create(rows, ignore_conflicts=True)


def _read(rows: Sequence[SealedBid], versions: Sequence[OpeningPolicy], encoded: bytes) -> Word:
    try:
        signed = SignedStatement.parse(encoded)
        for row in rows:
            if f'"envelope":"{row.envelope_hash}"'.encode() in signed.statement:
                policy = next(one for one in versions if one.policy_hash == row.policy_hash).policy
                said = read_unopened(policy, row.envelope, signed)
                return Word(row, said.holder, encoded, said.at)
    except TrustError as error:
        raise InvalidInput({"unopened": "份额打不开的声明不是由持有方签名的"}) from error
    raise InvalidInput({"unopened": "份额打不开的声明说的不是这一包的投标文件"})
