"""The Merkle tree against reference roots and a second, naive implementation."""

import pytest

from lucai_trust import (
    EMPTY_ROOT,
    Frontier,
    TreeRefused,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    root,
    root_of_nodes,
    verify_consistency,
    verify_inclusion,
)
from tests.trust import naive_tree as naive

ENTRIES = [f"entry {number}".encode() for number in range(20)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
SIZES = range(1, len(ENTRIES) + 1)


def test_roots_are_those_of_the_reference_implementation() -> None:
    leaves = [leaf_hash(entry) for entry in naive.REFERENCE_LEAVES]
    assert [root(leaves[:size]).hex() for size in range(1, 9)] == naive.REFERENCE_ROOTS
    assert root([]) == EMPTY_ROOT == naive.tree_head([])


@pytest.mark.parametrize("size", SIZES)
def test_every_way_to_a_root_gives_the_same_root(size: int) -> None:
    expected = naive.tree_head(ENTRIES[:size])
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier = frontier.append(leaf)
    assert (
        frontier.root() == root(LEAVES[:size]) == root_of_nodes(nodes_of(LEAVES), size) == expected
    )
    assert frontier.size == size


def test_an_empty_tree_has_the_empty_root() -> None:
    assert Frontier().root() == root_of_nodes(nodes_of([]), 0) == EMPTY_ROOT


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proven_and_its_proof_is_the_standard_one(size: int) -> None:
    head = root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(nodes_of(LEAVES), index, size)
        assert proof == naive.path(index, ENTRIES[:size])
        assert verify_inclusion(LEAVES[index], index, size, proof, head)


@pytest.mark.parametrize("size", SIZES)
def test_a_changed_inclusion_proof_is_refused(size: int) -> None:
    head = root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(nodes_of(LEAVES), index, size)
        leaf = LEAVES[index]
        assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, head)
        assert not verify_inclusion(leaf, index, size, [*proof, leaf], head)
        assert not verify_inclusion(leaf, index, size, proof, leaf_hash(b"other"))
        assert not verify_inclusion(leaf, size, size, proof, head)
        assert not verify_inclusion(leaf, -1, size, proof, head)
        assert not any(
            verify_inclusion(leaf, wrong, size, proof, head)
            for wrong in range(size)
            if wrong != index
        )
        if proof:
            assert not verify_inclusion(leaf, index, size, proof[:-1], head)
            assert not verify_inclusion(leaf, index, size, proof[1:], head)
            assert not verify_inclusion(leaf, index, size, [proof[0][:-1], *proof[1:]], head)
            assert not verify_inclusion(leaf, index, size, [bytes(32), *proof[1:]], head)
        if len(proof) > 1:
            assert not verify_inclusion(leaf, index, size, proof[::-1], head)


def test_a_node_cannot_be_passed_off_as_a_leaf() -> None:
    inner = root(LEAVES[:2])
    proof = inclusion_proof(nodes_of(LEAVES), 0, 4)
    assert not verify_inclusion(inner, 0, 4, proof[1:], root(LEAVES[:4]))


@pytest.mark.parametrize("new_size", SIZES)
def test_every_beginning_is_proven_and_its_proof_is_the_standard_one(new_size: int) -> None:
    new_root = root(LEAVES[:new_size])
    for old_size in range(1, new_size + 1):
        proof = consistency_proof(nodes_of(LEAVES), old_size, new_size)
        assert proof == naive.subproof(old_size, ENTRIES[:new_size])
        assert verify_consistency(old_size, new_size, proof, root(LEAVES[:old_size]), new_root)


@pytest.mark.parametrize("new_size", SIZES)
def test_a_changed_consistency_proof_is_refused(new_size: int) -> None:
    new_root = root(LEAVES[:new_size])
    for old_size in range(1, new_size + 1):
        old_root = root(LEAVES[:old_size])
        proof = consistency_proof(nodes_of(LEAVES), old_size, new_size)
        other = leaf_hash(b"other")
        assert not verify_consistency(old_size, new_size, proof, other, new_root)
        assert not verify_consistency(old_size, new_size, proof, old_root, other)
        assert not verify_consistency(old_size, new_size, [*proof, other], old_root, new_root)
        assert not verify_consistency(new_size + 1, new_size, proof, old_root, new_root)
        if proof:
            assert not verify_consistency(old_size, new_size, proof[:-1], old_root, new_root)
            assert not verify_consistency(old_size, new_size, [], old_root, new_root)
            assert not verify_consistency(
                old_size, new_size, [*proof[:-1], b"short"], old_root, new_root
            )
            assert not verify_consistency(
                old_size, new_size, [other, *proof[1:]], old_root, new_root
            )


