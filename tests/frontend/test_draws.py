"""A draw of experts is repeated in TypeScript, claim by claim, as its record says it was."""

from collections.abc import Callable
from typing import Any

import pytest

from lucai_trust import draw
from lucai_trust.checkpoint import Checkpoint
from lucai_trust.draw import Candidate, Rule
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import DrawRecord, Opening, Party, spell_rule
from tests.frontend.engines import Engine
from tests.trust.called_draws import MADE_UP, called_draw
from tests.trust.signed_draws import TOUCHED, signed_draw

Record = dict[str, Any]
RULE = Rule({"A": 2, "*": 1}, 1)
SIZE = 40


def record(hash_name: str = "sha256") -> Record:
    """Draw three of forty experts."""
    pool = [
        Opening(0, bytes([n]) * 32, f"专家 {n}", "A" if n % 2 else "B", f"单位 {n % 9}")
        for n in range(SIZE)
    ]
    by_leaf = {
        draw.candidate_leaf(
            each.salt,
            each.expert.encode(),
            each.profession.encode(),
            each.employer.encode(),
            hash_name=hash_name,
        ): each
        for each in pool
    }
    leaves = tuple(sorted(by_leaf))
    nonces = {"supervision": bytes([1]) * 32, "agency": bytes([2]) * 32}
    parties = tuple(
        Party(name, nonce, bytes(32), draw.nonce_commitment(nonce, bytes(32), hash_name), index)
        for index, (name, nonce) in enumerate(nonces.items(), start=8)
    )
    root = draw.list_root(leaves, hash_name)
    head = Checkpoint("log.example/2026", 10, bytes(32)).text
    rule = spell_rule(RULE)
    seed = draw.draw_seed("D1", root, rule.encode(), nonces, head, hash_name=hash_name)
    members = [by_leaf[leaf] for leaf in leaves]
    candidates = [Candidate(each.profession, each.employer) for each in members]
    calls = tuple(draw.walk(draw.permutation(seed, SIZE, hash_name), candidates, RULE))
    openings = tuple(
        Opening(at, members[at].salt, members[at].expert, members[at].profession,
                members[at].employer)
        for at in draw.taken(calls)
    )  # fmt: skip
    made = DrawRecord(
        "D1", hash_name, rule, leaves, root, 7, parties, head, b"", seed, calls, (), openings
    )
    assert all(check.holds for check in check_draw(made))
    spelt: Any = made.to_json()
    return dict(spelt)


def failed(engine: Engine, given: Any) -> set[str]:
    findings = engine.call("judgeDraw", {"record": given})
    return {each["id"] for each in findings if each["verdict"] == "failed"}


@pytest.mark.parametrize("hash_name", ["sha256", "sm3"])
def test_a_true_draw_is_borne_out(engine: Engine, hash_name: str) -> None:
    findings = engine.call("judgeDraw", {"record": record(hash_name)})

    assert [each["id"] for each in findings] == [f"D{number}" for number in range(8)]
    assert {each["verdict"] for each in findings} == {"passed"}


def another_leaf(given: Record) -> None:
    given["leaves"][0] = "00" * 32


def another_nonce(given: Record) -> None:
    given["parties"][0]["nonce"] = "07" * 32


def late_commitment(given: Record) -> None:
    given["parties"][0]["entry"] = 10


def another_seed(given: Record) -> None:
    given["seed"] = "07" * 32


def another_order(given: Record) -> None:
    first, second, *rest = given["walk"]
    given["walk"] = [second, first, *rest]


def another_expert(given: Record) -> None:
    given["openings"][0]["expert"] = "专家 甲"


def more_places(given: Record) -> None:
    given["rule"] = given["rule"].replace('"A":2', '"A":3')


CHANGES: list[tuple[Callable[[Record], None], set[str]]] = [
    (another_leaf, {"D1"}),
    (another_nonce, {"D2", "D4"}),
    (late_commitment, {"D3"}),
    (another_seed, {"D4", "D5"}),
    (another_order, {"D5"}),
    (another_expert, {"D6"}),
    (more_places, {"D4", "D7"}),
]


@pytest.mark.parametrize(
    ("change", "expected"), CHANGES, ids=[change.__name__ for change, _ in CHANGES]
)
def test_a_changed_draw_fails_its_claims_and_no_others(
    engine: Engine, change: Callable[[Record], None], expected: set[str]
) -> None:
    given = record()
    change(given)

    assert failed(engine, given) == expected


def test_what_is_no_record_is_said_to_be_none(engine: Engine) -> None:
    wrongs: list[Any] = [{}, [], "x", {"format": "lucai-draw/2"}, record() | {"leaves": 1}]
    for wrong in wrongs:
        assert failed(engine, wrong) == {"D0"}


@pytest.mark.parametrize("suite", ["GM1", "INTL1"])
def test_who_signed_and_who_is_absent_is_named(node_engine: Engine, suite: str) -> None:
    given = signed_draw(DrawRecord.parse(record()), suite).to_json()
    [found] = [one for one in node_engine.call("judgeDraw", {"record": given}) if one["id"] == "D2"]
    assert found["verdict"] == "passed"
    assert "采购人（示例软件有限公司 签名）" in found["why"]
    assert "没有参与：代理机构（到时没有提交）" in found["why"]


def test_an_old_record_says_that_the_platform_drew_for_its_parties(node_engine: Engine) -> None:
    found = node_engine.call("judgeDraw", {"record": record()})[2]
    assert "代理机构（由平台代为产生）" in found["why"]


@pytest.mark.parametrize("name", TOUCHED)
def test_who_took_part_cannot_be_made_up(node_engine: Engine, name: str) -> None:
    _, claim, touch = TOUCHED[name]
    given = touch(signed_draw(DrawRecord.parse(record()))).to_json()
    assert claim in failed(node_engine, given)


def test_a_draw_whose_reserve_was_called_is_borne_out(node_engine: Engine) -> None:
    assert failed(node_engine, called_draw().to_json()) == set()


@pytest.mark.parametrize("name", MADE_UP)
def test_who_follows_cannot_be_made_up(node_engine: Engine, name: str) -> None:
    assert "D7" in failed(node_engine, MADE_UP[name](called_draw()).to_json())
