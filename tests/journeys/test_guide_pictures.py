"""The guide shows what the walk photographs, and nothing else."""

from __future__ import annotations

import re

from tests.journeys.conftest import PICTURES
from tools.places import TOP

TAKEN = re.compile(r"""\.picture\(\s*"([\w-]+)\"""")
SHOWN = re.compile(r"pictures/([\w-]+)\.png")
MOST, LARGEST = 24, 150_000


def taken() -> list[str]:
    files = sorted((TOP / "tests" / "journeys").glob("*.py"))
    return [name for file in files for name in TAKEN.findall(file.read_text("utf-8"))]


def test_every_picture_of_the_guide_is_taken_by_the_walk_and_none_is_unused() -> None:
    guide = (PICTURES.parent / "README.md").read_text("utf-8")
    kept = sorted(file.stem for file in PICTURES.glob("*"))
    assert sorted(SHOWN.findall(guide)) == sorted(taken()) == kept


def test_the_pictures_are_few_and_small() -> None:
    files = list(PICTURES.glob("*.png"))
    assert len(files) <= MOST
    assert [file.name for file in files if file.stat().st_size > LARGEST] == []
