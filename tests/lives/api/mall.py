"""网上商城: goods come on sale, and are bought directly or after quotes were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.lives.api.story import Story
from tests.makers import agencies, people
from tests.makers.program import Program, Refused, chosen
from tests.makers.sealing_program import quoted

COMPUTER = "A02010105"
QUANTITY = 3
DEMAND = {"name": "内存", "value": "不低于 16GB"}
ASKED_HOURS = 30


@dataclass
class MallStory(Story):
    """A purchase in the mall; ``told.prices`` is what each supplier asks for one computer."""

    product: str = ""
    inquiry: str = ""
    order: str = ""

    def __post_init__(self) -> None:
        """Let everybody begin to work, and the province that keeps the library."""
        super().__post_init__()
        self.province = self._works(agencies.province, "province", "finance_manager")

    @property
    def anybody(self) -> Program:
        """A program without a key."""
        return Program(people.public(), "")

    @property
    def offered(self) -> str:
        """The page of the product in the mall."""
        return f"/mall/products/{self.product}/"


def on_sale(story: MallStory) -> None:
    """A supplier enters a product, the province lists it, others offer it too."""
    until = story.now.date() + timedelta(days=365)
    energy = {
        "kind": "energy",
        "number": "SL-JN-001",
        "issuer": "示例认证中心",
        "until": f"{until}",
    }
    content = {
        "name": "台式计算机", "brand": "示例", "model": "商城-1", "manufacturer": "示例制造有限公司",
        "catalogue_code": COMPUTER, "unit": "台", "standards": "GB/T 9813.1",
        "attributes": [{"name": "内存", "value": "16GB"}], "certificates": [energy],
    }  # fmt: skip
    first, *others = story.suppliers
    made = first.post("/products/new/", {**content, **_terms(story.told.prices[0])})
    story.product = str(first.get(made)["sheet"]["card"]["number"])
    first.post(f"{made}steps/submit/")
    story.province.post(f"{made}steps/enlist/")
    for supplier, price in zip(others, story.told.prices[1:], strict=True):
        supplier.post(f"{made}offer/", _terms(price))
    offers = story.anybody.get(story.offered)["sheet"]["offers"]
    assert sorted(one["price"] for one in offers) == sorted(p * 100 for p in story.told.prices)


def ordered(story: MallStory) -> None:
    """采购经办 orders from the lowest offer."""
    address = f"{story.offered}order/{story.winner.viewer.organisation}/"
    form = story.buyer.get(address)["form"]
    indicator = chosen(form, "indicator_code", story.told.title)
    story.order = story.buyer.fill(address, {"quantity": QUANTITY, "indicator_code": indicator})


def asked(story: MallStory) -> None:
    """采购经办 says what it needs; the sellers of such goods are asked for sealed quotes."""
    address = "/mall/inquiries/new/"
    form = story.buyer.get(address, product=story.product)["form"]
    content = {
        "title": "示例台式计算机询价", "catalogue_code": COMPUTER, "unit": "台",
        "ceiling": f"{max(story.told.prices)}.00", "quantity": QUANTITY, "place": "示例路 1 号",
        "closes_at": (story.now + timedelta(hours=ASKED_HOURS)).isoformat(), "demands": [DEMAND],
        "needed_by": f"{story.now.date() + timedelta(days=20)}",
        "indicator_code": chosen(form, "indicator_code", story.told.title),
    }  # fmt: skip
    story.inquiry = story.buyer.post(address, content)


def quotes(story: MallStory) -> None:
    """Sellers seal their quotes; when their time is over they are opened together."""
    for supplier, price in zip(story.suppliers, story.told.quotes, strict=True):
        quoted(supplier, supplier.get(f"{story.inquiry}quote/")["asked"], _quote(story, price))
    assert story.buyer.get(story.inquiry)["quotes"] == []
    with pytest.raises(Refused, match="422"):
        story.buyer.post(f"{story.inquiry}steps/open/")
    story.wait(hours=ASKED_HOURS)
    story.buyer.post(f"{story.inquiry}steps/open/")
    found = story.buyer.get(f"{story.inquiry}award/")
    assert sorted(one["price"] for one in found["quotes"]) == [p * 100 for p in story.told.quotes]
    assert found["proposed"]["supplier_id"] == story.winner.viewer.organisation


def awarded(story: MallStory) -> None:
    """The lowest that meets the demand becomes an order."""
    story.order = story.buyer.post(f"{story.inquiry}award/")


def contracted(story: MallStory) -> None:
    """采购负责人 releases the order, the seller confirms it: that is the contract, for all to read."""
    story.head.post(f"{story.order}steps/release/")
    story.winner.post(f"{story.order}steps/confirm/")
    story.work()
    order = story.anybody.get(story.order)["order"]
    assert order["state"] == "confirmed"
    assert order["amount"] == story.told.won_at * QUANTITY
    number = story.buyer.get(story.order)["order"]["contract"]["number"]
    contract = story.buyer.get(f"/contracts/{number}/")["card"]
    assert (contract["amount"], contract["supplier_id"]) == (order["amount"], order["supplier_id"])


def _terms(price: int) -> dict[str, Any]:
    return {"price": f"{price}.00", "delivery_days": 7, "warranty_months": 36}


def _quote(story: MallStory, price: int) -> dict[str, Any]:
    answer = {"name": DEMAND["name"], "value": "16GB", "meets": "yes"}
    return {"product_number": story.product, "price": f"{price}.00", "answers": [answer]}
