"""Sealed quotes as a supplier's browser makes them: written, sealed, ready to be handed in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.money import plain_yuan
from lucai.platform.access.selectors import organisation
from lucai.stages.trade.bids.canonical import amount
from lucai.stages.trade.rounds.services import HandedIn
from lucai.stages.trade.rounds.signing import message_of
from lucai.stages.trade.sealing import vault
from lucai.stages.trade.sealing.selectors import policy_rows
from lucai_trust import envelope as trust
from lucai_trust.encoding import canonical
from tests.makers import sealing


def content(
    quantities: Sequence[str], prices: Sequence[int], statement: str = "", **changes: object
) -> dict[str, object]:
    """Return a quote as the page spells it; prices in 分, in the order of the list."""
    total = sum(amount(quantity, fen) for quantity, fen in zip(quantities, prices, strict=True))
    items = [{"place": n, "unit_price": plain_yuan(fen)} for n, fen in enumerate(prices)]
    return {"price": plain_yuan(total), "items": items, "statement": statement, **changes}


def sealed(
    number: str,
    lot: int,
    viewer: Viewer,
    quote: object,
    instead_of: trust.SealedBid | None = None,
    *,
    bidder: str = "",
) -> tuple[trust.SealedBid, HandedIn]:
    """Seal a quote and send its parts; return the envelope and what the page would post."""
    policy = policy_rows(SYSTEM, number, lot)[-1].policy
    chunks: dict[int, list[bytes]] = {}
    code = bidder or organisation(SYSTEM, viewer.organisation or 0).uscc
    made = trust.seal(
        policy, trust.Bid(str(lot), (trust.Bidder(viewer.organisation_name, code),)),
        [trust.PartSource("offer", "offer.json", "application/json", [canonical(quote)])],
        signers=[sealing.certificate(viewer)],
        write=lambda part, chunk: chunks.setdefault(part, []).append(chunk),
        previous=instead_of.envelope.hash if instead_of else None, draw=secrets.token_bytes,
    )  # fmt: skip
    upload = made.envelope.hash.hex()[:32]
    for part, pieces in chunks.items():
        for place, piece in enumerate(pieces):
            vault.keep_chunk(upload, part, place, piece)
    return made, HandedIn(
        upload=upload, core=made.envelope.core_bytes, sealed=made.envelope.sealed,
        signature=signed(number, lot, made, viewer),
        claim=claim(instead_of, made) if instead_of else b"",
    )  # fmt: skip


def signed(number: str, lot: int, made: trust.SealedBid, viewer: Viewer) -> bytes:
    """Sign with the certificate of the viewer's organisation which envelope is handed in."""
    message = message_of(number, lot, made.envelope.hash.hex())
    return canonical(trust.Signature.by(sealing.certificate(viewer), message).to_json())


def posted(handed: HandedIn) -> dict[str, object]:
    """Return the form that the page posts."""
    return {
        "upload": handed.upload, "core": handed.core.decode(),
        "signature": handed.signature.decode(), "claim": handed.claim.decode(),
        "sealed": SimpleUploadedFile("sealed.bin", handed.sealed),
    }  # fmt: skip


def claim(old: trust.SealedBid, new: trust.SealedBid) -> bytes:
    """Say with the old envelope's own key that the new one takes its place."""
    signed = trust.make_claim(old.envelope, old.claim_secret, at=clock.now(), new=new.envelope)
    return signed.encode()


def takes_back(made: trust.SealedBid) -> bytes:
    """Say with an envelope's own key that it is withdrawn."""
    return trust.make_claim(made.envelope, made.claim_secret, at=clock.now()).encode()
