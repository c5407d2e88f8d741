"""Drawing by lot as ``lucai-draw/1`` says: pool and nonces fixed, then a checkpoint, then the walk.

Each phase is a transaction of its own, for the checkpoint that makes the seed must cover what
was committed before it. A draw that was interrupted goes on with the pool it had fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.journal import sequencer
from lucai.platform.journal.frame import command
from lucai.platform.journal.selectors import latest_checkpoint
from lucai.platform.lives.services import note
from lucai.platform.records import LivingRecord, system_access
from lucai.stages.trade.panels import drawing
from lucai.stages.trade.panels.drawing import HASH, NOT_ASKED, PARTIES, Candidate
from lucai.stages.trade.panels.draws import DrawOfExperts
from lucai.stages.trade.panels.lifecycle import PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, PanelDraw
from lucai.stages.trade.panels.selectors import draws_of, free_experts, next_calls
from lucai.stages.trade.projects.selectors import ProjectCard
from lucai_trust.checkpoint import SignedNote
from lucai_trust.draw import (
    ANY,
    Call,
    Rule,
    draw_seed,
    list_root,
    nonce_commitment,
    taken,
)
from lucai_trust.draw_record import PLATFORM, spell_rule


def fix_pool(
    actor: Actor, panel: EvaluationPanel, experts: list[Candidate], rule: Rule
) -> PanelDraw:
    """Fix a pool for a panel, as :func:`fix` does."""
    draw_id = f"{panel.project_number}-{len(draws_of(SYSTEM, panel.project_number)) + 1}"
    row = PanelDraw(panel=panel, draw_id=draw_id, rule=spell_rule(rule))
    fix(actor, row, experts, panel.specialties, of=panel, life=PANEL)
    return row


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
    row.parties = [_party(PLATFORM)]
    row.absent = [{"id": name, "why": NOT_ASKED} for name in PARTIES if name != PLATFORM]
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
    for party in row.parties:
        system = Actor.system(Reason.CONSEQUENCE)
        log_commitment(system, of, row.draw_id, party["id"], party["commitment"], life=life)


def covering_checkpoint(actor: Actor) -> str:
    """Let the log order what is pending and return the text of the checkpoint that covers it."""
    del actor
    sequencer.sequence_all()
    head = latest_checkpoint(SYSTEM)
    if not head:
        raise NotFound("日志还是空的。")
    return SignedNote.parse(head.checkpoint).text


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


def next_of_the_draw(
    actor: Actor, panel: EvaluationPanel, project: ProjectCard, leaving: int
) -> Candidate:
    """Return who follows somebody who leaves: the next of the walk who can be taken.

    Raises:
        InvalidInput: the pool is spent.
    """
    rows = draws_of(SYSTEM, panel.project_number)
    mark_left(actor, rows, leaving)
    calls = next_calls(SYSTEM, rows[-1], project, places=1)
    persons = keep_calls(actor, rows[-1], calls)
    if not persons:
        message = "专家库中没有可以递补的专家，请联系财政部门补充专家库后再办理"
        raise InvalidInput({"reason": message})
    body = {"draw": rows[-1].draw_id, "walk": [call.spelt for call in calls]}
    note(actor, panel, PANEL, "draw-next", label="按抽取次序递补", body=body)
    return free_experts(SYSTEM, panel, project)[persons[0]]


def replenish(actor: Actor, panel: EvaluationPanel, project: ProjectCard, leaving: int) -> None:
    """Fix another pool, of one place, where the last draw cannot fill the place that falls empty.

    It can while the leaver came from it, for its rule allows no more places, and somebody is left.
    """
    rows = draws_of(SYSTEM, panel.project_number)
    experts = list(free_experts(SYSTEM, panel, project).values())
    if not rows or not experts:
        return
    last = rows[-1]
    came = leaving in {last.members[position].person for position in taken(last.walk)}
    if came and taken(next_calls(SYSTEM, last, project, places=1)):
        return
    rule = Rule({ANY: 1}, last.most_per_employer)
    _fix_another(actor, panel, experts, rule)
    _reveal_another(actor, panel, covering_checkpoint(actor))


@command
def _fix_another(
    actor: Actor, panel: EvaluationPanel, experts: list[Candidate], rule: Rule
) -> None:
    fix_pool(actor, panel, experts, rule)


@command
def _reveal_another(actor: Actor, panel: EvaluationPanel, checkpoint: str) -> None:
    row = draws_of(SYSTEM, panel.project_number)[-1]
    reveal(actor, row, checkpoint)
    label = "公布补充抽取的随机数"
    note(actor, panel, PANEL, "draw-reveal", label=label, body=row.told(()))


def _party(name: str) -> dict[str, str]:
    nonce, blinding = chance.token_hex(32), chance.token_hex(32)
    commitment = nonce_commitment(bytes.fromhex(nonce), bytes.fromhex(blinding), HASH)
    return {"id": name, "nonce": nonce, "blinding": blinding, "commitment": commitment.hex()}


def log_commitment(
    actor: Actor,
    panel: LivingRecord,
    draw_id: str,
    party: str,
    commitment: str,
    *,
    life: Lifecycle = PANEL,
) -> None:
    """Put a party's commitment into the log, for everybody."""
    body = {"draw": draw_id, "party": party, "commitment": commitment}
    label = f"{PARTIES[party]}的抽取随机数承诺"
    note(actor, panel, life, "draw-commit", label=label, public=True, body=body)


def mark_left(actor: Actor, rows: Sequence[DrawOfExperts], leaving: int) -> None:
    """Write down that somebody who was drawn has left."""
    del actor
    for row in rows:
        for position in taken(row.walk):
            if row.members[position].person == leaving:
                row.change(left=[*row.left, position])
