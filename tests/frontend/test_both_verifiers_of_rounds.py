"""Last and second quotes: both verifiers judge a round's package alike, in either edition."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.frontend.engines import Engine
from tests.frontend.packages import PackageMaker
from tests.frontend.rounds import UNLIKE_ROUNDS, for_everybody, round_package
from tests.frontend.tampering import TAMPERINGS, changed_line
from tests.frontend.test_both_verifiers import by_browser, by_python, failed

PASSED = {f"P{number}": "passed" for number in range(1, 13)} | {"P7": "not-applicable"}
EDITIONS = {"supervision": None, "public": for_everybody}
TAMPERED = (
    "price read wrong", "bid not read", "set aside with a price", "share changed", "release early",
    "registry longer", "claim changed", "header key of another",
)  # fmt: skip


@pytest.fixture(scope="module", params=["GM1", pytest.param("INTL1", marks=pytest.mark.nightly)])
def made(request: pytest.FixtureRequest) -> PackageMaker:
    return round_package(request.param)


@pytest.fixture
def maker(made: PackageMaker) -> PackageMaker:
    return replace(made, files=dict(made.files), index=json.loads(json.dumps(made.index)))


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_round_passes_in_both_and_the_edition_for_all_shows_no_price(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path, edition: str
) -> None:
    archive = maker.archive(EDITIONS[edition])

    said = by_python(archive, tmp_path)
    assert said == by_browser(node_engine, archive)
    unseen = {"P6": "not-applicable"} if edition == "public" else {}
    assert said == PASSED | unseen


@pytest.mark.parametrize("name", TAMPERED)
def test_what_is_tampered_with_in_a_round_is_called_by_the_same_names(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path, name: str
) -> None:
    archive = maker.archive(TAMPERINGS[name])

    said = by_python(archive, tmp_path)
    assert said == by_browser(node_engine, archive)
    assert failed(said)


def test_a_price_told_without_the_quote_that_holds_it_is_believed_by_neither(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    for_everybody(maker)
    archive = maker.archive(changed_line(fen=90_000_000))

    said = by_python(archive, tmp_path)
    assert said == by_browser(node_engine, archive)
    assert failed(said) == {"P12"}


@pytest.mark.parametrize("made", ["GM1"], indirect=True)
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.nightly
def test_a_flipped_bit_in_any_file_of_a_round_fails_in_both(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path, edition: str
) -> None:
    everybodys = {name for name in maker.files if "part-" not in name and "release-" not in name}
    maker.archive(EDITIONS[edition])
    kept = dict(maker.files)
    own = kept if edition == "public" else [name for name in kept if name not in everybodys]
    for number, name in enumerate(own):
        maker.flip(name, (number * 7919) % len(kept[name]))
        said = by_python(maker.written(), tmp_path)
        assert said == by_browser(node_engine, maker.written()), name
        assert said is None or failed(said), name
        maker.files = dict(kept)


@pytest.mark.parametrize("unlike", UNLIKE_ROUNDS)
def test_rules_that_are_not_those_of_a_round_fail_in_both(
    node_engine: Engine, tmp_path: Path, unlike: str
) -> None:
    archive = round_package("GM1", UNLIKE_ROUNDS[unlike]).archive()

    said = by_python(archive, tmp_path)
    assert said == by_browser(node_engine, archive)
    assert "P1" in failed(said)
