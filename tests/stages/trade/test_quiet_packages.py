"""Verification packages of openings that read nothing out: for the parties, and without a price."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, Viewer
from lucai.platform.journal import keys
from lucai.stages.trade.sealing import services
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.frontend.test_both_verifiers import by_browser, by_python
from tests.makers import methods, people, sealing
from tests.makers.browsing import browse
from tests.makers.evaluation import Round
from tests.makers.kept import kept

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db

PASSED = {f"P{n}": "passed" for n in range(1, 13)}


def opened_quietly() -> Round:
    return methods.opened("consultation")


quiet = kept(opened_quietly)


@pytest.fixture(autouse=True)
def _trusted(quiet: Round) -> Iterator[None]:
    del quiet
    world = sealing.outposts()
    log = VerifierKey.of(configured.LUCAI_LOG_NAME, keys.log_key()).encode()
    witness = CosignerKey.of(world.witness.name, world.witness.keys[0]).encode()
    place = Path(configured.LUCAI_DATA_DIR) / "trust" / "witness-policy"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"log {log}\nwitness city {witness}\nquorum city\n", encoding="utf-8")
    yield
    place.unlink()


def package(viewer: Viewer, rnd: Round, folder: Path) -> Path:
    with clock.at(rnd.now):
        name, file = services.package_file(viewer, rnd.number, 1)
    with file:
        (folder / name).write_bytes(file.read())
    return folder / name


@pytest.mark.parametrize("name", ["agency", "buyer", "finance"])
def test_its_parties_prove_who_came_in_time_and_that_it_opened_and_see_no_price(
    quiet: Round, node_engine: Engine, tmp_path: Path, name: str
) -> None:
    place = package(people.everyone()[name], quiet, tmp_path)
    found = by_python(place.read_bytes(), tmp_path)
    assert found == by_browser(node_engine, place.read_bytes())
    assert found == PASSED | dict.fromkeys(("P4", "P6", "P7", "P10"), "not-applicable") | {
        "P10": found["P10"]
    }
    with zipfile.ZipFile(place) as archive:
        record = json.loads(archive.read("record.json"))
        assert not [name for name in archive.namelist() if "release" in name or "part" in name]
    assert len(record["bids"]) == 3
    assert {line["fen"] for line in record["bids"]} == {None}


def test_nobody_else_has_one_for_who_took_part_is_not_for_everybody(
    quiet: Round, client: Client
) -> None:
    for viewer in (PUBLIC, people.supplier(1), people.agency(2)):
        with clock.at(quiet.now):
            assert services.package_offer(viewer, quiet.number, 1) is None
    assert client.get(f"/rooms/{quiet.number}/sealed/1/package.zip").status_code == 404


def test_the_page_says_whom_the_package_is_for(quiet: Round) -> None:
    with clock.at(quiet.now):
        page = browse(people.agency()).get(f"/rooms/{quiet.number}/sealed/").content.decode()
    assert f"/rooms/{quiet.number}/sealed/1/package.zip" in page
    assert "不唱读、不公开" in page
