"""The browser believes a receipt only when it proves the browser's own envelope."""

import io
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import pytest

from lucai_trust import checkpoint
from lucai_trust.digest import DigestPair
from lucai_trust.encoding import utc
from lucai_trust.envelope.bid_file import BidFile
from lucai_trust.envelope.claims import read_claim
from lucai_trust.envelope.core import Envelope
from lucai_trust.envelope.receipts import Receipt, ReceiptStatement
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.suites import GM1, SUITES
from tests.frontend.bidding import World
from tests.frontend.engines import Engine, EngineError
from tests.frontend.receipts import (
    AT,
    LOG_KEY,
    PLATFORM,
    SEEN_AT,
    TRUST,
    WITNESS,
    opened,
    proven,
    receipt_for,
    receipts_for,
    shown,
)

ENVELOPE = DigestPair("11" * 32, "22" * 32, 4321)


@dataclass
class Handed:
    """A receipt and what the bidder checks it with."""

    receipt: Receipt
    envelope: DigestPair = ENVELOPE

    def given(self, **changes: Any) -> dict[str, Any]:
        handed = {"receipt": self.receipt.encode().hex(), "envelope": shown(self.envelope)}
        return TRUST | handed | changes


def test_a_proven_receipt_tells_when_and_where(engine: Engine) -> None:
    told = engine.call("checkReceipt", Handed(proven(receipt_for(ENVELOPE))).given())

    assert told == {
        "receivedAt": utc(AT),
        "policy": "07" * 32,
        "mergeSeconds": 60,
        "proven": {
            "index": 9, "size": 10, "witnesses": [WITNESS], "isWitnessed": True,
            "reachedAt": SEEN_AT,
        },
    }  # fmt: skip


def test_a_proof_that_no_witness_has_seen_yet_says_so(engine: Engine) -> None:
    made = proven(receipt_for(ENVELOPE), witnessed=False)
    told = engine.call("checkReceipt", Handed(made).given())["proven"]

    assert (told["witnesses"], told["isWitnessed"], told["reachedAt"]) == ([], False, None)


def test_a_receipt_signed_together_with_others_holds_by_itself(engine: Engine) -> None:
    [others, made] = [proven(each) for each in receipts_for([replace(ENVELOPE, size=9), ENVELOPE])]
    told = engine.call("checkReceipt", Handed(made).given())
    assert told["receivedAt"] == utc(AT)
    elsewhere = replace(made, signed=replace(made.signed, signatures=others.signed.signatures))
    with pytest.raises(EngineError, match="平台的钥匙"):
        engine.call("checkReceipt", Handed(elsewhere).given())


def test_a_promise_is_told_apart_from_a_proof(engine: Engine) -> None:
    assert engine.call("checkReceipt", Handed(receipt_for(ENVELOPE)).given())["proven"] is None


def test_a_receipt_that_proves_something_else_is_refused(engine: Engine) -> None:
    made = proven(receipt_for(ENVELOPE))
    assert made.proof
    elsewhere = replace(made, proof=replace(made.proof, index=8))
    short = replace(made, proof=replace(made.proof, path=made.proof.path[:-1]))
    forged = replace(made.proof, checkpoint=made.proof.checkpoint.replace("\n10\n", "\n11\n"))
    half = SignedStatement(made.signed.statement, made.signed.signatures[:1])
    other_leaf = replace(made, opening=replace(made.opening, salt=bytes(32)))
    refused = {
        "另一份投标": Handed(made, replace(ENVELOPE, size=1)),
        "到不了": Handed(elsewhere),
        "证明路径": Handed(short),
        "签名不真": Handed(replace(made, proof=forged)),
        "平台的钥匙": Handed(replace(made, signed=half)),
        "内容和盐不符": Handed(other_leaf),
    }
    for reason, handed in refused.items():
        with pytest.raises(EngineError, match=reason):
            engine.call("checkReceipt", handed.given())


def test_a_receipt_is_nothing_to_who_trusts_no_key(engine: Engine) -> None:
    another = checkpoint.VerifierKey.of("x", LOG_KEY).encode()
    changes: list[dict[str, Any]] = [
        {"platformKeys": []},
        {"witnessPolicy": f"log {another}\nquorum none\n"},
    ]
    for change in changes:
        with pytest.raises(EngineError):
            engine.call("checkReceipt", Handed(proven(receipt_for(ENVELOPE))).given(**change))


def test_a_leaf_of_another_envelope_is_refused(engine: Engine) -> None:
    opening = opened(replace(ENVELOPE, size=99))
    statement = ReceiptStatement(ENVELOPE, bytes(32), AT, opening.leaf, 60)
    made = Receipt(SignedStatement.by(statement.encode(), PLATFORM), opening)

    with pytest.raises(EngineError, match="另一时刻"):
        engine.call("checkReceipt", Handed(made).given())


@pytest.mark.parametrize("suite", list(SUITES.values()), ids=list(SUITES))
def test_a_withdrawal_made_in_the_browser_is_read_by_the_server(engine: Engine, suite: Any) -> None:
    made = engine.call("sealBid", World(suite).order())
    where = {name: made[name] for name in ("core", "sealed")}
    envelope = Envelope.parse(*(bytes.fromhex(each) for each in where.values()))
    at = round(AT.timestamp() * 1000)

    signed = engine.call("makeClaim", where | {"claimSecret": made["claimSecret"], "at": at})
    claim = read_claim(envelope, SignedStatement.parse(bytes.fromhex(signed)))

    assert (claim.old, claim.new) == (envelope.hash, None)
    assert claim.at == AT.replace(microsecond=123000)
    with pytest.raises(EngineError, match="另一份投标"):
        engine.call("makeClaim", where | {"claimSecret": "07" * 32, "at": at})


def test_the_server_reads_the_file_that_the_offline_tool_writes(engine: Engine) -> None:
    made = engine.call("sealBid", World(GM1).order())
    archive = bytes.fromhex(engine.call("bidFile", made))
    file = BidFile.read(io.BytesIO(archive))

    assert file.envelope.core_bytes.hex() == made["core"]
    assert [b"".join(file.part(number)).hex() for number in (1, 2)] == made["blobs"]
    assert zipfile.ZipFile(io.BytesIO(archive)).testzip() is None
    assert engine.call("readZip", {"archive": archive.hex()})["sealed.bin"] == made["sealed"]


def test_packed_archives_are_read_and_damaged_ones_are_not(engine: Engine) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("政策.json", "{}" * 1000)
        archive.writestr("empty", "")
    packed = target.getvalue()

    assert engine.call("readZip", {"archive": packed.hex()}) == {
        "政策.json": ("{}" * 1000).encode().hex(),
        "empty": "",
    }
    at = packed.index("政策.json".encode()) + len("政策.json".encode()) + 2
    flipped = packed[:at] + bytes([packed[at] ^ 0x40]) + packed[at + 1 :]
    for damaged in (packed[:-1], packed[10:], flipped, b""):
        with pytest.raises(EngineError):
            engine.call("readZip", {"archive": damaged.hex()})
