"""One draw as a file: everything it takes to repeat it, and what a repetition finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from lucai_trust.checkpoint import Checkpoint
from lucai_trust.draw import (
    ANY,
    NAME,
    Call,
    Outcome,
    Rule,
    candidate_leaf,
    draw_seed,
    list_root,
    nonce_commitment,
    permutation,
    taken,
)
from lucai_trust.encoding import Json, canonical
from lucai_trust.envelope.signatures import Signature
from lucai_trust.errors import DrawRefused, TrustError
from lucai_trust.members import Members, as_number

_T = TypeVar("_T")
PLATFORM = "platform"
"""The party that always gives chance, and the only one that needs not sign: it keeps the log."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who gave chance to the draw: the commitment, where the log has it, and its opening.

    ``signed`` is its certificate's signature over :func:`commitment_message`. Without one, the
    platform drew the nonce in this party's name.
    """

    id: str
    nonce: bytes
    blinding: bytes
    commitment: bytes
    entry: int
    signed: Signature | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A party that could give chance and did not, and why."""

    id: str
    why: str


def commitment_message(draw_id: str, party: str, commitment: bytes) -> bytes:
    """Return what a party signs when it commits to its nonce."""
    return f"lucai-draw-commitment/1\n{draw_id}\n{party}\n{commitment.hex()}\n".encode()


@dataclass(frozen=True, slots=True)
class Opening:
    """A member of the pool made known: what the leaf at this position was made of."""

    position: int
    salt: bytes
    expert: str
    profession: str
    employer: str


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """A draw as it was: pool, parties, seed, and the walk with its codes.

    ``left`` are the positions of those who were taken and did not stay; for each of them the
    walk went on to the next. ``pool_entry`` is the log's entry with root and rule. ``seal_entry``
    is the entry after which holders gave the parties' nonces away, where they were sealed: the
    checkpoint is older. ``absent`` is None in records from before absence was told.
    """

    draw_id: str
    hash_name: str
    rule_json: str
    leaves: tuple[bytes, ...]
    root: bytes
    pool_entry: int
    parties: tuple[Party, ...]
    checkpoint: str
    beacon: bytes
    seed: bytes
    calls: tuple[Call, ...]
    left: tuple[int, ...]
    openings: tuple[Opening, ...]
    seal_entry: int | None = None
    absent: tuple[Absent, ...] | None = None

    def to_json(self) -> dict[str, object]:
        """Spell the record as JSON, bytes in lower-case hexadecimal."""
        return {
            "format": NAME,
            "drawId": self.draw_id,
            "hash": self.hash_name,
            "rule": self.rule_json,
            "leaves": [leaf.hex() for leaf in self.leaves],
            "listRoot": self.root.hex(),
            "poolEntry": self.pool_entry,
            "parties": [_spell_party(party) for party in self.parties],
            "checkpoint": self.checkpoint,
            "beacon": self.beacon.hex(),
            "seed": self.seed.hex(),
            "walk": [{"position": c.position, "outcome": str(c.outcome)} for c in self.calls],
            "left": list(self.left),
            "openings": [_spell_opening(opening) for opening in self.openings],
            **self._spell_absence(),
        }

    def _spell_absence(self) -> dict[str, object]:
        if self.absent is None:
            return {}
        told = [{"id": one.id, "why": one.why} for one in self.absent]
        return {"sealEntry": self.seal_entry, "absent": told}

    @classmethod
    def parse(cls, content: object) -> DrawRecord:
        """Read a record spelt by ``to_json``.

        Raises:
            DrawRefused, EncodingRefused: a member is missing or of another kind.
        """
        read = Members.of(content)
        if read.text("format") != NAME:
            raise DrawRefused(f"not a record of {NAME}")
        return cls(
            draw_id=read.text("drawId"),
            hash_name=read.text("hash"),
            rule_json=read.text("rule"),
            leaves=read.hexes("leaves"),
            root=read.hex("listRoot"),
            pool_entry=read.number("poolEntry"),
            parties=tuple(_party(each) for each in read.objects("parties")),
            checkpoint=read.text("checkpoint"),
            beacon=read.hex("beacon"),
            seed=read.hex("seed"),
            calls=tuple(_call(each) for each in read.objects("walk")),
            left=tuple(as_number(each, "left") for each in read.items("left")),
            openings=tuple(_opening(each) for each in read.objects("openings")),
            seal_entry=_optional(read, "sealEntry", read.number),
            absent=_optional(read, "absent", lambda name: _absent(read, name)),
        )


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


