"""Sealed bids: holders with their private keys, witnesses, envelopes; as outsiders would make them."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lucai.adapters.outposts.local import LocalServer, LocalWitness
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Viewer
from lucai.platform.access.selectors import organisation
from lucai.platform.journal import keys
from lucai.site.demo import ukeys
from lucai.stages.trade.sealing import ports, services, vault
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    own_holder,
    policy_rows,
    waiting_for_recovery,
)
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
from tests.makers import people

SERVERS = (("server-trading", "示例公共资源交易中心"), ("server-finance", "示例财政监管"))
SECRETS = {"agency": (b"\x11" * 32, b"\x12" * 32), "buyer": (b"\x13" * 32, b"\x14" * 32),
           "supervisor": (b"\x15" * 32, b"\x16" * 32)}  # fmt: skip


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


def new_outposts(world: World | None = None) -> None:
    """Let witness and share servers forget what earlier tests showed them: it has been undone."""
    world = world or outposts()
    if _unused and _unused[0].holds(world):
        return
    witness = LocalWitness(replace(world.witness, memory=ForgetfulHeads()))
    ports.use_witnesses([witness])
    laid_out = {}
    for one in world.servers:
        own = replace(one, ledger=Ledger(Path(":memory:")), now=clock.now)
        laid_out[one.holder] = LocalServer(own)
        ports.use_server(one.holder, laid_out[one.holder])
    shown = {code: _connection_of(server).total_changes for code, server in laid_out.items()}
    _unused[:] = [LaidOut(world, witness, laid_out, shown)]


@dataclass(frozen=True, eq=False)
class LaidOut:
    """Outposts that were made anew: most tests show them nothing, and they can stay."""

    world: World
    witness: LocalWitness
    servers: dict[str, LocalServer]
    changes: dict[str, int]

    def holds(self, world: World) -> bool:
        """Whether these are still the outposts of a world, and nobody has shown them anything."""
        memory = self.witness.witness.memory
        return (
            self.world is world
            and [one is self.witness for one in ports.witnesses()] == [True]
            and isinstance(memory, ForgetfulHeads)
            and not memory.known
            and all(ports.server_of(code) is one for code, one in self.servers.items())
            and all(
                _connection_of(one).total_changes == self.changes[code]
                for code, one in self.servers.items()
            )
        )


_unused: list[LaidOut] = []


def _connection_of(server: LocalServer) -> sqlite3.Connection:
    return server.keyholder.ledger._database._connection


@dataclass(frozen=True)
class OutpostMemory:
    """What witness and share servers have been shown."""

    heads: dict[str, Head]
    ledgers: dict[str, bytes]


def outposts_remembered() -> OutpostMemory:
    """Return what the present outposts have been shown."""
    heads: dict[str, Head] = {}
    for one in ports.witnesses():
        if isinstance(one, LocalWitness) and isinstance(one.witness.memory, ForgetfulHeads):
            heads |= one.witness.memory.known
    held = {code: ports.server_of(code) for code, _ in SERVERS}
    return OutpostMemory(
        heads,
        {
            code: _connection_of(server).serialize()
            for code, server in held.items()
            if isinstance(server, LocalServer)
        },
    )


def remind_outposts(memory: OutpostMemory) -> None:
    """Let new outposts know what others have been shown."""
    new_outposts()
    for one in ports.witnesses():
        assert isinstance(one, LocalWitness)
        assert isinstance(one.witness.memory, ForgetfulHeads)
        one.witness.memory.known.update(memory.heads)
    for code, ledger in memory.ledgers.items():
        server = ports.server_of(code)
        assert isinstance(server, LocalServer)
        _connection_of(server).deserialize(ledger)
    _unused.clear()


def outposts() -> World:
    """Two share servers and one witness, with keys of their own; the same for a whole process and suite."""
    return _outposts(Path(settings.LUCAI_DATA_DIR), settings.LUCAI_SEALING_SUITE)


@lru_cache(maxsize=4)
def _outposts(data: Path, suite_name: str) -> World:
    folder, suite = data / "outposts-of-others" / suite_name, suite_named(suite_name)
    log = VerifierKey.of(settings.LUCAI_LOG_NAME, keys.log_key())
    witness = open_witness(folder / "witness", "witness.example/1", [log])
    trusted = _trusted(witness, log)
    servers = tuple(open_keyholder(folder / code, code, suite, trusted) for code, _ in SERVERS)
    return World(suite, servers, witness)


def holders() -> World:
    """Enrol two share servers, the agency and the buyer; one witness watches the log."""
    world = outposts()
    new_outposts(world)
    enrol_servers()
    ukeys.ensure()
    for viewer, (opens, signs) in ((people.agency(), SECRETS["agency"]),
                                   (people.buyer(), SECRETS["buyer"])):  # fmt: skip
        enrolled(viewer, opens, signs)
    return world


def enrol_servers() -> None:
    """Enrol the two share servers."""
    for one, (_, name) in zip(outposts().servers, SERVERS, strict=True):
        public = one.public()
        services.enrol_server(
            Actor.system(Reason.INSTALLATION), code=one.holder, organisation=name,
            suite=one.suite.name, opens=str(public["opens"]), signs=str(public["signs"]),
            address="",
        )  # fmt: skip


def keys_enrolled() -> None:
    """Enrol holders unless the agency holds keys already: nothing is published without."""
    if not own_holder(people.agency(), settings.LUCAI_SEALING_SUITE):
        holders()


def enrolled(viewer: Viewer, opens: bytes, signs: bytes) -> None:
    """Enrol an organisation's own keys."""
    suite = suite_named(settings.LUCAI_SEALING_SUITE)
    services.enrol_holder(
        people.actor(viewer), suite=suite.name,
        opens=suite.opener(opens).public.hex(), signs=suite.signer(signs).public.hex(),
    )  # fmt: skip


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
    bidder: tuple[str, str] | None = None,
) -> tuple[trust.SealedBid, dict[int, list[bytes]]]:
    """Seal a bid as a browser would, under another name and code if given; return all of it."""
    policy = policy_rows(SYSTEM, number, lot)[-1].policy
    chunks: dict[int, list[bytes]] = {}
    own = (viewer.organisation_name, organisation(SYSTEM, viewer.organisation or 0).uscc)
    name, code = bidder or own
    parts = [
        trust.PartSource("offer", "offer.json", "application/json", [canonical(offer)]),
        trust.PartSource("response", "response.json", "application/json", [canonical(response)]),
        *(trust.PartSource(part, name, "application/pdf", [content])
          for part, name, content in files),
    ]  # fmt: skip
    made = trust.seal(
        policy, trust.Bid(str(lot), (trust.Bidder(name, code),)), parts,
        signers=[ukeys.certificate_signer(name, code)],
        write=lambda part, chunk: chunks.setdefault(part, []).append(chunk), previous=previous,
        own=own_keys(viewer) if policy.bidder else None, draw=draw,
    )  # fmt: skip
    return made, chunks


