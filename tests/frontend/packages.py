"""Verification packages of a small tender: three bids, one of them withdrawn, and a log of its own."""

import hashlib
import io
import itertools
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from lucai_trust import checkpoint, cosignature, merkle
from lucai_trust.encoding import canonical, utc
from lucai_trust.envelope import opening, shares
from lucai_trust.envelope.claims import make_claim
from lucai_trust.envelope.core import Envelope
from lucai_trust.envelope.receipts import (
    LeafOpening,
    LeafProof,
    ReceiptStatement,
    make_receipt,
)
from lucai_trust.envelope.registry import seal_registry
from lucai_trust.envelope.releases import release
from lucai_trust.proof import LogProof
from tests.frontend.bidding import BIDDERS, LOT, World
from tests.frontend.receipts import (
    LOG_KEY,
    ORIGIN,
    PLATFORM,
    TRUST,
    WITNESS,
    WITNESS_KEY,
    shown,
)

ENOUGH = ("witness-1", "witness-3", "parties-2")
PRICES = (90_000_000, 85_000_000, 70_000_000)
WITHDRAWN = 2
Files = dict[str, bytes]


@dataclass
class Log:
    """A log with one witness; every checkpoint made is kept."""

    leaves: list[bytes] = field(default_factory=list)
    sizes: set[int] = field(default_factory=set)

    def append(self, leaf: bytes) -> int:
        """Append a leaf and return its index."""
        self.leaves.append(leaf)
        return len(self.leaves) - 1

    def head(self, at: datetime, size: int | None = None) -> checkpoint.SignedNote:
        """Return a witnessed checkpoint."""
        size = size or len(self.leaves)
        self.sizes.add(size)
        text = checkpoint.Checkpoint(ORIGIN, size, merkle.root(self.leaves[:size])).text
        note = checkpoint.SignedNote(text, ()).with_signature(ORIGIN, LOG_KEY)
        line = cosignature.cosign(text, WITNESS, WITNESS_KEY, int(at.timestamp()))
        return replace(note, signatures=(*note.signatures, line))

    def path(self, index: int) -> tuple[bytes, ...]:
        """Return the path of an entry to the root of now."""
        read = merkle.nodes_of(self.leaves)
        return tuple(merkle.inclusion_proof(read, index, len(self.leaves)))

    def consistency(self) -> list[dict[str, Any]]:
        """Return the proofs from each checkpoint to the next."""
        read, sizes = merkle.nodes_of(self.leaves), sorted(self.sizes)
        return [
            {
                "from": old,
                "to": new,
                "path": [each.hex() for each in merkle.consistency_proof(read, old, new)],
            }
            for old, new in itertools.pairwise(sizes)
        ]


