"""``lucai-verify`` says in Chinese and in JSON what it found, and exits by it."""

import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lucai_trust.suites import GM1
from lucai_trust.verifier import cli
from tests.frontend.bidding import World
from tests.frontend.packages import PackageMaker
from tests.frontend.tampering import TAMPERINGS, without

Told = Callable[[], tuple[str, str]]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A good package, one whose price was read wrong, and one without its trust file."""
    folder, maker = tmp_path_factory.mktemp("packages"), PackageMaker(World(GM1)).make()
    kept = {"trust.json": maker.trust(), "receipt.json": maker.files["bid-1/receipt.json"]}
    kept["good.zip"] = maker.archive()
    record = maker.files["record.json"]
    kept["bad.zip"] = maker.archive(TAMPERINGS["price read wrong"])
    maker.files["record.json"] = record
    kept["bare.zip"] = maker.archive(without("trust.json"))
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in kept}


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    return lambda: tuple(capsys.readouterr())


def verify(*arguments: object) -> int:
    return cli.main([str(each) for each in arguments])


def test_a_good_package_passes_and_the_word_of_its_own_trust_file_is_said_to_be_weak(
    places: dict[str, Path], told: Told
) -> None:
    assert verify(places["good.zip"]) == 0
    said, _ = told()
    assert "适用的各项都成立" in said
    assert "自带的信任文件" in said
    shown = ("--receipt", places["receipt.json"])
    assert verify(places["bare.zip"], "--trust", places["trust.json"], *shown) == 0
    assert "自带的信任文件" not in told()[0]


def test_what_does_not_hold_is_named_to_people_and_to_machines(
    places: dict[str, Path], told: Told
) -> None:
    assert verify(places["bad.zip"]) == 1
    assert "不成立：P12\n" in told()[0]
    assert verify(places["bad.zip"], "--json") == 1
    found = json.loads(told()[0])
    assert (found["failed"], found["trust"]) == (["P12"], "own")
    [line] = [each for each in found["claims"] if each["claim"] == "P12"]
    assert (line["verdict"], line["code"]) == ("failed", "record_price")


def test_without_a_trust_file_or_a_package_there_is_nothing_to_judge(
    places: dict[str, Path], told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verify(places["bare.zip"]) == 2
    assert "--trust" in told()[1]
    assert verify(places["trust.json"]) == 2
    assert verify(places["good.zip"].with_name("nowhere.zip")) == 2
    monkeypatch.setattr(cli, "LARGEST_GIVEN", 100)
    assert verify(places["good.zip"], "--trust", places["trust.json"]) == 2
    assert "trust.json 过大" in told()[1]


def test_it_speaks_where_the_stream_cannot_be_told_how(
    places: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []

    class Plain:
        write = staticmethod(lines.append)

    monkeypatch.setattr(sys, "stdout", Plain())
    assert verify(places["good.zip"]) == 0
    assert "适用的各项都成立" in "".join(lines)


def test_it_runs_as_a_module(
    places: dict[str, Path], told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["lucai-verify", str(places["bad.zip"])])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("lucai_trust.verifier", run_name="__main__")
    assert left.value.code == 1
    assert "P12" in told()[0]
