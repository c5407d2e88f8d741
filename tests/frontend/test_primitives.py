"""Hashes, ciphers, SM2, wraps and the log's proofs are the same in TypeScript and in Python."""

import random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust import checkpoint, encoding, merkle
from lucai_trust.digest import Algorithm, digest
from lucai_trust.errors import CiphertextRefused, EncodingRefused
from lucai_trust.gm import PrivateKey
from lucai_trust.gm.curve import N
from lucai_trust.suites import suite_named
from tests.frontend.engines import Engine, EngineError

DICE = random.Random(20260212)
# Around one block, around the module's pair of blocks, and past its buffer of 1 MiB.
LENGTHS = (0, 1, 15, 16, 17, 31, 32, 33, 47, 64, 1000, 4097)
SECRET = bytes(range(64))


@pytest.fixture(params=["GM1", "INTL1"])
def suite(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_hashes_agree_with_python(engine: Engine, algorithm: Algorithm) -> None:
    for length in LENGTHS:
        content = DICE.randbytes(length)
        assert engine.call("digest", {"hash": algorithm, "bytes": content.hex()}) == (
            digest(content, algorithm=algorithm).hex()
        )


def test_sm4_gcm_gives_the_answer_of_rfc_8998(engine: Engine) -> None:
    given = {
        "key": "0123456789abcdeffedcba9876543210",
        "nonce": "00001234567800000000abcd",
        "header": "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    }
    text = "".join(2 * pair * 8 for pair in ("a", "b", "c", "d", "e", "f", "e", "a"))
    sealed = (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )

    assert engine.call("sm4Seal", given | {"text": text}) == sealed
    assert engine.call("sm4Open", given | {"sealed": sealed}) == text
    assert engine.call("sm4Open", given | {"sealed": sealed, "header": ""}) is None


def test_ciphers_agree_with_python_at_every_length(engine: Engine, suite: str) -> None:
    ours = suite_named(suite)
    key, nonce = DICE.randbytes(ours.key_size), DICE.randbytes(12)
    where = {"suite": suite, "key": key.hex(), "nonce": nonce.hex()}
    for length in (*LENGTHS, (1 << 20) + 17):
        text = DICE.randbytes(length)
        sealed = ours.encrypt(key, nonce, text)
        assert engine.call("seal", where | {"text": text.hex()}) == sealed.hex()
        assert engine.call("open", where | {"sealed": sealed.hex()}) == text.hex()


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_flipped_bit_does_not_open(engine: Engine, suite: str, place: int) -> None:
    ours = suite_named(suite)
    key, nonce = bytes(ours.key_size), bytes(12)
    sealed = bytearray(ours.encrypt(key, nonce, bytes(100)))
    sealed[place] ^= 1
    given = {"suite": suite, "key": key.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}

    assert engine.call("open", given) is None
    assert engine.call("open", given | {"sealed": "00" * 15}) is None


def test_signatures_are_accepted_in_both_directions(engine: Engine, suite: str) -> None:
    ours = suite_named(suite)
    theirs = engine.call("keys", {"suite": suite})["signing"]
    signer = ours.signer()
    for message in (b"", "报价 9,000.00 元".encode(), DICE.randbytes(1000)):
        made = engine.call(
            "sign",
            {"suite": suite, "privateKey": theirs["privateKey"], "message": message.hex()},
        )
        assert ours.verifies(bytes.fromhex(theirs["publicKey"]), message, bytes.fromhex(made))
        given = {"suite": suite, "publicKey": signer.public.hex(), "message": message.hex()}
        signature = signer.sign(message).hex()
        assert engine.call("verify", given | {"signature": signature}) is True
        assert engine.call("verify", given | {"signature": signature, "message": "ff"}) is False


def test_malformed_sm2_signatures_are_false_and_throw_nothing(engine: Engine) -> None:
    key = PrivateKey(bytes([7]) * 32)
    good = key.sign(b"x")
    r, s = (int.from_bytes(each, "big") for each in _two_integers(good))
    given = {"publicKey": key.public_key.point.hex(), "message": b"x".hex()}
    bad = [
        good + b"\0", good[:-1], b"", b"\x30\x00", _spell(0, s), _spell(r, 0), _spell(r + N, s),
        _spell(r, N), _spell(r, s, padding=b"\0"), b"\x30\x81" + good[1:],
    ]  # fmt: skip

    assert engine.call("sm2Verify", given | {"signature": _spell(r, s).hex()}) is True
    for signature in bad:
        assert engine.call("sm2Verify", given | {"signature": signature.hex()}) is False
    for public in ("04" + "01" * 64, "02" + given["publicKey"][2:66], "", "00"):
        wrong = {"publicKey": public, "signature": good.hex()}
        assert engine.call("sm2Verify", given | wrong) is False


def test_wraps_open_in_both_directions_and_in_their_context_only(
    engine: Engine, suite: str
) -> None:
    ours = suite_named(suite)
    theirs = engine.call("keys", {"suite": suite})["opening"]
    opener, context = ours.opener(), b"this envelope, this holder"
    made = engine.call(
        "wrap",
        {
            "suite": suite, "publicKey": opener.public.hex(),
            "secret": SECRET.hex(), "context": context.hex(),
        },
    )  # fmt: skip
    back = ours.wrap(bytes.fromhex(theirs["publicKey"]), SECRET, context).hex()
    given = {"suite": suite, "privateKey": theirs["privateKey"], "wrapped": back}

    assert opener.unwrap(bytes.fromhex(made), context) == SECRET
    with pytest.raises(CiphertextRefused):
        opener.unwrap(bytes.fromhex(made), b"another")
    assert engine.call("unwrap", given | {"context": context.hex()}) == SECRET.hex()
    assert engine.call("unwrap", given | {"context": "00"}) is None
    for broken in (back[:-2], "30" + back[2:-2] + "00", ""):
        assert engine.call("unwrap", given | {"context": context.hex(), "wrapped": broken}) is None


def test_nobody_wraps_to_what_is_no_key(engine: Engine) -> None:
    with pytest.raises(EngineError, match="not an SM2 public key"):
        engine.call(
            "wrap",
            {"suite": "GM1", "publicKey": "04" + "01" * 64, "secret": "00", "context": ""},
        )


VALUES: list[Any] = [
    {"乙": 1, "a": [True, None, '\n"\\\u0007é😀'], "\ufb33": "", "😀": {}},
    {"z": 2**53 - 1, "A": -1, "": []},
]


@pytest.mark.parametrize("value", VALUES)
def test_canonical_json_is_the_same_bytes(engine: Engine, value: Any) -> None:
    spelt = encoding.canonical(value)

    assert engine.call("canonical", {"value": value}).encode() == spelt
    assert engine.call("parseCanonical", {"bytes": spelt.hex()}) == value


@pytest.mark.parametrize(
    "encoded",
    [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1.5}', b'{"a":1e2}', b"[1", b'"\xff"', b"[-0]",
     b'{"a":1,"a":1}', b'["\\u0041"]', b'["\\ud800"]', b"[9007199254740992]"],
)  # fmt: skip
def test_json_that_could_be_spelt_otherwise_is_refused(engine: Engine, encoded: bytes) -> None:
    with pytest.raises(EncodingRefused):
        encoding.parse_canonical(encoded)
    with pytest.raises(EngineError):
        engine.call("parseCanonical", {"bytes": encoded.hex()})


def test_inclusion_and_consistency_proofs_hold_for_every_leaf_of_small_trees(
    engine: Engine,
) -> None:
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(13)]
    roots = [merkle.root(leaves[:size]) for size in range(14)]
    read = merkle.nodes_of(leaves)
    spelt = [leaf.hex() for leaf in leaves]
    assert engine.call("rootOf", {"leaves": spelt}) == roots[13].hex()
    for index in range(13):
        proof = [each.hex() for each in merkle.inclusion_proof(read, index, 13)]
        given = {"leaf": spelt[index], "index": index, "size": 13, "proof": proof}
        assert engine.call("isIncluded", given | {"root": roots[13].hex()}) is True
        assert engine.call("isIncluded", given | {"root": roots[12].hex()}) is False
        elsewhere = {"root": roots[13].hex(), "index": (index + 1) % 13}
        assert engine.call("isIncluded", given | elsewhere) is False
    for size in range(1, 14):
        proof = [each.hex() for each in merkle.consistency_proof(read, size, 13)]
        given = {"oldSize": size, "newSize": 13, "proof": proof, "newRoot": roots[13].hex()}
        assert engine.call("isConsistent", given | {"oldRoot": roots[size].hex()}) is True
        assert engine.call("isConsistent", given | {"oldRoot": roots[size - 1].hex()}) is False


