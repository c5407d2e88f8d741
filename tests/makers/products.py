"""Products in the library, with offers and prices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.registers.products import services
from lucai.registers.products.schemas import ObjectionIn, OfferIn, ProductIn, SaidIn
from tests.makers import agencies, people
from tests.makers.remembered import remembered

COMPUTER = "A02010105"


def content(model: str = "示例-1", **changes: Any) -> ProductIn:
    """A product with one parameter and a certificate that runs a year."""
    filled: dict[str, Any] = {
        "name": "台式计算机", "brand": "示例", "model": model, "manufacturer": "示例制造有限公司",
        "catalogue_code": COMPUTER, "unit": "台", "standards": "GB/T 9813.1",
        "attributes": [{"name": "内存", "value": "16GB"}],
        "certificates": [certificate()],
    }  # fmt: skip
    return ProductIn.model_validate({**filled, **changes})


def certificate(**changes: Any) -> dict[str, Any]:
    """An energy certificate."""
    until = clock.today() + timedelta(days=365)
    base = {"kind": "energy", "number": "SL-JN-001", "issuer": "示例认证中心", "until": until}
    return {**base, **changes}


def terms(yuan: str = "4200", **changes: Any) -> OfferIn:
    """An offer."""
    base = {"price": yuan, "delivery_days": 7, "warranty_months": 36}
    return OfferIn.model_validate({**base, **changes})


def supplier(n: int = 1) -> Actor:
    """The n-th supplier, acting."""
    return people.actor(people.supplier(n))


def finance() -> Actor:
    """The province's finance department, which keeps the library."""
    return people.actor(agencies.province())


@remembered
def drafted(model: str = "示例-1", yuan: str = "4200", **changes: Any) -> str:
    """Write a product; return its number."""
    agencies.province()
    product = content(model, **changes)
    return services.begin_product(supplier(), product=product, offer=terms(yuan))


@remembered
def submitted(model: str = "示例-1", yuan: str = "4200", **changes: Any) -> str:
    """Hand a product in."""
    number = drafted(model, yuan, **changes)
    services.take(supplier(), number=number, step="submit")
    return number


@remembered
def listed(model: str = "示例-1", yuan: str = "4200", **changes: Any) -> str:
    """Let a product come into the library."""
    number = submitted(model, yuan, **changes)
    services.take(finance(), number=number, step="enlist")
    return number


def in_all_states() -> None:
    """Leave products where each waits for somebody."""
    listed("示例-1")
    services.withdraw(supplier(), number=listed("示例-2"), said=SaidIn(reason="停产" * 2))
    back = submitted("示例-3")
    services.send_back(finance(), number=back, said=SaidIn(reason="参数不完整"))
    drafted("示例-4")
    submitted("示例-5")
    objected("示例-6")


def objected(model: str) -> str:
    """Let finance send a product back, and its supplier object to that."""
    number = submitted(model)
    services.send_back(finance(), number=number, said=SaidIn(reason="参数不完整"))
    form = ObjectionIn(objection="参数表第三页已经写明内存容量。")
    services.object_to(supplier(), number=number, form=form)
    return number
