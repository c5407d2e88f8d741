"""The law's pages in a browser: accessible, as wide as the screen, in both sizes of print."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from lucai.guidance.law import services
from lucai.guidance.law.changes import Change
from tests.makers import people
from tests.web.axe import findings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.journey,
    pytest.mark.nightly,
    pytest.mark.django_db(transaction=True),
]

OFFERS = "offers.0.bidder=甲&offers.0.price=88&offers.1.bidder=乙&offers.1.price=95"
PAGES = (
    "/law/",
    "/law/rules/?topic=policy",
    "/law/rules/GP-THR-01/",
    "/law/articles/政府采购法/27/",
    "/law/calculators/deadline/?rule=GP-TEN-20&from=2026-09-24",
    f"/law/calculators/score/?date=2026-05-01&object_kind=goods&method=open&weight=30&{OFFERS}",
    "/law/local/",
    "/law/local/GP-THR-01/open_goods_city/",
    "/law/calendars/2026/",
)


@pytest.mark.parametrize(("width", "size"), [(390, "elder"), (1440, "normal")], ids=str)
def test_pages_of_the_law_are_accessible_and_fit(
    live_server: Any, chromium: Browser, width: int, size: str
) -> None:
    services.set_local_value(
        people.actor(people.finance("370000", "province")),
        rule="GP-THR-01",
        name="open_goods_city",
        change=Change(
            region="370000", value="300", since=date(2026, 1, 1), until=None,
            document="示例财采〔2026〕1号",
        ),
    )  # fmt: skip
    context = chromium.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "lucai_size", "value": size, "url": live_server.url}])
    page = context.new_page()
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        assert findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()
