"""The file that proves an entry to be in the log."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust.checkpoint import Checkpoint, SignedNote, VerifierKey
from lucai_trust.errors import NoteRefused, ProofRefused
from lucai_trust.merkle import inclusion_proof, leaf_hash, nodes_of, root
from lucai_trust.policy import WitnessPolicy
from lucai_trust.proof import LogProof

KEY = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
LEAVES = [leaf_hash(bytes([number])) for number in range(11)]
POLICY = WitnessPolicy.parse(f"log {VerifierKey.of('log', KEY).encode()}\nquorum none\n")


def proof(index: int = 4, extra: bytes = b"") -> LogProof:
    head = Checkpoint("log", len(LEAVES), root(LEAVES))
    note = SignedNote(head.text, ()).with_signature("log", KEY)
    return LogProof(index, tuple(inclusion_proof(nodes_of(LEAVES), index, 11)), note, extra)


@pytest.mark.parametrize("extra", [b"", b"more"])
def test_a_proof_is_read_back_and_verified(extra: bytes) -> None:
    for index, leaf in enumerate(LEAVES):
        read = LogProof.parse(proof(index, extra).encode().encode())
        assert read == proof(index, extra)
        assert read.holds(leaf)
        assert read.verify(leaf, POLICY).checkpoint.size == 11


def test_a_proof_is_spelt_as_its_specification_says() -> None:
    header, extra, index, *path = proof(extra=b"x").encode().split("\n\n")[0].split("\n")
    assert (header, extra, index) == ("c2sp.org/tlog-proof@v1", "extra eA==", "index 4")
    assert [len(line) for line in path] == [44] * 4
    assert proof().encode().endswith(proof().note.encode())


def test_a_proof_of_one_entry_has_no_path() -> None:
    head = Checkpoint("log", 1, LEAVES[0])
    alone = LogProof(0, (), SignedNote(head.text, ()).with_signature("log", KEY))
    assert LogProof.parse(alone.encode()).holds(LEAVES[0])


def test_another_entry_or_place_is_not_proven() -> None:
    assert not proof().holds(LEAVES[5])
    assert not LogProof(5, proof().path, proof().note).holds(LEAVES[4])
    assert not LogProof(4, proof().path, SignedNote("no head\n", ())).holds(LEAVES[4])
    with pytest.raises(ProofRefused, match="path"):
        proof().verify(LEAVES[5], POLICY)


def test_a_checkpoint_of_another_log_does_not_count() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    policy = WitnessPolicy.parse(f"log {VerifierKey.of('log', other).encode()}\nquorum none\n")
    with pytest.raises(NoteRefused):
        proof().verify(LEAVES[4], policy)


TEXT = proof(extra=b"x").encode()
HASH = TEXT.split("\n")[3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT.replace("@v1", "@v2"),
        TEXT.replace("index 4", "index 04"),
        TEXT.replace("index 4", "index -4"),
        TEXT.replace("index 4\n", ""),
        TEXT.replace("extra eA==", "extra eA"),
        TEXT.replace("extra eA==\n", "extra eA==\nextra eA==\n"),
        TEXT.replace(HASH, HASH[:-4]),
        TEXT.replace(HASH, "!" * 44),
        TEXT.replace(HASH, "\n".join([HASH] * 64)),
        TEXT.partition("\n\n")[0] + "\n\n",
        "c2sp.org/tlog-proof@v1",
        TEXT.partition("\n\n— ")[0] + "\n",
    ],
)
def test_a_malformed_proof_is_refused(text: str) -> None:
    with pytest.raises(ProofRefused):
        LogProof.parse(text)


def test_a_proof_that_is_no_utf8_is_refused() -> None:
    with pytest.raises(ProofRefused):
        LogProof.parse(b"\xff")
