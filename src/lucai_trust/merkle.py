"""The Merkle tree of RFC 6962: hashes, roots, proofs and their verification.

Proofs are made from complete subtrees, addressed ``(level, index)``: level 0 are the leaf hashes,
``(1, 3)`` is the node over leaves 6 and 7. Where they are stored is the caller's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.errors import TreeRefused

EMPTY_ROOT = sha256(b"").digest()

_BEYOND_ANY_LOG = 1 << 64

NodeReader = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Hash one log entry (RFC 6962 §2.1: ``SHA-256(0x00 ‖ entry)``)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children into their parent (RFC 6962 §2.1: ``SHA-256(0x01 ‖ left ‖ right)``)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: the roots of its complete subtrees, largest first.

    It is all that is needed to append and to know the root: at most one hash a bit of the size.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.nodes) != self.size.bit_count():
            raise TreeRefused(
                f"a tree of {self.size} entries does not have {len(self.nodes)} subtrees"
            )
        if any(len(each) != DIGEST_SIZE for each in self.nodes):
            raise TreeRefused(f"every hash of a tree is {DIGEST_SIZE} bytes")

    def append(self, leaf: bytes) -> Frontier:
        """Return the frontier with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """Return the frontier with more leaf hashes, in order."""
        size, nodes = self.size, list(self.nodes)
        for leaf in leaves:
            merged, complete = leaf, size
            while complete & 1:
                merged = node_hash(nodes.pop(), merged)
                complete >>= 1
            nodes.append(merged)
            size += 1
        return Frontier(size, tuple(nodes))

    def root(self) -> bytes:
        """Return the tree head: the subtrees folded from the right (RFC 6962 §2.1)."""
        if not self.nodes:
            return EMPTY_ROOT
        *others, folded = self.nodes
        for left in reversed(others):
            folded = node_hash(left, folded)
        return folded


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the tree head over leaf hashes (RFC 6962 §2.1)."""
    return Frontier().extend(leaves).root()


def root_of_nodes(read: NodeReader, size: int) -> bytes:
    """Return the tree head of the first ``size`` leaves from stored subtrees."""
    return _range_root(read, 0, size) if size else EMPTY_ROOT


def nodes_of(leaves: Sequence[bytes]) -> NodeReader:
    """Read complete subtrees of a tree held in memory."""

    def read(level: int, index: int) -> bytes:
        if level < 0 or index < 0 or (index + 1) << level > len(leaves):
            raise TreeRefused(f"no complete subtree ({level}, {index}) in {len(leaves)} leaves")
        return root(leaves[index << level : (index + 1) << level])

    return read


def inclusion_proof(read: NodeReader, index: int, size: int) -> list[bytes]:
    """Prove that leaf ``index`` is in the tree of ``size`` leaves (RFC 6962 §2.1.1)."""
    if not 0 <= index < size:
        raise TreeRefused(f"leaf {index} is not in a tree of {size}")
    proof: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_range_root(read, middle, high))
            high = middle
        else:
            proof.append(_range_root(read, low, middle))
            low = middle
    return proof[::-1]


def consistency_proof(read: NodeReader, old_size: int, new_size: int) -> list[bytes]:
    """Prove that the tree of ``old_size`` begins the tree of ``new_size`` (RFC 6962 §2.1.2)."""
    if not 0 < old_size <= new_size:
        raise TreeRefused(f"a tree of {old_size} cannot be proven to begin one of {new_size}")
    proof: list[bytes] = []
    low, high = 0, new_size
    while old_size != high:
        middle = low + _split(high - low)
        if old_size <= middle:
            proof.append(_range_root(read, middle, high))
            high = middle
        else:
            proof.append(_range_root(read, low, middle))
            low = middle
    if low:
        # The verifier knows the old root itself only when it is the subtree the proof starts from.
        proof.append(_range_root(read, low, high))
    return proof[::-1]


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Check an inclusion proof (RFC 9162 §2.1.3.2).

    Whatever it is given, of whatever kind or length, the answer is yes or no: nothing raises.
    """
    return _are_hashes((), root) and root_of_path(leaf_hash, index, size, proof) == root


def root_of_path(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that an inclusion proof leads to (RFC 9162 §2.1.3.2); None: to none."""
    if not _are_sizes(index, size) or not index < size or not _are_hashes(proof, leaf_hash):
        return None
    node, last, computed = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            node, last = _past_right_edge(node, last)
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    return computed if last == 0 else None


def verify_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Check a consistency proof (RFC 9162 §2.1.4.2); an empty old tree begins nothing provable.

    Whatever it is given, of whatever kind or length, the answer is yes or no: nothing raises.
    """
    if not _are_sizes(old_size, new_size) or not _are_hashes(proof, old_root, new_root):
        return False
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    # A complete old tree is itself the first subtree, and the proof leaves it out.
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(path) and _fold_consistency(old_size, new_size, path) == (old_root, new_root)


def _fold_consistency(
    old_size: int, new_size: int, path: list[bytes]
) -> tuple[bytes, bytes] | None:
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            node, last = _past_right_edge(node, last)
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return (old, new) if last == 0 else None


def _past_right_edge(node: int, last: int) -> tuple[int, int]:
    """Climb while the node is a left child: on the right edge it is carried up unhashed."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _range_root(read: NodeReader, low: int, high: int) -> bytes:
    """Hash leaves ``low`` to ``high``; ``low`` is aligned to the range, as every split here is."""
    width = high - low
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return read(level, low >> level)
    middle = low + _split(width)
    return node_hash(_range_root(read, low, middle), _range_root(read, middle, high))


def _split(width: int) -> int:
    """Return the largest power of two smaller than ``width`` (RFC 6962 §2.1)."""
    return 1 << (width - 1).bit_length() - 1


def _are_sizes(*candidates: object) -> bool:
    """Whether these can be sizes or indices of a log: whole numbers of up to 64 bits."""
    return all(
        isinstance(each, int) and not isinstance(each, bool) and 0 <= each < _BEYOND_ANY_LOG
        for each in candidates
    )


def _are_hashes(proof: object, *others: object) -> bool:
    """Whether a proof is a list of hashes, and each of the others a hash."""
    if not isinstance(proof, list | tuple):
        return False
    return all(isinstance(each, bytes) and len(each) == DIGEST_SIZE for each in (*proof, *others))
