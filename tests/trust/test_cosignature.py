"""Cosignatures of both kinds: what counts as a witness's word, and everything that must not."""

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from lucai_trust.checkpoint import Checkpoint, NoteSignature, SignedNote
from lucai_trust.cosignature import (
    LATEST_TIME,
    Cosignature,
    CosignatureKind,
    CosignerKey,
    cosign,
    cosignatures,
    ed25519_message,
    ml_dsa_message,
)
from lucai_trust.errors import NoteRefused

HEAD = Checkpoint("example.com/behind-the-sofa", 20_852_163, bytes(range(32)))
NAME = "witness.example/jn"
KEYS = {
    CosignatureKind.ED25519: Ed25519PrivateKey.from_private_bytes(bytes(32)),
    CosignatureKind.ML_DSA_44: MLDSA44PrivateKey.from_seed_bytes(bytes(32)),
}
TIME = 1_679_315_147
BOTH = pytest.mark.parametrize("kind", list(CosignatureKind))


def note(*lines: NoteSignature) -> SignedNote:
    return SignedNote(HEAD.text, lines)


def signed(kind: CosignatureKind, time: int = TIME) -> NoteSignature:
    return cosign(HEAD.text, NAME, KEYS[kind], time)


@BOTH
def test_a_cosignature_is_read_back_with_its_time(kind: CosignatureKind) -> None:
    key = CosignerKey.of(NAME, KEYS[kind])
    read = SignedNote.parse(note(signed(kind)).encode())
    assert key.kind is kind
    assert cosignatures(read, [key]) == [Cosignature(key, TIME)]


def test_the_ed25519_kind_signs_the_lines_its_specification_shows() -> None:
    root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    text = f"example.com/behind-the-sofa\n20852163\n{root}\n"
    assert ed25519_message(text, TIME).decode().split("\n") == [
        "cosignature/v1",
        "time 1679315147",
        "example.com/behind-the-sofa",
        "20852163",
        root,
        "",
    ]


def test_the_ml_dsa_kind_signs_the_structure_its_specification_shows() -> None:
    message = ml_dsa_message("w", Checkpoint("o", 5, b"r" * 32, ("more",)).text, 3)
    assert message == (
        b"subtree/v1\n\0\x01w" + bytes(7) + b"\x03\x01o" + bytes(8) + bytes(7) + b"\x05" + b"r" * 32
    )


def test_key_ids_are_hashes_of_name_kind_and_key() -> None:
    from hashlib import sha256

    for kind in CosignatureKind:
        key = CosignerKey.of(NAME, KEYS[kind])
        spelt = NAME.encode() + b"\n" + bytes([kind]) + key.public_key
        assert key.key_id == sha256(spelt).digest()[:4]
        line = signed(kind)
        assert line.key_id == key.key_id
        assert line.signature[:8] == TIME.to_bytes(8, "big")


@BOTH
def test_a_witness_key_is_read_back_and_its_id_checked(kind: CosignatureKind) -> None:
    key = CosignerKey.of(NAME, KEYS[kind])
    assert CosignerKey.parse(key.encode()) == key
    name, _, encoded = key.encode().split("+", 2)
    for wrong in (
        f"{name}+00000000+{encoded}",
        encoded,
        f"{name}+{key.key_id.hex()}+",
        f"{name}+{key.key_id.hex()}+{base64.b64encode(bytes([1]) + key.public_key).decode()}",
        f"{name}+{key.key_id.hex()}+{base64.b64encode(bytes([kind])).decode()}",
        f"+{key.key_id.hex()}+{encoded}",
    ):
        with pytest.raises(NoteRefused):
            CosignerKey.parse(wrong)


