"""The province's past: procurements of every unit and season, smooth ones and others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from lucai.site.demo.people import AGENCIES, SUPPLIERS
from lucai.site.demo.plots import Mishap, Story
from lucai.site.demo.wares import WARES

DATES = (
    *(date(2025, 1, 8) + n * timedelta(days=16) for n in range(21)),
    *(date(2026, 1, 5) + n * timedelta(days=10) for n in range(9)),
    *(date(2026, 5, 6) + n * timedelta(days=4) // 3 for n in range(27)),
)
"""When each begins: through 2025, in the winter of 2026, and thickly in the spring."""

MISHAPS = {
    0: Mishap.PLAN_SENT_BACK | Mishap.ONE_LOT_FAILS | Mishap.EXPERT_RECUSES
    | Mishap.PAYMENT_IN_PARTS,
    2: Mishap.PLAN_RETURNED | Mishap.LATE_PAYMENT,
    3: Mishap.TOO_FEW, 5: Mishap.DELIVERY_REJECTED, 6: Mishap.INTENTION_CANCELLED,
    7: Mishap.ALL_UNQUALIFIED, 9: Mishap.ACCEPTANCE_DISPUTED, 11: Mishap.OTHER_METHOD,
    15: Mishap.PLAN_ABANDONED, 17: Mishap.METHOD_REFUSED, 18: Mishap.CONTRACT_SENT_BACK,
    21: Mishap.PAYMENT_RETURNED,
    22: Mishap.UNQUALIFIED_BID | Mishap.PAYMENT_SENT_BACK, 23: Mishap.INVOICE_RETURNED,
    24: Mishap.ACCEPTANCE_FAILED, 25: Mishap.ABSENT_EXPERT, 28: Mishap.LOW_PRICE, 29: Mishap.LOW_PRICE,
    36: Mishap.PLAN_DISCARDED, 39: Mishap.OTHER_METHOD, 42: Mishap.AGENCY_DECLINES,
}  # fmt: skip

SEALED = frozenset({5})
"""The procurement whose file is sealed; the agencies still put the others' in order."""

UNTIL = {
    18: "contract.file", 21: "payment.correct", 22: "payment.correct", 23: "invoice.replace",
    25: "acceptance.begin", 28: "evaluation.judge", 29: "evaluation.explain", 39: "plan.approve_method", 42: "commission.reassign",
    46: "document.confirm", 48: "document.draft", 50: "plan.request_filing",
}  # fmt: skip
"""What hangs, some of it beyond its time: the supervisors' list of what is overdue."""

TOLD = (
    *(0, 2, 3, 5, 6, 7, 9, 11, 15, 17, 18, *range(21, 26), 28, 29, 36, 39, 42, 46, 48),
    *range(50, len(DATES)),
)
"""The seasons in which something is bought; a story more that goes smoothly says no more."""

BOUGHT = {
    Mishap.OTHER_METHOD: 11, Mishap.METHOD_REFUSED: 11, Mishap.ONE_LOT_FAILS: 0,
    Mishap.PAYMENT_SENT_BACK: 3, Mishap.ACCEPTANCE_FAILED: 3,
}  # fmt: skip
"""What must be large enough to need leave for its method, have two lots, or be goods: its ware."""
DOUBLE = 200
LARGE_FIRM = 4
"""Every fifth firm is large; small procurements admit none."""


def stories(chance: random.Random) -> Iterator[Story]:
    """Yield the stories of the past, oldest first."""
    for number in TOLD:
        yield _story(number, chance)


def _story(number: int, chance: random.Random) -> Story:
    mishap = MISHAPS.get(number, Mishap.NONE)
    other = bool(mishap & (Mishap.OTHER_METHOD | Mishap.METHOD_REFUSED))
    ware = WARES[
        next((BOUGHT[one] for one in mishap if one in BOUGHT), (number * 5 + 3) % len(WARES))
    ]
    two = len(ware.parts) > 1 and (number % 4 == 0 or Mishap.ONE_LOT_FAILS in mishap)
    return Story(
        key=f"370000-{number:02d}",
        ware=ware,
        buyer=_buyer(number),
        agency=1 + number * 7 % (AGENCIES - 1),
        bidders=_bidders(chance, 4 if Mishap.UNQUALIFIED_BID in mishap else 3),
        begins=DATES[number],
        parts=2 if two else 1,
        scale=DOUBLE if other else chance.choice((40, 55, 70, 85)),
        lowest=number % 5 not in {0, 3} and not other,
        until=UNTIL.get(number, "" if number in SEALED else "archive.seal"),
        sure=number in UNTIL,
        mishap=mishap,
        method="consultation" if other else "open",
        case="consultation.complex" if other else "",
    )


def _buyer(number: int) -> int:
    """Go through province, cities and counties."""
    places = (*range(14), *range(17, 64))
    return places[number * 13 % len(places)]


def _bidders(chance: random.Random, count: int) -> tuple[int, ...]:
    """Draw bidders: one more where one bid falls away, for three must be left."""
    firms = [n for n in range(1, SUPPLIERS) if n % 5 != LARGE_FIRM and n % 10]
    return tuple(chance.sample(firms, count))
