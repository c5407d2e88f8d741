"""Orders of the mall at every point of their life, made through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.registers.products import services as products
from lucai.registers.products.selectors import product_page
from lucai.stages.contract.mall import services
from lucai.stages.contract.mall.numbering import LOT, round_number
from lucai.stages.contract.mall.schemas import InquiryIn, OrderIn, QuestionIn, ReportIn
from lucai_trust import envelope as trust
from tests.makers import agencies, people, rounds, sealing
from tests.makers import products as library
from tests.makers.remembered import remembered

INDICATOR = "ZB2026-0001"
CHEAP, DEAR = "4100", "4200"
"""What the second and the first supplier ask for one computer."""
DEMANDS = [{"name": "内存", "value": "不低于 16GB"}]


@remembered
def on_sale(model: str = "商城-1") -> str:
    """Return a product that two suppliers offer; made at first use."""
    known = product_page(PUBLIC, words=model).items
    if known:
        return known[0].number
    people.finance()
    agencies.province()
    number = library.listed(model, DEAR)
    products.offer_product(library.supplier(2), number=number, offer=library.terms(CHEAP))
    return number


def order(**changes: Any) -> OrderIn:
    """What an order says that breaks no rule."""
    content: dict[str, Any] = {
        "quantity": 3, "place": "示例路 1 号", "indicator_code": INDICATOR,
        "needed_by": clock.today() + timedelta(days=10),
    }  # fmt: skip
    return OrderIn.model_validate({**content, **changes})


@remembered
def placed(n: int = 2, **changes: Any) -> str:
    """Return an order of the n-th supplier's offer that waits for the buyer's head."""
    product = on_sale()
    supplier = people.supplier(n).organisation or 0
    form = order(**changes)
    return services.place(
        people.actor(people.buyer()), product=product, supplier_id=supplier, form=form
    )


@remembered
def released(n: int = 2, **changes: Any) -> str:
    """Return an order that waits for its supplier."""
    number = placed(n, **changes)
    services.release(people.actor(people.buyer_reviewer()), number=number)
    return number


@remembered
def confirmed(n: int = 2, **changes: Any) -> str:
    """Return an order that is a contract."""
    number = released(n, **changes)
    services.confirm(people.actor(people.supplier(n)), number=number)
    return number


def report(**changes: Any) -> ReportIn:
    """A report of a lower price."""
    content: dict[str, Any] = {
        "price": "3999.00", "place": "示例网店 https://shop.example/", "seen_on": clock.today(),
    }  # fmt: skip
    return ReportIn.model_validate({**content, **changes})


@remembered
def reported() -> str:
    """Return a report that waits for the finance department."""
    product = on_sale()
    return services.report_price(people.actor(people.buyer()), product=product, form=report())


def in_all_states() -> None:
    """Leave an order at each wait, an enquiry somebody asks about, and a report.

    The budget indicator ``ZB2026-0001`` pays for the orders. The matrix tries each step as the
    first supplier, so that one is asked.
    """
    placed(1, reason="服务网点最近")
    released(1, reason="服务网点最近", quantity=2)
    reported()
    asked = QuestionIn(question="交付时间是否可以提前？")
    services.ask_question(people.actor(people.supplier(1)), number=asking(), form=asked)


def inquiry(**changes: Any) -> InquiryIn:
    """What an enquiry says that breaks no rule."""
    content: dict[str, Any] = {
        "title": "示例台式计算机询价", "catalogue_code": library.COMPUTER, "unit": "台",
        "ceiling": "4200.00", "quantity": 20, "place": "示例路 1 号", "indicator_code": INDICATOR,
        "closes_at": clock.now() + timedelta(hours=24), "demands": DEMANDS,
        "needed_by": clock.today() + timedelta(days=20),
    }  # fmt: skip
    return InquiryIn.model_validate({**content, **changes})


@remembered
def asking(**changes: Any) -> str:
    """Return an enquiry for which three sellers are asked."""
    product = on_sale()
    products.offer_product(library.supplier(3), number=product, offer=library.terms("4300"))
    sealing.keys_enrolled()
    return services.ask(people.actor(people.buyer()), form=inquiry(**changes))


def quote(product: str, price: str, *, meets: str = "yes", **changes: Any) -> dict[str, Any]:
    """A quote that answers the demand, as the page spells it."""
    answers = [{"name": one["name"], "value": "16GB", "meets": meets} for one in DEMANDS]
    return {"product_number": product, "price": price, "answers": answers, **changes}


def hand_in(
    number: str, n: int, price: str, *, turn: int = 1, instead_of: trust.SealedBid | None = None,
    **changes: Any,
) -> trust.SealedBid:  # fmt: skip
    """Seal a quote of supplier ``n`` and hand it in; return its envelope."""
    content = quote(on_sale(), price, **changes)
    made, handed = rounds.sealed(
        round_number(number, turn), LOT, people.supplier(n), content, instead_of
    )
    services.quote(library.supplier(n), number=number, handed=handed)
    return made


def quoted(number: str, prices: dict[int, str]) -> None:
    """Let suppliers quote, in this order."""
    for n, price in prices.items():
        hand_in(number, n, price)
