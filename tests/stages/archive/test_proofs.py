"""Checking an archive repeats its verification packages and its draws, and names what fails."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lucai.stages.archive.packages.proofs import judge_proofs
from tests.frontend.packages import PackageMaker
from tests.frontend.rounds import round_package
from tests.frontend.tampering import changed_line
from tests.trust.test_draw_record import RECORD

NAME = "LC-1-v1/data/06-评审/密封报价核验包-包1.zip"
DRAW = "LC-1-v1/data/06-评审/专家抽取记录.json"


@pytest.fixture(scope="module")
def made() -> PackageMaker:
    return round_package("INTL1")


def archive(folder: Path, **files: bytes) -> Path:
    place = folder / "archive.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as package:
        for name, content in files.items():
            package.writestr({"quotes": NAME, "draws": DRAW}[name], content)
    return place


def of(made: PackageMaker, change: Callable[[PackageMaker], object] | None = None) -> bytes:
    copied = replace(made, files=dict(made.files), index=json.loads(json.dumps(made.index)))
    return copied.archive(change)


def test_a_good_package_of_quotes_holds_and_says_what_it_rests_on(
    made: PackageMaker, tmp_path: Path
) -> None:
    [check] = judge_proofs(archive(tmp_path, quotes=of(made)))
    assert (check.title, check.problems) == ("密封报价核验包-包1：各项核验成立", ())
    assert check.note.startswith("11 项成立")


def test_a_price_read_wrong_is_named_by_its_claim(made: PackageMaker, tmp_path: Path) -> None:
    [check] = judge_proofs(archive(tmp_path, quotes=of(made, changed_line(fen=1))))
    assert [problem[:3] for problem in check.problems] == ["P12"]


def test_a_package_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    [check] = judge_proofs(archive(tmp_path, quotes=b"PK no package"))
    assert check.problems


@pytest.mark.parametrize("seed", ["", "00" * 32])
def test_draws_are_repeated(tmp_path: Path, seed: str) -> None:
    record = RECORD.to_json()
    told = {"project": "1", "draws": [record | ({"seed": seed} if seed else {})]}
    [check] = judge_proofs(archive(tmp_path, draws=json.dumps(told).encode()))
    assert bool(check.problems) == bool(seed)


@pytest.mark.parametrize("told", [[RECORD.to_json()], RECORD.to_json()])
def test_draws_of_older_archives_are_repeated(tmp_path: Path, told: object) -> None:
    [check] = judge_proofs(archive(tmp_path, draws=json.dumps(told).encode()))
    assert check.problems == ()


def test_an_archive_without_proofs_has_nothing_to_repeat(tmp_path: Path) -> None:
    assert judge_proofs(archive(tmp_path)) == []
    assert judge_proofs(tmp_path / "none.zip") == []
