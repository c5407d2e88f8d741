"""Signed statements: what a holder, a platform or a bidder's claim key says, kept as it was said.

Whoever says much at once signs it together: one signature over the root of a tree of what he says.
Each statement carries that signature and its own path to the root, and none of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from lucai_trust import merkle
from lucai_trust.encoding import Json, canonical
from lucai_trust.envelope.forms import Form, hexes, octets_of
from lucai_trust.errors import EncodingRefused, TreeRefused, TrustError
from lucai_trust.gm.curve import POINT_SIZE
from lucai_trust.suites import GM1, INTL1, Signer, Suite

SIGNED_TYPE = "lucai-signed/1"
_LONGEST_STATEMENT = 1 << 20
_TOGETHER = b"lucai-signed-together/1\0"


@dataclass(frozen=True, slots=True)
class Among:
    """A statement's place among those signed together: which of how many, and its path to their root."""

    index: int
    size: int
    path: tuple[bytes, ...]

    def signed(self, statement: bytes) -> bytes:
        """Return what was signed, if this statement is at this place.

        Raises:
            TreeRefused: the path leads to no root.
        """
        leaf = merkle.leaf_hash(statement)
        root = merkle.root_of_path(leaf, self.index, self.size, self.path)
        if root is None:
            raise TreeRefused("this path leads to no root of statements signed together")
        return _of_all(self.size, root)

    def to_json(self) -> Json:
        """Return it as it stands in the file."""
        path: list[Json] = [*hexes(self.path)]
        return {"index": self.index, "size": self.size, "path": path}

    @classmethod
    def of(cls, value: Json) -> Among:
        """Read it."""
        form = Form.of(value, "index", "size", "path")
        return cls(form.number("index"), form.number("size"), form.items("path", octets_of))


@dataclass(frozen=True, slots=True)
class StatementSignature:
    """One signature on a statement, or on all it was signed ``among``.

    SM2 by a key of 65 bytes, Ed25519 by one of 32.
    """

    key: bytes
    value: bytes
    among: Among | None = None

    def holds(self, statement: bytes) -> bool:
        """Say whether it is this key's signature over the statement."""
        try:
            signed = self.among.signed(statement) if self.among else statement
            return _suite_of(self.key).verifies(self.key, signed, self.value)
        except TrustError:
            return False

    def to_json(self) -> Json:
        """Return it as it stands in the file."""
        spelt: dict[str, Json] = {"key": self.key.hex(), "value": self.value.hex()}
        return spelt | {"among": self.among.to_json()} if self.among else spelt

    @classmethod
    def of(cls, value: Json) -> StatementSignature:
        """Read it."""
        is_among = isinstance(value, dict) and "among" in value
        form = Form.of(value, "key", "value", *(("among",) if is_among else ()))
        among = Among.of(form.members["among"]) if is_among else None
        return cls(form.octets("key"), form.octets("value"), among)


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """Canonical JSON as text, with the signatures over its UTF-8 bytes."""

    statement: bytes
    signatures: tuple[StatementSignature, ...]

    @classmethod
    def by(cls, statement: bytes, signers: Iterable[Signer]) -> SignedStatement:
        """Let signers sign a statement."""
        return cls(
            statement,
            tuple(StatementSignature(each.public, each.sign(statement)) for each in signers),
        )

    @classmethod
    def together(
        cls, statements: Sequence[bytes], signers: Iterable[Signer]
    ) -> list[SignedStatement]:
        """Let signers sign several statements at once; one that is alone is signed by itself."""
        if len(statements) < 2:
            return [cls.by(each, signers) for each in statements]
        leaves, size = [merkle.leaf_hash(each) for each in statements], len(statements)
        signed, read = _of_all(size, merkle.root(leaves)), cache(merkle.nodes_of(leaves))
        values = [(each.public, each.sign(signed)) for each in signers]
        places = [
            Among(index, size, tuple(merkle.inclusion_proof(read, index, size)))
            for index in range(size)
        ]
        return [
            cls(each, tuple(StatementSignature(*value, place) for value in values))
            for each, place in zip(statements, places, strict=True)
        ]

    def is_signed_by(self, public: bytes) -> bool:
        """Say whether a key signed this, and rightly."""
        return any(each.key == public and each.holds(self.statement) for each in self.signatures)

    def encode(self) -> bytes:
        """Spell statement and signatures as one file."""
        signatures: list[Json] = [each.to_json() for each in self.signatures]
        return canonical(
            {
                "type": SIGNED_TYPE,
                "statement": self.statement.decode("utf-8"),
                "signatures": signatures,
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> SignedStatement:
        """Read the file; the signatures are not yet checked.

        Raises:
            EncodingRefused: not of this form.
        """
        form = Form.parse(encoded, SIGNED_TYPE, "statement", "signatures")
        statement = form.text("statement", _LONGEST_STATEMENT).encode("utf-8")
        return cls(statement, form.items("signatures", StatementSignature.of))


def _of_all(size: int, root: bytes) -> bytes:
    """Return what is signed of statements together; no statement begins like this."""
    return _TOGETHER + size.to_bytes(8, "big") + root


def _suite_of(key: bytes) -> Suite:
    if len(key) == POINT_SIZE:
        return GM1
    if len(key) == 32:
        return INTL1
    raise EncodingRefused("a statement is signed by an SM2 or an Ed25519 key")
