"""Checkpoints and signed notes: what verifies, and everything that must not."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust import Checkpoint, NoteRefused, NoteSignature, SignedNote, VerifierKey
from lucai_trust.checkpoint import sign, verify

ORIGIN = "log.lucai.example/2026"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
LOG = VerifierKey.of(ORIGIN, KEY)
HEAD = Checkpoint(ORIGIN, 70_300, bytes(range(32)))
SIGNED = sign(HEAD, ORIGIN, KEY)


def test_a_checkpoint_is_spelt_as_its_specification_says() -> None:
    text = f"{ORIGIN}\n70300\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert HEAD.text == text
    assert SIGNED.startswith(f"{text}\n— {ORIGIN} ")
    assert Checkpoint.parse(text) == HEAD


def test_the_go_note_package_key_verifies_its_own_published_note() -> None:
    # The example of golang.org/x/mod/sumdb/note, made by an independent implementation.
    key = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = SignedNote.parse(
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZIn"
        "NIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n".encode()
    )
    assert note.signers([key]) == [key]


def test_a_signed_checkpoint_is_read_back() -> None:
    assert verify(SIGNED, LOG) == HEAD
    assert SignedNote.parse(SIGNED).encode() == SIGNED
    assert verify(SIGNED.encode(), LOG) == HEAD


def test_extension_lines_are_signed_and_kept() -> None:
    extended = Checkpoint(ORIGIN, 1, bytes(32), ("sm3 0011",))
    assert verify(sign(extended, ORIGIN, KEY), LOG) == extended


def test_a_log_may_sign_under_a_name_that_is_not_its_origin() -> None:
    signed = sign(HEAD, "platform", KEY)
    platform = VerifierKey.of("platform", KEY)
    assert verify(signed, platform, origin=ORIGIN) == HEAD
    with pytest.raises(NoteRefused, match="speaks for"):
        verify(signed, platform)


def test_signatures_of_unknown_keys_are_ignored_and_kept() -> None:
    note = SignedNote.parse(SIGNED)
    other = NoteSignature("witness.example/jn", b"\xff\x00\x01\x02", b"another algorithm")
    both = SignedNote(note.text, (other, *note.signatures)).with_signature("w", OTHER_KEY)
    assert verify(both.encode(), LOG) == HEAD
    assert len(SignedNote.parse(both.encode()).signatures) == 3


def test_a_key_that_signed_twice_counts_once() -> None:
    twice = SignedNote.parse(SIGNED).with_signature(ORIGIN, KEY)
    assert twice.signers([LOG]) == [LOG]


def test_a_changed_text_is_refused() -> None:
    with pytest.raises(NoteRefused, match="false"):
        verify(SIGNED.replace("70300", "70301"), LOG)


def test_a_checkpoint_of_another_key_is_refused() -> None:
    with pytest.raises(NoteRefused, match="no signature"):
        verify(SIGNED, VerifierKey.of(ORIGIN, OTHER_KEY))


def _line(raw: bytes, name: str = ORIGIN) -> bytes:
    return f"— {name} ".encode() + base64.b64encode(raw) + b"\n"


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"text\n\n",
        b"text\n",
        b"text\n\nno dash AAAAAAAA\n",
        "text\n\n— onlyname\n".encode(),
        "text\n\n—  AAAAAAAA\n".encode(),
        "text\n\n— a+b AAAAAAAA\n".encode(),
        "text\n\n— a\u3000b AAAAAAAA\n".encode(),
        "text\n\n— a !!!\n".encode(),
        "text\n\n— a AAAAAAB=\n".encode(),
        "text\n\n— a 签\n".encode(),
        b"text\n\n" + _line(b"1234"),
        b"te\x00xt\n\n" + _line(b"12345"),
        b"text\n\n" + _line(b"12345")[:-1],
        b"text\n\n" + _line(b"12345") * 101,
        b"\xff\n\n" + _line(b"12345"),
    ],
)
def test_a_malformed_note_is_refused(encoded: bytes) -> None:
    with pytest.raises(NoteRefused):
        SignedNote.parse(encoded)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n1\n",
        "origin\n01\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n٣\n" + "A" * 43 + "=\n",
        "\n1\n" + "A" * 43 + "=\n",
        "origin\n1\nAAAA\n",
        "origin\n1\n" + "A" * 43 + "=",
        "origin\n1\n" + "A" * 43 + "=\n\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        Checkpoint.parse(text)


def test_an_impossible_head_cannot_be_made() -> None:
    for origin, size, root, extensions in (
        ("", 1, bytes(32), ()),
        ("a\nb", 1, bytes(32), ()),
        ("a", -1, bytes(32), ()),
        ("a", 1, bytes(31), ()),
        ("a", 1, bytes(32), ("",)),
        ("a", 1, bytes(32), ("x\ny",)),
    ):
        with pytest.raises(NoteRefused):
            Checkpoint(origin, size, root, extensions)
    with pytest.raises(NoteRefused, match="line end"):
        SignedNote("no line end", ())


def test_a_verifier_key_is_read_back_and_its_id_checked() -> None:
    assert VerifierKey.parse(LOG.encode()) == LOG
    name, _, encoded = LOG.encode().split("+", 2)
    for text in (
        f"{name}+00000000+{encoded}",
        encoded,
        f"{name}+{LOG.key_id.hex()}+{base64.b64encode(bytes(33)).decode()}",
        f"{name}+{LOG.key_id.hex()}+",
    ):
        with pytest.raises(NoteRefused):
            VerifierKey.parse(text)


def test_a_public_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(NoteRefused, match="public key"):
        VerifierKey("a", bytes(31))
