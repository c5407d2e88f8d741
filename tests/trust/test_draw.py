"""``lucai-draw/1`` against its vectors, and for evenness."""

from itertools import islice, permutations

import pytest

from lucai_trust import draw
from lucai_trust.digest import Algorithm, digest
from lucai_trust.draw import Candidate, Outcome, Rule
from lucai_trust.errors import DrawRefused

NONCES = {"agency": b"\2" * 32, "purchaser": b"\1" * 32, "supervisor": b"\3" * 32}
RULE = b'{"quota":{"A":3},"max_per_employer":1}'
CHECKPOINT = "log.lucai.example/2026\n70300\nFK4lHtkixlrttB2ReHzou+Xm7NT/PvlJ1MOKn6Owv2A=\n"
VECTORS = {
    "sha256": {
        "root": "d7afb6e44ec74da12fa61cd4642e1e3e26d28cbfe4219b945033c6ee1a6e275a",
        "seed": "929cf8e7c4728f4e9943087077838f51738fd8c80a4b5a3c5305a7d4c089d596",
        "stream": ["7727dc25bcbeee6f", "1ffcff85b3ebb3e7"],
        "ten": [7, 2, 8, 6, 0, 1, 4, 5, 3, 9],
        "thousand": [127, 794, 490, 770, 613, 993, 957, 656],
    },
    "sm3": {
        "root": "c84a4a73876bea7f0562ceb8de7c5cbb31d5cb91cf40fd09eaf21e8dd169217d",
        "seed": "4b3e929ce0bee9f45eb6f7a1a056e0940f0fe1c8c3687d7403d446837502e184",
        "stream": ["f9996f186f77bf85", "d8abd4f0647645d9"],
        "ten": [1, 3, 4, 6, 5, 9, 0, 7, 8, 2],
        "thousand": [461, 552, 284, 333, 563, 499, 384, 928],
    },
}


def leaves(hash_name: str, count: int = 10) -> list[bytes]:
    entries = (b"\0" + f"expert {number:02d}".encode() for number in range(count))
    return sorted(digest(each, algorithm=Algorithm(hash_name)) for each in entries)


def seed(hash_name: str) -> bytes:
    root = draw.list_root(leaves(hash_name), hash_name)
    return draw.draw_seed("SDZJ202600000001", root, RULE, NONCES, CHECKPOINT, hash_name=hash_name)


@pytest.mark.parametrize("hash_name", VECTORS)
def test_the_published_vectors_come_out(hash_name: str) -> None:
    vector = VECTORS[hash_name]
    assert draw.list_root(leaves(hash_name), hash_name).hex() == vector["root"]
    assert seed(hash_name).hex() == vector["seed"]
    first = [f"{word:016x}" for word in islice(draw.stream(seed(hash_name), hash_name), 2)]
    assert first == vector["stream"]
    assert draw.permutation(seed(hash_name), 10, hash_name) == vector["ten"]
    thousand = draw.permutation(seed(hash_name), 1000, hash_name)
    assert thousand[:8] == vector["thousand"]
    assert sorted(thousand) == list(range(1000))


def test_the_order_of_the_parties_and_of_nothing_else_is_indifferent() -> None:
    root = draw.list_root(leaves("sha256"))
    turned = dict(reversed(NONCES.items()))
    assert draw.draw_seed("SDZJ202600000001", root, RULE, turned, CHECKPOINT) == seed("sha256")
    changed = [
        draw.draw_seed("SDZJ202600000002", root, RULE, NONCES, CHECKPOINT),
        draw.draw_seed("SDZJ202600000001", root[::-1], RULE, NONCES, CHECKPOINT),
        draw.draw_seed("SDZJ202600000001", root, RULE + b" ", NONCES, CHECKPOINT),
        draw.draw_seed("SDZJ202600000001", root, RULE, {"agency": bytes(32)}, CHECKPOINT),
        draw.draw_seed("SDZJ202600000001", root, RULE, NONCES, CHECKPOINT + "x"),
        draw.draw_seed("SDZJ202600000001", root, RULE, NONCES, CHECKPOINT, beacon=b"b"),
    ]
    assert len({seed("sha256"), *changed}) == 7


@pytest.mark.parametrize("hash_name", VECTORS)
def test_every_order_of_four_is_as_likely(hash_name: str) -> None:
    counts = dict.fromkeys(permutations(range(4)), 0)
    rounds = 4800
    for number in range(rounds):
        order = draw.permutation(number.to_bytes(32, "big"), 4, hash_name)
        counts[tuple(order)] += 1
    expected = rounds / len(counts)
    # 23 degrees of freedom: 49.7 is passed by chance once in a thousand; the seeds are fixed.
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < 49.7


