"""A browser with scripts: Chromium on the live server, signed in as a viewer's person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from lucai.kernel.actors import Viewer
from tests.makers.browsing import browse

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

PATIENCE_MS = 40_000


def window(browser: Browser, address: str, viewer: Viewer, **options: Any) -> BrowserContext:
    """Return a window of that person; what is asked for by path goes to the live server."""
    context = browser.new_context(
        base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **options
    )
    context.set_default_timeout(PATIENCE_MS)
    session = browse(viewer).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context
