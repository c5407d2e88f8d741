"""One draw as a file: everything it takes to repeat it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from lucai_trust.draw import (
    NAME,
    Call,
    Leaving,
    Outcome,
    Rule,
    taken,
)
from lucai_trust.encoding import Json, canonical
from lucai_trust.envelope.signatures import Signature
from lucai_trust.errors import DrawRefused
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


WAITING, SEATED, PASSED = "waiting", "seated", "passed"
"""What became of a reserve: not called, got a place, or could not when it was the turn."""
_FATES = frozenset({WAITING, SEATED, PASSED})


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve of the walk: for which line of the quota, and what became of it."""

    position: int
    line: str
    fate: str


@dataclass(frozen=True, slots=True)
class Left:
    """Why one of those who were taken, or a reserve that was passed by, did not stay."""

    position: int
    why: Leaving


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """A draw as it was: pool, parties, seed, and the walk with its codes.

    ``left`` are the positions of those who were taken and did not stay; for each of them the
    walk went on to the next. ``pool_entry`` is the log's entry with root and rule. ``seal_entry``
    is the entry after which holders gave the parties' nonces away, where they were sealed: the
    checkpoint is older. ``absent`` is None in records from before absence was told.
    ``reasons`` says of those who left why; None in records from before that was told.
    ``reserves`` are those of the walk, in its order.
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
    reasons: tuple[Left, ...] | None = None
    reserves: tuple[Reserve, ...] = ()

    @property
    def taken(self) -> list[int]:
        """The positions of all who got a place: by the walk, then as reserves."""
        return [*taken(self.calls), *(one.position for one in self.reserves if one.fate == SEATED)]

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
            **self._spell_calls(),
        }

    def _spell_calls(self) -> dict[str, object]:
        told: dict[str, object] = {}
        if self.reasons is not None:
            told["leftWhy"] = [{"position": r.position, "why": str(r.why)} for r in self.reasons]
        if self.reserves:
            told["reserves"] = [
                {"position": r.position, "line": r.line, "fate": r.fate} for r in self.reserves
            ]
        return told

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
            reasons=_optional(read, "leftWhy", lambda name: _reasons(read, name)),
            reserves=_optional(read, "reserves", lambda name: _reserved(read, name)) or (),
        )


def parse_rule(rule_json: str) -> Rule:
    """Read the rule of a draw: ``{"max_per_employer":1,"quota":{"A":3},"reserves":1}``.

    Raises:
        DrawRefused, EncodingRefused: not such an object.
    """
    read = Members.parse(rule_json)
    quota = Members.of(read.content.get("quota"))
    most = read.number("max_per_employer") if "max_per_employer" in read.content else None
    more = read.number("reserves") if "reserves" in read.content else 0
    return Rule({name: quota.number(name) for name in quota.content}, most, more)


def spell_rule(rule: Rule) -> str:
    """Spell a rule as canonical JSON, the form in which it is logged."""
    content: dict[str, object] = {"quota": dict(rule.quota)}
    if rule.max_per_employer is not None:
        content["max_per_employer"] = rule.max_per_employer
    if rule.reserves:
        content["reserves"] = rule.reserves
    return canonical(content).decode("utf-8")


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


def _reasons(read: Members, name: str) -> tuple[Left, ...]:
    return tuple(_left(each) for each in read.objects(name))


def _left(read: Members) -> Left:
    why = read.text("why")
    if why not in set(Leaving):
        raise DrawRefused(f"no reason of leaving: {why!r}")
    return Left(read.number("position"), Leaving(why))


def _reserved(read: Members, name: str) -> tuple[Reserve, ...]:
    return tuple(_reserve(each) for each in read.objects(name))


def _reserve(read: Members) -> Reserve:
    fate = read.text("fate")
    if fate not in _FATES:
        raise DrawRefused(f"no fate of a reserve: {fate!r}")
    return Reserve(read.number("position"), read.text("line"), fate)


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
