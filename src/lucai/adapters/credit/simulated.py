"""A credit information platform for demonstration and tests (模拟对接).

It answers a question that names a purpose and a legal basis, about a party whose code is a valid
统一社会信用代码 and whose name it knows under that code; of anybody else it says unknown, as the real
one does. It lists whom it was told to list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from lucai.law.uscc import check_character
from lucai.registers.exclusions.ports import (
    CHECKS,
    CLEAR,
    LISTED,
    UNKNOWN,
    CheckResult,
    CreditSourceDown,
    PartyQuestion,
)
from lucai_trust import canonical

LENGTH = 18


class SimulatedCreditSource:
    """Answers as the platform would; ``listed``: code → list → why, ``down``: it does not answer."""

    name = "信用中国（模拟对接）"

    def __init__(
        self, listed: Mapping[str, Mapping[str, str]] | None = None, *, down: bool = False
    ) -> None:
        self.listed = listed or {}
        self.down = down

    def check_party(self, question: PartyQuestion, at: datetime) -> Sequence[CheckResult]:
        """Answer for each list; a faulty question gets unknown for all of them."""
        if self.down:
            raise CreditSourceDown("信用信息平台没有应答，请稍后再查，或者人工查询并留存证据")
        fault = _fault(question)
        return [self._result(question, check, fault, at) for check in question.checks]

    def _result(self, question: PartyQuestion, check: str, fault: str, at: datetime) -> CheckResult:
        why = self.listed.get(question.code, {}).get(check, "")
        result = UNKNOWN if fault or check not in CHECKS else LISTED if why else CLEAR
        raw = canonical({"code": question.code, "list": check, "result": result, "why": why})
        digest = hashlib.sha256(raw).hexdigest()
        return CheckResult(
            check=check, source=self.name, result=result, records=(why,) if why else (),
            queried_at=at.isoformat(), raw_hash=digest, snapshot=f"XY-{digest[:12]}", message=fault,
        )  # fmt: skip


def _fault(question: PartyQuestion) -> str:
    if not question.purpose or not question.basis:
        return "没有写明查询事由和依据，平台不受理"
    code = question.code
    if len(code) != LENGTH or check_character(code[:-1]) != code[-1]:
        return "统一社会信用代码校验不通过，平台查不到这个主体"
    return "" if question.name.strip() else "没有写明主体名称，平台不受理"
