"""Rules name the log and its witnesses: both verifiers, and the page, hold the platform to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust import checkpoint, cosignature
from lucai_trust.encoding import canonical
from lucai_trust.envelope.policy import Policy
from lucai_trust.envelope.receipts import Receipt
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.suites import INTL1
from tests.frontend.bidding import World
from tests.frontend.engines import Engine, EngineError
from tests.frontend.packages import Log, PackageMaker
from tests.frontend.receipts import (
    LOG,
    PLATFORM,
    TRUST,
    WITNESS,
    WITNESS_LINE,
    proven,
    receipt_for,
)  # fmt: skip
from tests.frontend.tampering import blames
from tests.frontend.test_both_verifiers import Verdicts, by_browser, by_python, failed

SECOND = "second.example"
SECOND_KEY = Ed25519PrivateKey.from_private_bytes(bytes([12]) * 32)
SECOND_LINE = cosignature.CosignerKey.of(SECOND, SECOND_KEY).encode()
BOTH = (
    f"log {LOG}", f"witness {WITNESS} {WITNESS_LINE}", f"witness {SECOND} {SECOND_LINE}",
    f"group both all {WITNESS} {SECOND}", "quorum both",
)  # fmt: skip
PROVEN = {"P1", "P2", "P3", "P8", "P9", "P11"}
UNREAD = PROVEN | {"P4", "P5", "P10"}
OTHER_LOG = checkpoint.VerifierKey.of("other.example", SECOND_KEY).encode()
Promise = Callable[[Policy], Policy]


class TwoSee(Log):
    """A log that a second witness sees as well, later than the first."""

    later = timedelta(0)

    def head(self, at: datetime, size: int | None = None) -> checkpoint.SignedNote:
        """Return a checkpoint that both have cosigned."""
        note = super().head(at, size)
        seen = int((at + self.later).timestamp())
        line = cosignature.cosign(note.text, SECOND, SECOND_KEY, seen)
        return replace(note, signatures=(*note.signatures, line))


def promising(*lines: str) -> Promise:
    return lambda policy: replace(policy, witnesses=lines)


def made(promise: Promise, log: Log | None = None) -> PackageMaker:
    world = World(INTL1)
    world.policy = promise(world.policy)
    return PackageMaker(world, log=log or Log()).make()


def judged(engine: Engine, maker: PackageMaker, folder: Path) -> Verdicts:
    archive = maker.archive()
    said = by_python(archive, folder)
    assert said == by_browser(engine, archive)
    assert said is not None
    return said


@pytest.mark.parametrize(
    ("promise", "broken"),
    [
        (promising(), set()),
        (promising(f"log {LOG}", "quorum none"), set()),
        (promising(*BOTH), PROVEN),
        (promising(f"log {OTHER_LOG}", "quorum none"), UNREAD),
        (promising("quorum"), UNREAD),
        (lambda policy: replace(policy, log="other.example", witnesses=()), UNREAD),
    ],
    ids=["none", "the log alone", "one more", "another log's key", "no lines", "another log"],
)
def test_a_checkpoint_counts_only_by_the_log_and_the_witnesses_that_the_rules_promised(
    node_engine: Engine, tmp_path: Path, promise: Promise, broken: set[str]
) -> None:
    assert failed(judged(node_engine, made(promise), tmp_path)) == broken


@pytest.mark.parametrize(
    ("later", "verdict"), [(timedelta(0), "passed"), (timedelta(days=1), "not-applicable")]
)
def test_a_bid_was_seen_when_the_last_of_those_promised_had_seen_it(
    node_engine: Engine, tmp_path: Path, later: timedelta, verdict: str
) -> None:
    log = TwoSee()
    log.later = later
    said = judged(node_engine, made(promising(*BOTH), log), tmp_path)
    assert (failed(said), said["P3"]) == (set(), verdict)


def test_who_asks_no_witness_is_told_no_moment_by_those_promised(
    node_engine: Engine, tmp_path: Path
) -> None:
    maker = made(promising(*BOTH), TwoSee())
    trust = json.loads(maker.files["trust.json"])
    trust["witnessPolicy"] = f"log {LOG}\nquorum none\n"
    maker.files["trust.json"] = canonical(trust)
    assert failed(judged(node_engine, maker, tmp_path)) == {"P1", "P2", "P3"}


def under_other_rules(maker: PackageMaker) -> None:
    """Let the platform sign a receipt of the first bid that names other rules."""
    receipt = Receipt.parse(maker.files["bid-1/receipt.json"])
    statement = replace(receipt.statement, policy=bytes(32)).encode()
    signed = SignedStatement.by(statement, PLATFORM)
    maker.files["bid-1/receipt.json"] = replace(receipt, signed=signed).encode()


def test_a_receipt_that_names_other_rules_is_the_platforms_fault(
    node_engine: Engine, tmp_path: Path
) -> None:
    maker = made(promising())
    under_other_rules(maker)
    assert {"P2", "P3"} <= failed(judged(node_engine, maker, tmp_path))
    blames("platform")(maker)
    assert judged(node_engine, maker, tmp_path)["P7"] == "passed"


def test_a_page_believes_a_receipt_only_by_the_rules_that_were_sealed_under(engine: Engine) -> None:
    world = World(INTL1)
    sealed, _ = world.seal(b"{}", b"plan")
    envelope, policy = sealed.envelope, world.policy
    own = {"core": envelope.core_bytes.hex(), "sealed": envelope.sealed.hex()}

    def check(under: bytes = policy.hash, told: Policy = policy, **trust: object) -> object:
        receipt = proven(receipt_for(envelope.digests, under)).encode().hex()
        given = {"receipt": receipt, "policy": told.encode().hex()}
        return engine.call("checkOwnReceipt", TRUST | own | given | trust)

    assert check()
    assert check(told=replace(policy, witnesses=()))
    with pytest.raises(EngineError, match="另一版开标规则"):
        check(under=bytes(32))
    with pytest.raises(EngineError, match="见证人，与开标规则写明的不同"):
        check(witnessPolicy=f"log {LOG}\nquorum none\n")
    with pytest.raises(EngineError, match="不是开标规则写明的那个"):
        check(told=replace(policy, log="other.example"))
