"""What an opening policy says: composed from the holders there are, pure but for what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai_trust.envelope import Group, Holder, HolderKind, PartRule, Policy
from lucai_trust.suites import suite_named

WITNESS, PARTIES = "witness", "parties"
GROUPS = {WITNESS: "见证组（自动开标密钥服务）", PARTIES: "当事人组（采购人或者代理机构）"}
"""Group → how a user reads it; one holder of each has to release."""
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
    log: str,
    aloud: bool = True,
) -> Policy:
    """Return the first version of a lot's policy: one of each group's holders is enough."""
    groups = tuple(
        Group(name, 1, tuple(one.holder() for one in holders if one.group == name))
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
        log=log,
    )


def postponed(policy: Policy, deadline: datetime) -> Policy:
    """Return the next version, with a later deadline and everything else as it was."""
    return Policy(
        tender=policy.tender,
        lots=policy.lots,
        deadline=deadline,
        suite=policy.suite,
        groups=policy.groups,
        stages=policy.stages,
        parts=policy.parts,
        log=policy.log,
        witnesses=policy.witnesses,
        bidder=policy.bidder,
        version=policy.version + 1,
        previous=policy.hash,
    )
