"""Payment: the day money is due at the latest, and the interest when it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lucai.law.deadlines import deadline
from lucai.law.exact import half_up
from lucai.law.parameters import DEFAULT_NAME, LATEST_VERSION, parameter
from lucai.law.status import LawRefuses
from lucai.law.wording import plain, yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """What fixes the due day of one payment; days not yet known are None."""

    invoice_on: date | None = None
    delivered_on: date | None = None
    acceptance_is_condition: bool = False
    accepted_on: date | None = None
    acceptance_due_on: date | None = None
    agreed_due_on: date | None = None
    payee_is_sme: bool = True


@dataclass(frozen=True, slots=True)
class DueDate:
    """The latest lawful day to pay, the rule that fixes it, and every candidate day."""

    date: date
    rule: str
    cites: tuple[str, ...]
    calculation: tuple[str, ...]


def due_date(terms: PaymentTerms) -> DueDate | None:
    """Return the earliest of contract, invoice and payment-regulation days (GP-PAY-08).

    None while nothing has started a clock. The days are not rolled over rest days: paying
    on the day itself is always in time.
    """
    candidates = [c for c in (_agreed(terms), _by_invoice(terms), _by_delivery(terms)) if c]
    if not candidates:
        return None
    first = min(candidates, key=lambda c: c.date)
    lines = tuple(line for c in candidates for line in c.calculation)
    result = f"应付日取最早一日：{first.date.isoformat()}。"
    return DueDate(first.date, first.rule, first.cites, (*lines, result))


def _agreed(terms: PaymentTerms) -> DueDate | None:
    day = terms.agreed_due_on
    if day is None:
        return None
    return DueDate(day, "GP-PAY-08", (), (f"合同约定付款日：{day.isoformat()}。",))


def _by_invoice(terms: PaymentTerms) -> DueDate | None:
    if terms.invoice_on is None:
        return None
    return _counted("GP-PAY-01", DEFAULT_NAME, terms.invoice_on, "收到发票之日")


def _by_delivery(terms: PaymentTerms) -> DueDate | None:
    start = _payment_clock_start(terms)
    if start is None or not terms.payee_is_sme:
        return None
    name = "agreed_max" if terms.agreed_due_on else DEFAULT_NAME
    return _counted("GP-PAY-02", name, start, _clock_starts_with(terms, start))


def _counted(rule: str, name: str, start: date, called: str) -> DueDate:
    """Count a period from a day, in one line that says from which day and how long."""
    latest = deadline(rule, start, name, roll=False)
    days = (latest.date - start).days
    line = (
        f"{called}（{start.isoformat()}，当日不计入）起{days}日内：最迟{latest.date.isoformat()}。"
    )
    return DueDate(latest.date, latest.rule, latest.cites, (line,))


def _clock_starts_with(terms: PaymentTerms, start: date) -> str:
    if not terms.acceptance_is_condition:
        return "向中小企业付款，交付之日"
    if start == terms.accepted_on:
        return "向中小企业付款，验收合格之日"
    return "向中小企业付款，约定验收期限届满之日"


def _payment_clock_start(terms: PaymentTerms) -> date | None:
    if not terms.acceptance_is_condition:
        return terms.delivered_on
    known = [d for d in (terms.accepted_on, terms.acceptance_due_on) if d is not None]
    return min(known, default=None)


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest on a late payment, in 分."""

    amount: int
    calculation: tuple[str, ...]
    cites: tuple[str, ...]


def late_interest(
    overdue: int, days: int, *, agreed_daily_rate: Decimal | None = None, on: date = LATEST_VERSION
) -> Interest:
    """Return the interest on an overdue amount in 分; without agreement the legal daily rate.

    Raises:
        LawRefuses: an amount, a number of days or a rate below zero.
    """
    if overdue < 0 or days < 0 or (agreed_daily_rate or 0) < 0:
        raise LawRefuses("逾期金额、天数和利率不得为负数。")
    legal = parameter("GP-PAY-03", "daily_rate", on=on)
    rate = legal.value if agreed_daily_rate is None else agreed_daily_rate
    amount = int(half_up(overdue * Fraction(rate) * days, 0))
    line = f"{yuan(overdue)} × 每日{plain(rate)} × {days}日 ＝ {yuan(amount)}。"
    return Interest(amount, (line,), legal.cites)


def overdue_days(due_on: date, paid_on: date) -> int:
    """Count the days a payment is late; the due day itself is in time."""
    return max((paid_on - due_on).days, 0)


def receivable_confirmation_due(requested_on: date) -> date:
    """Return the last day to confirm a receivable for financing (GP-PAY-05)."""
    return deadline("GP-PAY-05", requested_on).date


def disclosure_due(year: int) -> date:
    """Return the day by which overdue SME payments of the year before must be disclosed."""
    month = parameter("GP-PAY-06", "month", on=LATEST_VERSION).value
    last = parameter("GP-PAY-06", "day", on=LATEST_VERSION).value
    return date(year, month, last)
