"""What the reasons of an alarm mean, for whoever has to look into it."""

from __future__ import annotations

from lucai_trust.keyholder import Reason

REASONS = {
    Reason.EARLY_HERE: "按密钥服务器自己的时钟，截止时间还没有到",
    Reason.EARLY_WITNESSED: "见证人还没有见证到截止时间之后的日志",
    Reason.SECOND_SEAL: "同一包出现了第二份登记封存，可能有投标文件在开标后被塞入",
}


def reason_said(reason: str) -> str:
    """Return what a reason means."""
    return next((text for one, text in REASONS.items() if str(one) == reason), reason)
