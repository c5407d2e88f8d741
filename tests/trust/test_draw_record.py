"""A draw as a file: what repeats it, and which claim fails when anything is touched."""

import json
from dataclasses import replace
from typing import Any

import pytest

from lucai_trust import draw
from lucai_trust.checkpoint import Checkpoint
from lucai_trust.draw import Call, Candidate, Outcome, Rule
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import (
    DrawRecord,
    Opening,
    Party,
    parse_rule,
    spell_rule,
)
from lucai_trust.errors import DrawRefused, TrustError
from tests.trust.called_draws import MADE_UP, called_draw
from tests.trust.called_draws import RULE as CALLED_RULE
from tests.trust.signed_draws import TOUCHED, signed_draw

RULE = Rule({"A": 2, "*": 1}, 1)


def member(number: int) -> Opening:
    profession = "A" if number % 2 else "B"
    return Opening(0, bytes([number]) * 32, f"expert {number}", profession, f"firm {number}")


def leaf_of(opening: Opening, hash_name: str = "sha256") -> bytes:
    parts = (opening.expert, opening.profession, opening.employer)
    return draw.candidate_leaf(opening.salt, *(p.encode() for p in parts), hash_name=hash_name)


def made(hash_name: str = "sha256") -> DrawRecord:
    pool = sorted((member(number) for number in range(9)), key=lambda m: leaf_of(m, hash_name))
    pool = [replace(each, position=at) for at, each in enumerate(pool)]
    leaves = tuple(leaf_of(each, hash_name) for each in pool)
    nonces = {"agency": bytes(32), "buyer": b"\1" * 32}
    parties = tuple(
        Party(name, nonce, b"r" * 32, draw.nonce_commitment(nonce, b"r" * 32, hash_name), at)
        for at, (name, nonce) in enumerate(nonces.items(), 8)
    )
    head = Checkpoint("log", 10, bytes(32)).text
    rule = spell_rule(RULE)
    root = draw.list_root(leaves, hash_name)
    seed = draw.draw_seed("D1", root, rule.encode(), nonces, head, hash_name=hash_name)
    candidates = [Candidate(each.profession, each.employer) for each in pool]
    order = draw.permutation(seed, len(pool), hash_name)
    calls = tuple(draw.walk(order, candidates, RULE))
    openings = tuple(pool[each] for each in draw.taken(calls))
    return DrawRecord(
        "D1", hash_name, rule, leaves, root, 7, parties, head, b"", seed, calls, (), openings
    )


RECORD = made()


def broken(record: DrawRecord) -> set[str]:
    return {check.claim for check in check_draw(record) if not check.holds}


@pytest.mark.parametrize("hash_name", ["sha256", "sm3"])
def test_a_true_draw_bears_every_claim_out_after_a_journey_as_json(hash_name: str) -> None:
    record = made(hash_name)
    read = DrawRecord.parse(json.loads(json.dumps(record.to_json())))
    assert read == record
    assert len(check_draw(read)) == 7
    assert not broken(read)


def test_those_who_left_make_room_for_the_next_in_the_walk() -> None:
    order = draw.permutation(RECORD.seed, 9, "sha256")
    following = order[len(RECORD.calls)]
    first = draw.taken(RECORD.calls)[0]
    more = Call(following, Outcome.TAKEN)
    opened = next(m for m in map(member, range(9)) if leaf_of(m) == RECORD.leaves[following])
    record = replace(
        RECORD,
        calls=(*RECORD.calls, more),
        openings=(*RECORD.openings, replace(opened, position=following)),
    )
    assert broken(record) == {"places"}
    same_line = next(o.position for o in RECORD.openings if o.profession == opened.profession)
    assert broken(replace(record, left=(same_line,))) == set()
    assert "places" in broken(replace(record, left=(first, first)))


def touched() -> list[tuple[str, DrawRecord]]:
    agency, buyer = RECORD.parties
    first, *others = RECORD.openings
    skipped = next(at for at in range(9) if at not in {c.position for c in RECORD.calls})
    employers = tuple(replace(o, employer="one firm") for o in RECORD.openings)
    return [
        ("pool", replace(RECORD, root=bytes(32))),
        ("pool", replace(RECORD, leaves=RECORD.leaves[::-1])),
        ("pool", replace(RECORD, leaves=())),
        ("pool", replace(RECORD, hash_name="md5")),
        ("commitments", replace(RECORD, parties=(replace(agency, nonce=b"x" * 32), buyer))),
        ("commitments", replace(RECORD, parties=(replace(agency, blinding=b"x"), buyer))),
        ("commitments", replace(RECORD, parties=(agency, agency))),
        ("commitments", replace(RECORD, parties=())),
        ("checkpoint", replace(RECORD, parties=(agency, replace(buyer, entry=10)))),
        ("checkpoint", replace(RECORD, pool_entry=10)),
        ("checkpoint", replace(RECORD, checkpoint="no checkpoint")),
        ("seed", replace(RECORD, seed=bytes(32))),
        ("seed", replace(RECORD, draw_id="D2")),
        ("seed", replace(RECORD, beacon=b"later")),
        ("order", replace(RECORD, calls=RECORD.calls[1:])),
        ("order", replace(RECORD, calls=RECORD.calls[::-1])),
        ("places", replace(RECORD, left=(skipped,))),
        ("places", replace(RECORD, calls=(*RECORD.calls, Call(skipped, Outcome.BARRED)))),
        ("places", replace(RECORD, rule_json=spell_rule(Rule({"A": 1})))),
        ("places", replace(RECORD, rule_json="{}")),
        ("places", replace(RECORD, openings=employers)),
        ("openings", replace(RECORD, openings=tuple(others))),
        ("openings", replace(RECORD, openings=(replace(first, expert="another"), *others))),
        ("openings", replace(RECORD, openings=(*RECORD.openings, replace(first, position=99)))),
    ]


