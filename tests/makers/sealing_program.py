"""Sealing as a program outside would do it: from a page's ``order`` alone, with keys of its own."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lucai.kernel import clock
from lucai.platform.web.requests import PREFIX
from lucai.site.demo import ukeys
from lucai.stages.trade.rounds.signing import message_of
from lucai_trust import envelope as trust
from lucai_trust.draw_record import commitment_message
from lucai_trust.encoding import canonical
from lucai_trust.suites import Opener, Signer, suite_named
from tests.makers.program import Answer, Program

PASS = "X-Drop-Pass"
JSON, PDF = "application/json", "application/pdf"
Order = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a bidder keeps: the envelope and the receipt it was given for it."""

    envelope: trust.SealedBid
    receipt: Answer


def part(name: str, content: object) -> trust.PartSource:
    """Return a part that is written as JSON."""
    return trust.PartSource(name, f"{name}.json", JSON, [canonical(content)])


def paper(name: str, content: bytes) -> trust.PartSource:
    """Return a part that is a PDF."""
    return trust.PartSource(name, f"{name}.pdf", PDF, [content])


def dropped(order: Order, parts: Sequence[trust.PartSource]) -> HandedIn:
    """Seal for a tender and hand in at the drop, which learns nothing of who comes."""
    made, upload = _sealed_and_sent(order, parts)
    body = {"core": made.envelope.core_bytes.decode(), "sealed": _file(made)}
    answer = Client().post(_door(order, upload), body, headers={PASS: order["pass"]})
    assert answer.status_code == 200, answer.content.decode()
    receipt = trust.Receipt.parse(answer.content)
    assert receipt.statement.envelope == made.envelope.digests
    return HandedIn(made, answer.json())


def quoted(program: Program, order: Order, content: object, **more: str) -> HandedIn:
    """Seal for a round and hand in under one's own name at the order's door; ``more`` goes along."""
    made, upload = _sealed_and_sent(order, [part("offer", content)])
    message = message_of(order["project"], order["lot"], made.envelope.hash.hex())
    core, signature = made.envelope.core_bytes.decode(), _signed(order, message)
    body = {"upload": upload, "core": core, "signature": signature, "claim": ""}
    return HandedIn(made, program.hand_in(order["door"], {**body, **more, "sealed": _file(made)}))


def committed(order: Order, commitment: bytes) -> str:
    """Sign what the nonce of a draw was committed to."""
    return _signed(order, commitment_message(order["draw"], order["party"], commitment))


def enrol(program: Program) -> None:
    """Enrol the keys by which the person's organisation opens envelopes."""
    opener, signer = _holder_keys(program)
    suite = program.get("/opening-keys/")["suite"]
    keys = {"suite": suite, "opens": opener.public.hex(), "signs": signer.public.hex()}
    program.post("/opening-keys/", keys)


def release(program: Program, number: str, lot: int = 1) -> int:
    """Open the organisation's shares of a lot's envelopes and hand them in; return how many came."""
    order = program.get(f"/rooms/{number}/sealed/")["orders"][str(lot)]
    opener, signer = _holder_keys(program)
    statements = [_released(order, one, opener, signer) for one in order["envelopes"]]
    kept = program.hand_over(f"/rooms/{number}/sealed/{lot}/releases/", {"statements": statements})
    return int(kept["kept"])


def _released(order: Order, one: Answer, opener: Opener, signer: Signer) -> str:
    policy = trust.Policy.parse(order["policies"][one["policy"]].encode())
    envelope = trust.Envelope.parse(one["core"].encode(), bytes.fromhex(one["sealed"]))
    share = trust.open_share(policy, envelope, order["stage"], order["holder"], opener)
    return trust.release(policy, envelope, share, signer=signer, at=clock.now()).encode().decode()


def _sealed_and_sent(
    order: Order, parts: Sequence[trust.PartSource]
) -> tuple[trust.SealedBid, str]:
    policy = trust.Policy.parse(order["policy"].encode())
    assert policy.hash.hex() == order["policyHash"]
    bidder = trust.Bidder(order["bidder"]["name"], order["bidder"]["code"])
    chunks: dict[tuple[int, int], bytes] = {}

    def keep(part: int, chunk: bytes) -> None:
        chunks[part, sum(one == part for one, _ in chunks)] = chunk

    made = trust.seal(
        policy, trust.Bid(str(order["lot"]), (bidder,)), parts,
        signers=[_certificate(order)], write=keep, draw=secrets.token_bytes,
    )  # fmt: skip
    upload = secrets.token_hex(16)
    for (place, number), chunk in chunks.items():
        _send(f"{_door(order, upload)}/parts/{place}/chunks/{number}", order, chunk)
    return made, upload


def _send(door: str, order: Order, chunk: bytes) -> None:
    headers = {PASS: order["pass"]}
    kind = "application/octet-stream"
    answer = Client().put(door, chunk, content_type=kind, headers=headers)
    assert answer.status_code == 204, answer.content.decode()


def _door(order: Order, upload: str) -> str:
    return f"{PREFIX}{order['drop']}{upload}"


def _file(made: trust.SealedBid) -> SimpleUploadedFile:
    return SimpleUploadedFile("sealed.bin", made.envelope.sealed)


def _signed(order: Order, message: bytes) -> str:
    return canonical(trust.Signature.by(_certificate(order), message).to_json()).decode()


def _certificate(order: Order) -> trust.CertificateSigner:
    """The certificate on the bidder's device."""
    return ukeys.certificate_signer(order["bidder"]["name"], order["bidder"]["code"])


def _holder_keys(program: Program) -> tuple[Opener, Signer]:
    """The keys on the holder's device."""
    suite = suite_named(program.get("/opening-keys/")["suite"])
    opens, signs = (sha256(f"{use} {program.viewer.organisation}".encode()) for use in "os")
    return suite.opener(opens.digest()), suite.signer(signs.digest())
