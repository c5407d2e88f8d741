"""The demonstration's mall: an order paid, orders at each wait, reports, quotes to come."""

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.platform.demonstration.clock import START
from lucai.platform.duties.selectors import duty_list
from lucai.site.demo import home, mall
from lucai.site.demo.people import Cast
from lucai.site.demo.scenes import shelving
from lucai.site.demo.timeline import Telling
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.mall.models import MallInquiry, MallOrder, PriceReport
from tests.makers import demonstration

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]


def told(cast: Cast) -> tuple[Telling, ...]:
    return (*shelving.tellings(cast), *mall.tellings(cast))


def test_a_visitor_finds_the_mall_at_every_point() -> None:
    cast = demonstration.build_world([], beside=told)
    with clock.at(START):
        orders = MallOrder.objects.seen_by(SYSTEM)
        assert {"placed", "awaiting", "confirmed", "withdrawn"} <= set(
            orders.values_list("state", flat=True)
        )
        bought = Contract.objects.seen_by(PUBLIC).filter(method="mall")
        assert list(bought.values_list("state", flat=True)) == ["completed"]
        reports = PriceReport.objects.seen_by(SYSTEM)
        assert set(reports.values_list("state", flat=True)) == {"answered", "reported"}
        asked = MallInquiry.objects.seen_by(PUBLIC)
        assert set(asked.values_list("state", flat=True)) == {"awarded", "asking"}
        titles = {duty.title for duty in duty_list(cast.viewer(f"buyer{home.SCHOOL}.head"))}
        assert "核对并下达商城订单" in titles
