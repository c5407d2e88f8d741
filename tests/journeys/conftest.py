"""A served demonstration for each file of journeys, and where its pictures go."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.walker import World
from tools.places import TOP, demonstration_environment, program
from tools.served import served_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURES = TOP / "docs" / "guide" / "pictures"


@pytest.fixture(scope="module")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Serve a demonstration of its own and open a browser on it.

    A walk needs nobody's past, and is quicker without; the guide's pictures show a full world.
    """
    folder = tmp_path_factory.mktemp("journey")
    pictures = folder / "pictures"
    if wanted := os.environ.get("LUCAI_PICTURES") == "1":
        pictures = PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    data = folder / "data"
    if not wanted:
        _young_world(data)
    browser: Browser = request.getfixturevalue("chromium_with_fonts" if wanted else "chromium")
    with served_demo(data) as address:
        opened = World(browser, address, pictures, small_pictures=wanted)
        yield opened
        opened.close()


def _young_world(data: Path) -> None:
    data.mkdir()
    _begin_with_tables(data / "lucai.sqlite3")
    command = [str(program("python")), "-m", "tests.journeys.young_world", str(data)]
    subprocess.run(command, cwd=TOP, env=demonstration_environment(), check=True)


def _begin_with_tables(database: Path) -> None:
    """Copy the database that ``dev.py`` migrated for the run, if it did; else all is made here."""
    ready = Path(os.environ.get("LUCAI_TEST_TEMPLATE", "-"))
    kind, _, place = os.environ.get("LUCAI_DATABASE_URL", "").partition(":///")
    if kind == "sqlite" and ready.exists() and ready.read_text() == "0":
        shutil.copyfile(place, database)