def test_a_word_beyond_the_last_full_multiple_is_passed_by() -> None:
    most = (1 << 64) - 1
    assert draw.below(iter([most, 7]), 3) == 1
    assert draw.below(iter([most]), 1 << 64) == most
    assert draw.below(iter([most - 1]), 3) == (most - 1) % 3


@pytest.mark.parametrize("bound", [0, -1, (1 << 64) + 1])
def test_no_number_is_drawn_below_nothing(bound: int) -> None:
    with pytest.raises(DrawRefused):
        draw.below(iter([1]), bound)


@pytest.mark.parametrize("n", [0, 1])
def test_a_pool_of_one_or_none_has_one_order(n: int) -> None:
    assert draw.permutation(bytes(32), n, "sha256") == list(range(n))


@pytest.mark.parametrize(
    ("seed", "n", "hash_name"),
    [
        (bytes(31), 3, "sha256"),
        (bytes(32), -1, "sm3"),
        (bytes(32), 1 << 32, "sm3"),
        (bytes(32), 3, "md5"),
    ],
)
def test_an_impossible_permutation_is_refused(seed: bytes, n: int, hash_name: str) -> None:
    with pytest.raises(DrawRefused):
        draw.permutation(seed, n, hash_name)


@pytest.mark.parametrize("pool", [[], [bytes(31)], [bytes(32)] * 2, [b"\2" * 32, b"\1" * 32]])
def test_a_pool_that_is_no_sorted_set_of_leaves_has_no_root(pool: list[bytes]) -> None:
    with pytest.raises(DrawRefused):
        draw.list_root(pool)


def test_the_root_has_the_shape_of_rfc_6962_for_every_size() -> None:
    from lucai_trust import merkle

    pool = leaves("sha256", 20)
    for size in range(1, 21):
        assert draw.list_root(pool[:size]) == merkle.root(pool[:size])


def test_a_leaf_binds_each_of_its_parts() -> None:
    base = (b"salt", b"expert", b"A", b"firm")
    variants = {draw.candidate_leaf(*base), draw.candidate_leaf(*base, hash_name="sm3")}
    for place in range(4):
        variants.add(draw.candidate_leaf(*base[:place], base[place] + b"x", *base[place + 1 :]))
    variants.add(draw.candidate_leaf(b"sal", b"texpert", b"A", b"firm"))
    assert len(variants) == 7


def test_a_commitment_hides_its_nonce_behind_a_blinding_of_its_size() -> None:
    assert len(draw.nonce_commitment(bytes(32), bytes(32))) == 32
    assert draw.nonce_commitment(bytes(32), bytes(32)) != draw.nonce_commitment(
        bytes(32), bytes(32), "sm3"
    )
    for nonce, blinding in ((bytes(31), bytes(33)), (bytes(32), b"")):
        with pytest.raises(DrawRefused):
            draw.nonce_commitment(nonce, blinding)


A, B = Candidate("A", "甲"), Candidate("B", "乙")


@pytest.mark.parametrize(
    ("pool", "rule", "outcomes"),
    [
        ([A, A, A], Rule({"A": 2}), ["taken", "taken"]),
        ([A, A, B], Rule({"A": 1, "B": 1}), ["taken", "quota", "taken"]),
        ([A, A, B], Rule({"A": 2, "*": 1}, 1), ["taken", "employer", "taken"]),
        ([B, A], Rule({"A": 1}), ["quota", "taken"]),
        ([B, B], Rule({"*": 2}), ["taken", "taken"]),
        ([Candidate("A"), Candidate("A")], Rule({"A": 2}, 1), ["taken", "taken"]),
        ([Candidate("A", skip=Outcome.BARRED), A], Rule({"A": 1}), ["barred", "taken"]),
        ([Candidate("A", skip=Outcome.UNAVAILABLE), A], Rule({"A": 1}), ["unavailable", "taken"]),
        ([A, A], Rule({"A": 0}), []),
        ([A], Rule({"A": 2}), ["taken"]),
    ],
)
def test_the_walk_fills_its_quotas_and_says_why_it_passed_by(
    pool: list[Candidate], rule: Rule, outcomes: list[str]
) -> None:
    calls = draw.walk(range(len(pool)), pool, rule)
    assert [str(call.outcome) for call in calls] == outcomes
    assert draw.taken(calls) == [at for at, each in enumerate(outcomes) if each == "taken"]
