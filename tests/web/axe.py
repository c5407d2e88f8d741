"""What axe finds on a page: the rules of WCAG 2.2 AA and good practice."""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUICKLY = {"resultTypes": ["violations"], "preload": False}
"""What is in order is not told in full, which takes axe a third of its time."""
_sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


def findings(page: Page, *, sizes: bool = True, within: str = "") -> list[tuple[str, str]]:
    """Return the rules that a page breaks, each with the first element that breaks it.

    ``sizes``: also how large things to press are, which says something in the house's fonts alone.
    ``within``: looks at this part of the page only, and not at rules about pages as a whole.
    """
    asked: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}, **QUICKLY}
    if not sizes:
        asked["rules"] = {"target-size": {"enabled": False}}
    _evaluated(page, f"{_program()};0")
    where = json.dumps(within) if within else "document"
    found = _evaluated(page, f"axe.run({where}, {json.dumps(asked)}).then(r => r.violations)")
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


@cache
def _program() -> str:
    return Axe().axe_script


def _evaluated(page: Page, expression: str) -> Any:
    """Evaluate in a page past the driver: the browser then knows a program that it compiled before."""
    if page not in _sessions:
        _sessions[page] = page.context.new_cdp_session(page)
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    told = _sessions[page].send("Runtime.evaluate", asked)
    assert "exceptionDetails" not in told, told
    return told["result"].get("value")
