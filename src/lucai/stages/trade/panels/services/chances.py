"""Nonces of the parties: asked for with the pool, sealed in each browser, opened together or not at all.

Nobody can wait for the others' and then keep the own back: the automatic holders of opening keys
release all of them at once when the time is over, after the log has the seal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.law.wording import moment
from lucai.platform.access.selectors import organisation
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.panels.drawing import HASH
from lucai.stages.trade.panels.lifecycle import CHANCE, PANEL
from lucai.stages.trade.panels.models import DrawChance, EvaluationPanel, PanelDraw
from lucai.stages.trade.panels.numbering import LOT, round_number
from lucai.stages.trade.panels.rules import ChanceFacts
from lucai.stages.trade.panels.selectors.chances import chances_of, own_chance
from lucai.stages.trade.panels.selectors.draws import logged
from lucai.stages.trade.panels.services.lots import covering_checkpoint, log_commitment
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.services import Call, HandedIn, Unsealed
from lucai.stages.trade.rounds.signing import demand_signed
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.selectors import registry_of
from lucai.stages.trade.sealing.witnessing import entry_of
from lucai_trust.checkpoint import Checkpoint
from lucai_trust.draw import nonce_commitment
from lucai_trust.draw_record import commitment_message
from lucai_trust.encoding import parse_canonical
from lucai_trust.errors import TrustError

MISSED = "到时没有提交"
UNLIKE = "密封的随机数与公布的承诺不符"
UNREADABLE = "密封的内容不是随机数"
UNCOVERED = "承诺没有赶上截止前的日志检查点"
STILL = "各方提交随机数的时间到{until}截止，此前不能完成抽取。"


class Nonce(BaseModel):
    """What is sealed: a nonce and what blinds its commitment, 32 bytes each in hexadecimal."""

    model_config = ConfigDict(extra="forbid")

    nonce: str = Field(pattern=r"^[0-9a-f]{64}$")
    blinding: str = Field(pattern=r"^[0-9a-f]{64}$")


def ask(actor: Actor, panel: EvaluationPanel, row: PanelDraw, *, minutes: int) -> None:
    """Ask agency, buyer and supervision for a nonce each; part of fixing the pool.

    Raises:
        WrongState: fewer than two organisations run automatic holders of opening keys.
    """
    due_at = clock.now() + timedelta(minutes=minutes)
    rounds.call_round(actor, call=_call(panel, row, due_at))
    row.change(due_at=due_at, absent=[])
    system = Actor.system(Reason.CONSEQUENCE)
    for side, organisation_id in panel.parties().items():
        if organisation_id:
            chance = DrawChance(
                draw=row, draw_number=row.draw_id, project_number=panel.project_number,
                title=panel.title,
                region=panel.region, party=side.value, organisation_id=organisation_id,
                buyer_id=panel.buyer_id, buyer_path=panel.buyer_path, agency_id=panel.agency_id,
                due_at=due_at,
            )  # fmt: skip
            begin(system, chance, CHANCE, label="请提交抽取随机数")


def give(
    actor: Actor, *, project_number: str, handed: HandedIn, commitment: str, signed: bytes
) -> bytes:
    """Commit to the own nonce and hand it in sealed; return the receipt.

    Args:
        commitment: in hexadecimal, as ``lucai-draw/1`` makes it.
        signed: the JSON of the certificate's signature over it.

    Raises:
        NotFound: the organisation was not asked, or has no part in the project.
        InvalidInput: not an envelope of this draw, or not signed by the organisation.
        RuleBroken: too late.
    """
    seen = own_chance(actor.viewer, project_number)
    draw = seen.draw
    if not _is_digest(commitment):
        raise InvalidInput({"commitment": "承诺的格式不对，请刷新页面后重新提交"})

    def enter(envelope_hash: str) -> str:
        row = own_chance(actor.viewer, project_number)
        message = commitment_message(draw.draw_id, row.party, bytes.fromhex(commitment))
        demand_signed(actor, signed, message)
        take_step(
            actor, row, CHANCE, "give", facts=ChanceFacts(row.due_at),
            changes={"envelope_hash": envelope_hash, "commitment": commitment,
                     "signed": parse_canonical(signed), "given_at": clock.now()},
            body={"draw": draw.draw_id, "party": row.party, "commitment": commitment},
        )  # fmt: skip
        log_commitment(actor, draw.panel, draw.draw_id, row.party, commitment)
        return ""  # it is given once

    receipt = rounds.hand_in(
        actor, number=round_number(draw.draw_id), lot_number=LOT, handed=handed,
        held=seen.envelope_hash, enter=enter,
    )  # fmt: skip
    keep_head(actor, draw)
    return receipt


def receipt(actor: Actor, *, project_number: str) -> bytes:
    """Return the receipt of the own nonce once more.

    Raises:
        NotFound: the organisation was not asked, or has handed in none.
    """
    row = own_chance(actor.viewer, project_number)
    return sealing.receipt_of(actor, envelope_hash=row.envelope_hash)


def keep_head(actor: Actor, draw: PanelDraw) -> None:
    """Keep the checkpoint that covers everything so far: the last one kept is part of the seed.

    It is kept before the time is over, when nobody can know the nonces that will meet it.
    """
    text = covering_checkpoint(actor)
    with system_access("draw in hand"):
        PanelDraw.objects.filter(pk=draw.pk, seed="", due_at__gt=clock.now()).update(
            checkpoint=text
        )


def demand_over(actor: Actor, row: PanelDraw) -> None:
    """See that nobody can give chance any more.

    Raises:
        WrongState: the time is not over.
    """
    del actor
    if row.due_at and clock.now() < row.due_at:
        raise WrongState(STILL.format(until=moment(row.due_at)))


def gather(actor: Actor, row: PanelDraw) -> None:
    """Have the registry sealed and the holders asked."""
    if row.due_at:
        rounds.gather_shares(actor, number=round_number(row.draw_id), lot_number=LOT)


def unseal(actor: Actor, row: PanelDraw) -> None:
    """Open what the parties sealed and name who is left out; part of making the seed.

    Raises:
        WrongState: a holder has not released its shares yet.
    """
    if not row.due_at:
        return
    chances = chances_of(SYSTEM, row)
    given = [one for one in chances if one.state == "given"]
    codes = {one.envelope_hash: organisation(SYSTEM, one.organisation_id).uscc for one in given}
    number = round_number(row.draw_id)
    found = rounds.open_contents(actor, number=number, lot_number=LOT, expected=codes)
    parties, absent = list(row.parties), list(row.absent)
    covered = _covered(row)
    for one in chances:
        party = _opened(actor, one, found, covered)
        (parties if "nonce" in party else absent).append(party)
    sealed = any("signed" in party for party in parties)
    row.change(parties=parties, absent=absent, seal_entry=_seal_of(number) if sealed else None)


def leave(actor: Actor, panel: EvaluationPanel) -> None:
    """Leave nonces shut for good where their draw is not held."""
    with system_access("draws in hand"):
        rows = list(PanelDraw.objects.filter(panel=panel, seed="", due_at__isnull=False))
    for row in rows:
        rounds.give_up(actor, number=round_number(row.draw_id), lot_number=LOT)
        for one in chances_of(SYSTEM, row):
            if one.state in {"awaited", "given"}:
                take_step(actor, one, CHANCE, "miss", follows=True)


def _covered(row: PanelDraw) -> frozenset[str]:
    """Return whose commitments stand in the checkpoint that was kept before the time was over.

    One that was given in the last moment may have come too late for it. It cannot count: the seed
    rests on a checkpoint that has all commitments, and is older than the seal.
    """
    size = Checkpoint.parse(row.checkpoint).size if row.checkpoint else 0
    entries = logged(SYSTEM, PANEL.of, row.panel.project_number)
    return frozenset(
        party for (draw, party), at in entries.items() if draw == row.draw_id and at < size
    )


def _opened(
    actor: Actor, one: DrawChance, found: Mapping[str, Unsealed], covered: frozenset[str]
) -> dict[str, Any]:
    """Make an opened nonce known, or say why its party is left out."""
    unsealed = found.get(one.envelope_hash)
    nonce, why = (None, MISSED) if unsealed is None else _read(one, unsealed)
    if nonce and one.party not in covered:
        nonce, why = None, UNCOVERED
    if nonce is None:
        take_step(actor, one, CHANCE, "miss", changes={"problem": why[:200]}, follows=True)
        return {"id": one.party, "why": why}
    take_step(actor, one, CHANCE, "reveal", follows=True)
    return {
        "id": one.party, "nonce": nonce.nonce, "blinding": nonce.blinding,
        "commitment": one.commitment, "signed": one.signed,
    }  # fmt: skip


def _read(one: DrawChance, unsealed: Unsealed) -> tuple[Nonce | None, str]:
    if unsealed.problem:
        return None, unsealed.problem
    try:
        nonce = Nonce.model_validate(parse_canonical(unsealed.content))
    except (TrustError, ValidationError):
        return None, UNREADABLE
    made = nonce_commitment(bytes.fromhex(nonce.nonce), bytes.fromhex(nonce.blinding), HASH)
    return (nonce, "") if made.hex() == one.commitment else (None, UNLIKE)


def _seal_of(number: str) -> int | None:
    registry = registry_of(SYSTEM, number, LOT)
    return entry_of(registry.entry_id).index if registry else None


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _call(panel: EvaluationPanel, row: PanelDraw, due_at: Any) -> Call:
    return Call(
        number=round_number(row.draw_id), lot_number=LOT, kind=CHANCE.of,
        project_number=panel.project_number, title=f"{panel.title}　专家抽取随机数"[:160],
        region=panel.region, href=f"/rooms/{panel.project_number}/panel/chance/",
        buyer_id=panel.buyer_id, buyer_path=panel.buyer_path, agency_id=panel.agency_id,
        finance_id=panel.finance_id, deadline=due_at,
    )  # fmt: skip
