"""A witness policy is read in one way, and a line that is none is refused with its reason."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from lucai_trust.errors import WitnessPolicyRefused
from lucai_trust.policy import WitnessPolicy

KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(3)]
LOG = f"log {VerifierKey.of('log', KEYS[0]).encode()}\n"
ONE, OTHER = (
    f"witness {name} {CosignerKey.of(name, key).encode()}\n"
    for name, key in zip(("one", "other"), KEYS[1:], strict=True)
)


def parsed(*lines: str) -> WitnessPolicy:
    return WitnessPolicy.parse("".join(lines))


@pytest.mark.parametrize(
    ("how_many", "enough"), [("all", {"one", "other"}), ("any", {"other"}), ("1", {"one"})]
)
def test_a_group_has_witnessed_once_so_many_of_its_members_have(
    how_many: str, enough: set[str]
) -> None:
    policy = parsed(LOG, ONE, OTHER, f"group both {how_many} one other\n", "quorum both\n")
    assert policy.is_met_by(enough)
    assert not policy.is_met_by(set())
    assert policy.is_met_by({"one"}) is (how_many != "all")
    assert WitnessPolicy.parse(policy.encode()) == policy


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((LOG, ONE), "has one quorum line"),
        ((LOG, "quorum none\n", "quorum none\n"), "has one quorum line"),
        ((LOG, "oracle one\n", "quorum none\n"), "no 'oracle' lines"),
        (("log one+two+three\n", "quorum none\n"), "^log line: "),
        ((LOG, LOG, "quorum none\n"), "a log's key stands twice"),
        ((LOG, ONE, ONE.replace("one", "two", 1), "quorum none\n"), "a witness's key stands twice"),
        ((LOG, ONE, "group both 2 one\n", "quorum both\n"), "a threshold is all, any, or 1 to 1"),
        ((LOG, "quorum one\n"), "one is not defined before the quorum"),
    ],
)
def test_a_line_that_is_none_is_refused_with_its_reason(lines: tuple[str, ...], why: str) -> None:
    with pytest.raises(WitnessPolicyRefused, match=why):
        parsed(*lines)
