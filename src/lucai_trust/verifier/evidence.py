"""What the claims rest on: receipts, headers, contents and releases of a package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from lucai_trust import merkle
from lucai_trust.checkpoint import Checkpoint, SignedNote
from lucai_trust.encoding import Json, parse_canonical
from lucai_trust.envelope.checking import check_envelope, part_matches
from lucai_trust.envelope.core import Envelope
from lucai_trust.envelope.faults import BidderFault, Fault, PlatformFault
from lucai_trust.envelope.header import Header
from lucai_trust.envelope.opening import (
    check_bidder_secret,
    header_key,
    open_header,
    open_part,
    part_key,
)
from lucai_trust.envelope.policy import RECOVERY, OnAbsence, Policy
from lucai_trust.envelope.receipts import Receipt, ReceiptStatement, read_receipt
from lucai_trust.envelope.releases import (
    Release,
    contradicted,
    read_release,
    read_unopened,
    released_shares,
    says_unopened,
)
from lucai_trust.envelope.shares import Released, open_stage, recover_bidder_secret
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.errors import EnvelopeRefused, PolicyRefused, ReceiptRefused, TrustError
from lucai_trust.policy import WitnessPolicy
from lucai_trust.proof import LogProof
from lucai_trust.verifier.findings import Absent, Broken, demand
from lucai_trust.verifier.index import PackedEntry, PackedEnvelope, TrustFile
from lucai_trust.verifier.package import Package
from lucai_trust.verifier.revocation import RevocationList

LISTS = "crl/"
"""Where a package keeps lists of revoked certificates."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A head of the log: whether it counts, and when it had been seen by all who are asked."""

    checkpoint: Checkpoint
    reached_at: int | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Receipted:
    """What a receipt that holds tells; without a place it is still the platform's promise."""

    statement: ReceiptStatement
    index: int | None = None
    seen: Seen | None = None

    @property
    def witnessed_at(self) -> int:
        """When those who are asked had seen what it is for.

        Raises:
            Broken: they have not.
        """
        if self.seen is None or not self.seen.counts or self.seen.reached_at is None:
            raise Broken("receipt_not_witnessed", "回执的检查点还没有足够的见证")
        return self.seen.reached_at


