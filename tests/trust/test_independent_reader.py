"""The log as another program reads it: tlog-scales, written by others for C2SP logs."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import MLDSA44CosignatureSigner, Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint
from tlog_scales.tlog import InclusionProofInvalid

from lucai_trust import (
    ENTRIES,
    Checkpoint,
    Frontier,
    NoteSignature,
    SignedNote,
    Tile,
    VerifierKey,
    consistency_proof,
    edge_tiles,
    encode_bundle,
    grow,
    inclusion_proof,
    leaf_hash,
    nodes_in_tiles,
    verify_consistency,
    verify_inclusion,
)
from lucai_trust.cosignature import CosignerKey, cosign, cosignatures

ORIGIN, WITNESS = "log.lucai.example/2026", "witness.example/jn"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
KEYS = (
    Ed25519PrivateKey.from_private_bytes(b"W" * 32),
    MLDSA44PrivateKey.from_seed_bytes(b"W" * 32),
)
SIZE, OLD_SIZE = 66_010, 65_530
ENTRY = [f"entry {number}".encode() for number in range(SIZE)]
LEAVES = [leaf_hash(entry) for entry in ENTRY]
TIME = 1_700_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of ours, grown in two steps and written as files."""
    folder = tmp_path_factory.mktemp("log")
    kept: dict[Tile, bytes] = {}
    for old, new in ((0, OLD_SIZE), (OLD_SIZE, SIZE)):
        edges = {tile.level: kept[tile] for tile in edge_tiles(old)}
        kept |= {each.tile: each.content for each in grow(old, edges, LEAVES[old:new])}
    for tile, content in kept.items():
        store(folder / tile.path, content)
        if tile.level == 0:
            first = tile.index * 256
            bundle = encode_bundle(ENTRY[first : first + tile.width])
            store(folder / Tile(ENTRIES, tile.index, tile.width).path, bundle)
    store(folder / "checkpoint", signed().encode().encode())
    return folder


def store(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def signed() -> SignedNote:
    """The head, signed by the log, by both keys of a witness, and in a way nobody knows."""
    head = Checkpoint(ORIGIN, SIZE, Frontier().extend(LEAVES).root())
    note = SignedNote(head.text, ()).with_signature(ORIGIN, LOG_KEY)
    own = NoteSignature(ORIGIN, b"\xff\x01\x02\x03", b"a national algorithm")
    lines = [cosign(head.text, WITNESS, key, TIME) for key in KEYS]
    return SignedNote(note.text, (*note.signatures, own, *lines))


def test_it_finds_the_same_root_entries_and_signatures(folder: Path) -> None:
    reader = TilesReader(LocalBackend(folder))
    theirs = reader.get_checkpoint()
    assert reader.calculate_root_hash() == theirs.root_hash == Checkpoint.parse(signed().text).root
    assert [reader.get_entry(at) for at in (0, 255, 256, SIZE - 1)] == [
        ENTRY[at] for at in (0, 255, 256, SIZE - 1)
    ]
    keys = [VerifierKey.of(ORIGIN, LOG_KEY).encode()]
    keys += [CosignerKey.of(WITNESS, key).encode() for key in KEYS]
    for key in keys:
        theirs.verify(Vkey.from_string(key))
        altered = signed().encode().replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n")
        with pytest.raises(InvalidSignature):
            TheirCheckpoint.from_text(altered).verify(Vkey.from_string(key))


def test_its_proofs_are_ours_and_ours_are_its(folder: Path) -> None:
    reader = TilesReader(LocalBackend(folder))
    root = reader.get_checkpoint().root_hash
    read = nodes_in_tiles(lambda tile: (folder / tile.path).read_bytes(), SIZE)
    for index in (0, 1, 255, 256, 40_000, 65_535, 65_536, SIZE - 1):
        theirs = reader.get_inclusion_proof(index, SIZE)
        theirs.check(LEAVES[index], root)
        assert theirs.node_hashes == inclusion_proof(read, index, SIZE)
        assert verify_inclusion(LEAVES[index], index, SIZE, theirs.node_hashes, root)
        with pytest.raises(InclusionProofInvalid):
            theirs.check(leaf_hash(b"another"), root)
    for old in (1, 256, 65_536, OLD_SIZE, SIZE):
        grown = reader.get_consistency_proof(old, SIZE)
        old_root = Frontier().extend(LEAVES[:old]).root()
        grown.check(old_root, root)
        assert grown.node_hashes == consistency_proof(read, old, SIZE)
        assert verify_consistency(old, SIZE, grown.node_hashes, old_root, root)


def test_we_believe_its_witness_as_it_believes_ours() -> None:
    theirs = TheirCheckpoint.from_text(signed().encode())
    line = MLDSA44CosignatureSigner("w.example/qd", KEYS[1]).sign(theirs).serialize()
    key = CosignerKey.of("w.example/qd", KEYS[1])
    (word,) = cosignatures(SignedNote.parse(f"{signed().text}\n{line}\n"), [key])
    assert word.time > TIME
