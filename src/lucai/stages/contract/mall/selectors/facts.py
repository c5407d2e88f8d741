"""What the rules of an order are told: prices as they are now, what was bought of the kind before."""

from __future__ import annotations

from django.db.models import Sum

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.mall_rules import MALL, QUOTED, MallOrderFacts
from lucai.law.planning_rules import PlanFacts, purchase_is_not_split
from lucai.law.regions import region
from lucai.law.verdicts import Verdict
from lucai.registers.products.selectors import ProductSheet, product_seen
from lucai.stages.contract.mall.inquiry_lifecycle import UNDER_WAY
from lucai.stages.contract.mall.lifecycle import BINDING
from lucai.stages.contract.mall.models import MallInquiry, MallOrder
from lucai.stages.plan.plans.selectors import planned_of_one_kind


def order_facts(viewer: Viewer, row: MallOrder) -> MallOrderFacts:
    """Return an order as its rules read it now; a quoted price binds as it was quoted."""
    del viewer
    numbers = [row.product_number, *(one["number"] for one in row.accessories)]
    sheets = [sheet for number in numbers if (sheet := _sheet(number))]
    asked = _asked(sheets, row)
    quoted = row.way == QUOTED
    return MallOrderFacts(
        way=row.way,
        amount=row.amount,
        unit_price=row.unit_price,
        offer_price=row.unit_price if quoted else asked[0],
        public_price=None if quoted else asked[1],
        on_sale=len(sheets) == len(numbers) and all(s.card.state == "listed" for s in sheets),
        expired=tuple(
            f"{one.kind_label}{one.number}"
            for sheet in sheets
            for one in sheet.certificates
            if one.expired
        ),
        dear=tuple(_dear(one) for one in row.accessories if _is_dear(one)),
        answer_by=row.answer_by,
        region=row.region,
    )


def split_verdict(viewer: Viewer, row: MallOrder | MallInquiry) -> Verdict:
    """Judge a purchase with what the buyer plans, asks and orders of its kind this year (GP-THR-06)."""
    codes, indicators = [row.catalogue_code], [row.indicator_code]
    planned = planned_of_one_kind(
        SYSTEM, buyer_id=row.buyer_id, year=row.fiscal_year, codes=codes, indicators=indicators
    )
    facts = PlanFacts(
        object="goods",
        method=MALL,
        budget=row.amount,
        same_kind_total=planned + _ordered(viewer, row),
        buyer_level=region(row.region).level,
        region=row.region,
    )
    return purchase_is_not_split(facts, clock.now())


def _ordered(viewer: Viewer, row: MallOrder | MallInquiry) -> int:
    """Return what was ordered, or is being asked for, besides this."""
    del viewer
    same = {
        "buyer_id": row.buyer_id, "fiscal_year": row.fiscal_year,
        "catalogue_code": row.catalogue_code, "indicator_code": row.indicator_code,
    }  # fmt: skip
    orders = MallOrder.objects.seen_by(SYSTEM).filter(**same, state__in=BINDING)
    asked = MallInquiry.objects.seen_by(SYSTEM).filter(**same, state__in=UNDER_WAY)
    sums = (
        orders.exclude(number=row.number).aggregate(total=Sum("amount"))["total"],
        asked.exclude(number=row.number).aggregate(total=Sum("held"))["total"],
    )
    return sum(int(one or 0) for one in sums)


def _sheet(number: str) -> ProductSheet | None:
    try:
        return product_seen(SYSTEM, number)
    except NotFound:
        return None


def _asked(sheets: list[ProductSheet], row: MallOrder) -> tuple[int | None, int | None]:
    """Return what the supplier asks now of the buyer and of everybody else."""
    found = [s for s in sheets if s.card.number == row.product_number]
    offers = found[0].offers if found else ()
    mine = next((one for one in offers if one.supplier_id == row.supplier_id), None)
    return (mine.price, mine.public_price) if mine else (None, None)


def _is_dear(accessory: dict[str, object]) -> bool:
    price, median = accessory["unit_price"], accessory["median"]
    return isinstance(price, int) and isinstance(median, int) and price > median


def _dear(accessory: dict[str, object]) -> str:
    price, median = int(str(accessory["unit_price"])), int(str(accessory["median"]))
    return f"{accessory['item']} {money.yuan(price)}元（中位价 {money.yuan(median)}元）"
