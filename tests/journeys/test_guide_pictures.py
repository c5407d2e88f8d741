"""The guide shows what the walk photographs, and nothing else."""

from __future__ import annotations

import re

from lucai.kernel.actors import Side
from tests.journeys.conftest import PICTURES
from tools.places import TOP

TAKEN = re.compile(r"""\.picture\(\s*"([\w-]+)\"""")
SHOWN = re.compile(r"pictures/([\w-]+)\.png")
CHAPTERS = {
    Side.BUYER: "采购人", Side.AGENCY: "代理机构", Side.SUPPLIER: "供应商", Side.TREASURY: "国库",
    Side.EXPERT: "评审专家与采购人代表", Side.SUPERVISOR: "财政", Side.NOTARY: "公证员",
    Side.ADMINISTRATOR: "系统管理员", Side.PUBLIC: "公众",
}  # fmt: skip
MOST, LARGEST = 26, 150_000


def taken() -> list[str]:
    files = sorted((TOP / "tests" / "journeys").glob("*.py"))
    return [name for file in files for name in TAKEN.findall(file.read_text("utf-8"))]


def test_every_picture_of_the_guide_is_taken_by_the_walk_and_none_is_unused() -> None:
    guide = (PICTURES.parent / "README.md").read_text("utf-8")
    kept = sorted(file.stem for file in PICTURES.glob("*"))
    assert sorted(SHOWN.findall(guide)) == sorted(taken()) == kept


def test_every_kind_of_person_has_a_chapter_with_a_picture() -> None:
    guide = (PICTURES.parent / "README.md").read_text("utf-8")
    chapters = dict(part.split("\n", 1) for part in guide.split("\n## ")[1:])
    assert set(CHAPTERS) == set(Side) - {Side.SYSTEM}
    assert [title for title in CHAPTERS.values() if "](pictures/" not in chapters[title]] == []
    assert [title for title in CHAPTERS.values() if f"(#{title})" not in guide] == []


def test_the_pictures_are_few_and_small() -> None:
    files = list(PICTURES.glob("*.png"))
    assert len(files) <= MOST
    assert [file.name for file in files if file.stat().st_size > LARGEST] == []