def own_keys(viewer: Viewer) -> trust.OwnKeys:
    """What a supplier seals to where it opens its own bid: a key of its own, and a printed code."""
    return trust.OwnKeys({"certificate": own_opener(viewer).public}, with_code=True)


def own_opener(viewer: Viewer) -> Opener:
    """The key with which a supplier opens its own bids."""
    suite = suite_named(settings.LUCAI_SEALING_SUITE)
    return suite.opener(int(viewer.organisation or 1).to_bytes(32, "big"))


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


def spoil(envelope_hash: str, part: int, at: int = 0) -> None:
    """Change a byte of a part as it lies on the disk; once more, and it is what it was."""
    start, end = vault.spans_of(envelope_hash)[part - 1]
    file = vault.file_of(envelope_hash)
    content = bytearray(file.read_bytes())
    content[start + at if at >= 0 else end + at] ^= 1
    file.write_bytes(content)


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


def recovery_shares(number: str, lot: int, viewer: Viewer) -> list[bytes]:
    """Release what the log asks a supervisor to, as its browser does."""
    suite = suite_named(settings.LUCAI_SEALING_SUITE)
    opens, signs = SECRETS["supervisor"]
    holder = own_holder(viewer, suite.name)
    assert holder
    return [
        _recovery_share(row, holder.code, suite.opener(opens), suite.signer(signs))
        for row in waiting_for_recovery(SYSTEM, number, lot)
    ]


def words_of_unopened(
    rows: Sequence[SealedBid], viewer: Viewer, side: str = "supervisor"
) -> list[str]:
    """Sign that the viewer's share of each envelope does not open, as its browser does."""
    suite = suite_named(settings.LUCAI_SEALING_SUITE)
    holder, signer = own_holder(viewer, suite.name), suite.signer(SECRETS[side][1])
    assert holder
    return [
        trust.say_unopened(
            _policy_of(row), row.envelope, holder.code, signer=signer, at=clock.now()
        )
        .encode()
        .decode("utf-8")
        for row in rows
    ]


def certificate(viewer: Viewer) -> trust.CertificateSigner:
    """The certificate of the viewer's organisation, of a CA that :func:`holders` has put on the list."""
    code = organisation(SYSTEM, viewer.organisation or 0).uscc
    return ukeys.certificate_signer(viewer.organisation_name, code)


def _recovery_share(row: SealedBid, holder: str, opener: Opener, signer: Signer) -> bytes:
    policy = _policy_of(row)
    share = trust.open_recovery_share(policy, row.envelope, holder, opener)
    return trust.release(policy, row.envelope, share, signer=signer, at=clock.now()).encode()


def _policy_of(row: SealedBid) -> trust.Policy:
    return next(
        one.policy
        for one in policy_rows(SYSTEM, row.project_number, row.lot_number)
        if one.policy_hash == row.policy_hash
    )


def _release(row: SealedBid, holder: str, opener: Opener, signer: Signer) -> bytes:
    policy = _policy_of(row)
    share = trust.open_share(policy, row.envelope, policy.opening_stage, holder, opener)
    return trust.release(policy, row.envelope, share, signer=signer, at=clock.now()).encode()


def _trusted(witness: Witness, log: VerifierKey) -> WitnessPolicy:
    key = CosignerKey.of(witness.name, witness.keys[0])
    lines = [f"log {log.encode()}", f"witness city {key.encode()}", "quorum city", ""]
    return WitnessPolicy.parse("\n".join(lines))


HOUR = timedelta(hours=1)
