"""The group talks with each supplier, settles a change, and opens last quotes sealed by programs."""

from __future__ import annotations

from tests.lives.api.story import Story
from tests.makers import sealing_program
from tests.makers.methods import CONSULTED

TALK = {"points": "请说明交货安排，能否提前到 20 日。", "response": "可以提前到 20 日。"}
CHANGE = {"kind": "service", "text": "质保期由三年改为五年。"}


def talks(story: Story) -> None:
    """The chair writes down a talk with each; each confirms; a change waits for 采购人."""
    lot = f"{story.room}negotiation/1/"
    for one in story.chair.get(lot)["sheet"]["participants"]:
        asked = CONSULTED if story.told.method == "single_source" else {}
        whom = {"supplier_id": one["supplier_id"]}
        story.chair.post(f"{lot}records/new/", {**TALK, **asked, **whom})
    for supplier in story.suppliers:
        [record] = supplier.get(lot)["desk"]["records"]
        supplier.post(f"{lot}records/{record['pk']}/")
    story.chair.post(f"{lot}changes/new/", CHANGE)
    [change] = story.user.get(lot)["sheet"]["changes"]
    story.user.post(f"{lot}changes/{change['pk']}/", {"step": "confirm"})
    [told] = story.suppliers[0].get(lot)["desk"]["changes"]
    assert told["text"] == CHANGE["text"]


def quotes(story: Story) -> None:
    """All seal their last quotes; nobody knows one of them before the chair opens all together."""
    lot = f"{story.room}negotiation/1/"
    story.chair.post(f"{lot}quotes/", {"minutes": 30})
    for supplier, price in zip(story.suppliers, story.told.quotes, strict=True):
        order = supplier.get(f"{lot}offer/")["order"]
        [item] = order["items"]
        each = price // int(float(item["quantity"]))
        content = {
            "price": f"{price}.00",
            "items": [{"place": 0, "unit_price": f"{each}.00"}],
            "statement": "按照变动后的要求响应。",
        }
        sealing_program.quoted(supplier, order, content)
    for program in (story.chair, story.agency):
        assert not any(one["price"] for one in program.get(lot)["sheet"]["quotes"])
    story.wait(minutes=31)
    story.chair.post(f"{lot}steps/open_quotes/")
    opened = {one["price"] for one in story.chair.get(lot)["sheet"]["quotes"]}
    assert opened == {price * 100 for price in story.told.quotes}