def test_a_checkpoint_is_read_when_its_log_signed_it(engine: Engine) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes([5]) * 32)
    head = checkpoint.Checkpoint("log.example/2026", 70300, bytes(range(32)))
    note = checkpoint.sign(head, head.origin, key)
    spelt = checkpoint.VerifierKey.of(head.origin, key).encode()

    assert engine.call("openCheckpoint", {"note": note, "key": spelt}) == {
        "origin": head.origin, "size": head.size, "root": head.root.hex(),
    }  # fmt: skip
    for changed in (note.replace("70300", "70301"), note.replace("\n\n", "\n"), note + "\n"):
        with pytest.raises(EngineError):
            engine.call("openCheckpoint", {"note": changed, "key": spelt})


def _two_integers(signature: bytes) -> tuple[bytes, bytes]:
    size = signature[3]
    return signature[4 : 4 + size], signature[6 + size :]


def _spell(r: int, s: int, padding: bytes = b"") -> bytes:
    """Spell a signature; padding in front of an integer makes it longer than it needs to be."""
    numbers = b""
    for number in (r, s):
        digits = padding + number.to_bytes(number.bit_length() // 8 + 1, "big")
        numbers += bytes([2, len(digits)]) + digits
    return bytes([0x30, len(numbers)]) + numbers
