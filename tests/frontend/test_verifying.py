"""The second verifier judges a package claim by claim, and finds what is tampered with."""

import json
from collections.abc import Callable

import pytest

from lucai_trust.encoding import canonical
from lucai_trust.envelope.registry import dummy_leaf
from lucai_trust.suites import SUITES
from tests.frontend.bidding import World
from tests.frontend.engines import Engine, EngineError
from tests.frontend.packages import PackageMaker

Change = Callable[[PackageMaker], object]


@pytest.fixture(params=list(SUITES.values()), ids=list(SUITES))
def maker(request: pytest.FixtureRequest) -> PackageMaker:
    return PackageMaker(World(request.param)).make()


def verdicts(engine: Engine, archive: bytes, **more: str) -> dict[str, str]:
    """Return each claim's verdict; a failure says why, so that a test can show it."""
    findings = engine.call("judgePackage", {"archive": archive.hex()} | more)
    return {
        each["id"]: each["verdict"] + (f": {each['why']}" if each["verdict"] == "failed" else "")
        for each in findings
    }


def failed(engine: Engine, archive: bytes) -> set[str]:
    judged = verdicts(engine, archive)
    return {claim for claim, verdict in judged.items() if verdict.startswith("failed")}


def test_every_claim_of_a_good_package_is_borne_out(engine: Engine, maker: PackageMaker) -> None:
    expected = dict.fromkeys([f"P{number}" for number in range(1, 13)], "passed") | {"P7": "absent"}

    assert verdicts(engine, maker.archive()) == expected


def swap_prices(maker: PackageMaker) -> None:
    record = json.loads(maker.files["record.json"])
    first, second = record["bids"]
    first["fen"], second["fen"] = second["fen"], first["fen"]
    maker.files["record.json"] = canonical(record)


def drop_bid(maker: PackageMaker) -> None:
    del maker.index["envelopes"][0]


def lose_leaf(maker: PackageMaker) -> None:
    registry = maker.index["registry"]
    dummy = dummy_leaf(bytes.fromhex(registry["dummies"][0])).hex()
    registry["leaves"][registry["leaves"].index(dummy)] = "00" * 32


def lie_about_a_key(maker: PackageMaker) -> None:
    parts = maker.index["envelopes"][0]["parts"]
    parts[0]["key"] = maker.index["envelopes"][1]["parts"][0]["key"]


def unsign_a_release(maker: PackageMaker) -> None:
    signed = json.loads(maker.files["bid-1/release-0.json"])
    other = json.loads(maker.files["bid-1/release-1.json"])
    signed["signatures"] = other["signatures"]
    maker.files["bid-1/release-0.json"] = canonical(signed)


def forget_consistency(maker: PackageMaker) -> None:
    maker.index["consistency"].pop()


def hide_the_withdrawal(maker: PackageMaker) -> None:
    maker.index["envelopes"][2]["claim"] = None


def forge_the_withdrawal(maker: PackageMaker) -> None:
    signed = json.loads(maker.files["bid-3/claim.json"])
    signed["signatures"][0]["value"] = "00"
    maker.files["bid-3/claim.json"] = canonical(signed)


def another_policy_entry(maker: PackageMaker) -> None:
    maker.index["policies"][0] |= {
        name: maker.index["registry"][name] for name in ("entry", "proof")
    }


TAMPERED: list[tuple[Change, set[str]]] = [
    (swap_prices, {"P12"}),
    (drop_bid, {"P9", "P11", "P12"}),
    (lose_leaf, {"P9"}),
    (lie_about_a_key, {"P5", "P12"}),
    (unsign_a_release, {"P6"}),
    (forget_consistency, {"P11"}),
    (hide_the_withdrawal, {"P9", "P10"}),
    (forge_the_withdrawal, {"P9"}),
    (another_policy_entry, {"P1", "P11"}),
]


@pytest.mark.parametrize(
    ("change", "expected"), TAMPERED, ids=[change.__name__ for change, _ in TAMPERED]
)
def test_what_is_tampered_with_fails_its_claims_and_no_others(
    engine: Engine, maker: PackageMaker, change: Change, expected: set[str]
) -> None:
    assert failed(engine, maker.archive(change)) == expected


@pytest.mark.nightly
def test_one_flipped_bit_in_any_file_fails_a_claim(
    node_engine: Engine, maker: PackageMaker
) -> None:
    kept = dict(maker.files)
    for name in kept:
        if name == "trust.json":
            continue
        maker.flip(name)
        assert failed(node_engine, maker.archive()), name
        maker.files = dict(kept)


def test_a_wrong_share_is_the_fault_of_its_holder_and_nobody_elses(
    engine: Engine, maker: PackageMaker
) -> None:
    packed = maker.index["envelopes"][0]
    witnesses = [name for name in packed["releases"] if _holder(maker, name) == "witness-1"]
    packed |= {"headerKey": None, "parts": []}
    packed["releases"] = [each for each in packed["releases"] if each not in witnesses]
    record = json.loads(maker.files["record.json"])
    record["bids"] = record["bids"][1:]
    maker.files["record.json"] = canonical(record)
    absent = {"culprit": "absent-holder", "holders": ["witness-1", "witness-2"]}
    packed["fault"] = absent
    true = verdicts(engine, maker.archive())
    packed["fault"] = {"culprit": "bidder", "holders": []}

    assert {claim for claim, verdict in true.items() if verdict != "passed"} == set()
    assert failed(engine, maker.archive()) == {"P7"}


def test_a_package_proves_nothing_to_who_trusts_other_keys(
    engine: Engine, maker: PackageMaker
) -> None:
    other = json.loads(maker.trust())
    other["platformKeys"] = ["07" * 32]
    judged = verdicts(engine, maker.archive(), trust=canonical(other).hex())

    assert judged["P2"].startswith("failed")
    assert judged["P5"].startswith("failed")
    assert judged["P1"] == "passed"


def test_without_roots_nobody_says_whose_a_certificate_is(
    engine: Engine, maker: PackageMaker
) -> None:
    trust = canonical(json.loads(maker.trust()) | {"roots": []}).hex()

    assert verdicts(engine, maker.archive(), trust=trust)["P4"] == "absent"


def test_rules_seen_only_after_the_deadline_were_not_public(engine: Engine) -> None:
    late = LateMaker(World(SUITES["GM1"])).make()

    assert failed(engine, late.archive()) == {"P1"}


class LateMaker(PackageMaker):
    """A platform that publishes the rules with the opening."""

    def _publish(self) -> None:
        self.files["policy-1.json"] = self.world.policy.encode()

    def _seal(self, leaves: list[bytes]) -> None:
        super()._seal(leaves)
        body = {"openingPolicy": self.world.policy.hash.hex()}
        logged = self._logged("policy-1", body, self.deadline)
        self.index["policies"] = [{"policy": "policy-1.json", **logged}]


def test_what_is_no_package_is_not_judged(engine: Engine) -> None:
    with pytest.raises(EngineError, match="ZIP"):
        engine.call("judgePackage", {"archive": "00" * 100})


def _holder(maker: PackageMaker, name: str) -> str:
    statement = json.loads(json.loads(maker.files[name])["statement"])
    return str(statement["holder"])
