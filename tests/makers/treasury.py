"""What the treasury's side sends: an answer nobody can book, a day that differs."""

from __future__ import annotations

from datetime import date

from lucai.kernel import clock
from lucai.stages.payment.treasury import services
from lucai.stages.payment.treasury.ports import PAID, Answer, Statement, StatementLine
from tests.makers import people


def doubtful_answer(serial: str = "LS-UNKNOWN") -> None:
    """An answer for a request that is not there."""
    answer = Answer(
        serial=serial, kind=PAID, request_number="ZF-UNKNOWN", voucher="PZ-UNKNOWN", amount=1_00,
        on=clock.today(),
    )  # fmt: skip
    services.take_answers(people.actor(people.treasury()), answers=[answer])


def differing_day(day: date | None = None) -> None:
    """A statement with a voucher that only the treasury knows."""
    line = StatementLine("PZ-THEIRS", "", 1_00)
    statement = Statement(day or clock.today(), 1, 1_00, (line,))
    services.compare_day(people.actor(people.treasury()), statement=statement)
