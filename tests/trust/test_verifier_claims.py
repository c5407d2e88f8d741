"""Each claim of a verification package says by what it failed, or that nothing judges it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lucai_trust.envelope import sealing
from lucai_trust.envelope.claims import Claim
from lucai_trust.envelope.core import Envelope
from lucai_trust.envelope.header import Bidder
from lucai_trust.envelope.policy import BidderGroup, OnAbsence, Policy
from lucai_trust.envelope.releases import release, say_unopened
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.errors import EncodingRefused
from lucai_trust.suites import GM1
from lucai_trust.verifier import Finding, Package, TrustFile, Verdict, judge_package, open_archive
from tests.frontend import packages
from tests.frontend.bidding import BIDDERS, LOT, World
from tests.frontend.packages import PackageMaker
from tests.frontend.rounds import UNLIKE_ROUNDS, round_package
from tests.frontend.tampering import Change, blames, first, rewrite, unsigned_receipt

PASSED = (Verdict.PASSED, "ok")


@pytest.fixture(scope="module")
def tender() -> PackageMaker:
    return PackageMaker(World(GM1)).make()


@pytest.fixture
def maker(tender: PackageMaker) -> PackageMaker:
    return copied(tender)


def copied(maker: PackageMaker) -> PackageMaker:
    return replace(maker, files=dict(maker.files), index=deepcopy(maker.index),
                   log=deepcopy(maker.log))  # fmt: skip


def package(archive: bytes, folder: Path) -> Package:
    place = folder / "package.zip"
    place.write_bytes(archive)
    return Package(open_archive(place))


def finding(maker: PackageMaker, folder: Path, claim: str) -> Finding:
    made = package(maker.archive(), folder)
    found = judge_package(made, TrustFile.parse(made.own_trust() or b""))
    return next(each for each in found if each.claim == claim)


def said(maker: PackageMaker, folder: Path, claim: str) -> tuple[Verdict, str]:
    found = finding(maker, folder, claim)
    return found.verdict, found.code


def nothing_opened(maker: PackageMaker) -> None:
    for packed in maker.index["envelopes"]:
        packed.update(headerKey=None, parts=[], releases=[])


def entry_that_is_no_object(maker: PackageMaker) -> None:
    maker.files["policy-1.entry.json"] = b"[]"


def receipt_at_another_place(maker: PackageMaker) -> None:
    proof = json.loads(maker.files["bid-1/receipt.json"])["proof"]
    rewrite(maker, "bid-1/receipt.json", proof=proof | {"index": proof["index"] ^ 1})


def wrong_share_of_one_who_is_not_needed(maker: PackageMaker) -> None:
    world, envelope = maker.world, maker.envelopes[0]
    share, *_ = world.releases(envelope, "witness-2")
    wrong = replace(share, share=replace(share.share, value=bytes(32)))
    signer, at = world.signers["witness-2"], maker.deadline
    signed = release(world.policy, envelope, wrong, signer=signer, at=at)
    maker.files["bid-1/wrong.json"] = signed.encode()
    first(maker)["releases"].append("bid-1/wrong.json")


def blamed_though_its_first_stage_opens(maker: PackageMaker) -> None:
    blames("bidder")(maker)
    names = first(maker)["releases"]
    stages = {name: json.loads(json.loads(maker.files[name])["statement"]) for name in names}
    first(maker)["releases"] = [name for name in names if stages[name]["stage"] == "opening"]


def platforms_receipt_is_none(maker: PackageMaker) -> None:
    blames("platform")(maker)
    unsigned_receipt(maker)


@pytest.mark.parametrize(
    ("change", "claim", "verdict", "code"),
    [
        (nothing_opened, "P4", Verdict.NOT_APPLICABLE, "nothing_opened"),
        (nothing_opened, "P5", Verdict.NOT_APPLICABLE, "nothing_opened"),
        (entry_that_is_no_object, "P1", Verdict.FAILED, "entry_not_public"),
        (receipt_at_another_place, "P2", Verdict.FAILED, "malformed"),
        (wrong_share_of_one_who_is_not_needed, "P5", *PASSED),
        (wrong_share_of_one_who_is_not_needed, "P6", Verdict.FAILED, "fault_holder"),
        (blamed_though_its_first_stage_opens, "P7", Verdict.FAILED, "fault_not_found"),
        (blames("platform"), "P7", Verdict.FAILED, "fault_not_found"),
        (platforms_receipt_is_none, "P7", *PASSED),
    ],
)
def test_a_claim_says_by_what_it_failed_or_why_it_is_not_judged(
    maker: PackageMaker, tmp_path: Path, change: Change, claim: str, verdict: Verdict, code: str
) -> None:
    change(maker)
    assert said(maker, tmp_path, claim) == (verdict, code)


def test_whose_signature_it_is_is_not_judged_where_no_authority_is_believed(
    maker: PackageMaker, tmp_path: Path
) -> None:
    assert said(maker, tmp_path, "P4") == PASSED
    rewrite(maker, "trust.json", roots=[])
    assert said(maker, tmp_path, "P4") == (Verdict.NOT_APPLICABLE, "no_roots")


def test_an_index_that_lists_a_file_twice_is_none(maker: PackageMaker, tmp_path: Path) -> None:
    maker.list_files()
    assert package(maker.written(), tmp_path)
    maker.index["files"].append(maker.index["files"][0])
    with pytest.raises(EncodingRefused, match="listed twice"):
        package(maker.written(), tmp_path)


def next_version(policy: Policy, **changes: Any) -> Policy:
    return replace(policy, version=2, previous=policy.hash, **changes)


@pytest.mark.parametrize(("hours", "code"), [(24, "ok"), (0, "ok"), (-1, "policy_broken")])
def test_a_later_version_of_the_rules_follows_the_one_before_and_never_ends_earlier(
    maker: PackageMaker, tmp_path: Path, hours: int, code: str
) -> None:
    policy = maker.world.policy
    later = next_version(policy, deadline=policy.deadline + timedelta(hours=hours))
    body = {"openingPolicy": later.hash.hex()}
    logged = maker._logged("policy-2", body, policy.deadline - timedelta(days=5))
    maker.files["policy-2.json"] = later.encode()
    maker.index["policies"].append({"policy": "policy-2.json", **logged})
    assert said(maker, tmp_path, "P1")[1] == code


def test_the_rules_of_a_round_are_those_of_rounds(tmp_path: Path) -> None:
    assert said(round_package("GM1"), tmp_path, "P1") == PASSED
    for unlike in UNLIKE_ROUNDS.values():
        made = round_package("GM1", unlike)
        assert said(made, tmp_path, "P1") == (Verdict.FAILED, "round_unlike")


@dataclass
class ReplacingWorld(World):
    """Its third bid names the second as the one it replaces."""

    sealed: list[sealing.SealedBid] = field(default_factory=list)

    def seal(self, content: bytes, technical: bytes, **own: Any) -> tuple[sealing.SealedBid, list]:
        del technical, own
        previous = self.sealed[1].envelope.hash if len(self.sealed) == 2 else None
        blobs: dict[int, bytearray] = {1: bytearray()}
        bid = sealing.Bid(LOT, (Bidder(**BIDDERS[0]),))
        made = sealing.seal(
            self.policy, bid,
            [sealing.PartSource("offer", "报价.json", "application/json", [content])],
            signers=[self.certificate_signer],
            write=lambda number, chunk: blobs[number].extend(chunk), previous=previous,
        )  # fmt: skip
        self.sealed.append(made)
        return made, [bytes(blobs[1])]


@pytest.fixture(scope="module")
def replaced() -> Iterator[PackageMaker]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packages, "WITHDRAWN", 1)
        yield PackageMaker(ReplacingWorld(GM1)).make()


@pytest.mark.parametrize(
    ("by", "code"), [(2, "ok"), (0, "replacement_unnamed"), (None, "replacement_missing")]
)
def test_what_replaced_a_bid_is_in_the_package_and_names_it(
    replaced: PackageMaker, tmp_path: Path, by: int | None, code: str
) -> None:
    maker, old = copied(replaced), replaced.world.sealed[1]
    new = bytes(32) if by is None else maker.envelopes[by].hash
    told = Claim(maker.world.policy.hash, old.envelope.hash, new, maker.deadline)
    signed = SignedStatement.by(told.encode(), [GM1.signer(old.claim_secret)])
    maker.files["bid-2/claim.json"] = signed.encode()
    assert said(maker, tmp_path, "P9")[1] == code


@dataclass
class UnopenedMaker(PackageMaker):
    """Its bidders did not come, and it is said to be their fault; nobody read a price out."""

    recovery: tuple[str, ...] = ()

    def _open(
        self, packed: dict[str, Any], envelope: Envelope, blobs: list[bytes], folder: str
    ) -> None:
        del blobs
        policy = self.world.policy
        shares = self.world.releases(envelope, *self.enough, recovery=self.recovery)
        for number, each in enumerate(shares):
            signer, name = self.world.signers[each.holder], f"{folder}/release-{number}.json"
            signed = release(policy, envelope, each, signer=signer, at=self.deadline)
            self.files[name] = signed.encode()
            packed["releases"].append(name)
        packed["fault"] = {"culprit": "bidder", "holders": []}

    def _record(self) -> None:
        self.index["record"] = None


def unopened(on_absence: OnAbsence, *recovery: str) -> PackageMaker:
    world = World(GM1, with_bidder=True)
    group = world.policy.bidder
    assert group is not None
    kept = group.recovery if on_absence is OnAbsence.RECOVER else None
    bidder = BidderGroup(group.window_minutes, on_absence, kept)
    world.policy = replace(world.policy, bidder=bidder)
    return UnopenedMaker(world, recovery=recovery).make()


@pytest.mark.parametrize(
    ("on_absence", "recovery", "why"),
    [
        (OnAbsence.WITHDRAWN, (), "责任方：投标人"),
        (OnAbsence.RECOVER, ("recovery-1", "recovery-3"), "实际可以打开"),
        (OnAbsence.RECOVER, ("recovery-1",), "未到场的份额持有方"),
        (OnAbsence.RECOVER, (), "未到场的份额持有方"),
    ],
)
def test_an_absent_bidder_is_to_blame_only_where_nobody_else_keeps_its_secret(
    tmp_path: Path, on_absence: OnAbsence, recovery: tuple[str, ...], why: str
) -> None:
    found = finding(unopened(on_absence, *recovery), tmp_path, "P7")
    assert why in found.why
    assert (found.verdict is Verdict.PASSED) is (on_absence is OnAbsence.WITHDRAWN)


def worded(signer: str = "recovery-2") -> PackageMaker:
    """Let one of the recovery group say that its share does not open: it is absent, and named."""
    maker = unopened(OnAbsence.RECOVER, "recovery-1")
    for folder, packed, envelope in zip(
        ("bid-1", "bid-2", "bid-3"), maker.index["envelopes"], maker.envelopes, strict=False
    ):
        packed["fault"] = {"culprit": "absent-holder", "holders": ABSENT}
        said = say_unopened(
            maker.world.policy, envelope, "recovery-2", signer=maker.world.signers[signer],
            at=maker.deadline,
        )  # fmt: skip
        maker.files[f"{folder}/unopened.json"] = said.encode()
        packed["releases"].append(f"{folder}/unopened.json")
    return maker


ABSENT = ["recovery-2", "recovery-3"]


def test_who_says_that_its_share_does_not_open_is_absent_and_named(tmp_path: Path) -> None:
    found = finding(worded(), tmp_path, "P7")
    assert found.verdict is Verdict.PASSED, found.why
    assert "recovery-2 签名称封给它的份额打不开" in found.why


def test_a_word_that_its_holder_did_not_sign_is_none(tmp_path: Path) -> None:
    assert finding(worded("recovery-1"), tmp_path, "P7").verdict is Verdict.FAILED


def test_words_alone_are_no_shares(tmp_path: Path) -> None:
    maker = worded()
    for packed in maker.index["envelopes"]:
        packed["releases"] = [name for name in packed["releases"] if "unopened" in name]
    assert finding(maker, tmp_path, "P6").verdict is Verdict.NOT_APPLICABLE
