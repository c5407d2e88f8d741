"""The mall: an order bought and paid, one at each wait, lower prices reported, quotes to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import PUBLIC
from lucai.law.regions import PROVINCE
from lucai.registers.products.selectors import pickable, product_page, product_seen
from lucai.site.demo import frameworks, home
from lucai.site.demo.people import Cast
from lucai.site.demo.scenes import quotes as sealed
from lucai.site.demo.timeline import Cue, Play, Telling, office
from lucai.stages.contract.mall import selectors, services
from lucai.stages.contract.mall.numbering import LOT, round_number
from lucai.stages.contract.mall.schemas import (
    AnswerIn,
    AwardIn,
    InquiryIn,
    OrderIn,
    ReasonIn,
    ReportIn,
)

BUYER = home.SCHOOL
LATEST = date(2026, 6, 30)
"""The day before the demonstration begins: what was released then still waits for its supplier."""


def tellings(cast: Cast) -> Iterator[Telling]:
    """Yield the stories of the mall."""
    yield Telling("mall-direct", direct(cast))
    yield Telling("mall-quotes", quotes(cast))


def direct(cast: Cast) -> Play:
    """A direct order from the offer to its payment, then one at each wait; two reports of prices."""
    clerk, head = cast.actor(f"buyer{BUYER}"), cast.actor(f"buyer{BUYER}.head")
    yield Cue(office(date(2026, 5, 11), 9, 30), "mall.place")
    number = _placed(cast, "XH-T500", 6)
    yield Cue(office(date(2026, 5, 11), 14), "mall.release")
    services.release(head, number=number)
    yield Cue(office(date(2026, 5, 12), 10), "mall.confirm")
    card = selectors.mall_order_seen(clerk.viewer, number)
    supplier = cast.actor(cast.firms[card.supplier_id])
    services.confirm(supplier, number=number)
    yield from frameworks.perform(cast, clerk, card.contract_number, supplier)
    yield Cue(office(date(2026, 6, 17), 10), "mall.report")
    report = services.report_price(clerk, product=_product("YQ-M600"), form=_seen("7380.00"))
    yield Cue(office(date(2026, 6, 19), 15), "mall.answer")
    form = AnswerIn.model_validate(
        {"finding": "unfounded", "answer": "该网店价格不含上门安装和三年质保，不能直接比较。"}
    )
    services.answer_report(cast.actor(f"finance{PROVINCE}"), number=report, form=form)
    yield Cue(office(date(2026, 6, 22), 9, 30), "mall.place")
    gone = _placed(cast, "XH-N14", 2)
    yield Cue(office(date(2026, 6, 22), 11), "mall.withdraw")
    services.withdraw(clerk, number=gone, form=ReasonIn(reason="使用部门改为台式计算机"))
    yield Cue(office(LATEST, 9, 30), "mall.place")
    waiting = _placed(cast, "CL-D20", 4)
    _placed(cast, "YQ-M600", 1)
    yield Cue(office(LATEST, 15), "mall.release")
    services.release(head, number=waiting)
    services.report_price(clerk, product=_product("XH-T500"), form=_seen("4699.00"))


def quotes(cast: Cast) -> Play:
    """An enquiry awarded to the lowest quote, then one whose quotes are still to come."""
    clerk = cast.actor(f"buyer{BUYER}")
    yield Cue(office(date(2026, 6, 8), 9, 30), "mall.ask")
    number = _asked(cast, "台式计算机更新询价", 12, hours=48)
    yield Cue(office(date(2026, 6, 9), 10), "mall.quote")
    for place, supplier in enumerate((0, 50, 51, 10)):
        _quoted(cast, number, supplier, 3840 - 10 * place)
    yield Cue(office(date(2026, 6, 10), 10), "mall.open")
    services.open_quotes(clerk, number=number)
    yield Cue(office(date(2026, 6, 10), 10, 30), "mall.award")
    services.award(clerk, number=number, form=AwardIn())
    yield Cue(office(LATEST, 10), "mall.ask")
    waiting = _asked(cast, "计算机教室台式计算机询价", 30, hours=72)
    yield Cue(office(LATEST, 15, 30), "mall.quote")
    for supplier in (50, 10):
        _quoted(cast, waiting, supplier, 3800)


def _asked(cast: Cast, title: str, quantity: int, *, hours: int) -> str:
    content = {
        **_wanted(cast), "title": title, "catalogue_code": "A02010105", "unit": "台",
        "quantity": quantity, "ceiling": "4200.00", "demands": DEMANDS,
        "closes_at": clock.now() + timedelta(hours=hours),
    }  # fmt: skip
    form = InquiryIn.model_validate(content)
    return services.ask(cast.actor(f"buyer{BUYER}"), form=form)


def _quoted(cast: Cast, number: str, supplier: int, yuan: int) -> None:
    """Quote one of the supplier's own products, no dearer than it offers it."""
    who = cast.actor(f"supplier{supplier}")
    product = pickable(who.viewer, "A02010105")[0].number
    sheet = product_seen(who.viewer, product)
    mine = sheet.mine
    most = mine.price if mine else 0
    has = {one["name"]: one["value"] for one in sheet.attributes}
    answers = [{"name": n, "value": has[n], "meets": "yes"} for n in (d["name"] for d in DEMANDS)]
    content = {
        "product_number": product, "price": money.plain_yuan(min(yuan * 100, most)),
        "answers": answers, "statement": "含送货和安装",
    }  # fmt: skip
    handed = sealed.sealed_form(who, round_number(number, 1), LOT, content)
    services.quote(who, number=number, handed=handed)


DEMANDS = [
    {"name": "处理器", "value": "不低于 8 核"},
    {"name": "内存", "value": "不低于 16GB"},
    {"name": "固态硬盘", "value": "不低于 512GB"},
]


def _placed(cast: Cast, model: str, quantity: int) -> str:
    """Order so many of a model from whoever asks least."""
    product = _product(model)
    best = product_seen(PUBLIC, product).offers[0]
    form = OrderIn.model_validate({**_wanted(cast), "quantity": quantity})
    return services.place(
        cast.actor(f"buyer{BUYER}"), product=product, supplier_id=best.supplier_id, form=form
    )


def _wanted(cast: Cast) -> dict[str, Any]:
    today = clock.today()
    return {
        "place": f"{cast.unit_of(BUYER)}总务处", "needed_by": today + timedelta(days=14),
        "indicator_code": frameworks.indicator(cast, BUYER, today.year),
        "demand": "送货上门，安装调试",
    }  # fmt: skip


def _product(model: str) -> str:
    return product_page(PUBLIC, words=model).items[0].number


def _seen(price: str) -> ReportIn:
    content = {
        "price": price, "place": "示例数码网店（https://shop.example/）",
        "seen_on": clock.today(), "said": "同品牌同型号",
    }  # fmt: skip
    return ReportIn.model_validate(content)
