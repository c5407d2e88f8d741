"""Nonces of the parties: asked for with the pool, sealed in each browser, opened together or not at all.

Nobody can wait for the others' and then keep the own back: the automatic holders of opening keys
release all of them at once when the time is over, after the log has the seal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import InvalidInput
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.draws.lifecycle import CHANCE, WAITING
from lucai.stages.trade.draws.models import DrawChance, WaitingDraw
from lucai.stages.trade.draws.numbering import LOT, round_number
from lucai.stages.trade.draws.rules import ChanceFacts
from lucai.stages.trade.draws.selectors import own_chance
from lucai.stages.trade.draws.services.logging import covering_checkpoint, log_commitment
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.services import Call, HandedIn
from lucai.stages.trade.rounds.signing import demand_signed
from lucai.stages.trade.sealing import services as sealing
from lucai_trust.draw_record import commitment_message
from lucai_trust.encoding import parse_canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A draw whose parties are asked; ``of`` and ``of_key``: in whose name the log tells of it.

    ``href`` is the page on which it goes on; an organisation that is 0 is not asked.
    """

    draw_number: str
    of: str
    of_key: str
    title: str
    project_number: str
    region: str
    href: str
    buyer_id: int
    buyer_path: str
    agency_id: int
    finance_id: int
    organiser_side: str
    root: str


def ask(actor: Actor, asked: Asked, *, minutes: int) -> datetime:
    """Ask the parties of a draw for a nonce each, and say until when; part of fixing the pool.

    Raises:
        WrongState: fewer than two organisations run automatic holders of opening keys.
    """
    due_at = clock.now() + timedelta(minutes=minutes)
    rounds.call_round(actor, call=_call(asked, due_at))
    values = {name: getattr(asked, name) for name in Asked.__dataclass_fields__}
    system = Actor.system(Reason.CONSEQUENCE)
    row = WaitingDraw(**values, due_at=due_at)
    begin(system, row, WAITING, label="候选名单已封存，请各方提交抽取随机数")
    for side, organisation_id in row.parties().items():
        chance = DrawChance(
            waiting=row, draw_number=row.draw_number, project_number=row.project_number,
            title=row.title, region=row.region, party=side.value, organisation_id=organisation_id,
            buyer_id=row.buyer_id, buyer_path=row.buyer_path, agency_id=row.agency_id,
            due_at=due_at,
        )  # fmt: skip
        begin(system, chance, CHANCE, label="请提交抽取随机数")
    return due_at


def give(
    actor: Actor, *, draw_number: str, handed: HandedIn, commitment: str, signed: bytes
) -> bytes:
    """Commit to the own nonce and hand it in sealed; return the receipt.

    Args:
        commitment: in hexadecimal, as ``lucai-draw/1`` makes it.
        signed: the JSON of the certificate's signature over it.

    Raises:
        NotFound: the organisation was not asked.
        InvalidInput: not an envelope of this draw, or not signed by the organisation.
        RuleBroken: too late.
    """
    seen = own_chance(actor.viewer, draw_number)
    if not _is_digest(commitment):
        raise InvalidInput({"commitment": "承诺的格式不对，请刷新页面后重新提交"})

    def enter(envelope_hash: str) -> str:
        row = own_chance(actor.viewer, draw_number)
        message = commitment_message(draw_number, row.party, bytes.fromhex(commitment))
        demand_signed(actor, signed, message)
        take_step(
            actor, row, CHANCE, "give", facts=ChanceFacts(row.due_at),
            changes={"envelope_hash": envelope_hash, "commitment": commitment,
                     "signed": parse_canonical(signed), "given_at": clock.now()},
            body={"draw": draw_number, "party": row.party, "commitment": commitment},
        )  # fmt: skip
        log_commitment(actor, row.waiting, row.party, commitment)
        return ""  # it is given once

    receipt = rounds.hand_in(
        actor, number=round_number(draw_number), lot_number=LOT, handed=handed,
        held=seen.envelope_hash, enter=enter,
    )  # fmt: skip
    keep_head(actor, draw_number=draw_number)
    return receipt


def receipt(actor: Actor, *, draw_number: str) -> bytes:
    """Return the receipt of the own nonce once more.

    Raises:
        NotFound: the organisation was not asked, or has handed in none.
    """
    row = own_chance(actor.viewer, draw_number)
    return sealing.receipt_of(actor, envelope_hash=row.envelope_hash)


def keep_head(actor: Actor, *, draw_number: str) -> None:
    """Keep the checkpoint that covers everything so far: the last one kept is part of the seed.

    It is kept before the time is over, when nobody can know the nonces that will meet it.
    """
    text = covering_checkpoint(actor)
    with system_access("draw in hand"):
        rows = WaitingDraw.objects.filter(draw_number=draw_number, state="waiting")
        rows.filter(due_at__gt=clock.now()).update(checkpoint=text)


def _call(asked: Asked, due_at: datetime) -> Call:
    return Call(
        number=round_number(asked.draw_number), lot_number=LOT, kind=CHANCE.of,
        project_number=asked.project_number, title=f"{asked.title}　抽取随机数"[:160],
        region=asked.region, href=f"/draws/{asked.draw_number}/nonce/",
        buyer_id=asked.buyer_id, buyer_path=asked.buyer_path, agency_id=asked.agency_id,
        finance_id=asked.finance_id, deadline=due_at,
    )  # fmt: skip


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")
