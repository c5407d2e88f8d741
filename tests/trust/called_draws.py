"""A draw whose experts were called: one said no, a reserve has the place; and what may be made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lucai_trust import draw
from lucai_trust.checkpoint import Checkpoint
from lucai_trust.draw import Candidate, Leaving, Rule
from lucai_trust.draw_record import (
    PASSED,
    SEATED,
    WAITING,
    DrawRecord,
    Left,
    Opening,
    Party,
    Reserve,
    spell_rule,
)

RULE = Rule({"A": 2, "*": 1}, reserves=2)


def called_draw() -> DrawRecord:
    """Return a draw of three with two reserves a line, whose first of line A said no."""
    pool = [Opening(0, bytes([n]) * 32, f"expert {n}", "AB"[n % 2], f"firm {n}") for n in range(24)]
    by_leaf = {
        draw.candidate_leaf(
            one.salt, one.expert.encode(), one.profession.encode(), one.employer.encode()
        ): one
        for one in pool
    }  # fmt: skip
    leaves = tuple(sorted(by_leaf))
    members = [replace(by_leaf[leaf], position=at) for at, leaf in enumerate(leaves)]
    head, rule = Checkpoint("log", 10, bytes(32)).text, spell_rule(RULE)
    party = Party("platform", bytes(32), bytes(32), draw.nonce_commitment(bytes(32), bytes(32)), 8)
    root = draw.list_root(leaves)
    seed = draw.draw_seed("D1", root, rule.encode(), {"platform": bytes(32)}, head)
    order = draw.permutation(seed, len(leaves), "sha256")
    calls = tuple(draw.walk(order, [Candidate(m.profession, m.employer) for m in members], RULE))
    lines = [(p, RULE.line_of(members[p].profession)) for p in draw.reserves(calls)]
    follows = next(p for p, line in lines if line == "A")
    gone = next(p for p in draw.taken(calls) if members[p].profession == "A")
    stayed = [p for p in draw.taken(calls) if p != gone] + [follows]
    return DrawRecord(
        "D1", "sha256", rule, leaves, root, 7, (party,), head, b"", seed, calls, (gone,),
        tuple(members[p] for p in stayed), reasons=(Left(gone, Leaving.DECLINED),),
        reserves=tuple(
            Reserve(p, line, SEATED if p == follows else WAITING) for p, line in lines
        ),
    )  # fmt: skip


def _fates(record: DrawRecord, line: str, *fates: str) -> DrawRecord:
    given = iter(fates)
    told = (replace(one, fate=next(given)) if one.line == line else one for one in record.reserves)
    return replace(record, reserves=tuple(told))


def _relabelled(record: DrawRecord) -> DrawRecord:
    """Say of the reserve who has the place that it was one of the other line."""
    swap = {"A": "*", "*": "A"}
    told = tuple(replace(one, line=swap[one.line]) for one in record.reserves)
    return replace(record, reserves=told)


MADE_UP: dict[str, Callable[[DrawRecord], DrawRecord]] = {
    "the second reserve before the first": lambda one: _fates(one, "A", WAITING, SEATED),
    "a reserve of another line": _relabelled,
    "a reserve left out": lambda one: replace(one, reserves=one.reserves[1:]),
    "a reserve passed by without a reason": lambda one: _fates(one, "*", PASSED, WAITING),
    "a leaver without a reason": lambda one: replace(one, reasons=()),
    "a reason for somebody who stayed": lambda one: replace(
        one, reasons=(*(one.reasons or ()), Left(one.openings[0].position, Leaving.SILENT))
    ),
}
