"""Suppliers obtain the document, seal their bids with programs of their own, and hand them in."""

from __future__ import annotations

import pytest

from tests.lives.api.story import Story
from tests.makers import sealing_program
from tests.makers.program import Answer, Program, Refused, held

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PAPERS = ("qualification", "commercial", "technical")


def documents_obtained(story: Story) -> None:
    """Each obtains the document; nobody learns who they are."""
    for supplier in story.suppliers:
        supplier.post(f"{story.room}download/obtain/")
        assert supplier.get(f"{story.room}download/")["sheet"]["requirements"]
    assert story.agency.get(f"{story.room}downloads/")["lines"] in (None, [])


def bids(story: Story) -> None:
    """Each seals its bid and hands it in; before the deadline nobody can open or count them."""
    for supplier, price in zip(story.suppliers, story.told.prices, strict=True):
        bid(story, supplier, price)
    for program in (story.agency, story.buyer, story.finance):
        assert program.get(f"{story.room}bids/")["lots"][0][1] == []
    with pytest.raises(Refused):
        story.agency.post(f"{story.room}opening/steps/start/")


def bid(story: Story, supplier: Program, price: int) -> None:
    """Write, seal and hand in a whole bid of that price in 元."""
    page = supplier.get(f"{story.room}bid/1/seal/")
    parts = [
        sealing_program.part("offer", _offer(page, price)),
        sealing_program.part("response", _response(page)),
        *(sealing_program.paper(name, PDF) for name in PAPERS),
    ]
    sealing_program.dropped(page["order"], parts)


def _offer(page: Answer, price: int) -> Answer:
    [item] = page["order"]["items"]
    each = price // int(float(item["quantity"]))
    thing = {"place": 0, "unit_price": f"{each}.00", "brand": f"示例{price}牌", "model": "SL-1"}
    return {"price": f"{price}.00", "unit_confirmed": "", "items": [thing]}


def _response(page: Answer) -> Answer:
    begun = held(page["form"])
    letter = {
        "delivery_days": 30,
        "validity_days": page["order"]["validityDays"],
        "contact": begun.get("terms.contact", "示例联系人"),
        "phone": begun.get("terms.phone", "0531-00000000"),
        "sme_kind": begun.get("terms.sme_kind", "small"),
        "domestic": "on",
        "domestic_share": "",
        "consortium": "",
    }
    answers = [
        {
            "number": demand["number"],
            "response": f"响应：{demand['name']}",
            "deviation": "none",
            "evidence": "第 1 页",
        }
        for demand in page["order"]["demands"]
    ]
    return {"terms": letter, "answers": answers, "bonds": []}
