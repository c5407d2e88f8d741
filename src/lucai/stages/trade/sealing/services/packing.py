"""Writing a lot's verification package: docs/reference/verification-package.md says what it holds."""

from __future__ import annotations

import hashlib
import itertools
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, Any

from lucai.kernel.actors import SYSTEM
from lucai.platform.pki.selectors import lists_behind
from lucai.stages.trade.sealing import vault, witnessing
from lucai.stages.trade.sealing.models import (
    OpeningPolicy,
    RegistryOfBids,
    SealedBid,
    ShareAcknowledgement,
    ShareRelease,
    ShareUnopened,
)
from lucai.stages.trade.sealing.platform_keys import receipt_signers
from lucai.stages.trade.sealing.policies import tender_of
from lucai.stages.trade.sealing.ports import ReadOut
from lucai.stages.trade.sealing.services import heads
from lucai_trust.checkpoint import Checkpoint, SignedNote
from lucai_trust.digest import DigestPair
from lucai_trust.encoding import canonical, utc
from lucai_trust.envelope import (
    Envelope,
    Header,
    Policy,
    ReceiptStatement,
    Released,
    StageOpening,
    header_key,
    make_receipt,
    open_header,
    open_stage,
    part_key,
    part_matches,
    read_release,
    released_shares,
)
from lucai_trust.envelope.checking import shared_secret
from lucai_trust.envelope.core import WrappedShare
from lucai_trust.envelope.policy import RECOVERY
from lucai_trust.errors import KeyRefused, TrustError
from lucai_trust.verifier.evidence import LISTS
from lucai_trust.verifier.package import LARGEST_FILE
from lucai_trust.verifier.revocation import RevocationList

MERGE_SECONDS = 60
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
Json = dict[str, Any]


@dataclass(frozen=True)
class Contents:
    """The rows that a package is made of."""

    versions: Sequence[OpeningPolicy]
    registry: RegistryOfBids
    bids: Sequence[SealedBid]
    releases: dict[int, list[ShareRelease]]
    unopened: dict[int, list[ShareUnopened]]
    acknowledged: dict[int, list[ShareAcknowledgement]]
    read_out: ReadOut


