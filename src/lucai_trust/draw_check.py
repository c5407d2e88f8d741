"""A draw repeated: each of its claims judged from its record alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lucai_trust.checkpoint import Checkpoint
from lucai_trust.draw import (
    Outcome,
    Rule,
    candidate_leaf,
    draw_seed,
    list_root,
    nonce_commitment,
    permutation,
    reserves,
)
from lucai_trust.draw_record import (
    PASSED,
    PLATFORM,
    WAITING,
    DrawRecord,
    Opening,
    commitment_message,
    parse_rule,
)
from lucai_trust.errors import TrustError


@dataclass(frozen=True, slots=True)
class DrawCheck:
    """One claim of a draw, whether a repetition bears it out, and why not."""

    claim: str
    holds: bool
    reason: str = ""


def check_draw(record: DrawRecord) -> list[DrawCheck]:
    """Repeat a draw and judge each of its claims; nothing raises.

    The claims: ``pool`` has this root, ``commitments`` were opened truly, ``checkpoint``
    covers pool and commitments, ``seed`` and ``order`` follow, the ``places`` were filled by
    the rule, and the ``openings`` of those taken belong to the pool. The codes of those who
    were passed by cannot be judged without opening them.
    """
    return [_judge(claim, look, record) for claim, look in _CLAIMS.items()]


def _judge(claim: str, look: Callable[[DrawRecord], str], record: DrawRecord) -> DrawCheck:
    try:
        reason = look(record)
    except TrustError as error:
        reason = str(error)
    return DrawCheck(claim, not reason, reason)


def _pool(record: DrawRecord) -> str:
    same = list_root(record.leaves, record.hash_name) == record.root
    return "" if same else "the leaves do not have this root"


def _commitments(record: DrawRecord) -> str:
    if not record.parties or len({party.id for party in record.parties}) != len(record.parties):
        return "there is no party, or one stands twice"
    if record.absent is not None and (broken := _unsigned(record)):
        return broken
    for party in record.parties:
        opened = nonce_commitment(party.nonce, party.blinding, record.hash_name)
        if opened != party.commitment:
            return f"{party.id} revealed another nonce than it committed to"
    return ""


def _unsigned(record: DrawRecord) -> str:
    """Say whose commitment is not signed by itself, or who is both there and absent."""
    assert record.absent is not None
    if {one.id for one in record.absent} & {one.id for one in record.parties}:
        return "a party is said to be absent and gives chance"
    for party in record.parties:
        message = commitment_message(record.draw_id, party.id, party.commitment)
        if party.id != PLATFORM and not (party.signed and party.signed.holds(message)):
            return f"{party.id} did not sign its commitment"
    return ""


def _checkpoint(record: DrawRecord) -> str:
    size = Checkpoint.parse(record.checkpoint).size
    entries = [record.pool_entry, *(party.entry for party in record.parties)]
    if max(entries) >= size:
        return "the checkpoint is older than the pool or a commitment"
    sealed = record.seal_entry is not None
    if sealed != any(party.signed for party in record.parties) and record.absent is not None:
        return "nonces of parties are sealed until an entry of the log, which must be named"
    late = record.seal_entry is not None and size > record.seal_entry
    return "the checkpoint is younger than the seal after which nonces were known" if late else ""


def _seed(record: DrawRecord) -> str:
    seed = draw_seed(
        record.draw_id,
        record.root,
        record.rule_json.encode("utf-8"),
        {party.id: party.nonce for party in record.parties},
        record.checkpoint,
        beacon=record.beacon,
        hash_name=record.hash_name,
    )
    return "" if seed == record.seed else "pool, rule, nonces and checkpoint give another seed"


def _order(record: DrawRecord) -> str:
    order = permutation(record.seed, len(record.leaves), record.hash_name)
    called = [call.position for call in record.calls]
    return "" if called == order[: len(called)] else "the walk left the order of the seed"


def _places(record: DrawRecord) -> str:
    rule, positions = parse_rule(record.rule_json), record.taken
    if len(set(record.left)) != len(record.left) or not set(record.left) <= set(positions):
        return "somebody is said to have left who was not taken"
    if record.calls and record.calls[-1].outcome not in {Outcome.TAKEN, Outcome.RESERVE}:
        if len(record.calls) < len(record.leaves):
            return "the walk stopped before its last place was filled"
    if broken := _wrong_reasons(record) or _wrong_reserves(record, rule):
        return broken
    by_place = {opening.position: opening for opening in record.openings}
    stayed = [by_place[each] for each in positions if each in by_place and each not in record.left]
    lines = Counter(rule.line_of(o.profession) for o in stayed)
    if any(count > rule.quota.get(line, 0) for line, count in lines.items()):
        return "more were taken than there were places"
    employers = Counter(by_place[each].employer for each in positions if each in by_place)
    return _over(rule, employers)


def _wrong_reasons(record: DrawRecord) -> str:
    """Say where the reasons are not those of exactly the ones who left."""
    if record.reasons is None:
        return ""
    told = sorted(one.position for one in record.reasons)
    passed = [one.position for one in record.reserves if one.fate == PASSED]
    same = told == sorted([*record.left, *passed])
    return "" if same else "the reasons are not those of the ones who left"


def _wrong_reserves(record: DrawRecord, rule: Rule) -> str:
    """Say where reserves are others than the walk named, too many, or called out of their order."""
    if [one.position for one in record.reserves] != reserves(record.calls):
        return "the reserves are not those that the walk named"
    lines = Counter(one.line for one in record.reserves)
    if any(line not in rule.quota or n > rule.reserves for line, n in lines.items()):
        return "more reserves were named than the rule allows"
    waiting: set[str] = set()
    for one in record.reserves:
        if one.fate == WAITING:
            waiting.add(one.line)
        elif one.line in waiting:
            return "a reserve was called before one who was named earlier"
    return _false_lines(record, rule)


def _false_lines(record: DrawRecord, rule: Rule) -> str:
    line_of = {one.position: one.line for one in record.reserves}
    false = [
        opening.position
        for opening in record.openings
        if line_of.get(opening.position, rule.line_of(opening.profession))
        != rule.line_of(opening.profession)
    ]
    return f"the reserve at {false[0]} is of another profession" if false else ""


def _over(rule: Rule, employers: Mapping[str, int]) -> str:
    most = rule.max_per_employer
    broken = most is not None and any(n > most for name, n in employers.items() if name)
    return "more of one employer were taken than may be" if broken else ""


def _openings(record: DrawRecord) -> str:
    stayed = set(record.taken) - set(record.left)
    if not {opening.position for opening in record.openings} >= stayed:
        return "somebody was taken whose leaf is not opened"
    for opening in record.openings:
        if record.leaves[opening.position : opening.position + 1] != (
            _leaf(opening, record.hash_name),
        ):
            return f"the opening of place {opening.position} does not belong to its leaf"
    return ""


def _leaf(opening: Opening, hash_name: str) -> bytes:
    return candidate_leaf(
        opening.salt,
        opening.expert.encode("utf-8"),
        opening.profession.encode("utf-8"),
        opening.employer.encode("utf-8"),
        hash_name,
    )


_CLAIMS: dict[str, Callable[[DrawRecord], str]] = {
    "pool": _pool,
    "commitments": _commitments,
    "checkpoint": _checkpoint,
    "seed": _seed,
    "order": _order,
    "places": _places,
    "openings": _openings,
}
