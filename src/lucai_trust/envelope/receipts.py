"""The receipt: the platform's signed word, and the log's proof, that an envelope was handed in.

The statement promises the leaf; proof, acknowledgements and timestamp may be added later without
touching it. Without the proof a receipt is a promise that must be kept within ``merge_seconds``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lucai_trust import checkpoint, commitment, merkle
from lucai_trust.checkpoint import Checkpoint, VerifierKey
from lucai_trust.digest import DIGEST_SIZE, DigestPair
from lucai_trust.encoding import Json, canonical, parse_canonical, utc
from lucai_trust.envelope.forms import Form, hex_or_null, hexes, octets_of
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.errors import EncodingRefused, ReceiptRefused, TrustError
from lucai_trust.suites import Signer

RECEIPT_TYPE = "lucai-receipt/1"
STATEMENT_TYPE = "lucai-bid-receipt/1"
WITHDRAWAL_TYPE = "lucai-bid-withdrawal/1"
_LONGEST_CONTENT = 1 << 16


@dataclass(frozen=True, slots=True)
class ReceiptStatement:
    """What the platform signs."""

    envelope: DigestPair
    policy: bytes
    received_at: datetime
    leaf: bytes
    merge_seconds: int

    def encode(self) -> bytes:
        """Spell the statement."""
        return canonical(
            {
                "type": STATEMENT_TYPE,
                "envelope": _spelt(self.envelope),
                "policy": self.policy.hex(),
                "receivedAt": utc(self.received_at),
                "leaf": self.leaf.hex(),
                "mergeSeconds": self.merge_seconds,
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> ReceiptStatement:
        """Read the statement."""
        names = ("envelope", "policy", "receivedAt", "leaf", "mergeSeconds")
        form = Form.parse(encoded, STATEMENT_TYPE, *names)
        return cls(
            _digests(form.members["envelope"]),
            form.octets("policy", DIGEST_SIZE),
            form.moment("receivedAt"),
            form.octets("leaf", DIGEST_SIZE),
            form.number("mergeSeconds"),
        )


@dataclass(frozen=True, slots=True)
class WithdrawalStatement:
    """What the platform signs when an envelope was withdrawn; ``claim`` is SHA-256 of the claim's file."""

    envelope: bytes
    policy: bytes
    withdrawn_at: datetime
    claim: bytes

    def encode(self) -> bytes:
        """Spell the statement."""
        return canonical(
            {
                "type": WITHDRAWAL_TYPE,
                "envelope": self.envelope.hex(),
                "policy": self.policy.hex(),
                "withdrawnAt": utc(self.withdrawn_at),
                "claim": self.claim.hex(),
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> WithdrawalStatement:
        """Read the statement.

        Raises:
            EncodingRefused: not of this form.
        """
        form = Form.parse(encoded, WITHDRAWAL_TYPE, "envelope", "policy", "withdrawnAt", "claim")
        return cls(
            form.octets("envelope", DIGEST_SIZE),
            form.octets("policy", DIGEST_SIZE),
            form.moment("withdrawnAt"),
            form.octets("claim", DIGEST_SIZE),
        )


@dataclass(frozen=True, slots=True)
class LeafOpening:
    """What opens the log's sealed entry: the entry's content and its salt."""

    content: bytes
    salt: bytes

    @property
    def leaf(self) -> bytes:
        """The leaf hash of the sealed entry: ``{"at": …, "sealed": commitment}``."""
        return self._leaf(self._content())

    def fault_with(self, statement: ReceiptStatement) -> str:
        """Say what a statement and the entry that is opened say differently; nothing: the same."""
        content = self._content()
        if self._leaf(content) != statement.leaf:
            return "the receipt's leaf is not the one its content and salt give"
        if not _is_of(content, statement.envelope, statement.received_at):
            return "the receipt's leaf is of another envelope or another moment"
        return ""

    def states(self, envelope: DigestPair, received_at: datetime) -> bool:
        """Say whether the entry is of this envelope and this moment."""
        return _is_of(self._content(), envelope, received_at)

    def _leaf(self, content: dict[str, Json]) -> bytes:
        sealed = commitment.commit(self.content, self.salt).hex()
        return merkle.leaf_hash(canonical({"at": content["at"], "sealed": sealed}))

    def _content(self) -> dict[str, Json]:
        content = parse_canonical(self.content)
        if not isinstance(content, dict) or "at" not in content:
            raise EncodingRefused("an entry's content is an object with its moment")
        return content

    def to_json(self) -> Json:
        """Return it as it stands in the receipt."""
        return {"content": self.content.decode("utf-8"), "salt": self.salt.hex()}

    @classmethod
    def of(cls, value: Json) -> LeafOpening:
        """Read it."""
        form = Form.of(value, "content", "salt")
        content = form.text("content", _LONGEST_CONTENT).encode("utf-8")
        return cls(content, form.octets("salt", commitment.SALT_SIZE))


@dataclass(frozen=True, slots=True)
class LeafProof:
    """The leaf's place in the log, its path to the root, and a signed checkpoint."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    def to_json(self) -> Json:
        """Return it as it stands in the receipt."""
        path: list[Json] = [*hexes(self.path)]
        return {"index": self.index, "path": path, "checkpoint": self.checkpoint}

    @classmethod
    def of(cls, value: Json) -> LeafProof:
        """Read it."""
        form = Form.of(value, "index", "path", "checkpoint")
        note = form.text("checkpoint", _LONGEST_CONTENT)
        return cls(form.number("index"), form.items("path", octets_of), note)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as the bidder keeps it."""

    signed: SignedStatement
    opening: LeafOpening
    proof: LeafProof | None = None
    acknowledgements: tuple[SignedStatement, ...] = ()
    timestamp: bytes | None = None

    @property
    def statement(self) -> ReceiptStatement:
        """What the platform signed."""
        return ReceiptStatement.parse(self.signed.statement)

    def with_proof(self, proof: LeafProof) -> Receipt:
        """Return the receipt with its proof, or with one that more witnesses signed."""
        return replace(self, proof=proof)

    def encode(self) -> bytes:
        """Spell the receipt as a file."""
        return canonical(
            {
                "type": RECEIPT_TYPE,
                "signed": self.signed.encode().decode("utf-8"),
                "opening": self.opening.to_json(),
                "proof": None if self.proof is None else self.proof.to_json(),
                "acknowledgements": [
                    each.encode().decode("utf-8") for each in self.acknowledgements
                ],
                "timestamp": hex_or_null(self.timestamp),
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> Receipt:
        """Read a receipt; ``check_receipt`` then says what it proves.

        Raises:
            EncodingRefused: not of this form.
        """
        names = ("signed", "opening", "proof", "acknowledgements", "timestamp")
        form = Form.parse(encoded, RECEIPT_TYPE, *names)
        return cls(
            _signed(form.members["signed"]),
            LeafOpening.of(form.members["opening"]),
            form.optional("proof", LeafProof.of),
            form.items("acknowledgements", _signed),
            form.optional_octets("timestamp"),
        )


def make_receipt(
    statement: ReceiptStatement, opening: LeafOpening, signers: Iterable[Signer]
) -> Receipt:
    """Sign a receipt; the proof follows when the log has taken the leaf in.

    Raises:
        ReceiptRefused: the statement and the opened leaf do not say the same.
    """
    [receipt] = make_receipts([(statement, opening)], signers)
    return receipt


def make_receipts(
    asked: Sequence[tuple[ReceiptStatement, LeafOpening]], signers: Iterable[Signer]
) -> list[Receipt]:
    """Sign receipts that are given at once, together: as :func:`make_receipt`."""
    for statement, opening in asked:
        _check_opening(statement, opening)
    signed = SignedStatement.together([statement.encode() for statement, _ in asked], signers)
    return [Receipt(each, opening) for each, (_, opening) in zip(signed, asked, strict=True)]


def check_receipt(
    receipt: Receipt,
    envelope: DigestPair,
    *,
    platform_keys: Iterable[bytes],
    log: VerifierKey,
    origin: str | None = None,
) -> Checkpoint | None:
    """Check a receipt for an envelope; return the checkpoint it is proven in.

    Args:
        platform_keys: every one of them must have signed.
        origin: the log's origin where it is not its key's name.

    Returns:
        The checkpoint, or nothing while the receipt is still a promise.

    Raises:
        ReceiptRefused: for another envelope, not signed by all, or its proof is false.
    """
    statement = read_receipt(receipt, platform_keys)
    if statement.envelope != envelope:
        raise ReceiptRefused("this receipt is for another envelope")
    if receipt.proof is None:
        return None
    try:
        head = checkpoint.verify(receipt.proof.checkpoint, log, origin=origin)
    except TrustError as error:
        raise ReceiptRefused(f"the receipt's checkpoint does not hold: {error}") from error
    proof = receipt.proof
    if not merkle.verify_inclusion(
        statement.leaf, proof.index, head.size, list(proof.path), head.root
    ):
        raise ReceiptRefused("the receipt's proof does not lead to its checkpoint")
    return head


def read_receipt(receipt: Receipt, platform_keys: Iterable[bytes]) -> ReceiptStatement:
    """Check the platform's word alone, without the log's, and return it.

    Raises:
        ReceiptRefused: not signed by all keys, or its leaf is another's.
    """
    keys = list(platform_keys)
    if not keys or not all(receipt.signed.is_signed_by(key) for key in keys):
        raise ReceiptRefused("this receipt is not signed with the platform's keys")
    try:
        statement = receipt.statement
        _check_opening(statement, receipt.opening)
    except EncodingRefused as error:
        raise ReceiptRefused(f"this receipt is malformed: {error}") from error
    return statement


def _check_opening(statement: ReceiptStatement, opening: LeafOpening) -> None:
    if fault := opening.fault_with(statement):
        raise ReceiptRefused(fault)


def _is_of(content: dict[str, Json], envelope: DigestPair, received_at: datetime) -> bool:
    body = content.get("body")
    named = body.get("envelope") if isinstance(body, dict) else None
    return (named, content["at"]) == (_spelt(envelope), utc(received_at))


def _spelt(digests: DigestPair) -> dict[str, Json]:
    return {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size}


def _digests(value: Json) -> DigestPair:
    form = Form.of(value, "sha256", "sm3", "size")
    return DigestPair(
        form.octets("sha256", DIGEST_SIZE).hex(),
        form.octets("sm3", DIGEST_SIZE).hex(),
        form.number("size"),
    )


def _signed(value: Json) -> SignedStatement:
    text = Form({"signed": value}).text("signed", _LONGEST_CONTENT)
    return SignedStatement.parse(text.encode("utf-8"))
