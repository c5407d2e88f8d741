"""B29: what people wait for beside the money, each against a clock.

Two documents of 200 pages side by side within 2 seconds, a day of 10,000 vouchers compared
within 10, and the punctuality of 40,000 buyers carried on by 1,000 payments within 1.
"""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tools.bench import corpus
from tools.bench.measure import Comparison, compare

PARAGRAPHS, EACH_CHANGED, PUT_IN = 8000, 9, 50
VOUCHERS, WRONG = 10_000, 500
TREASURY = 7
BUYERS, PAYMENTS, PAID_BEFORE = 40_000, 1000, 3
DIFFERENCE, RECONCILED, REFRESHED = 2, 10, 1
SLICE = 0.1
DAY = date(2026, 6, 1)


def run(folder: Path) -> Iterator[Comparison]:
    """Compare each with its clock."""
    del folder
    corpus.prepare()
    for name, act, seconds in (
        ("B29 two documents of 200 pages / 2 s", _documents(), DIFFERENCE),
        ("B29 10,000 vouchers / 10 s", _vouchers(), RECONCILED),
        ("B29 1,000 payments of 40,000 buyers / 1 s", _punctuality(), REFRESHED),
    ):
        yield compare(name, act, partial(time.sleep, seconds), gate=1, seconds=SLICE)


def _documents() -> Any:
    from lucai.stages.contract.contracts.comparing import changed_lines

    old = [
        f"第 {n} 条　乙方应当按照第 {n * 7 % 997} 号标准交付设备并提供记录。"
        for n in range(PARAGRAPHS)
    ]
    new = [t.replace("记录", "完整记录") if n % EACH_CHANGED == 0 else t for n, t in enumerate(old)]
    new[PARAGRAPHS // 2 : PARAGRAPHS // 2] = ["双方约定的新条款。"] * PUT_IN
    return partial(changed_lines, old, new)


def _vouchers() -> Any:
    """A day of a treasury whose statement differs in some vouchers: read, compared and kept."""
    from lucai.kernel import clock
    from lucai.kernel.actors import Actor, Side, Viewer
    from lucai.platform.records import system_access
    from lucai.stages.payment.requests.models import PaymentRequest, PaymentVoucher
    from lucai.stages.payment.treasury import services
    from lucai.stages.payment.treasury.lifecycle import COMPARE
    from lucai.stages.payment.treasury.ports import Statement, StatementLine

    request = PaymentRequest(
        number="ZF00000001", state="paid", state_since=clock.now(), region="370102", buyer_id=1,
        supplier_id=2, agency_id=3, finance_id=4, treasury_id=TREASURY, amount=1, due_on=DAY,
        invoice_number=1, lot_number=1, sent_at=clock.now(),
    )  # fmt: skip
    ours = [
        PaymentVoucher(
            request=request, number=f"PZ{n:08}", amount=n + 1, paid_on=DAY, recorded_at=clock.now()
        )
        for n in range(VOUCHERS)
    ]
    with system_access("bench"):
        request.save(force_insert=True)
        PaymentVoucher.objects.bulk_create(ours, batch_size=1000)
    theirs = tuple(
        StatementLine(one.number, request.number, one.amount + (n < WRONG))
        for n, one in enumerate(ours)
    )
    viewer = Viewer(
        side=Side.TREASURY, person=1, organisation=TREASURY, name="示例", organisation_name="示例国库",
        region="370102", unit_path="", grants=frozenset({COMPARE.permission}),
    )  # fmt: skip
    statement = Statement(DAY, len(theirs), sum(one.amount for one in theirs), theirs)
    return partial(services.compare_day, Actor(viewer, request="bench"), statement=statement)


def _punctuality() -> Any:
    from lucai.platform.records import system_access
    from lucai.publication.punctuality.models import BuyerMonth, DuePayment
    from lucai.publication.punctuality.projection import count_payments

    rows = (
        DuePayment(
            invoice=f"OLD-{buyer}-{n}", buyer_id=buyer, month=DAY.replace(month=n + 1), amount=100,
            due_on=DAY, paid_on=DAY,
        )
        for buyer in range(BUYERS)
        for n in range(PAID_BEFORE)
    )  # fmt: skip
    months = (
        BuyerMonth(buyer_id=buyer, month=DAY.replace(month=n + 1), in_time=1, total=100)
        for buyer in range(BUYERS)
        for n in range(PAID_BEFORE)
    )
    with system_access("bench"):
        DuePayment.objects.bulk_create(rows, batch_size=5000)
        BuyerMonth.objects.bulk_create(months, batch_size=5000)
    return partial(_counted, count_payments, [_entry(n) for n in range(PAYMENTS)])


def _counted(count: Any, entries: list[Any]) -> None:
    from lucai.platform.records import system_access

    with system_access("bench"):
        count(entries)


def _entry(number: int) -> Any:
    from lucai.platform.journal.models import JournalEntry

    paid = DAY + timedelta(days=number % 25)
    return JournalEntry(
        event="payment.request.pay", public=True, at=datetime(2026, 6, 27, tzinfo=UTC),
        body={
            "invoice": f"NEW-{number}", "buyer": number * 37 % BUYERS, "dueOn": DAY.isoformat(),
            "dueAmount": 10_000 + number, "paidOn": paid.isoformat(),
        },
    )  # fmt: skip