@dataclass
class PackageMaker:
    """Runs the tender and writes what a package holds."""

    world: World
    log: Log = field(default_factory=Log)
    files: Files = field(default_factory=dict)
    index: dict[str, Any] = field(default_factory=dict)
    envelopes: list[Envelope] = field(default_factory=list)
    enough: tuple[str, ...] = ENOUGH
    before: tuple[timedelta, ...] = (timedelta(hours=3), timedelta(hours=2), timedelta(hours=1))
    seen_after: timedelta = timedelta(seconds=8)

    @property
    def deadline(self) -> datetime:
        """The tender's deadline."""
        return self.world.policy.deadline

    def make(self) -> "PackageMaker":
        """Publish, take bids in, withdraw one, seal the registry, open, record."""
        policy = self.world.policy
        self.index |= {"type": "lucai-package/1", "tender": policy.tender, "envelopes": []}
        self._publish()
        leaves = [self._take_in(number) for number in range(len(PRICES))]
        self._seal([leaf for number, leaf in enumerate(leaves) if number != WITHDRAWN])
        self._record()
        self.index["consistency"] = self.log.consistency()
        self.files["trust.json"] = self.trust()
        return self

    def trust(self) -> bytes:
        """Return the trust file."""
        roots = [self.world.certificate.hex()]
        return canonical({"type": "lucai-trust/1", **TRUST, "roots": roots})

    def archive(self, change: "Callable[[PackageMaker], object] | None" = None) -> bytes:
        """Return the package, after a change to its files or its index."""
        if change:
            change(self)
        self.list_files()
        return self.written()

    def list_files(self) -> None:
        """List the files as they are now, as whoever tampers would."""
        self.index["files"] = [
            {"path": name, "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in self.files.items()
        ]

    def written(self) -> bytes:
        """Return the package as it stands."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("package.json", canonical(self.index))
            for name, content in self.files.items():
                archive.writestr(name, content)
        return target.getvalue()

    def flip(self, name: str, at: int = -40) -> None:
        """Flip one bit of a file."""
        content = bytearray(self.files[name])
        content[at] ^= 1
        self.files[name] = bytes(content)

    def _publish(self) -> None:
        policy = self.world.policy
        self.files["policy-1.json"] = policy.encode()
        body: dict[str, Any] = {"openingPolicy": policy.hash.hex()}
        logged = self._logged("policy-1", body, self.deadline - timedelta(days=20))
        self.index["policies"] = [{"policy": "policy-1.json", **logged}]

    def _logged(self, name: str, body: dict[str, Any], at: datetime) -> dict[str, str]:
        """Log a public entry and prove it under a checkpoint of that moment."""
        entry = canonical({"at": utc(at), "body": body, "event": "示例"})
        index = self.log.append(merkle.leaf_hash(entry))
        proof = LogProof(index, self.log.path(index), self.log.head(at + timedelta(seconds=5)))
        self.files[f"{name}.entry.json"] = entry
        self.files[f"{name}.tlog-proof"] = proof.encode().encode()
        return {"entry": f"{name}.entry.json", "proof": f"{name}.tlog-proof"}

    def _take_in(self, number: int) -> bytes:
        """Take one bid in; return its leaf."""
        price = canonical({"price": f"{PRICES[number] // 100:,}.{PRICES[number] % 100:02}"})
        sealed, blobs = self.world.seal(price, bytes([number]) * 5000)
        envelope, at = sealed.envelope, self.deadline - self.before[number]
        body = {"envelope": shown(envelope.digests)}
        salt = bytes([number]) * 32
        content = canonical({"at": utc(at), "body": body, "event": "示例"})
        opened = LeafOpening(content, salt)
        statement = ReceiptStatement(envelope.digests, self.world.policy.hash, at, opened.leaf, 60)
        index = self.log.append(opened.leaf)
        note = self.log.head(at + self.seen_after).encode()
        receipt = make_receipt(statement, opened, PLATFORM).with_proof(
            LeafProof(index, self.log.path(index), note)
        )
        folder = f"bid-{number + 1}"
        self.files |= {
            f"{folder}/core.json": envelope.core_bytes,
            f"{folder}/sealed.bin": envelope.sealed,
            f"{folder}/receipt.json": receipt.encode(),
        }
        self.envelopes.append(envelope)
        packed: dict[str, Any] = {name: f"{folder}/{name}.{end}" for name, end in _ENDINGS.items()}
        packed |= dict.fromkeys(("claim", "headerKey", "bidderSecret", "fault"))
        packed |= {"releases": [], "parts": []}
        self.index["envelopes"].append(packed)
        if number == WITHDRAWN:
            claimed_at = min(at + timedelta(minutes=1), self.deadline)
            claim = make_claim(envelope, sealed.claim_secret, at=claimed_at)
            self.files[f"{folder}/claim.json"] = claim.encode()
            packed["claim"] = f"{folder}/claim.json"
        else:
            self._open(packed, envelope, blobs, folder)
        return opened.leaf

    def _open(
        self, packed: dict[str, Any], envelope: Envelope, blobs: list[bytes], folder: str
    ) -> None:
        policy, at = self.world.policy, self.deadline + timedelta(minutes=1)
        released = self.world.releases(envelope, *self.enough)
        for number, each in enumerate(released):
            signer = self.world.signers[each.holder]
            name = f"{folder}/release-{number}.json"
            signed = release(policy, envelope, each, signer=signer, at=at)
            self.files[name] = signed.encode()
            packed["releases"].append(name)
        first = shares.open_stage(policy, envelope, "opening", released)
        packed["headerKey"] = opening.header_key(policy, envelope, first).hex()
        key = opening.part_key(policy, envelope, 1, opened=first)
        self.files[f"{folder}/part-1.bin"] = blobs[0]
        packed["parts"] = [{"n": 1, "key": key.hex(), "blob": f"{folder}/part-1.bin"}]

    def _seal(self, leaves: list[bytes]) -> None:
        registry = seal_registry(self.world.policy.hash, leaves)
        body = {"registrySeal": json.loads(registry.seal.encode())}
        logged = self._logged("registry", body, self.deadline)
        self.index["registry"] = logged | {
            "leaves": [leaf.hex() for leaf in registry.leaves],
            "dummies": [salt.hex() for salt in registry.dummy_salts],
        }

    def _record(self) -> None:
        bids: list[Any] = [
            {
                "envelope": envelope.hash.hex(),
                "lot": LOT,
                "bidders": BIDDERS,
                "fen": price,
                "aside": None,
            }
            for number, (envelope, price) in enumerate(zip(self.envelopes, PRICES, strict=True))
            if number != WITHDRAWN
        ]
        self.files["record.json"] = canonical(
            {
                "type": "lucai-opening-record/1",
                "policy": self.world.policy.hash.hex(),
                "openedAt": utc(self.deadline + timedelta(minutes=2)),
                "bids": bids,
            }
        )
        self.index["record"] = "record.json"


_ENDINGS = {"core": "json", "sealed": "bin", "receipt": "json"}
