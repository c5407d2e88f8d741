"""What axe finds on a page: the rules of WCAG 2.2 AA and good practice."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUICKLY = {"resultTypes": ["violations"], "preload": False}
"""What is in order is not told in full, which takes axe a third of its time."""


def findings(page: Page, *, sizes: bool = True, within: str = "") -> list[tuple[str, str]]:
    """Return the rules that a page breaks, each with the first element that breaks it.

    ``sizes``: also how large things to press are, which says something in the house's fonts alone.
    ``within``: looks at this part of the page only, and not at rules about pages as a whole.
    """
    asked: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}, **QUICKLY}
    if not sizes:
        asked["rules"] = {"target-size": {"enabled": False}}
    found = Axe().run(page, context=within or None, options=asked).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]
