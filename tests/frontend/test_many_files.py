"""A bid takes as many files as an envelope has parts, and says so when they are chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lucai_trust.envelope import MOST_PARTS
from tests.frontend.test_receipt_states import desk
from tests.frontend.test_sealing_pages import FILES, hand
from tests.makers import bids

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["desk", "hand"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOST_FILES = MOST_PARTS - 2
"""The offer and the response are parts, too."""


def test_one_file_too_many_is_refused_when_it_is_chosen_and_a_newer_version_is_not(
    desk: Page, tmp_path: Path
) -> None:
    chosen = [tmp_path / f"附件{n}.pdf" for n in range(MOST_FILES - len(FILES))]
    for file in chosen:
        file.write_bytes(bids.PDF)
    section = desk.locator("[data-part=technical]")
    section.locator("input").set_input_files(chosen)
    section.get_by_text(chosen[-1].name).first.wait_for()
    assert not section.locator("[data-refused]").is_visible()
    one_more = tmp_path / "再来一个.pdf"
    one_more.write_bytes(bids.PDF)
    section.locator("input").set_input_files([one_more, chosen[0]])
    section.get_by_text("一份投标最多 198 个文件，有 1 个没有放入").wait_for()
    assert desk.locator("[data-files] .file").count() == MOST_FILES
    desk.locator("[data-part=commercial]").get_by_role("button", name="移除").click()
    section.locator("input").set_input_files(one_more)
    section.get_by_text(one_more.name).first.wait_for()
    assert not section.locator("[data-refused]").is_visible()