def test_a_name_too_long_to_be_signed_is_refused() -> None:
    key = CosignerKey.of(NAME, KEYS[CosignatureKind.ED25519])
    assert replace(key, name="w" * 255)
    with pytest.raises(NoteRefused, match="255"):
        replace(key, name="证" * 86)
    with pytest.raises(NoteRefused, match="origin"):
        cosign(replace(HEAD, origin="o" * 256).text, NAME, KEYS[CosignatureKind.ML_DSA_44], TIME)


@BOTH
def test_another_text_time_or_signature_is_false_and_refuses_the_note(
    kind: CosignatureKind,
) -> None:
    key, line = CosignerKey.of(NAME, KEYS[kind]), signed(kind)
    grown = SignedNote(replace(HEAD, size=HEAD.size + 1).text, (line,))
    later = replace(line, signature=(TIME + 1).to_bytes(8, "big") + line.signature[8:])
    flipped = replace(line, signature=line.signature[:-1] + bytes([line.signature[-1] ^ 1]))
    short = replace(line, signature=line.signature[:8])
    endless = replace(line, signature=b"\xff" * 8 + line.signature[8:])
    for false in (grown, note(later), note(flipped), note(short), note(endless)):
        with pytest.raises(NoteRefused, match="false"):
            cosignatures(false, [key])


def test_a_key_accepts_no_time_outside_its_clock() -> None:
    key = CosignerKey.of(NAME, KEYS[CosignatureKind.ED25519])
    assert not key.accepts(HEAD.text, -1, bytes(64))
    assert not key.accepts(HEAD.text, LATEST_TIME + 1, bytes(64))


def test_the_ml_dsa_kind_binds_the_witness_name_and_leaves_extensions_out() -> None:
    kind = CosignatureKind.ML_DSA_44
    key, line = CosignerKey.of(NAME, KEYS[kind]), signed(kind)
    extended = SignedNote(replace(HEAD, extensions=("more",)).text, (line,))
    assert cosignatures(extended, [key]) == [Cosignature(key, TIME)]
    other = replace(key, name="witness.example/qd")
    renamed = replace(line, name=other.name, key_id=other.key_id)
    with pytest.raises(NoteRefused, match="false"):
        cosignatures(note(renamed), [other])


def test_the_ml_dsa_kind_says_nothing_of_a_text_that_is_no_checkpoint() -> None:
    key = CosignerKey.of(NAME, KEYS[CosignatureKind.ML_DSA_44])
    assert not key.accepts("no checkpoint\n", TIME, bytes(2420))
    with pytest.raises(NoteRefused):
        cosign("no checkpoint\n", NAME, KEYS[CosignatureKind.ED25519], TIME)


def test_lines_of_unknown_keys_are_passed_over_and_the_latest_word_counts() -> None:
    ed25519 = CosignerKey.of(NAME, KEYS[CosignatureKind.ED25519])
    lines = [signed(kind, time) for kind in CosignatureKind for time in (TIME + 5, TIME)]
    assert cosignatures(note(*lines), [ed25519]) == [Cosignature(ed25519, TIME + 5)]
    assert cosignatures(note(*lines), []) == []


def test_a_signature_without_a_time_is_no_word_about_growth() -> None:
    kind = CosignatureKind.ML_DSA_44
    key = CosignerKey.of(NAME, KEYS[kind])
    timeless = KEYS[kind].sign(ml_dsa_message(NAME, HEAD.text, 0))
    assert cosignatures(note(NoteSignature(NAME, key.key_id, bytes(8) + timeless)), [key]) == []


@pytest.mark.parametrize("time", [0, -1, LATEST_TIME + 1])
def test_nobody_cosigns_at_no_time(time: int) -> None:
    with pytest.raises(NoteRefused, match="time"):
        signed(CosignatureKind.ED25519, time)


def test_a_name_that_is_no_unicode_is_refused() -> None:
    key = CosignerKey.of(NAME, KEYS[CosignatureKind.ED25519])
    for name in ("a\udcff", "a b", "a+b", ""):
        with pytest.raises(NoteRefused):
            replace(key, name=name)
