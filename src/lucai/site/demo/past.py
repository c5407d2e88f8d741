"""The province's past: procurements of every unit and season, smooth ones and others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from lucai.site.demo.people import AGENCIES, SUPPLIERS
from lucai.site.demo.plots import Mishap, Story
from lucai.site.demo.wares import WARES

FIRST = date(2025, 1, 8)
STEP = timedelta(days=11)
COUNT = 47
BOUGHT = {Mishap.OTHER_METHOD: 11, Mishap.METHOD_REFUSED: 11, Mishap.ONE_LOT_FAILS: 0}
"""What must be large enough to need leave for its method, or have two lots: place among the wares."""
DOUBLE = 200
LARGE_FIRM = 4
"""Every fifth firm is large; small procurements admit none."""

MISHAPS = {
    1: Mishap.DOCUMENT_RETURNED, 3: Mishap.TOO_FEW, 4: Mishap.LATE_PAYMENT,
    5: Mishap.QUESTION_AT_OPENING, 6: Mishap.PLAN_SENT_BACK, 7: Mishap.DELIVERY_REJECTED,
    8: Mishap.INTENTION_CANCELLED, 9: Mishap.ALL_UNQUALIFIED, 10: Mishap.PAYMENT_RETURNED,
    11: Mishap.AGENCY_DECLINES, 12: Mishap.ACCEPTANCE_DISPUTED, 14: Mishap.PLAN_RETURNED,
    15: Mishap.AMENDED, 16: Mishap.WITHDRAWN_BID, 17: Mishap.OTHER_METHOD, 18: Mishap.TOO_FEW,
    19: Mishap.LATE_PAYMENT, 20: Mishap.EXPERT_RECUSES, 21: Mishap.INVOICE_RETURNED,
    22: Mishap.ONE_LOT_FAILS, 23: Mishap.PLAN_ABANDONED, 24: Mishap.UNQUALIFIED_BID,
    25: Mishap.CONTRACT_SENT_BACK, 26: Mishap.PLAN_DISCARDED, 27: Mishap.ACCEPTANCE_FAILED,
    28: Mishap.METHOD_REFUSED, 29: Mishap.PAYMENT_SENT_BACK, 31: Mishap.TOO_FEW,
    34: Mishap.LOW_PRICE, 36: Mishap.LOW_PRICE_REJECTED, 40: Mishap.AMENDED,
    43: Mishap.AGENCY_DECLINES, 44: Mishap.OTHER_METHOD,
}  # fmt: skip

SEALED = frozenset({0, 2, 4, 7, 12, 19})
"""The procurements whose file is sealed; the agencies still put the others' in order."""

UNTIL = {32: "award.decide", 41: "document.confirm", 44: "plan.approve_method"}
"""What hangs, some of it beyond its time: the supervisors' list of what is overdue."""


def stories(chance: random.Random) -> Iterator[Story]:
    """Yield the stories of the past, oldest first."""
    for number in range(COUNT):
        yield _story(number, chance)


def _story(number: int, chance: random.Random) -> Story:
    mishap = MISHAPS.get(number, Mishap.NONE)
    other = mishap in {Mishap.OTHER_METHOD, Mishap.METHOD_REFUSED}
    ware = WARES[BOUGHT.get(mishap, (number * 5 + 3) % len(WARES))]
    two = len(ware.parts) > 1 and (number % 4 == 0 or mishap is Mishap.ONE_LOT_FAILS)
    return Story(
        key=f"370000-{number:02d}",
        ware=ware,
        buyer=_buyer(number),
        agency=1 + number * 7 % (AGENCIES - 1),
        bidders=_bidders(chance, 4 if mishap is Mishap.WITHDRAWN_BID else 3),
        begins=FIRST + number * STEP,
        parts=2 if two else 1,
        scale=DOUBLE if other else chance.choice((40, 55, 70, 85)),
        lowest=number % 5 not in {0, 3},
        until=UNTIL.get(number, "" if number in SEALED else "archive.seal"),
        sure=number in UNTIL,
        mishap=mishap,
    )


def _buyer(number: int) -> int:
    """Go through province, cities and counties."""
    places = (*range(14), *range(17, 64))
    return places[number * 13 % len(places)]


def _bidders(chance: random.Random, count: int) -> tuple[int, ...]:
    firms = [n for n in range(1, SUPPLIERS) if n % 5 != LARGE_FIRM and n % 10]
    return tuple(chance.sample(firms, count))
