"""When a nonce may still be handed in, and when a draw that waits may be given up.

Nobody may give up a draw whose outcome they know, for that would be choosing. What can be known
when: the platform knows its own nonce from the beginning, each party its own, and the checkpoint
is fixed before the time is over. So the outcome is unknown as long as one party's nonce that
counts is sealed. It needs the shares of both automatic holders; the first share that is released
makes the other holder, who has its own, able to look. From then on the draw can only be ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lucai.law.rules import Finding, rule
from lucai.law.wording import listed, moment
from lucai.stages.trade.draws.numbering import PATIENCE


@dataclass(frozen=True, slots=True)
class ChanceFacts:
    """A nonce about to be handed in."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class GivingUpFacts:
    """A draw about to be given up.

    ``sealed`` names the parties whose nonces count and lie sealed; ``released`` and ``silent`` the
    organisations whose holders have and have not released a share.
    """

    due_at: datetime
    sealed: tuple[str, ...]
    released: tuple[str, ...]
    silent: tuple[str, ...]


@rule("GP-EXP-02")
def chance_is_in_time(facts: ChanceFacts, at: datetime) -> Finding:
    """各方的抽取随机数应当在种子产生以前密封提交。"""
    holds = at < facts.due_at
    return Finding(holds, f"提交时间已于{moment(facts.due_at)}截止，随机数已经封存。")


@rule("GP-EXP-02")
def holders_had_their_time(facts: GivingUpFacts, at: datetime) -> Finding:
    """提交随机数截止以后，密钥服务在规定时间内始终没有应答的，方可放弃等待中的抽取。"""
    opens_at = facts.due_at + timedelta(minutes=PATIENCE)
    why = (
        f"提交时间{moment(facts.due_at)}截止，截止满{PATIENCE}分钟密钥服务仍没有应答的，方可放弃。"
    )
    return Finding(at >= opens_at, why, opens_at=opens_at)


@rule("GP-EXP-02")
def outcome_hangs_on_the_holders(facts: GivingUpFacts, at: datetime) -> Finding:
    """抽取结果取决于尚未开启的随机数时方可放弃；不取决于它的，平台已能算出结果，应当完成抽取。"""
    del at
    why = "没有单位及时密封提交随机数，完成抽取不需要密钥服务应答，请直接完成抽取。"
    return Finding(bool(facts.sealed), why)


@rule("GP-EXP-02")
def no_share_is_released(facts: GivingUpFacts, at: datetime) -> Finding:
    """任何一家密钥服务释放过份额以后，抽取结果可能已被知悉，不得放弃，只能完成抽取。"""
    del at
    if not facts.released:
        return Finding(True, "密钥服务都还没有释放份额。")
    done = f"{listed(facts.released)}的密钥服务已经释放份额，抽取结果可能已被知悉，不得放弃；"
    rest = f"请在{listed(facts.silent)}应答后完成抽取。" if facts.silent else "请完成抽取。"
    return Finding(False, done + rest)