def parse_rule(rule_json: str) -> Rule:
    """Read the rule of a draw: ``{"max_per_employer":1,"quota":{"A":3}}``.

    Raises:
        DrawRefused, EncodingRefused: not such an object.
    """
    read = Members.parse(rule_json)
    quota = Members.of(read.content.get("quota"))
    most = read.number("max_per_employer") if "max_per_employer" in read.content else None
    return Rule({name: quota.number(name) for name in quota.content}, most)


def spell_rule(rule: Rule) -> str:
    """Spell a rule as canonical JSON, the form in which it is logged."""
    content: dict[str, object] = {"quota": dict(rule.quota)}
    if rule.max_per_employer is not None:
        content["max_per_employer"] = rule.max_per_employer
    return canonical(content).decode("utf-8")


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
    rule, positions = parse_rule(record.rule_json), taken(record.calls)
    if len(set(record.left)) != len(record.left) or not set(record.left) <= set(positions):
        return "somebody is said to have left who was not taken"
    if record.calls and record.calls[-1].outcome is not Outcome.TAKEN:
        if len(record.calls) < len(record.leaves):
            return "the walk stopped before its last place was filled"
    by_place = {opening.position: opening for opening in record.openings}
    stayed = [by_place[each] for each in positions if each in by_place and each not in record.left]
    lines = Counter(o.profession if o.profession in rule.quota else ANY for o in stayed)
    if any(count > rule.quota.get(line, 0) for line, count in lines.items()):
        return "more were taken than there were places"
    employers = Counter(by_place[each].employer for each in positions if each in by_place)
    return _over(rule, employers)


def _over(rule: Rule, employers: Mapping[str, int]) -> str:
    most = rule.max_per_employer
    broken = most is not None and any(n > most for name, n in employers.items() if name)
    return "more of one employer were taken than may be" if broken else ""


def _openings(record: DrawRecord) -> str:
    stayed = set(taken(record.calls)) - set(record.left)
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


def _spell_party(party: Party) -> dict[str, object]:
    return {
        "id": party.id,
        "nonce": party.nonce.hex(),
        "blinding": party.blinding.hex(),
        "commitment": party.commitment.hex(),
        "entry": party.entry,
        **({"signed": party.signed.to_json()} if party.signed else {}),
    }


def _spell_opening(opening: Opening) -> dict[str, object]:
    return {
        "position": opening.position,
        "salt": opening.salt.hex(),
        "expert": opening.expert,
        "profession": opening.profession,
        "employer": opening.employer,
    }


def _party(read: Members) -> Party:
    return Party(
        read.text("id"),
        read.hex("nonce"),
        read.hex("blinding"),
        read.hex("commitment"),
        read.number("entry"),
        _optional(read, "signed", lambda name: Signature.of(_json(read.content[name]))),
    )


def _absent(read: Members, name: str) -> tuple[Absent, ...]:
    return tuple(Absent(each.text("id"), each.text("why")) for each in read.objects(name))


def _optional(read: Members, name: str, take: Callable[[str], _T]) -> _T | None:
    return None if read.content.get(name) is None else take(name)


def _json(value: object) -> Json:
    return cast("Json", value)


def _call(read: Members) -> Call:
    outcome = read.text("outcome")
    if outcome not in set(Outcome):
        raise DrawRefused(f"no outcome of a walk: {outcome!r}")
    return Call(read.number("position"), Outcome(outcome))


def _opening(read: Members) -> Opening:
    return Opening(
        read.number("position"),
        read.hex("salt"),
        read.text("expert"),
        read.text("profession"),
        read.text("employer"),
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
