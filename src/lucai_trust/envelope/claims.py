"""Withdrawing and replacing: messages signed with the envelope's own claim key.

So the platform learns that the same bidder acts, and not who that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.encoding import canonical, utc
from lucai_trust.envelope.core import Core, Envelope
from lucai_trust.envelope.forms import Form, hex_or_null
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.errors import EnvelopeRefused

CLAIM_TYPE = "lucai-bid-claim/1"


@dataclass(frozen=True, slots=True)
class Claim:
    """An envelope is withdrawn, or replaced by a new one.

    ``proof`` may hold a salted commitment to the certificate's signature over the same claim
    without proof; the bidder opens it when a withdrawal is disputed.
    """

    policy: bytes
    old: bytes
    new: bytes | None
    at: datetime
    proof: bytes | None = None

    def encode(self) -> bytes:
        """Spell the claim; these bytes are signed."""
        return canonical(
            {
                "type": CLAIM_TYPE,
                "policy": self.policy.hex(),
                "old": self.old.hex(),
                "new": hex_or_null(self.new),
                "at": utc(self.at),
                "proof": hex_or_null(self.proof),
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> Claim:
        """Read a claim; ``read_claim`` also checks who made it."""
        form = Form.parse(encoded, CLAIM_TYPE, "policy", "old", "new", "at", "proof")
        return cls(
            form.octets("policy", DIGEST_SIZE),
            form.octets("old", DIGEST_SIZE),
            form.optional_octets("new", DIGEST_SIZE),
            form.moment("at"),
            form.optional_octets("proof", DIGEST_SIZE),
        )


def make_claim(
    envelope: Envelope,
    claim_secret: bytes,
    *,
    at: datetime,
    new: Envelope | None = None,
    proof: bytes | None = None,
) -> SignedStatement:
    """Withdraw an envelope, or replace it by a new one that names it as its previous.

    Raises:
        EnvelopeRefused: the secret is another envelope's, or the new one names another.
    """
    signer = envelope.core.suite.signer(claim_secret)
    if signer.public != envelope.core.claim.public:
        raise EnvelopeRefused("this claim key belongs to another envelope")
    if new is not None and new.core.previous != envelope.hash:
        raise EnvelopeRefused("the new envelope does not name the one it replaces")
    replaced_by = None if new is None else new.hash
    claim = Claim(envelope.core.policy_hash, envelope.hash, replaced_by, at, proof)
    return SignedStatement.by(claim.encode(), [signer])


def read_claim(envelope: Envelope, signed: SignedStatement) -> Claim:
    """Read a claim on this envelope and check its signature.

    Raises:
        EnvelopeRefused: about another envelope, or not signed with its claim key.
        EncodingRefused: not of this form.
    """
    claim = Claim.parse(signed.statement)
    if (claim.policy, claim.old) != (envelope.core.policy_hash, envelope.hash):
        raise EnvelopeRefused("this claim speaks of another envelope")
    if not signed.is_signed_by(envelope.core.claim.public):
        raise EnvelopeRefused("this claim is not signed with the envelope's claim key")
    return claim


def live_envelopes(cores: Mapping[bytes, Core], claims: Iterable[Claim]) -> frozenset[bytes]:
    """Return the hashes of the envelopes to open: neither withdrawn nor replaced.

    Args:
        cores: every accepted envelope's core by the envelope's hash.
        claims: every accepted claim, each checked by ``read_claim``.

    Raises:
        EnvelopeRefused: a claim on no accepted envelope, a second one on the same, or a
            replacement that is not there or names another envelope.
    """
    dead: set[bytes] = set()
    for claim in claims:
        if claim.old not in cores or claim.old in dead:
            raise EnvelopeRefused("a claim on an envelope that is not there or already claimed")
        if claim.new is not None:
            new = cores.get(claim.new)
            if new is None or new.previous != claim.old:
                raise EnvelopeRefused("the envelope that should replace another does not")
        dead.add(claim.old)
    return frozenset(cores.keys() - dead)
