"""The key schedule ``lucai-bid/1``: every key, share and commitment of one sealed bid.

Everything about a group's shares follows from the group's secret, and every key from the secrets
joined: whoever opens a bid can compute all of it again and see who is at fault when it differs.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

from lucai_trust import shamir
from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.errors import EnvelopeRefused
from lucai_trust.suites import NONCE_SIZE, Suite

SECRET_SIZE = 32
SALT_SIZE = 24
BLIND_SIZE = 32
_PROTOCOL = b"lucai-bid/1"


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its nonce and with the commitment that lets it be the only one."""

    secret: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    commitment: bytes

    @property
    def published(self) -> bytes:
        """What is published to let outsiders open this one thing: key ‖ nonce."""
        return self.secret + self.nonce

    def nonce_of(self, chunk: int) -> bytes:
        """Return the nonce of a chunk, counted from 0: the base nonce XOR its number."""
        mixed = int.from_bytes(self.nonce, "big") ^ chunk
        return mixed.to_bytes(NONCE_SIZE, "big")


@dataclass(frozen=True, slots=True)
class Share:
    """One holder's share of a group's secret, with its blind."""

    index: int
    value: bytes = field(repr=False)
    blind: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not 1 <= self.index <= shamir.MOST_SHARES:
            raise EnvelopeRefused("a share's index lies between 1 and 255")
        if len(self.value) != SECRET_SIZE or len(self.blind) != BLIND_SIZE:
            raise EnvelopeRefused("a share and its blind are 32 bytes each")

    def encode(self) -> bytes:
        """Spell what is wrapped for the holder: share ‖ blind."""
        return self.value + self.blind

    @classmethod
    def parse(cls, index: int, encoded: bytes) -> Share:
        """Read what was wrapped for a holder."""
        return cls(index, encoded[:SECRET_SIZE], encoded[SECRET_SIZE:])


@dataclass(frozen=True, slots=True)
class Schedule:
    """The derivations of one envelope: its suite, its policy, its salt."""

    suite: Suite
    policy_hash: bytes
    salt: bytes

    def __post_init__(self) -> None:
        if len(self.policy_hash) != DIGEST_SIZE or len(self.salt) != SALT_SIZE:
            raise EnvelopeRefused("a policy's hash is 32 bytes, an envelope's salt 24")

    @property
    def context(self) -> bytes:
        """What every label starts with: protocol, suite, policy, salt."""
        name = self.suite.name.encode("ascii")
        return _PROTOCOL + b"\0" + name + b"\0" + self.policy_hash + self.salt

    def label(self, purpose: str, detail: bytes = b"") -> bytes:
        """Return ``ctx ‖ purpose ‖ 0x00 ‖ detail``."""
        return self.context + purpose.encode("ascii") + b"\0" + detail

    def header_key(self, opening: bytes) -> Key:
        """Derive the key of the sealed header from the first stage's B."""
        return self._key(opening, self.label("header"))

    def content_key(self, bidder: bytes, opening: bytes) -> bytes:
        """Derive a stage's content key from A (empty without a bidder group) and its B."""
        return self.suite.hmac(self.suite.digest(self.context), bidder + opening)

    def part_key(self, content_key: bytes, number: int) -> Key:
        """Derive the key of a part, counted from 1."""
        return self._key(content_key, self.label("part", _u64(number)))

    def commit_to_key(self, number: int, published: bytes) -> bytes:
        """Return the hash that binds a published key, of part ``number`` or, with 0, the header.

        The commitment inside ``Key`` can be checked only by who has the secrets; this one by all.
        """
        return self.suite.digest(_PROTOCOL + b" key\0" + _u64(number) + published)

    def published_key(self, published: bytes) -> Key:
        """Read a published key; it has no commitment of its own.

        Raises:
            EnvelopeRefused: of another length.
        """
        size = self.suite.key_size
        if len(published) != size + NONCE_SIZE:
            raise EnvelopeRefused(f"a published key is {size + NONCE_SIZE} bytes")
        return Key(published[:size], published[size:], b"")

    def commit_to_bidder_secret(self, secret: bytes) -> bytes:
        """Return commit.A."""
        return self.suite.digest(_PROTOCOL + b" A\0" + secret)

    def shares(self, secret: bytes, threshold: int, holders: int) -> tuple[Share, ...]:
        """Share a secret among holders so that any ``threshold`` of them have it."""
        coefficients = [
            self.suite.hmac(secret, self.label("shamir", _u64(power)))
            for power in range(1, threshold)
        ]
        return tuple(
            Share(index, shamir.share(secret, coefficients, index), self._blind(secret, index))
            for index in range(1, holders + 1)
        )

    def commit_to_share(self, share: Share) -> bytes:
        """Return commit_i, which the envelope shows and the released share must match."""
        content = _u64(share.index) + share.encode()
        return self.suite.digest(_PROTOCOL + b" share\0" + content)

    def share_matches(self, share: Share, commitment: bytes) -> bool:
        """Say whether a share is the one committed to."""
        return hmac.compare_digest(self.commit_to_share(share), commitment)

    def _blind(self, secret: bytes, index: int) -> bytes:
        return self.suite.hmac(secret, self.label("blind", _u64(index)))

    def _key(self, secret: bytes, label: bytes) -> Key:
        size = self.suite.key_size
        made = self.suite.expand(secret, label, size + NONCE_SIZE + DIGEST_SIZE)
        return Key(made[:size], made[size : size + NONCE_SIZE], made[size + NONCE_SIZE :])


def part_root(suite: Suite, chunk_hashes: Iterable[bytes]) -> bytes:
    """Return the root over a part's chunks, each the hash of ciphertext ‖ tag."""
    hashes = list(chunk_hashes)
    return suite.digest(_PROTOCOL + b" part\0" + _u64(len(hashes)) + b"".join(hashes))


def _u64(number: int) -> bytes:
    return number.to_bytes(8, "big")