@pytest.mark.parametrize(("claim", "record"), touched())
def test_whatever_is_touched_the_claim_that_rests_on_it_fails(
    claim: str, record: DrawRecord
) -> None:
    assert claim in broken(record)


def test_a_walk_that_found_nobody_left_may_end_without_a_place_filled() -> None:
    order = draw.permutation(RECORD.seed, 9, "sha256")
    calls = tuple(Call(each, Outcome.BARRED) for each in order)
    assert not broken(replace(RECORD, calls=calls, openings=()))
    assert not broken(replace(RECORD, calls=(), openings=()))


def test_a_draw_without_limit_of_employers_has_none() -> None:
    rule = spell_rule(Rule({"A": 9}))
    assert parse_rule(rule) == Rule({"A": 9})
    assert parse_rule('{"quota":{"A":3},"max_per_employer":1}') == Rule({"A": 3}, 1)
    same_firm = tuple(replace(o, employer="one", profession="A") for o in RECORD.openings)
    record = replace(RECORD, rule_json=rule, openings=same_firm)
    assert "places" not in broken(record)
    unnamed = tuple(replace(o, employer="") for o in RECORD.openings)
    assert "places" not in broken(replace(RECORD, openings=unnamed))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "[]",
        "{}",
        '{"quota":3}',
        '{"quota":{"A":-1}}',
        '{"quota":{"A":true}}',
        '{"quota":{"A":1},"max_per_employer":null}',
        "[" * 100_000,
    ],
)
def test_a_malformed_rule_is_refused(rule: str) -> None:
    with pytest.raises(TrustError):
        parse_rule(rule)


def changes() -> list[dict[str, Any]]:
    return [
        {"format": "lucai-draw/2"},
        {"drawId": 3},
        {"leaves": "00"},
        {"leaves": ["0"]},
        {"leaves": ["0A"]},
        {"seed": None},
        {"poolEntry": -1},
        {"poolEntry": "7"},
        {"walk": [{"position": 1, "outcome": "lost"}]},
        {"walk": [1]},
        {"left": [False]},
        {"parties": [{}]},
        {"openings": None},
    ]


@pytest.mark.parametrize("change", changes())
def test_a_malformed_record_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TrustError):
        DrawRecord.parse({**RECORD.to_json(), **change})
    with pytest.raises(TrustError):
        DrawRecord.parse({1: "not a name"})


def test_only_a_draw_says_what_became_of_somebody() -> None:
    with pytest.raises(DrawRefused, match="outcome"):
        DrawRecord.parse({**RECORD.to_json(), "walk": [{"position": 1, "outcome": ""}]})


@pytest.mark.parametrize("suite", ["GM1", "INTL1"])
def test_a_party_that_signed_and_one_that_is_absent_stay_so_on_the_way(suite: str) -> None:
    record = signed_draw(RECORD, suite)
    read = DrawRecord.parse(json.loads(json.dumps(record.to_json())))
    assert read == record
    assert not broken(read)


@pytest.mark.parametrize("name", TOUCHED)
def test_who_took_part_cannot_be_made_up(name: str) -> None:
    claim, _, touch = TOUCHED[name]
    assert claim in broken(touch(signed_draw(RECORD)))


def test_a_reserve_has_the_place_of_who_said_no_and_the_record_says_so_on_the_way() -> None:
    record = called_draw()
    read = DrawRecord.parse(json.loads(json.dumps(record.to_json())))
    assert read == record
    assert not broken(read)
    assert parse_rule(record.rule_json) == CALLED_RULE


@pytest.mark.parametrize("name", MADE_UP)
def test_who_follows_cannot_be_made_up(name: str) -> None:
    assert "places" in broken(MADE_UP[name](called_draw()))


def test_more_reserves_than_the_rule_allows_cannot_be_made_up() -> None:
    fewer = replace(CALLED_RULE, reserves=CALLED_RULE.reserves - 1)
    record = called_draw()
    assert "places" in broken(replace(record, rule_json=spell_rule(fewer)))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"leftWhy": [{"position": 1, "why": "bored"}]}, "no reason of leaving"),
        ({"reserves": [{"position": 1, "line": "A", "fate": "lost"}]}, "no fate of a reserve"),
    ],
)
def test_a_reason_or_a_fate_that_nobody_knows_is_refused(change: dict[str, Any], why: str) -> None:
    record = called_draw().to_json()
    assert DrawRecord.parse(record) == called_draw()
    with pytest.raises(DrawRefused, match=why):
        DrawRecord.parse({**record, **change})


def test_a_stop_of_the_walk_is_spelt_by_its_place_and_its_code() -> None:
    assert Call(3, Outcome.TAKEN).spelt == [3, "taken"]


def test_a_walk_names_reserves_for_each_line_once_its_places_are_filled() -> None:
    pool = [Candidate(p) for p in "AABABBAB"]
    calls = draw.walk(range(8), pool, Rule({"A": 1, "B": 1}, reserves=1))
    assert [str(call.outcome) for call in calls] == [
        "taken",
        "reserve",
        "taken",
        "quota",
        "reserve",
    ]
