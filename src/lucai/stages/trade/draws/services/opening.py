"""Opening what the parties sealed, all of it together, when their time is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.law.wording import moment
from lucai.platform.access.selectors import organisation
from lucai.platform.lives.services import take_step
from lucai.stages.trade.draws.drawing import HASH
from lucai.stages.trade.draws.lifecycle import CHANCE, WAITING
from lucai.stages.trade.draws.models import DrawChance
from lucai.stages.trade.draws.numbering import LOT, round_number
from lucai.stages.trade.draws.schemas import Nonce
from lucai.stages.trade.draws.selectors import (
    chances_of,
    covered_by_head,
    giving_up_facts,
    waiting_row,
)
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.services import Unsealed
from lucai.stages.trade.sealing.selectors import registry_of
from lucai.stages.trade.sealing.witnessing import entry_of
from lucai_trust.draw import nonce_commitment
from lucai_trust.encoding import parse_canonical
from lucai_trust.errors import TrustError

MISSED = "到时没有提交"
UNLIKE = "密封的随机数与公布的承诺不符"
UNREADABLE = "密封的内容不是随机数"
UNCOVERED = "承诺没有赶上截止前的日志检查点"
STILL = "各方提交随机数的时间到{until}截止，此前不能完成抽取。"


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of asking the parties: their nonces, who is left out and why.

    ``checkpoint`` is the one that the seed rests on; empty where none was kept in time.
    """

    parties: list[dict[str, Any]]
    absent: list[dict[str, Any]]
    seal_entry: int | None
    checkpoint: str


def demand_over(actor: Actor, *, draw_number: str) -> None:
    """See that nobody can give chance any more.

    Raises:
        WrongState: the time is not over.
    """
    del actor
    row = waiting_row(SYSTEM, draw_number)
    if clock.now() < row.due_at:
        raise WrongState(STILL.format(until=moment(row.due_at)))


def gather(actor: Actor, *, draw_number: str) -> None:
    """Have the registry sealed and the holders asked, where a nonce that counts lies sealed."""
    if giving_up_facts(SYSTEM, waiting_row(SYSTEM, draw_number)).sealed:
        rounds.gather_shares(actor, number=round_number(draw_number), lot_number=LOT)


def unseal(actor: Actor, *, draw_number: str) -> Opened:
    """Open what the parties sealed and name who is left out; part of making the seed.

    Where no nonce can count nothing is opened: the draw does not hang on the holders.

    Raises:
        WrongState: a holder has not released its shares yet.
    """
    row = waiting_row(SYSTEM, draw_number)
    chances, covered = chances_of(SYSTEM, row), covered_by_head(SYSTEM, row)
    given = [one for one in chances if one.state == "given"]
    number = round_number(draw_number)
    found: Mapping[str, Unsealed] = {}
    if any(one.party in covered for one in given):
        codes = {one.envelope_hash: organisation(SYSTEM, one.organisation_id).uscc for one in given}
        found = rounds.open_contents(actor, number=number, lot_number=LOT, expected=codes)
    else:
        rounds.give_up(actor, number=number, lot_number=LOT)
    parties: list[dict[str, Any]] = []
    absent: list[dict[str, Any]] = []
    for one in chances:
        party = _opened(actor, one, found, covered)
        (parties if "nonce" in party else absent).append(party)
    take_step(actor, row, WAITING, "open", follows=True, body={"parties": len(parties)})
    return Opened(parties, absent, _seal_of(number) if parties else None, row.checkpoint)


def _opened(
    actor: Actor, one: DrawChance, found: Mapping[str, Unsealed], covered: frozenset[str]
) -> dict[str, Any]:
    """Make an opened nonce known, or say why its party is left out."""
    nonce, why = None, MISSED
    if one.state == "given":
        nonce, why = _read(one, found) if one.party in covered else (None, UNCOVERED)
    if nonce is None:
        take_step(actor, one, CHANCE, "miss", changes={"problem": why[:200]}, follows=True)
        return {"id": one.party, "why": why}
    take_step(actor, one, CHANCE, "reveal", follows=True)
    return {
        "id": one.party, "nonce": nonce.nonce, "blinding": nonce.blinding,
        "commitment": one.commitment, "signed": one.signed,
    }  # fmt: skip


def _read(one: DrawChance, found: Mapping[str, Unsealed]) -> tuple[Nonce | None, str]:
    unsealed = found[one.envelope_hash]
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
