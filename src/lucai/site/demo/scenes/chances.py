"""The parties' nonces for a draw: what an organisation's own browser does, here with its 模拟 UKey."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import chance
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.access.selectors import organisation
from lucai.site.demo import ukeys
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes.quotes import sealed_form
from lucai.site.demo.timeline import Cue, Scene
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.draws.numbering import LOT, round_number
from lucai.stages.trade.draws.selectors import own_chance
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.schemas import DrawIn
from lucai.stages.trade.panels.selectors import draws_of
from lucai_trust import envelope as trust
from lucai_trust.draw import nonce_commitment
from lucai_trust.draw_record import commitment_message
from lucai_trust.encoding import canonical

WAIT = 20
"""Minutes; supervision gives none in this story, and the record says so."""


def draw_with_parties(tale: Tale, conditions: DrawIn, at: datetime) -> Scene:
    """Fix the pool, let buyer and agency give a nonce each, and end the draw."""
    form = conditions.model_copy(update={"wait_minutes": WAIT})
    panels.draw(tale.agency, project_number=tale.project, form=form)
    yield Cue(at + timedelta(minutes=6), "panel.chance")
    for actor in (tale.agency, tale.clerk):
        give(actor, draws_of(SYSTEM, tale.project)[-1].draw_id)
    yield Cue(at + timedelta(minutes=WAIT, seconds=30), "panel.finish")
    panels.finish_draw(tale.agency, project_number=tale.project)
    return True


def give(actor: Actor, draw_number: str) -> None:
    """Give the actor's organisation's nonce for a draw."""
    row = own_chance(actor.viewer, draw_number)
    firm = organisation(SYSTEM, actor.viewer.organisation or 0)
    nonce, blinding = (bytes.fromhex(chance.token_hex(32)) for _ in range(2))
    commitment = nonce_commitment(nonce, blinding)
    told = {"blinding": blinding.hex(), "nonce": nonce.hex()}
    message = commitment_message(draw_number, row.party, commitment)
    signer = ukeys.certificate_signer(firm.name, firm.uscc)
    draws.give(
        actor, draw_number=draw_number, commitment=commitment.hex(),
        handed=sealed_form(actor, round_number(draw_number), LOT, told),
        signed=canonical(trust.Signature.by(signer, message).to_json()),
    )  # fmt: skip