@dataclass
class Packing:
    """Writes one package; ``with_shares`` and ``with_shut`` make it supervision's.

    Where the policy has the bidders' group, shares of the opening are for everybody: they open
    names, and nothing else without what the bidders hold.

    ``with_shut``: all shares of envelopes that stayed shut, and not only the wrong ones.
    Without ``with_prices`` neither the record nor a key tells a price: a round's for everybody.
    """

    contents: Contents
    target: IO[bytes]
    with_shares: bool = False
    with_shut: bool = False
    with_prices: bool = True
    digests: dict[str, str] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    lines: list[Json] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Write the archive, its index last."""
        held = self.contents
        logged = [held.registry.entry_id, *(one.entry_id for one in held.versions)]
        self.ledger = heads.Ledger.of([*logged, *(one.entry_id for one in held.bids)])
        with zipfile.ZipFile(self.target, "w") as archive:
            self.archive = archive
            index = self._index()
            self._put_lists()
            self._put("trust.json", trust_file())
            index["files"] = [{"path": p, "sha256": d} for p, d in self.digests.items()]
            archive.writestr(_entry("package.json"), canonical(index), zipfile.ZIP_DEFLATED)

    def _index(self) -> Json:
        last, registry = self.contents.versions[-1], self.contents.registry
        policies = [self._policy(row) for row in self.contents.versions]
        sealed = self._logged("registry", registry.entry_id)
        sealed |= {"leaves": registry.leaves, "dummies": registry.dummy_salts}
        envelopes = [self._envelope(n, row) for n, row in enumerate(self.contents.bids, start=1)]
        record = {
            "type": "lucai-opening-record/1",
            "policy": last.policy_hash,
            "openedAt": utc(self.contents.read_out.started_at),
            "bids": self.lines,
        }
        return {
            "type": "lucai-package/1",
            "tender": tender_of(last.project_number, last.lot_number),
            "policies": policies,
            "registry": sealed,
            "envelopes": envelopes,
            "consistency": [self._step(*each) for each in itertools.pairwise(sorted(self.heads))],
            "record": self._put("record.json", canonical(record)),
        }

    def _policy(self, row: OpeningPolicy) -> Json:
        name = f"policy-{row.edition}"
        policy = self._put(f"{name}.json", row.content.encode("utf-8"))
        return {"policy": policy, **self._logged(name, row.entry_id)}

    def _logged(self, name: str, entry_id: int) -> Json:
        entry, proof = self.ledger.log_proof(entry_id)
        self._note_head(proof.note)
        return {
            "entry": self._put(f"{name}.entry.json", entry),
            "proof": self._put(f"{name}.tlog-proof", proof.encode().encode("utf-8")),
        }

    def _envelope(self, number: int, row: SealedBid) -> Json:
        folder = f"bid-{number}"
        packed: Json = {
            "core": self._put(f"{folder}/core.json", row.core.encode("utf-8")),
            "sealed": self._put(f"{folder}/sealed.bin", bytes(row.sealed)),
            "receipt": self._put(f"{folder}/receipt.json", self._receipt(row)),
            "claim": None,
            "releases": [],
            "headerKey": None,
            "bidderSecret": None,
            "parts": [],
            "fault": None,
        }
        if row.claim:
            claim = self._put(f"{folder}/claim.json", row.claim.encode("utf-8"))
            return packed | {"claim": claim}
        if row.state == "opened":
            return packed | self._opened(folder, row)
        return packed | self._shut(folder, row)

    def _receipt(self, row: SealedBid) -> bytes:
        """The receipt as the bidder had it: by what the log says was received, not by what is kept."""
        entry = self.ledger.entries[row.entry_id]
        opening = witnessing.leaf_opening(entry)
        named = json.loads(opening.content)["body"]["envelope"]
        digests = DigestPair(named["sha256"], named["sm3"], named["size"])
        statement = ReceiptStatement(
            digests, bytes.fromhex(row.policy_hash), row.received_at, bytes.fromhex(row.leaf),
            MERGE_SECONDS,
        )  # fmt: skip
        proof = self.ledger.first_leaf_proof(row.entry_id)
        self._note_head(SignedNote.parse(proof.checkpoint))
        made = make_receipt(statement, opening, receipt_signers())
        words = tuple(one.signed for one in self.contents.acknowledged[row.pk])
        return replace(made, proof=proof, acknowledgements=words).encode()

    def _opened(self, folder: str, row: SealedBid) -> Json:
        policy, envelope, held = self._policy_of(row), row.envelope, self.contents.releases[row.pk]
        releases = [read_release(policy, envelope, one.signed) for one in held]
        stage = open_stage(policy, envelope, policy.opening_stage, released_shares(releases))
        key = header_key(policy, envelope, stage)
        header = open_header(policy, envelope, key)
        self._read_out(row, header)
        return {
            "headerKey": key.hex(),
            "bidderSecret": self._bidder_secret(row),
            "parts": self._published(folder, row, policy, header, stage),
            "releases": self._releases(folder, self._shown(policy, held)),
        }

    def _shown(self, policy: Policy, held: Sequence[ShareRelease]) -> list[ShareRelease]:
        """Return the shares of an opened envelope that this edition shows."""
        if self.with_shares:
            return list(held)
        if policy.bidder is None:
            return []
        opening = {one.id for group in policy.groups for one in group.holders}
        return [one for one in held if one.holder in opening]

    def _bidder_secret(self, row: SealedBid) -> str | None:
        return (row.bidder_secret or None) if self.with_shares else None

    def _published(
        self, folder: str, row: SealedBid, policy: Policy, header: Header, stage: StageOpening
    ) -> list[Json]:
        envelope, secret = row.envelope, bytes.fromhex(row.bidder_secret)
        return [
            {
                "n": listed.number,
                "key": part_key(
                    policy, envelope, listed.number, opened=stage, bidder_secret=secret
                ).hex(),
                "blob": self._blob(folder, row, listed.number),
            }
            for listed in header.inner.parts
            if self.with_prices and policy.part(listed.part).published
        ]

    def _shut(self, folder: str, row: SealedBid) -> Json:
        """What shows a fault without opening anything: altered parts, wrong shares."""
        held = self.contents.releases[row.pk]
        policy, envelope = self._policy_of(row), row.envelope
        # Without the bidder's secret nobody reads a part: what it was shut for, all may see.
        closed = policy.bidder is not None and not row.bidder_secret
        shown = held if self.with_shut or closed else [
            one for one in held if is_wrong(policy, envelope, one)
        ]  # fmt: skip
        fault = {"culprit": row.fault["culprit"], "holders": row.fault.get("holders", [])}
        altered = altered_parts(row, envelope) if fault["culprit"] == "platform" else []
        parts = [{"n": n, "key": None, "blob": self._blob(folder, row, n)} for n in altered]
        secret = (row.bidder_secret or None) if self.with_shut else None
        # What a holder says of a share that does not open tells no secret: all may see it.
        releases = self._releases(folder, [*shown, *self.contents.unopened[row.pk]])
        return {"fault": fault, "releases": releases, "parts": parts, "bidderSecret": secret}

    def _releases(self, folder: str, held: Iterable[ShareRelease | ShareUnopened]) -> list[str]:
        return [
            self._put(f"{folder}/release-{n}.json", one.statement.encode("utf-8"))
            for n, one in enumerate(held, start=1)
        ]

    def _read_out(self, row: SealedBid, header: Header) -> None:
        self.signed.append(hashlib.sha256(header.inner_bytes).hexdigest())
        aside = str(row.fault["what"]) if row.fault else None
        prices = self.contents.read_out.prices if self.with_prices else {}
        self.lines.append(
            {
                "envelope": row.envelope_hash,
                "lot": header.inner.lot,
                "bidders": [one.to_json() for one in header.inner.bidders],
                "fen": None if aside else prices.get(row.sha256),
                "aside": aside,
            }
        )

    def _policy_of(self, row: SealedBid) -> Policy:
        versions = self.contents.versions
        return next(one for one in versions if one.policy_hash == row.policy_hash).policy

    def _put_lists(self) -> None:
        """Add the revocation lists by which the signatures of what opened were judged."""
        lists = [one for one in lists_behind(SYSTEM, self.signed) if _can_be_read(one)]
        for number, one in enumerate(lists, start=1):
            self._put(f"{LISTS}{number}.crl", one)

    def _step(self, old: int, new: int) -> Json:
        path = [each.hex() for each in witnessing.consistency(old, new)]
        return {"from": old, "to": new, "path": path}

    def _note_head(self, note: SignedNote) -> None:
        self.heads.add(Checkpoint.parse(note.text).size)

    def _put(self, name: str, content: bytes) -> str:
        self.archive.writestr(_entry(name), content, zipfile.ZIP_DEFLATED)
        self.digests[name] = hashlib.sha256(content).hexdigest()
        return name

    def _blob(self, folder: str, row: SealedBid, number: int) -> str:
        """Copy a part's ciphertext as it is kept: stored, since it does not shrink."""
        name, tally = f"{folder}/part-{number}.bin", hashlib.sha256()
        with self.archive.open(_entry(name), "w", force_zip64=False) as file:
            for piece in vault.part_of(row.envelope_hash, number):
                tally.update(piece)
                file.write(piece)
        self.digests[name] = tally.hexdigest()
        return name


