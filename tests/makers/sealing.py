"""Sealed bids: holders with their private keys, witnesses, envelopes; as outsiders would make them."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from lucai.adapters.outposts.local import LocalServer, LocalWitness
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Viewer
from lucai.platform.access.selectors import organisation
from lucai.platform.journal import keys
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import ports, services, vault
from lucai.stages.trade.sealing.models import SealedBid, ShareHolder
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, own_holder, policy_rows
from lucai_outposts.keyholder import Keyholder, open_keyholder
from lucai_outposts.ledger import Ledger
from lucai_outposts.witness import open_witness
from lucai_trust import envelope as trust
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from lucai_trust.encoding import canonical
from lucai_trust.policy import WitnessPolicy
from lucai_trust.suites import Opener, Signer, Suite, suite_named
from lucai_trust.witness import EMPTY, Head, Witness
from tests.makers import people, trade

SERVERS = (("server-trading", "示例公共资源交易中心"), ("server-finance", "示例财政监管"))
SECRETS = {"agency": (b"\x11" * 32, b"\x12" * 32), "buyer": (b"\x13" * 32, b"\x14" * 32)}


@dataclass(frozen=True)
class World:
    """The holders of a test, with what only they have."""

    suite: Suite
    servers: tuple[Keyholder, ...]
    witness: Witness


@dataclass
class ForgetfulHeads:
    """A witness's memory that a test begins anew: what a test wrote to the log is undone after it."""

    known: dict[str, Head] = field(default_factory=dict)

    def latest(self, origin: str) -> Head:
        """Return what was cosigned last."""
        return self.known.get(origin, EMPTY)

    def advance(self, origin: str, old: Head, new: Head, note: str) -> bool:
        """Go on from the head that was read."""
        del note
        if self.latest(origin) != old:
            return False
        self.known[origin] = new
        return True


def new_outposts(world: World) -> None:
    """Let witness and share servers forget what earlier tests showed them: it has been undone."""
    ports.use_witnesses([LocalWitness(replace(world.witness, memory=ForgetfulHeads()))])
    for one in world.servers:
        ledger = Ledger(Path(tempfile.mkdtemp(prefix="lucai-ledger-")) / "keyholder.sqlite3")
        ports.use_server(one.holder, LocalServer(replace(one, ledger=ledger)))


def holders(folder: Path | None = None) -> World:
    """Enrol two share servers, the agency and the buyer; one witness watches the log."""
    folder = folder or Path(tempfile.mkdtemp(prefix="lucai-holders-"))
    suite = suite_named(settings.LUCAI_SEALING_SUITE)
    log = VerifierKey.of(settings.LUCAI_LOG_NAME, keys.log_key())
    witness = open_witness(folder / "witness", "witness.example/1", [log])
    ports.use_witnesses([LocalWitness(witness)])
    trusted = _trusted(witness, log)
    servers = tuple(_server(folder, code, name, suite, trusted) for code, name in SERVERS)
    for viewer, (opens, signs) in ((people.agency(), SECRETS["agency"]),
                                   (people.buyer(), SECRETS["buyer"])):  # fmt: skip
        services.enrol_holder(
            people.actor(viewer), suite=suite.name,
            opens=suite.opener(opens).public.hex(), signs=suite.signer(signs).public.hex(),
        )  # fmt: skip
    return World(suite, servers, witness)


