"""A draw whose buyer gave its own nonce, and whatever might be done to its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lucai_trust import draw
from lucai_trust.checkpoint import Checkpoint
from lucai_trust.draw_record import Absent, DrawRecord, Party, commitment_message
from lucai_trust.envelope import Signature
from lucai_trust.suites import SUITES
from tests.frontend.bidding import World

SEAL = 12
NONCES = {"platform": bytes(32), "buyer": b"\1" * 32}


def signed_draw(of: DrawRecord, suite: str = "GM1") -> DrawRecord:
    """Return the draw with a platform's and a signed buyer's nonce, and an absent agency."""
    signer = World(SUITES[suite]).certificate_signer
    commitments = {name: draw.nonce_commitment(nonce, b"r" * 32) for name, nonce in NONCES.items()}
    message = commitment_message(of.draw_id, "buyer", commitments["buyer"])
    signatures = {"buyer": Signature.by(signer, message)}
    parties = tuple(
        Party(name, nonce, b"r" * 32, commitments[name], at, signatures.get(name))
        for at, (name, nonce) in enumerate(NONCES.items(), 8)
    )
    head = Checkpoint("log", 10, bytes(32)).text
    seed = draw.draw_seed(of.draw_id, of.root, of.rule_json.encode(), NONCES, head)
    return replace(
        of, parties=parties, checkpoint=head, seed=seed, calls=(), openings=(), left=(),
        seal_entry=SEAL, absent=(Absent("agency", "到时没有提交"),),
    )  # fmt: skip


def _party(record: DrawRecord, place: int, **changes: object) -> DrawRecord:
    parties = list(record.parties)
    parties[place] = replace(parties[place], **changes)  # type: ignore[arg-type]
    return replace(record, parties=tuple(parties))


TOUCHED: dict[str, tuple[str, str, Callable[[DrawRecord], DrawRecord]]] = {
    "unsigned": ("commitments", "D2", lambda one: _party(one, 1, signed=None)),
    "signed for another draw": ("commitments", "D2", lambda one: replace(one, draw_id="D9")),
    "signed for another party": ("commitments", "D2", lambda one: _party(one, 1, id="agent")),
    "absent and there": (
        "commitments", "D2", lambda one: replace(one, absent=(Absent("buyer", "?"),)),
    ),
    "younger than the seal": ("checkpoint", "D3", lambda one: replace(one, seal_entry=9)),
    "no seal named": ("checkpoint", "D3", lambda one: replace(one, seal_entry=None)),
}  # fmt: skip
"""What is done, the claim that Python fails, the claim that TypeScript fails."""
