"""What the law asks of an opening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class HallFacts:
    """An opening as its steps judge it; ``waiting`` counts questions without a reply."""

    bid_deadline: datetime
    panel_members_present: tuple[str, ...] = ()
    bidders: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsealFacts:
    """The suppliers' window: until when, how many have not decrypted, how many are not recovered.

    ``awaited``: the organisations of the recovery group whose people are asked.
    """

    due_at: datetime
    waiting: int = 0
    requested: int = 0
    awaited: tuple[str, ...] = ()


@rule("GP-TEN-09", severity=Severity.BLOCK)
def suppliers_have_decrypted(facts: UnsealFacts, at: datetime) -> Finding:
    """全部供应商已经解密，或者解密时段已经结束。"""
    over = not facts.waiting or at >= facts.due_at
    until = f"{facts.due_at.astimezone(clock.BEIJING):%H:%M:%S}"
    return Finding(
        over, "" if over else f"供应商解密时段到 {until} 结束，还有 {facts.waiting} 家没有解密。"
    )


@rule("GP-TEN-09", severity=Severity.BLOCK)
def recoveries_are_complete(facts: UnsealFacts, at: datetime) -> Finding:
    """没有解密的投标文件，恢复组已经按开标密钥方案恢复。"""
    del at
    waits = facts.requested
    who = "、".join(facts.awaited) or "恢复组单位"
    why = f"还有 {waits} 份投标文件等待恢复组的密钥份额，请联系{who}后再试。"
    return Finding(not waits, why if waits else "")


@rule("GP-TEN-10", severity=Severity.BLOCK)
def questions_are_answered(facts: HallFacts, at: datetime) -> Finding:
    """投标人当场提出的询问和异议已经全部答复。"""
    del at
    waiting = facts.waiting
    return Finding(
        not waiting, f"还有 {waiting} 条询问没有答复，答复后才能形成开标记录。" if waiting else ""
    )