def sealed(
    number: str,
    lot: int,
    viewer: Viewer,
    *,
    offer: object,
    response: object,
    files: Sequence[tuple[str, str, bytes]] = (),
    previous: bytes | None = None,
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[trust.SealedBid, dict[int, list[bytes]]]:
    """Seal a bid as a browser would; return the envelope and its encrypted parts."""
    policy = policy_rows(SYSTEM, number, lot)[-1].policy
    chunks: dict[int, list[bytes]] = {}
    code = organisation(SYSTEM, viewer.organisation or 0).uscc
    parts = [
        trust.PartSource("offer", "offer.json", "application/json", [canonical(offer)]),
        trust.PartSource("response", "response.json", "application/json", [canonical(response)]),
        *(trust.PartSource(part, name, "application/pdf", [content])
          for part, name, content in files),
    ]  # fmt: skip
    made = trust.seal(
        policy, trust.Bid(str(lot), (trust.Bidder(viewer.organisation_name, code),)), parts,
        signers=[certificate(viewer)],
        write=lambda part, chunk: chunks.setdefault(part, []).append(chunk), previous=previous,
        draw=draw,
    )  # fmt: skip
    return made, chunks


def handed_in(
    number: str,
    lot: int,
    made: trust.SealedBid,
    chunks: dict[int, list[bytes]],
    claim: bytes = b"",
) -> trust.Receipt:
    """Hand an envelope in and return its receipt."""
    upload = made.envelope.hash.hex()[:32]
    for part, pieces in chunks.items():
        for place, piece in enumerate(pieces):
            vault.keep_chunk(upload, part, place, piece)
    encoded = services.hand_in(
        services.ANYBODY, project_number=number, lot_number=lot, upload=upload,
        core=made.envelope.core_bytes, sealed=made.envelope.sealed, claim=claim,
    )  # fmt: skip
    return trust.Receipt.parse(encoded)


def released(number: str, lot: int, viewer: Viewer, side: str = "agency") -> list[bytes]:
    """Release the viewer's shares of every envelope, as the browser in the hall does."""
    suite = suite_named(settings.LUCAI_SEALING_SUITE)
    opens, signs = SECRETS[side]
    holder = own_holder(viewer, suite.name)
    assert holder
    return [
        _release(row, holder.code, suite.opener(opens), suite.signer(signs))
        for row in envelopes_handed_in(SYSTEM, number, lot)
    ]


def waiting() -> str:
    """Announce a tender with sealed bids and hand one in; its holders are retired afterwards.

    So that other tenders of the same people, announced later, keep their bids as files.
    """
    holders()
    number = trade.published_project(1)
    services.publish_policies(people.actor(people.agency()), project_number=number)
    made, chunks = sealed(number, 1, people.supplier(), offer={}, response={})
    handed_in(number, 1, made, chunks)
    with system_access("maker"):
        ShareHolder.objects.filter(until=None).update(until=clock.now())
    return number


def certificate(viewer: Viewer) -> trust.CertificateSigner:
    """A soft certificate of the viewer's organisation, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, viewer.organisation_name)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return trust.CertificateSigner(
        trust.SignatureAlgorithm.ECDSA_SHA256,
        (made.public_bytes(serialization.Encoding.DER),),
        lambda message: key.sign(message, ec.ECDSA(hashes.SHA256())),
    )


def _release(row: SealedBid, holder: str, opener: Opener, signer: Signer) -> bytes:
    policy = next(
        one.policy
        for one in policy_rows(SYSTEM, row.project_number, row.lot_number)
        if one.policy_hash == row.policy_hash
    )
    share = trust.open_share(policy, row.envelope, policy.opening_stage, holder, opener)
    return trust.release(policy, row.envelope, share, signer=signer, at=clock.now()).encode()


def _server(folder: Path, code: str, name: str, suite: Suite, trusted: WitnessPolicy) -> Keyholder:
    keyholder = open_keyholder(folder / code, code, suite, trusted)
    keyholder = Keyholder(code, suite, keyholder.keys, trusted, keyholder.ledger, now=clock.now)
    ports.use_server(code, LocalServer(keyholder))
    public = keyholder.public()
    services.enrol_server(
        Actor.system(Reason.INSTALLATION), code=code, organisation=name, suite=suite.name,
        opens=str(public["opens"]), signs=str(public["signs"]), address="",
    )  # fmt: skip
    return keyholder


def _trusted(witness: Witness, log: VerifierKey) -> WitnessPolicy:
    key = CosignerKey.of(witness.name, witness.keys[0])
    lines = [f"log {log.encode()}", f"witness city {key.encode()}", "quorum city", ""]
    return WitnessPolicy.parse("\n".join(lines))


HOUR = timedelta(hours=1)
