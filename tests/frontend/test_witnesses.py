"""The browser reads witness policies, cosignatures of both kinds and proofs as Python does."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from lucai_trust import checkpoint, cosignature, merkle
from lucai_trust.policy import WitnessPolicy
from lucai_trust.proof import LogProof
from tests.frontend.engines import Engine, EngineError

ORIGIN = "log.example/2026"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
CITIES = {f"city-{number}": Ed25519PrivateKey.generate() for number in range(1, 4)}
LATTICE = MLDSA44PrivateKey.generate()
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(5)]
HEAD = checkpoint.Checkpoint(ORIGIN, 5, merkle.root(LEAVES))
EARLY, MIDDLE, LATE = 1_772_352_000, 1_772_352_010, 1_772_352_020


def policy_text(quorum: str = "enough") -> str:
    lines = [
        f"# 示例\nlog {checkpoint.VerifierKey.of(ORIGIN, LOG_KEY).encode()} https://log.example"
    ]
    keys = {name: cosignature.CosignerKey.of(name, key) for name, key in CITIES.items()}
    lines += [f"witness {name} {key.encode()}" for name, key in keys.items()]
    lattice = cosignature.CosignerKey.of("lattice", LATTICE).encode()
    lines += [f"witness lattice {lattice}", "group cities 2 city-1 city-2 city-3"]
    return "\n".join([*lines, "group enough all cities lattice", f"quorum {quorum}", ""])


def note(**seen: int) -> checkpoint.SignedNote:
    signed = checkpoint.SignedNote(HEAD.text, ()).with_signature(ORIGIN, LOG_KEY)
    for name, time in seen.items():
        city = name.replace("_", "-")
        key = LATTICE if name == "lattice" else CITIES[city]
        line = cosignature.cosign(signed.text, city, key, time)
        signed = replace(signed, signatures=(*signed.signatures, line))
    return signed


def test_a_quorum_of_both_kinds_gives_the_same_moments(engine: Engine) -> None:
    signed = note(city_1=EARLY, city_3=LATE, lattice=MIDDLE)
    ours = WitnessPolicy.parse(policy_text()).judge(signed)

    judged = engine.call("judge", {"note": signed.encode(), "policy": policy_text()})

    assert judged == {
        "size": 5,
        "times": dict(ours.times),
        "reachedAt": ours.reached_at,
        "notBefore": ours.not_before,
    }
    assert (ours.reached_at, ours.not_before) == (LATE, EARLY)


def test_too_few_or_false_witnesses_do_not_count(engine: Engine) -> None:
    full = note(city_1=EARLY, city_2=EARLY, lattice=LATE)
    *others, last = full.signatures
    altered = bytearray(last.signature)
    altered[100] ^= 1
    forged = replace(full, signatures=(*others, replace(last, signature=bytes(altered))))
    later = bytes(7) + b"\x01" + full.signatures[1].signature[8:]
    moved = replace(
        full,
        signatures=(full.signatures[0], replace(full.signatures[1], signature=later), *others[2:]),
    )
    for refused in (note(city_1=EARLY, lattice=LATE), note(), forged, moved):
        with pytest.raises(EngineError):
            engine.call("judge", {"note": refused.encode(), "policy": policy_text()})


@pytest.mark.parametrize(
    "change",
    [("quorum enough\n", ""), ("quorum enough", "quorum nobody"), ("cities 2", "cities 4"),
     ("cities 2", "cities 0"), ("group enough", "group cities"), ("city-3\n", "city-2\n"),
     ("log ", "logs "), ("quorum enough\n", "quorum enough")],
)  # fmt: skip
def test_a_policy_that_is_none_is_refused(engine: Engine, change: tuple[str, str]) -> None:
    signed = note(city_1=EARLY, city_2=EARLY, lattice=EARLY)
    broken = policy_text().replace(*change)
    assert broken != policy_text()

    with pytest.raises(EngineError):
        engine.call("judge", {"note": signed.encode(), "policy": broken})


def test_a_proof_leads_from_its_own_leaf_only(engine: Engine) -> None:
    path = merkle.inclusion_proof(merkle.nodes_of(LEAVES), 3, 5)
    proof = LogProof(3, tuple(path), note(), b"extra").encode()

    assert engine.call("leadsFrom", {"proof": proof, "leaf": LEAVES[3].hex()}) is True
    assert engine.call("leadsFrom", {"proof": proof, "leaf": LEAVES[2].hex()}) is False
    moved = proof.replace("index 3", "index 2")
    assert engine.call("leadsFrom", {"proof": moved, "leaf": LEAVES[3].hex()}) is False
    with pytest.raises(EngineError):
        engine.call(
            "leadsFrom", {"proof": proof.replace("proof@v1", "proof@v2"), "leaf": LEAVES[3].hex()}
        )