def test_a_forked_history_has_no_consistency_proof() -> None:
    forked = [*LEAVES[:3], leaf_hash(b"forged"), *LEAVES[4:]]
    proof = consistency_proof(nodes_of(forked), 8, 16)
    assert not verify_consistency(8, 16, proof, root(LEAVES[:8]), root(forked[:16]))


def test_the_empty_tree_begins_nothing_provable() -> None:
    assert not verify_consistency(0, 3, [], EMPTY_ROOT, root(LEAVES[:3]))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_inclusion_proof_is_made_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(TreeRefused, match="not in a tree"):
        inclusion_proof(nodes_of(LEAVES), index, size)


@pytest.mark.parametrize(("old_size", "new_size"), [(0, 3), (4, 3), (-1, 3)])
def test_no_consistency_proof_is_made_backwards(old_size: int, new_size: int) -> None:
    with pytest.raises(TreeRefused, match="begin"):
        consistency_proof(nodes_of(LEAVES), old_size, new_size)


@pytest.mark.parametrize(("level", "index"), [(0, 3), (1, 1), (-1, 0), (0, -1)])
def test_a_subtree_that_is_not_complete_cannot_be_read(level: int, index: int) -> None:
    with pytest.raises(TreeRefused, match="no complete subtree"):
        nodes_of(LEAVES[:3])(level, index)


def test_a_frontier_that_fits_no_tree_is_refused() -> None:
    with pytest.raises(TreeRefused, match="subtrees"):
        Frontier(3, (LEAVES[0],))
    with pytest.raises(TreeRefused, match="subtrees"):
        Frontier(-1, (LEAVES[0],))
    with pytest.raises(TreeRefused, match="32 bytes"):
        Frontier(1, (b"short",))


NO_HASHES = (None, b"", b"x" * 31, b"x" * 33, "x" * 32, 7, bytearray(32), [], object())
NO_NUMBERS = (None, -1, 1.0, "1", b"1", True, 1 << 64, 10**4000, [], object())
NO_PROOFS = (None, 7, "x" * 32, b"x" * 32, {}, iter([]), [None], ["x" * 32], [b"x"], [[b"x" * 32]])


def test_an_inclusion_that_is_no_proof_at_all_is_refused_and_nothing_raises() -> None:
    proof = inclusion_proof(nodes_of(LEAVES), 2, 5)
    right = (LEAVES[2], 2, 5, proof, root(LEAVES[:5]))
    assert verify_inclusion(*right)
    assert verify_inclusion(LEAVES[2], 2, 5, tuple(proof), root(LEAVES[:5]))
    nonsense = (NO_HASHES, NO_NUMBERS, NO_NUMBERS, NO_PROOFS, NO_HASHES)
    for place, wrongs in enumerate(nonsense):
        for wrong in wrongs:
            assert verify_inclusion(*right[:place], wrong, *right[place + 1 :]) is False


def test_a_consistency_that_is_no_proof_at_all_is_refused_and_nothing_raises() -> None:
    right = (3, 5, consistency_proof(nodes_of(LEAVES), 3, 5), root(LEAVES[:3]), root(LEAVES[:5]))
    assert verify_consistency(*right)
    nonsense = (NO_NUMBERS, NO_NUMBERS, NO_PROOFS, NO_HASHES, NO_HASHES)
    for place, wrongs in enumerate(nonsense):
        for wrong in wrongs:
            assert verify_consistency(*right[:place], wrong, *right[place + 1 :]) is False


@pytest.mark.parametrize("length", range(70))
def test_proofs_of_any_length_for_the_largest_tree_are_judged_without_raising(length: int) -> None:
    most = (1 << 64) - 1
    proof = [bytes(32)] * length
    assert not verify_inclusion(bytes(32), most - 1, most, proof, bytes(32))
    assert not verify_inclusion(bytes(32), 0, most, proof, bytes(32))
    assert not verify_consistency(1 << 63, most, proof, bytes(32), bytes(32))
    assert not verify_consistency((1 << 63) - 1, most, proof, bytes(32), bytes(32))


def test_the_proofs_parameters_have_the_names_that_other_tools_call_them_by() -> None:
    from inspect import signature

    names = ["leaf_hash", "index", "size", "proof", "root"]
    assert list(signature(verify_inclusion).parameters) == names
    names = ["old_size", "new_size", "proof", "old_root", "new_root"]
    assert list(signature(verify_consistency).parameters) == names
