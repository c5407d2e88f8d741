"""Yearly reports on reserved procurement: one to be published, one that is."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.stages.contract.reserve_reports import services
from tests.makers import people
from tests.makers.remembered import remembered


@remembered
def prepared(n: int = 1) -> tuple[int, int]:
    """The report of last year of the n-th buyer, to be published; return year and unit."""
    people.finance()
    year = clock.today().year - 1
    return year, services.prepare(people.actor(people.buyer(n)), year=year)


@remembered
def published(n: int = 1) -> tuple[int, int]:
    """The report of last year of the n-th buyer, published."""
    year, buyer = prepared(n)
    services.publish(people.actor(people.buyer(n)), year=year, buyer_id=buyer, remark="示例说明")
    return year, buyer
