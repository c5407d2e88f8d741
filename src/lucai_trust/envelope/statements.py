"""Signed statements: what a holder, a platform or a bidder's claim key says, kept as it was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lucai_trust.encoding import Json, canonical
from lucai_trust.envelope.forms import Form
from lucai_trust.errors import EncodingRefused, TrustError
from lucai_trust.gm.curve import POINT_SIZE
from lucai_trust.suites import GM1, INTL1, Signer, Suite

SIGNED_TYPE = "lucai-signed/1"
_LONGEST_STATEMENT = 1 << 20


@dataclass(frozen=True, slots=True)
class StatementSignature:
    """One signature on a statement: SM2 by a key of 65 bytes, Ed25519 by one of 32."""

    key: bytes
    value: bytes

    def holds(self, statement: bytes) -> bool:
        """Say whether it is this key's signature over the statement."""
        try:
            return _suite_of(self.key).verifies(self.key, statement, self.value)
        except TrustError:
            return False

    def to_json(self) -> Json:
        """Return it as it stands in the file."""
        return {"key": self.key.hex(), "value": self.value.hex()}

    @classmethod
    def of(cls, value: Json) -> StatementSignature:
        """Read it."""
        form = Form.of(value, "key", "value")
        return cls(form.octets("key"), form.octets("value"))


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


def _suite_of(key: bytes) -> Suite:
    if len(key) == POINT_SIZE:
        return GM1
    if len(key) == 32:
        return INTL1
    raise EncodingRefused("a statement is signed by an SM2 or an Ed25519 key")
