"""Nonces as the parties of a draw give them: drawn, committed to, sealed, signed."""

from __future__ import annotations

import secrets
from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.draws.numbering import LOT, round_number
from lucai.stages.trade.panels import services
from lucai.stages.trade.rounds.services import HandedIn
from lucai_trust import envelope as trust
from lucai_trust.draw import nonce_commitment
from lucai_trust.draw_record import commitment_message
from lucai_trust.encoding import canonical
from tests.makers import bids, evaluation, people, rounds, sealing

WAIT = 30


def made(draw_id: str, viewer: Viewer, **changes: object) -> tuple[HandedIn, str, bytes]:
    """Return what a party's browser posts: the envelope, the commitment, the signature over it.

    ``nonce`` is another than was committed to, ``signer`` signs in the party's place.
    """
    nonce, blinding = secrets.token_bytes(32), secrets.token_bytes(32)
    commitment = nonce_commitment(nonce, blinding).hex()
    told = {"nonce": changes.get("nonce", nonce.hex()), "blinding": blinding.hex()}
    _, handed = rounds.sealed(round_number(draw_id), LOT, viewer, told)
    message = commitment_message(draw_id, viewer.side.value, bytes.fromhex(commitment))
    signer = changes.get("signer", viewer)
    assert isinstance(signer, Viewer)
    signed = canonical(trust.Signature.by(sealing.certificate(signer), message).to_json())
    return handed, commitment, signed


def give(draw_id: str, viewer: Viewer, **changes: object) -> bytes:
    """Give a nonce for a draw; return the receipt."""
    handed, commitment, signed = made(draw_id, viewer, **changes)
    return draws.give(
        people.actor(viewer), draw_number=draw_id, handed=handed, commitment=commitment,
        signed=signed,
    )  # fmt: skip


def posted(handed: HandedIn, commitment: str, signed: bytes) -> dict[str, object]:
    """Return the form that the page posts."""
    return {**rounds.posted(handed), "commitment": commitment, "signed": signed.decode()}


def waiting() -> str:
    """A draw whose pool is fixed and that waits for its parties' nonces; return the project."""
    call = bids.call_for_bids()
    agency = people.actor(people.agency())
    with clock.at(call.before):
        services.prepare_panel(agency, project_number=call.number)
    with clock.at(call.bid_deadline):
        form = evaluation.draw_form(call.bid_deadline + timedelta(minutes=WAIT), wait_minutes=WAIT)
        services.draw(agency, project_number=call.number, form=form)
    return call.number
