"""What an opening policy says: composed from the holders there are, pure but for what it is given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai.stages.trade.projects.opening_keys import RECOVER, BidderKeys
from lucai_trust.envelope import (
    BidderGroup,
    Group,
    Holder,
    HolderKind,
    OnAbsence,
    PartRule,
    Policy,
)
from lucai_trust.envelope.policy import RECOVERY
from lucai_trust.suites import suite_named

WITNESS, PARTIES = "witness", "parties"
GROUPS = {WITNESS: "见证组（自动开标密钥服务）", PARTIES: "当事人组（采购人或者代理机构）"}
"""Group → how a user reads it; one holder of each has to release."""
RECOVERING = frozenset({WITNESS, RECOVERY})
"""The groups in which a holder is enrolled that a recovery group can name."""
OPENING = "opening"
OFFER, RESPONSE = "offer", "response"
FILE_PARTS = ("qualification", "commercial", "technical", "price", "agreement")


def parts_of(*, aloud: bool) -> tuple[PartRule, ...]:
    """Return the parts of a bid; the offer is for everybody only where prices are read out."""
    return (
        PartRule(OFFER, OPENING, required=True, published=aloud),
        PartRule(RESPONSE, OPENING, required=True, published=False),
        *(PartRule(name, OPENING, required=False, published=False) for name in FILE_PARTS),
    )


@dataclass(frozen=True, slots=True)
class Keys:
    """A holder with its public keys, as the library of holders knows it."""

    code: str
    group: str
    kind: str
    organisation: str
    opens: str
    signs: str
    address: str

    def holder(self) -> Holder:
        """Return the holder as a policy names it."""
        return Holder(
            self.code,
            self.organisation,
            HolderKind(self.kind),
            bytes.fromhex(self.opens),
            bytes.fromhex(self.signs),
            self.address or None,
        )


@dataclass(frozen=True, slots=True)
class Log:
    """The log that a policy names: its origin, and the witness policy in force, line by line."""

    origin: str
    witnesses: tuple[str, ...]


def tender_of(project_number: str, lot_number: int) -> str:
    """Return how a policy calls a lot: every lot is opened by itself."""
    return f"{project_number}/{lot_number}"


def compose(
    project_number: str,
    lot_number: int,
    *,
    deadline: datetime,
    suite: str,
    holders: Sequence[Keys],
    log: Log,
    aloud: bool = True,
    bidder: BidderKeys | None = None,
) -> Policy:
    """Return the first version of a lot's policy: one of each group's holders is enough.

    Who recovers bids holds no share of their opening: ``bidder`` takes him out of his group.
    """
    recovering = tuple(bidder.recovery) if bidder else ()
    groups = tuple(
        Group(name, 1, tuple(one.holder() for one in _opening(holders, recovering, name)))
        for name in (WITNESS, PARTIES)
    )
    return Policy(
        tender=tender_of(project_number, lot_number),
        lots=(str(lot_number),),
        deadline=deadline,
        suite=suite_named(suite),
        groups=groups,
        stages=(OPENING,),
        parts=parts_of(aloud=aloud),
        log=log.origin,
        witnesses=log.witnesses,
        bidder=_bidder_group(bidder, holders) if bidder else None,
    )


def problems_with(bidder: BidderKeys, holders: Sequence[Keys]) -> dict[str, str]:
    """Say why a choice of the bidder's group gives no policy: field → sentence."""
    named = {one.code: one.organisation for one in holders if one.group in RECOVERING}
    recovering = {named[code] for code in bidder.recovery if code in named}
    opening = [one for group in GROUPS for one in _opening(holders, bidder.recovery, group)]
    both = sorted(recovering & {one.organisation for one in opening})
    found = (
        (bidder.on_absence == RECOVER and not bidder.recovery,
         "没有解密的由恢复组解密的，请至少选择一家恢复单位"),
        (any(code not in named for code in bidder.recovery),
         "所选的恢复单位没有登记开标密钥，或者已经停用，请重新选择"),
        (not any(one.group == WITNESS for one in opening),
         "恢复组与开标的见证组不能是同一家：所选单位以外，至少还要有一家自动开标密钥服务"),
        (bool(both), f"{'、'.join(both)}已在开标密钥组中，恢复组须由其他单位组成"),
        (len(recovering) < len(bidder.recovery), "恢复组中一家单位只能占一席，请重新选择"),
    )  # fmt: skip
    first = next((why for holds, why in found if holds), "")
    problems = {"recovery": first} if first else {}
    if bidder.recovery and bidder.threshold > len(bidder.recovery):
        problems["threshold"] = f"恢复组有 {len(bidder.recovery)} 家，共同恢复的家数不能超过它"
    return problems


def bidder_words(bidder: BidderGroup | None) -> str:
    """Say to suppliers what a policy's bidder group asks of them; empty where it has none."""
    if not bidder:
        return ""
    group = bidder.recovery
    named = {one.id: one.organisation for one in group.holders} if group else {}
    threshold = group.threshold if group else 0
    return BidderKeys(bidder.window_minutes, bidder.on_absence.value, threshold, named).words


def _opening(holders: Sequence[Keys], recovering: Collection[str], group: str) -> list[Keys]:
    return [one for one in holders if one.group == group and one.code not in recovering]


def _bidder_group(bidder: BidderKeys, holders: Sequence[Keys]) -> BidderGroup:
    recovering = tuple(one.holder() for one in holders if one.code in bidder.recovery)
    group = Group(RECOVERY, bidder.threshold, recovering) if recovering else None
    return BidderGroup(bidder.window_minutes, OnAbsence(bidder.on_absence), group)


def postponed(policy: Policy, deadline: datetime, log: Log) -> Policy:
    """Return the next version, with a later deadline, and all else that bids are sealed by as it was."""
    return Policy(
        tender=policy.tender,
        lots=policy.lots,
        deadline=deadline,
        suite=policy.suite,
        groups=policy.groups,
        stages=policy.stages,
        parts=policy.parts,
        log=log.origin,
        witnesses=log.witnesses,
        bidder=policy.bidder,
        version=policy.version + 1,
        previous=policy.hash,
    )
