"""联合体 as data: the bidder leads, the others are named by their codes with what each takes on. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lucai.law.sme import declared_small, declared_sme

WHOLE = 10_000
"""Shares are kept in 万分之一."""
CODE = re.compile(r"[0-9A-Z]{18}")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Partner:
    """A member as the opening finds it: ``organisation`` 0 and ``size`` empty where none is registered."""

    uscc: str
    share: Decimal | None
    work: str
    organisation: int = 0
    name: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class ConsortiumMember:
    """One member of a consortium; ``share`` a ratio, ``size`` its own standing."""

    uscc: str
    name: str
    organisation: int
    share: Decimal
    work: str
    size: str
    leads: bool

    @property
    def small(self) -> bool:
        """Whether its share is a small firm's."""
        return declared_small((self.size,))

    @property
    def sme(self) -> bool:
        """Whether it is a small or medium enterprise."""
        return declared_sme((self.size,))


def problem_of(leader: str, partners: Sequence[Partner], *, agreed: bool) -> str:
    """Say what is wrong with a consortium; nothing where there is none, or nothing is.

    The bidder's browser says the same before it seals; who is registered shows at the opening.
    """
    codes = [one.uscc for one in partners]
    if not partners:
        return ""
    if not all(CODE.fullmatch(code) for code in codes):
        return "联合体成员的统一社会信用代码应当为十八位数字和大写字母。"
    if len({leader, *codes}) < len(codes) + 1:
        return "联合体成员不能重复，也不能再填牵头方自己。"
    shares = [one.share or Decimal(0) for one in partners]
    if min(shares) <= 0 or sum(shares) >= HUNDRED:
        return "联合体每个成员的份额应当大于零，合计小于 100%，其余是牵头方的份额。"
    if not agreed:
        return "以联合体投标的，应当上传联合协议。"
    unknown = [one.uscc for one in partners if not one.organisation]
    return f"联合体成员{'、'.join(unknown)}不在供应商库中。" if unknown else ""


def members_content(leader: Partner, partners: Sequence[Partner]) -> list[dict[str, Any]]:
    """Return the members as a bid's content keeps them, the leader first; none: a single bidder."""
    if not partners:
        return []
    rest = HUNDRED - sum((one.share or Decimal(0) for one in partners), Decimal(0))
    shares = [max(rest, Decimal(0)), *(one.share or Decimal(0) for one in partners)]
    return [
        {
            "uscc": one.uscc,
            "name": one.name or one.uscc,
            "organisation": one.organisation,
            "share": int(share * WHOLE / HUNDRED),
            "work": one.work,
            "size": one.size,
        }
        for one, share in zip((leader, *partners), shares, strict=True)
    ]


def members_of(content: Sequence[dict[str, Any]]) -> tuple[ConsortiumMember, ...]:
    """Read kept members."""
    return tuple(
        ConsortiumMember(
            one["uscc"], one["name"], one["organisation"], Decimal(one["share"]) / WHOLE,
            one["work"], one["size"], place == 0,
        )
        for place, one in enumerate(content)
    )  # fmt: skip


def party(name: str, members: Sequence[ConsortiumMember]) -> str:
    """Return how notices and contracts name who bids."""
    others = "、".join(one.name for one in members if not one.leads)
    return f"{name}（联合体牵头方；成员：{others}）" if others else name
