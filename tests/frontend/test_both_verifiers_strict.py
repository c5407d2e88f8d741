"""Where the two verifiers once differed: what one refuses, the other refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lucai_trust import merkle
from lucai_trust.encoding import canonical
from lucai_trust.envelope.policy import Policy
from lucai_trust.errors import KeyRefused
from lucai_trust.proof import LogProof
from lucai_trust.suites import GM1, INTL1, Suite
from tests.frontend.bidding import World
from tests.frontend.engines import Engine, EngineError
from tests.frontend.packages import PackageMaker
from tests.frontend.receipts import TRUST, proven, receipt_for
from tests.frontend.tampering import Change, first
from tests.frontend.test_both_verifiers import Verdicts, by_browser, by_python, failed


@pytest.fixture(scope="module")
def made() -> PackageMaker:
    return PackageMaker(World(INTL1)).make()


@pytest.fixture
def maker(made: PackageMaker) -> PackageMaker:
    return replace(made, files=dict(made.files), index=json.loads(json.dumps(made.index)))


def judged(engine: Engine, maker: PackageMaker, folder: Path) -> Verdicts | None:
    archive = maker.archive()
    said = by_python(archive, folder)
    assert said == by_browser(engine, archive)
    return said


def spelt_otherwise(entry: bytes) -> bytes:
    return json.dumps(json.loads(entry), ensure_ascii=False).encode()


def told_twice(entry: bytes) -> bytes:
    return entry.replace(b'{"at"', b'{"at":"2026-01-01T00:00:00.000000Z","at"', 1)


@pytest.mark.parametrize("change", [spelt_otherwise, told_twice])
def test_an_entry_that_is_not_canonical_is_none_even_where_the_log_has_it(
    node_engine: Engine, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    class Loose(PackageMaker):
        """Its log takes the rules' entry in as it is changed."""

        def _logged(self, name: str, body: dict[str, object], at: datetime) -> dict[str, str]:
            logged = super()._logged(name, body, at)
            if name == "policy-1":
                entry = change(self.files[logged["entry"]])
                self.log.leaves[-1] = merkle.leaf_hash(entry)
                index = len(self.log.leaves) - 1
                proof = LogProof(index, self.log.path(index), self.log.head(at))
                self.files |= {
                    logged["entry"]: entry,
                    logged["proof"]: proof.encode().encode(),
                }
            return logged

    said = judged(node_engine, Loose(World(INTL1)).make(), tmp_path)
    assert failed(said) == {"P1"}


def again(**changes: object) -> Change:
    """Name the first envelope once more, with something else said of it."""

    def change(maker: PackageMaker) -> None:
        more = json.loads(json.dumps(first(maker))) | changes
        maker.index["envelopes"].append(more)

    return change


def keyless_part(maker: PackageMaker) -> None:
    first(maker)["parts"].insert(0, first(maker)["parts"][0] | {"key": None})


def test_what_was_seen_of_one_envelope_is_not_believed_of_another_with_the_same_core(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    other = maker.index["envelopes"][1]["headerKey"]
    again(headerKey=other)(maker)
    assert {"P4", "P5", "P9", "P12"} <= failed(judged(node_engine, maker, tmp_path))


def test_the_same_of_its_header_and_of_its_receipt(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    again(sealed="bid-2/sealed.bin")(maker)
    assert {"P2", "P4", "P5"} <= failed(judged(node_engine, maker, tmp_path))
    maker.index["envelopes"].pop()
    again(receipt="bid-2/receipt.json")(maker)
    assert {"P2", "P9"} <= failed(judged(node_engine, maker, tmp_path))


def test_a_part_is_read_by_the_key_that_is_shown_wherever_it_stands(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    keyless_part(maker)
    assert not failed(judged(node_engine, maker, tmp_path))


def authority(curve: ec.EllipticCurve) -> str:
    key, name = ec.generate_private_key(curve), x509.NameAttribute(NameOID.COMMON_NAME, "根")
    now = datetime(2026, 3, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder().subject_name(x509.Name([name])).issuer_name(x509.Name([name]))
        .public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=9)).not_valid_after(now + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(Encoding.DER).hex()


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1()], ids=lambda each: each.name)
def test_an_authority_on_whatever_curve_may_stand_beside_the_one_that_signed(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path, curve: ec.EllipticCurve
) -> None:
    trust = json.loads(maker.files["trust.json"])
    trust["roots"].insert(0, authority(curve))
    maker.files["trust.json"] = canonical(trust)
    assert not failed(judged(node_engine, maker, tmp_path))


@pytest.mark.parametrize("member", ["opens", "signs"])
@pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda each: each.name)
def test_rules_with_a_key_that_is_none_of_their_suite_are_read_by_neither(
    engine: Engine, suite: Suite, member: str
) -> None:
    world = World(suite)
    envelope = world.seal(b"{}", b"plan")[0].envelope
    rules = json.loads(world.policy.encode())
    rules["groups"][0]["holders"][0][member] = "04" * (65 if suite is GM1 else 31)
    receipt = proven(receipt_for(envelope.digests, world.policy.hash)).encode().hex()
    own = {"core": envelope.core_bytes.hex(), "sealed": envelope.sealed.hex(), "receipt": receipt}
    with pytest.raises(KeyRefused):
        Policy.parse(canonical(rules))
    with pytest.raises(EngineError, match="不属于密码套件"):
        engine.call("checkOwnReceipt", TRUST | own | {"policy": canonical(rules).hex()})
    assert engine.call("checkOwnReceipt", TRUST | own | {"policy": world.policy.encode().hex()})
