"""A holder's word that a share does not open, held against what it signed when the bid came in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lucai_trust.envelope.receipts import Receipt
from lucai_trust.envelope.releases import acknowledge, say_unopened
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.suites import INTL1
from tests.frontend.bidding import World
from tests.frontend.engines import Engine, EngineError
from tests.frontend.packages import PackageMaker
from tests.frontend.receipts import TRUST, proven, receipt_for
from tests.frontend.test_both_verifiers import by_browser, by_python, failed
from tests.trust.test_verifier_claims import ABSENT, worded

LIVE = 2


@pytest.fixture(scope="module")
def made() -> PackageMaker:
    maker = worded()
    maker.index["envelopes"][LIVE].update(fault=None, releases=[])  # withdrawn
    return maker


@pytest.fixture
def maker(made: PackageMaker) -> PackageMaker:
    return replace(made, files=dict(made.files), index=json.loads(json.dumps(made.index)))


def word(maker: PackageMaker, place: int, signer: str = "recovery-2") -> SignedStatement:
    world, envelope = maker.world, maker.envelopes[place]
    return acknowledge(
        world.policy, envelope, "recovery-2", world.openers["recovery-2"],
        signer=world.signers[signer], at=maker.deadline,
    )  # fmt: skip


def receipt_with(maker: PackageMaker, place: int, words: Sequence[SignedStatement]) -> bytes:
    receipt = Receipt.parse(maker.files[f"bid-{place + 1}/receipt.json"])
    return replace(receipt, acknowledgements=tuple(words)).encode()


def acknowledging(
    maker: PackageMaker, *, signer: str = "recovery-2", of: int | None = None
) -> None:
    """Let every live receipt carry an acknowledgement, of its own envelope or of another."""
    for place in range(LIVE):
        said = word(maker, place if of is None else (place + of) % LIVE, signer)
        maker.files[f"bid-{place + 1}/receipt.json"] = receipt_with(maker, place, [said])


def blaming(maker: PackageMaker, culprit: str, *holders: str) -> None:
    for packed in maker.index["envelopes"][:LIVE]:
        packed["fault"] = {"culprit": culprit, "holders": list(holders)}


def p7(engine: Engine, maker: PackageMaker, folder: Path, receipts: tuple[bytes, ...] = ()) -> bool:
    archive = maker.archive()
    said = by_python(archive, folder, receipts)
    assert said == by_browser(engine, archive, receipts)
    assert said is not None
    assert failed(said) <= {"P7"}
    return said["P7"] == "passed"


def test_it_acknowledged_the_share_so_it_is_its_fault(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    assert p7(node_engine, maker, tmp_path)
    acknowledging(maker)
    assert not p7(node_engine, maker, tmp_path)
    blaming(maker, "holder", "recovery-2")
    assert p7(node_engine, maker, tmp_path)
    given = {"archive": maker.archive().hex(), "receipts": []}
    [told] = [one for one in node_engine.call("judgePackage", given) if one["id"] == "P7"]
    assert "recovery-2 签名称封给它的份额打不开，而它在递交时签名确认过能打开" in told["why"]


def test_without_an_acknowledgement_nobody_can_lay_it_on_the_holder(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    blaming(maker, "holder", "recovery-2")
    assert not p7(node_engine, maker, tmp_path)


@pytest.mark.parametrize("wrong", [{"signer": "recovery-1"}, {"of": 1}])
def test_an_acknowledgement_that_it_did_not_sign_of_this_envelope_is_none(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path, wrong: dict[str, str]
) -> None:
    acknowledging(maker, **wrong)  # type: ignore[arg-type]
    blaming(maker, "absent-holder", *ABSENT)
    assert p7(node_engine, maker, tmp_path)


def test_an_acknowledgement_that_the_platform_left_out_counts_where_its_bidder_shows_it(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    shown = tuple(receipt_with(maker, place, [word(maker, place)]) for place in range(LIVE))
    assert not p7(node_engine, maker, tmp_path, shown)
    blaming(maker, "holder", "recovery-2")
    assert p7(node_engine, maker, tmp_path, shown)
    archive = maker.archive()
    said = by_python(archive, tmp_path, (*shown, b"{}"))
    assert said == by_browser(node_engine, archive, (*shown, b"{}"))
    assert failed(said) == {"P10"}


def test_a_page_believes_no_receipt_with_an_acknowledgement_that_is_nobodys(engine: Engine) -> None:
    world = World(INTL1)
    policy, sealed = world.policy, world.seal(b"{}", b"plan")[0]
    envelope, other = sealed.envelope, world.seal(b"{}", b"plan")[0].envelope
    own = {"core": envelope.core_bytes.hex(), "sealed": envelope.sealed.hex()}
    receipt = proven(receipt_for(envelope.digests, policy.hash))

    def said(of: object = envelope, signer: str = "witness-1") -> SignedStatement:
        return acknowledge(
            policy, of, "witness-1", world.openers["witness-1"],  # type: ignore[arg-type]
            signer=world.signers[signer], at=policy.deadline,
        )  # fmt: skip

    def check(*words: SignedStatement, told: bytes = policy.encode()) -> object:
        given = replace(receipt, acknowledgements=words).encode().hex()
        asked = {"receipt": given, "policy": told.hex()}
        return engine.call("checkOwnReceipt", TRUST | own | asked)

    assert check(said())
    denial = say_unopened(
        policy, envelope, "witness-1", signer=world.signers["witness-1"], at=policy.deadline
    )
    for wrong in (said(other), said(signer="witness-2"), denial):
        with pytest.raises(EngineError, match="不是持有方对这份投标签的"):
            check(said(), wrong)
    later = replace(policy, version=2, previous=policy.hash)
    assert check(said(), told=later.encode())
