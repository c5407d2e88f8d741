"""Drawing by lot as ``lucai-draw/1`` says: pool and nonces fixed, then a checkpoint, then the walk.

Each phase is a transaction of its own, for the checkpoint that makes the seed must cover what
was committed before it. A draw that was interrupted goes on with the pool it had fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.lives.services import note
from lucai.platform.records import LivingRecord, system_access
from lucai.stages.trade.drawn_experts import drawing
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.draws.drawing import HASH, PARTIES, fresh_party, not_asked
from lucai_trust.draw import (
    Call,
    Leaving,
    draw_seed,
    list_root,
    taken,
)
from lucai_trust.draw_record import PLATFORM, WAITING


def fix(
    actor: Actor,
    row: DrawOfExperts,
    experts: Iterable[Candidate],
    specialties: Sequence[str],
    *,
    of: LivingRecord,
    life: Lifecycle,
) -> None:
    """Fix a pool and the platform's nonce, and put root and commitment into the log.

    The other parties count as absent until they were asked.

    Args:
        row: a new draw with its number and its rule.
        of: whom is drawn for, in whose name the log tells of it; ``life`` is its life.
    """
    pool = drawing.pool_of(experts, specialties, lambda: chance.token_hex(32))
    row.pool = [member.stored() for member in pool]
    row.root = list_root([member.leaf for member in pool], HASH).hex()
    row.parties = [fresh_party(PLATFORM, lambda: chance.token_hex(32))]
    row.absent = not_asked([name for name in PARTIES if name != PLATFORM])
    row.committed_at = clock.now()
    with system_access("begin"):
        row.save(force_insert=True)
    body = {
        "draw": row.draw_id,
        "hash": HASH,
        "listRoot": row.root,
        "count": len(pool),
        "professions": Counter(member.profession for member in pool),
        "rule": row.rule,
    }
    label = "固定抽取候选名单并公布其承诺"
    note(actor, of, life, "draw-pool", label=label, public=True, body=body)
    system = Actor.system(Reason.CONSEQUENCE)
    own = {"draw": row.draw_id, "party": PLATFORM, "commitment": row.parties[0]["commitment"]}
    label = f"{PARTIES[PLATFORM]}的抽取随机数承诺"
    note(system, of, life, "draw-commit", label=label, public=True, body=own)


def unseal(actor: Actor, row: DrawOfExperts) -> None:
    """Open what the parties sealed, where they were asked; part of making the seed."""
    if not row.due_at:
        return
    opened = draws.unseal(actor, draw_number=row.draw_id)
    row.change(
        parties=[*row.parties, *opened.parties], absent=[*row.absent, *opened.absent],
        seal_entry=opened.seal_entry, checkpoint=opened.checkpoint,
    )  # fmt: skip


def reveal(actor: Actor, row: DrawOfExperts, checkpoint: str) -> None:
    """Open the nonces and make the seed."""
    del actor
    nonces = {party["id"]: bytes.fromhex(party["nonce"]) for party in row.parties}
    root = bytes.fromhex(row.root)
    text = row.checkpoint or checkpoint  # one that was kept before the nonces were opened holds
    seed = draw_seed(row.draw_id, root, row.rule.encode(), nonces, text, hash_name=HASH)
    row.change(checkpoint=text, seed=seed.hex(), revealed_at=clock.now())


def keep_calls(actor: Actor, row: DrawOfExperts, calls: Sequence[Call]) -> list[int]:
    """Write the next stops of the walk down; return the persons it took."""
    del actor
    row.change(calls=[*row.calls, *(call.spelt for call in calls)])
    members = row.members
    return [members[position].person for position in taken(calls)]


def mark_left(actor: Actor, rows: Sequence[DrawOfExperts], leaving: int, why: Leaving) -> None:
    """Write down that somebody who was drawn has left, and why."""
    del actor
    for row in rows:
        members = row.members
        for position in row.stayed:
            if members[position].person == leaving:
                reasons = {**row.reasons, str(position): str(why)}
                row.change(left=[*row.left, position], reasons=reasons)


def mark_passed(actor: Actor, rows: Sequence[DrawOfExperts], leaving: int, why: Leaving) -> None:
    """Write down that a reserve does not stand by any more, and why."""
    del actor
    for row in rows:
        members = row.members
        for one in row.named:
            if members[one.position].person == leaving and one.fate == WAITING:
                row.change(reasons={**row.reasons, str(one.position): str(why)})
