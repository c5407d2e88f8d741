"""What the gates need of the world outside: the lists of 信用中国 and 中国政府采购网 (I-15).

Law: 财库〔2016〕125号, 财政部令第87号 第二十条 (GP-QUA-05): who is asked about, when, and what was
answered is kept. An answer that did not come is never taken for a clear one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

CLEAR, LISTED, UNKNOWN = "clear", "listed", "unknown"
RESULTS = {CLEAR: "没有记录", LISTED: "列入名单", UNKNOWN: "未能查询"}
CHECKS = {
    "dishonest": "失信被执行人",
    "tax": "重大税收违法失信主体",
    "procurement": "政府采购严重违法失信行为记录名单",
}
"""The lists that bar from procurement, as 财库〔2016〕125号 names them."""
BASIS = "财库〔2016〕125号"


class CreditSourceDown(Exception):
    """The source did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyQuestion:
    """Who is asked about, why and by which law; a source refuses a question without a reason."""

    code: str
    name: str
    checks: tuple[str, ...] = tuple(CHECKS)
    purpose: str
    basis: str = BASIS


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a source says of a party and one list, with the evidence of it.

    ``raw_hash`` is the SHA-256 of the answer as it came, ``snapshot`` its number at the source.
    """

    check: str
    source: str
    result: str
    records: tuple[str, ...] = ()
    queried_at: str
    raw_hash: str = ""
    snapshot: str = ""
    message: str = ""

    def as_row(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {**asdict(self), "records": list(self.records)}


def listed_outside(outside: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Name the lists of the credit source on which a party stands, with the reasons."""
    return tuple(
        f"{one['source']}：{CHECKS[one['check']]}（{'；'.join(one['records'])}）"
        for one in outside
        if one["result"] == LISTED
    )


def is_whole(outside: Iterable[dict[str, Any]]) -> bool:
    """Tell whether the credit source answered for every list; unknown is no answer."""
    return all(one["result"] != UNKNOWN for one in outside)


class CreditSource(Protocol):
    """Who keeps the lists."""

    name: str

    def check_party(self, question: PartyQuestion, at: datetime) -> Sequence[CheckResult]:
        """Answer for each list that was asked about.

        Raises:
            CreditSourceDown: no answer.
        """
        ...


class _Nobody:
    """No source is connected: people look the lists up and keep the evidence."""

    name = "没有接入信用信息平台"

    def check_party(self, question: PartyQuestion, at: datetime) -> Sequence[CheckResult]:
        """Say that nobody was asked."""
        del question, at
        raise CreditSourceDown("没有接入信用信息平台，请人工查询并留存证据")


_chosen: list[CreditSource] = []


def use(*sources: CreditSource) -> None:
    """Choose the source (called by the wiring); none: people look the lists up."""
    _chosen[:] = sources


def connected() -> bool:
    """Tell whether there is a source to ask."""
    return bool(_chosen)


def ask(question: PartyQuestion, at: datetime) -> tuple[CheckResult, ...]:
    """Ask the chosen source; what it does not answer is unknown, never clear."""
    source = _chosen[0] if _chosen else _Nobody()
    answered: dict[str, CheckResult] = {}
    reason = "没有答复这份名单"
    try:
        answered = {one.check: one for one in source.check_party(question, at)}
    except CreditSourceDown as error:
        reason = str(error) or "没有应答"
    return tuple(
        answered.get(check)
        or CheckResult(
            check=check, source=source.name, result=UNKNOWN, queried_at=at.isoformat(),
            message=reason,
        )
        for check in question.checks
    )  # fmt: skip
