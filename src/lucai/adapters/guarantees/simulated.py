"""A register of guarantees for demonstration and tests (模拟对接).

It knows every reference whose last two digits are the check digits of the others (ISO 7064,
MOD 97-10), and nothing else: a mistyped or invented number is refused, as at the real one.
"""

from __future__ import annotations

import re
from datetime import date

from lucai.stages.trade.bids.ports import Verification

REFERENCE = re.compile(r"BH(\d{12})(\d{2})")
MODULUS, FULL = 97, 98


class SimulatedRegister:
    """Answers as a register would."""

    name = "保函登记系统（模拟对接）"

    def verify(
        self, *, reference: str, issuer: str, amount: int, beneficiary: str, until: date
    ) -> Verification:
        """Look a guarantee up; the amount, beneficiary and term stand in the register's entry."""
        del amount, beneficiary, until
        found = REFERENCE.fullmatch(reference)
        if not found or check_digits(found[1]) != found[2]:
            return Verification(False, f"登记系统没有查到编号为 {reference} 的保函，不能确认真实性")
        return Verification(True, f"登记系统核验一致：{issuer}，编号 {reference}")


def check_digits(number: str) -> str:
    """Return the two check digits of a number's digits."""
    return f"{FULL - int(number) * 100 % MODULUS:02d}"
