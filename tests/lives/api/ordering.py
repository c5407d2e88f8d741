"""Orders under a framework by each way, and the 简式合同 that each becomes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.lives.api.frameworks import FrameworkStory
from tests.makers.program import Answer, Program, Refused, chosen
from tests.makers.sealing_program import quoted

QUANTITY = 10
QUOTES = {0: 80, 1: 78, 2: 85}
"""What who of the suppliers quotes in a second bidding, in 元."""


def direct(story: FrameworkStory) -> None:
    """采购人 chooses a member itself and says why."""
    form = _form(story)
    member = chosen(form, "supplier_id", story.suppliers[1].viewer.organisation_name)
    order = _order(story, supplier_id=member, reason="服务最方便，到货最快")
    _contracted(story, order, story.suppliers[1], story.told.prices[1])


def bidding(story: FrameworkStory) -> None:
    """Members seal a second quote; they are revealed after the agreed hours, the lowest wins."""
    closes = story.now + timedelta(hours=25)
    order = _order(story, closes_at=closes.isoformat())
    for place, yuan in QUOTES.items():
        supplier = story.suppliers[place]
        asked = supplier.get(f"{order}quote/")["asked"]
        quoted(supplier, asked, _quote(yuan))
    assert story.buyer.get(order)["quotes"] == []
    story.wait_until(closes - timedelta(minutes=1))
    with pytest.raises(Refused, match="422"):
        story.buyer.post(f"{order}steps/reveal/")
    story.wait_until(closes)
    story.buyer.post(f"{order}steps/reveal/")
    best = min(QUOTES, key=QUOTES.__getitem__)
    _contracted(story, order, story.suppliers[best], QUOTES[best])


def rotation(story: FrameworkStory) -> None:
    """Orders go round: the second goes to whoever stands second, whatever the buyer likes."""
    for place in (0, 1):
        _contracted(story, _order(story), story.suppliers[place], story.told.prices[place])


def direct_of_open(story: FrameworkStory) -> None:
    """In an open framework everybody asks the announced price."""
    name = story.suppliers[0].viewer.organisation_name
    member = chosen(_form(story), "supplier_id", name)
    order = _order(story, supplier_id=member, reason="服务最方便，到货最快")
    _contracted(story, order, story.suppliers[0], 100)


def _form(story: FrameworkStory) -> Answer:
    found: Answer = story.buyer.get(f"/call-offs/new/{story.number}/")["form"]
    return found


def _order(story: FrameworkStory, **changes: Any) -> str:
    listed = story.buyer.get("/call-offs/new/")["frameworks"]
    assert [one["number"] for one in listed] == [story.number]
    content = {
        "package_number": 1, "quantity": QUANTITY, "place": "示例路 1 号",
        "needed_by": f"{story.now.date() + timedelta(days=10)}",
        "indicator_code": chosen(_form(story), "indicator_code", story.told.title), **changes,
    }  # fmt: skip
    return story.buyer.post(f"/call-offs/new/{story.number}/", content)


def _contracted(story: FrameworkStory, order: str, supplier: Program, yuan: int) -> None:
    """Who won is public; buyer and supplier sign, and everybody can read the contract."""
    found = story.anybody.get(order)["order"]
    assert found["supplier_id"] == supplier.viewer.organisation
    assert found["amount"] == yuan * QUANTITY * 100
    made = story.buyer.post(f"{order}contract/")
    supplier.post(f"{made}steps/sign/")
    story.work()
    card = story.anybody.get(made)["card"]
    assert (card["state"], card["amount"]) == ("signed", found["amount"])
    contract = story.buyer.get(f"/contracts/{card['number']}/")["card"]
    assert contract["amount"] == found["amount"]


def _quote(yuan: int) -> dict[str, Any]:
    item = {"place": 0, "unit_price": f"{yuan}.00"}
    return {"price": f"{yuan}.00", "items": [item], "statement": ""}