def trust_file() -> bytes:
    """Return whom this installation believes, as a verifier is told."""
    return canonical(
        {
            "type": "lucai-trust/1",
            "platformKeys": [signer.public.hex() for signer in receipt_signers()],
            "witnessPolicy": witnessing.trusted_witnesses(),
            "roots": [root.hex() for root in witnessing.trusted_roots()],
        }
    )


def altered_parts(row: SealedBid, envelope: Envelope) -> list[int]:
    """Return the parts whose kept bytes are not those that the core names."""
    numbers = [part.number for part in envelope.core.parts]
    return [
        n for n in numbers if not part_matches(envelope, n, vault.part_of(row.envelope_hash, n))
    ]


def is_wrong(policy: Policy, envelope: Envelope, release: ShareRelease) -> bool:
    """Say whether a share is another than the one committed to; such a share opens nothing."""
    try:
        released = read_release(policy, envelope, release.signed).released
        place = policy.group(released.group).place_of(released.holder)
        committed = _committed(envelope, released)[place - 1]
    except TrustError:
        return False
    share = released.share
    right = envelope.core.schedule.share_matches(share, committed.commitment)
    return share.index != place or not right


def _committed(envelope: Envelope, released: Released) -> tuple[WrappedShare, ...]:
    bidder = envelope.core.bidder
    if released.group == RECOVERY and bidder is not None:
        return bidder.recovery
    return shared_secret(envelope, released.stage, released.group).holders


def _can_be_read(encoded: bytes) -> bool:
    """Say whether verifiers read a revocation list: one that they cannot would fail the claim."""
    try:
        RevocationList.parse(encoded)
    except KeyRefused:
        return False
    return len(encoded) <= LARGEST_FILE


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