class Evidence:
    """A package and whom its reader believes."""

    def __init__(self, package: Package, trust: TrustFile, beside: Sequence[bytes] = ()) -> None:
        self.package = package
        self.trust = trust
        self.beside = beside

    def witnesses(self) -> WitnessPolicy:
        """Return whom to believe about the log."""
        parse = WitnessPolicy.parse
        return self.package.once("witnesses", lambda: parse(self.trust.witness_policy))

    def seen(self, note: SignedNote, policy: Policy) -> Seen:
        """Read a head by the trust file, and by the witnesses that these rules promised.

        Raises:
            Broken: it is of another log than the rules name.
        """
        believed, promised = self.witnesses(), self._promised(policy)
        found = believed.read(note)
        mine = found.checkpoint.origin == policy.log
        demand(mine, "log_of_another", "检查点不是开标规则写明的日志的")
        counts, reached = believed.is_met_by(set(found.times)), found.reached_at
        if promised is not None:
            told = promised.read(note)
            counts = counts and promised.is_met_by(set(told.times))
            reached = None if reached is None else max(reached, told.reached_at or 0)
        return Seen(found.checkpoint, reached, counts)

    def counted(self, note: SignedNote, policy: Policy) -> Seen:
        """Read a head that has to count: as :meth:`seen`."""
        found = self.seen(note, policy)
        demand(found.counts, "not_witnessed", "检查点没有足够的见证")
        return found

    def policies(self) -> list[Policy]:
        """Return every version of the opening policy."""
        return self.package.once("policies", self._policies)

    def policy(self) -> Policy:
        """Return the version in force."""
        return self.policies()[-1]

    def policy_of(self, packed: PackedEnvelope) -> Policy:
        """Return the version under which an envelope was sealed."""
        wanted = self.envelope(packed).core.policy_hash
        for policy in self.policies():
            if policy.hash == wanted:
                return policy
        raise Broken("policy_of_another", "它是按另外的规则封的")

    def envelope(self, packed: PackedEnvelope) -> Envelope:
        """Return an envelope."""
        read = self.package.read
        return self.package.once(
            ("envelope", packed.core, packed.sealed),
            lambda: Envelope.parse(read(packed.core), read(packed.sealed)),
        )

    def receipt(self, packed: PackedEnvelope) -> Receipt:
        """Return an envelope's receipt, unchecked."""
        read = self.package.read
        return self.package.once(
            ("receipt", packed.receipt), lambda: Receipt.parse(read(packed.receipt))
        )

    def receipted(self, packed: PackedEnvelope) -> Receipted:
        """Check an envelope's receipt: the platform's signatures, the opened leaf, the path."""
        key = ("receipted", packed.core, packed.sealed, packed.receipt)
        return self.package.once(key, lambda: self._receipted(packed))

    def logged(self, packed: PackedEntry, policy: Policy) -> Seen:
        """See that the log has a public entry, under a checkpoint that counts by these rules."""
        proof = LogProof.parse(self.package.read(packed.proof))
        found = self.counted(proof.note, policy)
        holds = proof.holds(merkle.leaf_hash(self.package.read(packed.entry)))
        demand(holds, "entry_elsewhere", "证明路径到不了它的检查点")
        return found

    def body(self, packed: PackedEntry) -> dict[str, Json]:
        """Return the body of a public entry."""
        entry = parse_canonical(self.package.read(packed.entry))
        body = entry.get("body") if isinstance(entry, dict) else None
        if not isinstance(body, dict):
            raise Broken("entry_not_public", "日志条目不是公开条目")
        return body

    def notes(self) -> Iterator[tuple[SignedNote, Policy]]:
        """Yield every checkpoint of the package, with the rules it is asked for by."""
        index, policies = self.package.index, self.policies()
        entries = [*(each.logged for each in index.policies), index.registry.logged]
        for logged, policy in zip(entries, [*policies, policies[-1]], strict=True):
            yield LogProof.parse(self.package.read(logged.proof)).note, policy
        for packed in index.envelopes:
            if proof := self.receipt(packed).proof:
                yield SignedNote.parse(proof.checkpoint), self.policy_of(packed)

    def header(self, packed: PackedEnvelope) -> Header:
        """Open a sealed header with its published key."""
        key = ("header", packed.core, packed.sealed, packed.header_key)
        return self.package.once(key, lambda: self._header(packed))

    def content(self, packed: PackedEnvelope, number: int) -> Iterator[bytes]:
        """Open a part with its published key, as a stream."""
        header, envelope = self.header(packed), self.envelope(packed)
        for part in packed.parts:
            if part.number == number and part.key is not None:
                blob = self.package.stream(part.blob)
                yield from open_part(envelope, header, number, part.key, blob)
                return
        raise Broken("part_missing", f"没有第 {number} 个文件或它的钥匙")

    def revocation_lists(self) -> list[RevocationList]:
        """Return the lists of revoked certificates that came along."""
        names = [name for name in self.package.index.files if name.startswith(LISTS)]
        read = self.package.read
        return self.package.once(
            "lists", lambda: [RevocationList.parse(read(name)) for name in names]
        )

    def shares_given(self, packed: PackedEnvelope) -> list[SignedStatement]:
        """Return what was handed over as shares; whether it is one, is not yet checked."""
        return [each for each in self._said(packed) if not says_unopened(each)]

    def unopened(self, packed: PackedEnvelope) -> list[str]:
        """Name the holders that signed that the share wrapped for them does not open."""
        policy, envelope = self.policy_of(packed), self.envelope(packed)
        said = [each for each in self._said(packed) if says_unopened(each)]
        return sorted({read_unopened(policy, envelope, each).holder for each in said})

    def contradicted(self, packed: PackedEnvelope) -> frozenset[str]:
        """Name the holders whose word now is against the one in a receipt, whoever shows it."""
        acknowledged = [*self.receipt(packed).acknowledgements]
        for encoded in self.beside:
            with suppress(TrustError):
                acknowledged += Receipt.parse(encoded).acknowledgements
        words = [each for each in self._said(packed) if says_unopened(each)]
        return contradicted(self.policy_of(packed), self.envelope(packed), acknowledged, words)

    def _said(self, packed: PackedEnvelope) -> list[SignedStatement]:
        return [SignedStatement.parse(self.package.read(name)) for name in packed.releases]

    def releases(self, packed: PackedEnvelope) -> list[Release]:
        """Return the releases that their holders signed; of an opened envelope all must be."""
        found = [self._release(packed, each) for each in self.shares_given(packed)]
        unsigned = packed.fault is None and None in found
        demand(not unsigned, "release_unsigned", "有份额不是由它写明的持有方签名")
        return [each for each in found if each is not None]

    def fault(self, packed: PackedEnvelope) -> Fault | None:
        """Judge an envelope by sealed-bid.md §8; nothing when all that is shown opens.

        Raises:
            Absent: it could be judged only with shares that are not shown.
        """
        try:
            self._judge(packed)
        except Fault as fault:
            return fault
        return None

    def _promised(self, policy: Policy) -> WitnessPolicy | None:
        """Return the witnesses that rules name; none where they name none."""
        text = policy.promised_witnesses
        if not text:
            return None
        return self.package.once(("promised", policy.hash), lambda: WitnessPolicy.parse(text))

    def _policies(self) -> list[Policy]:
        listed = self.package.index.policies
        demand(listed, "policy_missing", "核验包中没有开标规则")
        return [Policy.parse(self.package.read(each.policy)) for each in listed]

    def _receipted(self, packed: PackedEnvelope) -> Receipted:
        receipt = self.receipt(packed)
        statement = read_receipt(receipt, self.trust.platform_keys)
        if statement.envelope != self.envelope(packed).digests:
            raise ReceiptRefused("回执说的是另一份投标")
        if statement.policy != self.envelope(packed).core.policy_hash:
            raise ReceiptRefused("回执写的是另一版开标规则")
        proof = receipt.proof
        if proof is None:
            return Receipted(statement)
        seen = self.seen(SignedNote.parse(proof.checkpoint), self.policy_of(packed))
        head = seen.checkpoint
        if not merkle.verify_inclusion(
            statement.leaf, proof.index, head.size, list(proof.path), head.root
        ):
            raise ReceiptRefused("证明路径到不了它的检查点")
        return Receipted(statement, proof.index, seen)

    def _header(self, packed: PackedEnvelope) -> Header:
        policy, envelope = self.policy_of(packed), self.envelope(packed)
        check_envelope(policy, envelope)
        return open_header(policy, envelope, packed.header_key or b"")

    def _release(self, packed: PackedEnvelope, signed: SignedStatement) -> Release | None:
        """Read one release; nothing where its holder did not sign it, so that nobody gave it."""
        try:
            return read_release(self.policy_of(packed), self.envelope(packed), signed)
        except (EnvelopeRefused, PolicyRefused):
            return None

    def _judge(self, packed: PackedEnvelope) -> None:
        policy, envelope = self.policy_of(packed), self.envelope(packed)
        try:
            self.receipted(packed)
        except ReceiptRefused as error:
            raise PlatformFault(str(error)) from error
        check_envelope(policy, envelope)
        if not self.shares_given(packed):
            self._judge_without_shares(packed, envelope)
        released = released_shares(self.releases(packed))
        denying = self.contradicted(packed)
        first = open_stage(policy, envelope, policy.opening_stage, released, denying)
        header = open_header(policy, envelope, header_key(policy, envelope, first))
        secret = self._bidder_secret(packed, policy, envelope, released)
        blobs = {part.number: part.blob for part in packed.parts}
        stages = {each.stage for each in released}
        for entry in envelope.core.parts:
            if entry.stage not in stages:
                continue
            opened = open_stage(policy, envelope, entry.stage, released, denying)
            key = part_key(policy, envelope, entry.number, opened=opened, bidder_secret=secret)
            if blob := blobs.get(entry.number):
                chunks = self.package.stream(blob)
                _run(open_part(envelope, header, entry.number, key, chunks))

    def _bidder_secret(
        self,
        packed: PackedEnvelope,
        policy: Policy,
        envelope: Envelope,
        released: Iterable[Released],
    ) -> bytes:
        """Return A as its bidder gave it, or as the recovery group has it; else say who is absent."""
        if policy.bidder is None or packed.bidder_secret is not None:
            secret = packed.bidder_secret or b""
            check_bidder_secret(envelope, secret)
            return secret
        recovery = [each for each in released if each.group == RECOVERY]
        if not recovery and policy.bidder.on_absence is OnAbsence.WITHDRAWN:
            raise BidderFault("the bidder did not open its bid in the window")
        denying = self.contradicted(packed)
        return recover_bidder_secret(policy, envelope, recovery, denying).secret

    def _judge_without_shares(self, packed: PackedEnvelope, envelope: Envelope) -> None:
        """What the public can see: bytes that are not those of the core are the platform's."""
        for part in packed.parts:
            if not part_matches(envelope, part.number, self.package.stream(part.blob)):
                raise PlatformFault(f"part {part.number} is not what the core names")
        if packed.fault is not None and packed.fault.culprit == "bidder":
            raise Absent("shares_not_shown", "认定责任在投标人的，须用含份额的监管版核验包核对")


def _run(pieces: Iterable[bytes]) -> None:
    for _ in pieces:
        pass
