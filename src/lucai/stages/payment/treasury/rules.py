"""Comparing two books of the same day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

ONLY_OURS, ONLY_THEIRS, DIFFERS, TWICE, TOTALS = "ours", "theirs", "differs", "twice", "totals"
KINDS = {
    ONLY_OURS: "只有本平台有",
    ONLY_THEIRS: "只有国库有",
    DIFFERS: "金额或者支付申请不一致",
    TWICE: "国库清单中重复",
    TOTALS: "国库清单的合计与明细不符",
}


@dataclass(frozen=True, slots=True)
class Booked:
    """One voucher in one of the two books; ``amount`` in 分."""

    voucher: str
    request_number: str
    amount: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the two books disagree; a side that has nothing is None."""

    kind: str
    voucher: str
    request_number: str
    ours: int | None
    theirs: int | None


def compare(ours: Iterable[Booked], theirs: Iterable[Booked]) -> list[Difference]:
    """Return every difference of two books, in the order of voucher numbers."""
    mine = {one.voucher: one for one in ours}
    listed = list(theirs)
    yours = {one.voucher: one for one in listed}
    times = Counter(one.voucher for one in listed)
    found = [
        Difference(TWICE, one.voucher, one.request_number, None, one.amount)
        for one in yours.values()
        if times[one.voucher] > 1
    ]
    for voucher in mine.keys() | yours.keys():
        difference = _differ(mine.get(voucher), yours.get(voucher))
        found += [difference] if difference else []
    return sorted(found, key=lambda one: (one.voucher, one.kind))


def _differ(mine: Booked | None, yours: Booked | None) -> Difference | None:
    if mine and not yours:
        return Difference(ONLY_OURS, mine.voucher, mine.request_number, mine.amount, None)
    if yours and not mine:
        return Difference(ONLY_THEIRS, yours.voucher, yours.request_number, None, yours.amount)
    if mine is None or yours is None or _agree(mine, yours):
        return None
    return Difference(DIFFERS, mine.voucher, mine.request_number, mine.amount, yours.amount)


def _agree(mine: Booked, yours: Booked) -> bool:
    """Whether a voucher says the same in both; a statement need not repeat the request."""
    return mine.amount == yours.amount and yours.request_number in {"", mine.request_number}
