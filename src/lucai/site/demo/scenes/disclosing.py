"""The year's end: what was owed to small firms, and what was reserved for them, is made public.

By one unit each is not yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.site.demo.people import Cast
from lucai.site.demo.timeline import Cue, Play, Telling, office
from lucai.stages.contract.reserve_reports import services as reserves
from lucai.stages.contract.reserve_reports.selectors import is_head, is_prepared, report_page
from lucai.stages.payment.disclosures import services
from lucai.stages.payment.disclosures.selectors import disclosure_page

YEAR = 2025
HEADS = 2
TOO_LITTLE = "示例：本年度项目专业性强，适宜由中小企业提供的部分已经全部预留。"
WHY = "示例：因采购人内部审核延误，款项已于次年一月付清，逾期利息一并支付。"


def disclosures(cast: Cast, *, nothing_owed: int, silent: int) -> Iterator[Telling]:
    """Tell how the disclosures of a year were opened and published.

    ``nothing_owed`` is the buyer that says so though it need not, ``silent`` the one that has
    not published its own.
    """
    yield Telling("disclosures", _play(cast, nothing_owed, silent))
    yield Telling("reserves", _reports(cast))


def _play(cast: Cast, nothing_owed: int, silent: int) -> Play:
    yield Cue(office(date(YEAR + 1, 1, 5)), "disclosure.open")
    services.open_year(Actor.system(Reason.DEADLINE_REACHED), year=YEAR)
    yield Cue(office(date(YEAR + 1, 3, 12)), "disclosure.publish")
    clerks = _clerks(cast)
    for line in disclosure_page(SYSTEM).items:
        clerk = cast.actor(clerks[line.buyer_id])
        services.publish(clerk, year=YEAR, buyer_id=line.buyer_id, remark=WHY)
    for buyer in (nothing_owed, silent):
        services.prepare(cast.actor(f"buyer{buyer}"), year=YEAR)
    clerk = cast.actor(f"buyer{nothing_owed}")
    services.publish(clerk, year=YEAR, buyer_id=clerk.viewer.organisation or 0, remark="")


def _reports(cast: Cast) -> Play:
    yield Cue(office(date(YEAR + 1, 1, 6)), "reserve.open")
    reserves.open_year(Actor.system(Reason.DEADLINE_REACHED), year=YEAR)
    yield Cue(office(date(YEAR + 1, 3, 20)), "reserve.publish")
    clerks = _clerks(cast)
    heads = [name for name in clerks.values() if is_head(cast.viewer(name))]
    for name in heads[:HEADS]:
        if not is_prepared(cast.viewer(name), YEAR):
            reserves.prepare(cast.actor(name), year=YEAR)
    told = [line for line in report_page(SYSTEM).items if line.buyer_id in clerks]
    for line in told[:-1]:
        clerk = cast.actor(clerks[line.buyer_id])
        reserves.publish(clerk, year=YEAR, buyer_id=line.buyer_id, remark=TOO_LITTLE)


def _clerks(cast: Cast) -> dict[int | None, str]:
    """Return unit → login of its clerk."""
    return {
        cast.viewer(name).organisation: name for name in cast.logins("buyer") if "." not in name
    }
