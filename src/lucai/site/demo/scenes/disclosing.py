"""The year's end: what was owed to small firms is made public, by one unit not yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.site.demo.people import Cast
from lucai.site.demo.timeline import Cue, Play, Telling, office
from lucai.stages.payment.disclosures import services
from lucai.stages.payment.disclosures.selectors import disclosure_page

YEAR = 2025
WHY = "示例：因采购人内部审核延误，款项已于次年一月付清，逾期利息一并支付。"


def disclosures(cast: Cast, *, nothing_owed: int, silent: int) -> Iterator[Telling]:
    """Tell how the disclosures of a year were opened and published.

    ``nothing_owed`` is the buyer that says so though it need not, ``silent`` the one that has
    not published its own.
    """
    yield Telling("disclosures", _play(cast, nothing_owed, silent))


def _play(cast: Cast, nothing_owed: int, silent: int) -> Play:
    yield Cue(office(date(YEAR + 1, 1, 5)), "disclosure.open")
    services.open_year(Actor.system(Reason.DEADLINE_REACHED), year=YEAR)
    yield Cue(office(date(YEAR + 1, 3, 12)), "disclosure.publish")
    clerks = {
        cast.viewer(name).organisation: name for name in cast.logins("buyer") if "." not in name
    }
    for line in disclosure_page(SYSTEM).items:
        clerk = cast.actor(clerks[line.buyer_id])
        services.publish(clerk, year=YEAR, buyer_id=line.buyer_id, remark=WHY)
    for buyer in (nothing_owed, silent):
        services.prepare(cast.actor(f"buyer{buyer}"), year=YEAR)
    clerk = cast.actor(f"buyer{nothing_owed}")
    services.publish(clerk, year=YEAR, buyer_id=clerk.viewer.organisation or 0, remark="")
