"""What a verifier says: each claim passed, failed or not applicable, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from lucai_trust.envelope.faults import Culprit, Fault
from lucai_trust.errors import TrustError

CULPRITS = {
    Culprit.PLATFORM: "平台",
    Culprit.HOLDER: "份额持有方",
    Culprit.BIDDER: "投标人",
    Culprit.ABSENT_HOLDER: "未到场的份额持有方",
}


class Verdict(StrEnum):
    """What became of a claim."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one claim: ``code`` says why to machines, ``why`` to people."""

    claim: str
    title: str
    verdict: Verdict
    code: str
    why: str

    def to_json(self) -> dict[str, str]:
        """Return the finding for machines."""
        return {
            "claim": self.claim,
            "title": self.title,
            "verdict": self.verdict.value,
            "code": self.code,
            "why": self.why,
        }


class Broken(Exception):
    """Something that a claim rests on does not hold."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class Absent(Exception):
    """The package holds nothing that a claim could be judged by."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


def demand(holds: object, code: str, why: str) -> None:
    """Break the claim at hand unless this holds."""
    if not holds:
        raise Broken(code, why)


def broken(error: Exception) -> Broken:
    """Say of anything refused why it breaks a claim."""
    if isinstance(error, Broken):
        return error
    if isinstance(error, Fault):
        blame = CULPRITS[error.culprit]
        return Broken(f"fault_{error.culprit.value}", f"打不开，责任方：{blame}（{error}）")
    return Broken("malformed", f"格式或内容有误（{error}）")


def judged(claim: str, title: str, work: Callable[[], str]) -> Finding:
    """Judge one claim: what the work returns is why it passed, what it raises why it did not."""
    try:
        return Finding(claim, title, Verdict.PASSED, "ok", work())
    except Absent as absent:
        return Finding(claim, title, Verdict.NOT_APPLICABLE, absent.code, absent.why)
    except (Broken, TrustError) as error:
        found = broken(error)
        return Finding(claim, title, Verdict.FAILED, found.code, found.why)
