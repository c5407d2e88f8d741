"""An opening without the platform: the last rows of the failure table, by the command anybody has."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lucai_trust import opener
from lucai_trust.envelope import SealedBid, open_recovery_share, open_share, release, write_bid_file
from tests.trust.bids import BIDDER, DEADLINE, PRICE, Tender, tender_of
from tests.trust.test_receipts import receipt

AFTER = DEADLINE + timedelta(minutes=1)


class Desk:
    """A folder with what somebody has who kept a copy of the envelopes."""

    def __init__(self, folder: Path, tender: Tender, *parts: tuple[str, bytes]) -> None:
        self.folder, self.tender, self.out = folder, tender, folder / "out"
        self.sealed: SealedBid = tender.seal(parts)
        self.write("policy.json", tender.policy.encode())
        whole = io.BytesIO()
        blobs = ([bytes(blob)] for blob in tender.blobs.values())
        write_bid_file(whole, self.sealed.envelope, blobs)
        self.write("bid.lcbid", whole.getvalue())

    def write(self, name: str, content: bytes) -> Path:
        place = self.folder / name
        place.write_bytes(content)
        return place

    def released(self, *holders: str) -> list[str]:
        """Return the arguments that name these holders' releases."""
        told = []
        for holder in holders:
            policy, envelope = self.tender.policy, self.sealed.envelope
            share = open_share(policy, envelope, "opening", holder, self.tender.openers[holder])
            signer = self.tender.signers[holder]
            signed = release(policy, envelope, share, signer=signer, at=AFTER)
            told += ["--release", str(self.write(f"{holder}.json", signed.encode()))]
        return told

    def recovering(self, *holders: str) -> list[str]:
        """Return the arguments that name these recovery holders' releases."""
        policy, envelope, told = self.tender.policy, self.sealed.envelope, []
        for holder in holders:
            share = open_recovery_share(policy, envelope, holder, self.tender.openers[holder])
            signer = self.tender.signers[holder]
            signed = release(policy, envelope, share, signer=signer, at=AFTER)
            told += ["--release", str(self.write(f"{holder}.json", signed.encode()))]
        return told

    def open(self, *more: str) -> int:
        return opener.main(
            [
                str(self.folder / "bid.lcbid"), "--policy", str(self.folder / "policy.json"),
                "--out", str(self.out), *more,
            ]
        )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, tender_of(), ("price", PRICE), ("technical", b"plan" * 3000))


def test_with_the_platform_down_bid_file_and_releases_open_what_it_would_have(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.open(*desk.released("finance", "agency")) == 0
    assert BIDDER.name in capsys.readouterr().out
    [price] = desk.out.iterdir()
    assert (price.name, price.read_bytes()) == ("1-price.bin", PRICE)


def test_too_few_releases_open_nothing_and_name_the_absent(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.open(*desk.released("agency")) == 1
    told = capsys.readouterr().err
    assert "未到场的份额持有方、centre、finance" in told
    assert not desk.out.exists()


def test_a_wrong_share_is_named_and_the_others_open(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, envelope = desk.tender.policy, desk.sealed.envelope
    [wrong] = desk.tender.release(envelope, "opening", "centre")
    wrong = replace(wrong, share=replace(wrong.share, value=bytes(32)))
    signed = release(policy, envelope, wrong, signer=desk.tender.signers["centre"], at=AFTER)
    place = desk.write("wrong.json", signed.encode())
    assert desk.open("--release", str(place), *desk.released("finance", "buyer")) == 0
    assert "份额不符（centre）" in capsys.readouterr().out


def test_an_envelope_that_the_receipt_does_not_name_is_the_platforms_fault(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    place = desk.write("receipt.json", receipt().encode())
    assert desk.open("--receipt", str(place), *desk.released("centre", "buyer")) == 1
    assert "责任在平台" in capsys.readouterr().err


def test_with_a_bidder_group_the_printed_code_opens_the_parts(tmp_path: Path) -> None:
    desk = Desk(tmp_path, tender_of(with_bidder=True), ("price", PRICE))
    shares = desk.released("centre", "buyer")
    assert desk.open(*shares) == 2
    assert desk.open(*shares, "--code", desk.sealed.recovery_code or "") == 0
    assert (desk.out / "1-price.bin").read_bytes() == PRICE


def test_with_a_bidder_group_and_no_code_the_recovery_groups_releases_open_the_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, tender_of(with_bidder=True), ("price", PRICE))
    shares = desk.released("centre", "buyer")
    assert desk.open(*shares, *desk.recovering("audit")) == 1
    assert "未到场的份额持有方" in capsys.readouterr().err
    assert desk.open(*shares, *desk.recovering("audit", "city")) == 0
    assert (desk.out / "1-price.bin").read_bytes() == PRICE


@pytest.mark.parametrize(("brought", "code"), [(PRICE, 0), (PRICE + b"0", 2), (PRICE[:-1], 2)])
def test_a_spare_file_is_taken_for_a_damaged_part_if_it_is_that_part(
    desk: Desk, brought: bytes, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    shares = desk.released("centre", "buyer")
    whole = bytearray((desk.folder / "bid.lcbid").read_bytes())
    whole[whole.index(bytes(desk.tender.blobs[1][:32]))] ^= 1
    desk.write("bid.lcbid", bytes(whole))
    assert desk.open(*shares) == 2
    assert [*desk.out.iterdir()] == []
    spare = desk.write("spare.bin", brought)
    assert desk.open(*shares, "--spare", f"1={spare}") == code
    told = capsys.readouterr()
    assert ("逐字节相同" in told.out) is (code == 0)
    assert ("不能采用" in told.err) is (code == 2)


def test_what_is_no_bid_file_or_far_too_large_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opener, "LARGEST_GIVEN", 100)
    assert desk.open() == 2
    assert "过大" in capsys.readouterr().err
    desk.write("bid.lcbid", b"PK")
    assert desk.open() == 2
