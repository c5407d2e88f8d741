"""Bids that came in just before the deadline, or while no witness answered: both verifiers say alike."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lucai_trust.suites import INTL1
from lucai_trust.verifier import Finding, Package, TrustFile, judge_package, open_archive
from tests.frontend.bidding import World
from tests.frontend.engines import Engine
from tests.frontend.packages import PackageMaker
from tests.frontend.tampering import TAMPERINGS
from tests.frontend.test_both_verifiers import by_browser, by_python, failed

HOURS = tuple(timedelta(hours=hours) for hours in (3, 2, 1))
SHORTLY = timedelta(seconds=8)
LATE, UNSEEN = "failed", "not-applicable"


def made(before: tuple[timedelta, ...], seen_after: timedelta = SHORTLY) -> PackageMaker:
    return PackageMaker(World(INTL1), before=before, seen_after=seen_after).make()


@pytest.mark.parametrize(
    ("before", "seen_after", "verdict"),
    [
        ((*HOURS[:2], SHORTLY), SHORTLY, "passed"),
        ((*HOURS[:2], timedelta(seconds=7)), SHORTLY, UNSEEN),
        ((*HOURS[:2], timedelta(milliseconds=500)), timedelta(seconds=2), UNSEEN),
        ((*HOURS[:2], timedelta(0)), SHORTLY, UNSEEN),
        (HOURS, timedelta(hours=4), UNSEEN),
        ((*HOURS[:2], -timedelta(microseconds=1)), SHORTLY, LATE),
        ((-timedelta(seconds=1), HOURS[1], HOURS[2]), timedelta(hours=4), LATE),
    ],
    ids=["seen at the deadline", "seen after it", "half a second", "to the moment", "an outage",
         "too late", "too late in an outage"],
)  # fmt: skip
def test_a_bid_that_no_witness_saw_in_time_is_not_proven_and_only_a_late_one_fails(
    node_engine: Engine, tmp_path: Path, before: tuple[timedelta, ...], seen_after: timedelta,
    verdict: str,
) -> None:  # fmt: skip
    archive = made(before, seen_after).archive()

    said = by_python(archive, tmp_path)
    assert said == by_browser(node_engine, archive)
    assert said is not None
    assert said["P3"] == verdict
    assert failed(said) == ({"P3"} if verdict == LATE else set())


def test_a_bid_behind_the_seal_fails_even_where_no_witness_saw_it_in_time(
    node_engine: Engine, tmp_path: Path
) -> None:
    archive = made(HOURS, timedelta(hours=4)).archive(TAMPERINGS["registry by another entry"])
    said = by_python(archive, tmp_path)
    assert said == by_browser(node_engine, archive)
    assert {"P3", "P8"} <= failed(said)


def test_the_reason_says_what_is_proven_and_what_rests_on_the_platforms_word(
    node_engine: Engine, tmp_path: Path
) -> None:
    archive = made((*HOURS[:2], timedelta(milliseconds=500))).archive()
    found = [by_name(archive, tmp_path), browsers(node_engine, archive)]
    for why in found:
        assert why.startswith("1 份在截止前没有足够的见证")
        assert "只有平台自己的说法" in why
        assert why.endswith("其余 2 份都在截止前被见证")
    whole = by_name(made(HOURS, timedelta(hours=4)).archive(), tmp_path)
    assert whole.endswith("只有平台自己的说法")


def by_name(archive: bytes, folder: Path) -> str:
    place = folder / "package.zip"
    place.write_bytes(archive)
    package = Package(open_archive(place))
    findings = judge_package(package, TrustFile.parse(package.own_trust() or b""))
    found: Finding = next(each for each in findings if each.claim == "P3")
    assert found.code == "witnessed_late"
    return found.why


def browsers(engine: Engine, archive: bytes) -> str:
    findings = engine.call("judgePackage", {"archive": archive.hex(), "receipts": []})
    return str(next(each["why"] for each in findings if each["id"] == "P3"))
