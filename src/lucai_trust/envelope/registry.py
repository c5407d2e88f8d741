"""The registry seal: at the deadline the platform fixes which envelopes there are.

The leaves are the log's leaf hashes of every live submission (neither withdrawn nor replaced, so
that holders release nothing of the dead ones), padded with dummies to a size of 16, 64, 256, …:
the public seal does not say how many bid.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lucai_trust import merkle
from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.encoding import canonical
from lucai_trust.envelope.faults import PlatformFault
from lucai_trust.envelope.forms import Form
from lucai_trust.errors import EnvelopeRefused

REGISTRY_TYPE = "lucai-registry/1"
DUMMY_SALT_SIZE = 32
_SMALLEST, _GROWTH = 16, 4
_DUMMY = b"lucai-registry-dummy/1\0"


@dataclass(frozen=True, slots=True)
class RegistrySeal:
    """What the public log says at the deadline: whose registry, how large, which root."""

    policy: bytes
    size: int
    root: bytes

    def encode(self) -> bytes:
        """Spell the seal; it is the body of a public entry."""
        return canonical(
            {
                "type": REGISTRY_TYPE,
                "policy": self.policy.hex(),
                "size": self.size,
                "root": self.root.hex(),
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> RegistrySeal:
        """Read a seal."""
        form = Form.parse(encoded, REGISTRY_TYPE, "policy", "size", "root")
        return cls(
            form.octets("policy", DIGEST_SIZE),
            form.number("size"),
            form.octets("root", DIGEST_SIZE),
        )


@dataclass(frozen=True, slots=True)
class Registry:
    """A sealed registry: the seal, its leaves in order, and the salts that open the dummies."""

    seal: RegistrySeal
    leaves: tuple[bytes, ...]
    dummy_salts: tuple[bytes, ...] = field(repr=False)


def padded_count(count: int) -> int:
    """Return the size of a registry of this many submissions."""
    size = _SMALLEST
    while size < count:
        size *= _GROWTH
    return size


def dummy_leaf(salt: bytes) -> bytes:
    """Return the leaf hash of a dummy."""
    if len(salt) != DUMMY_SALT_SIZE:
        raise EnvelopeRefused(f"a dummy's salt is {DUMMY_SALT_SIZE} bytes")
    return merkle.leaf_hash(_DUMMY + salt)


def seal_registry(
    policy_hash: bytes,
    submissions: Sequence[bytes],
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> Registry:
    """Fix the live submissions by the log's leaf hashes.

    Raises:
        EnvelopeRefused: a leaf stands twice or is no hash.
    """
    size = padded_count(len(submissions))
    salts = tuple(draw(DUMMY_SALT_SIZE) for _ in range(size - len(submissions)))
    leaves = tuple(sorted([*submissions, *map(dummy_leaf, salts)]))
    if len(set(leaves)) != size or any(len(leaf) != DIGEST_SIZE for leaf in leaves):
        raise EnvelopeRefused("a registry's leaves are hashes, each once")
    return Registry(RegistrySeal(policy_hash, size, merkle.root(leaves)), leaves, salts)


def check_registry(
    seal: RegistrySeal,
    leaves: Sequence[bytes],
    *,
    opened: Iterable[bytes],
    shut: Iterable[bytes],
    dummy_salts: Iterable[bytes],
) -> None:
    """See that a registry is the sealed one and that each leaf is accounted for, once.

    Args:
        opened: leaf hashes of the envelopes that were opened.
        shut: leaf hashes of those that could not be opened, each with its fault.

    Raises:
        PlatformFault: leaves were added, dropped or exchanged, or one is none of the three.
    """
    if len(leaves) != seal.size or padded_count(seal.size) != seal.size:
        raise PlatformFault("the registry has another size than the sealed one")
    if list(leaves) != sorted(set(leaves)) or merkle.root(leaves) != seal.root:
        raise PlatformFault("the registry is not the sealed one")
    accounted = [*opened, *shut, *map(dummy_leaf, dummy_salts)]
    if sorted(accounted) != list(leaves):
        raise PlatformFault("the opened, shut and dummy leaves are not the registry's")


def check_receipted_leaf(
    leaves: Iterable[bytes], leaf: bytes, claimed: Iterable[bytes] = ()
) -> None:
    """See that a receipted submission stands in the registry, or that its bidder claimed it.

    Args:
        claimed: leaf hashes of the submissions that a rightly signed claim withdrew or replaced.

    Raises:
        PlatformFault: the platform gave a receipt and left the submission out.
    """
    if leaf not in {*leaves, *claimed}:
        raise PlatformFault("a receipted submission is missing from the registry")
