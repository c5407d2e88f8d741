"""The opening policy of a round: automatic holders only, and two of them. Pure.

A round lasts minutes, so no official has to release anything by hand; that needs two bodies
that do not depend on each other, since either alone must not be able to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lucai.kernel.errors import WrongState
from lucai.stages.trade.sealing.policies import OFFER, OPENING, WITNESS, Keys, Log, tender_of
from lucai_trust.envelope import Group, PartRule, Policy
from lucai_trust.suites import suite_named

TOGETHER = 2
"""How many holders have to release before anything can be read."""
QUOTE = (PartRule(OFFER, OPENING, required=True, published=True),)
TOO_FEW = (
    "密封报价要有两家互相独立的单位提供自动开标密钥服务，现在只有{count}家，请联系平台运行单位。"
)


def compose(
    number: str,
    lot_number: int,
    *,
    deadline: datetime,
    suite: str,
    holders: Sequence[Keys],
    log: Log,
) -> Policy:
    """Return a round's policy; of each organisation one automatic holder.

    Raises:
        WrongState: fewer than two organisations run one.
    """
    chosen = {one.organisation: one for one in reversed(holders) if one.group == WITNESS}
    if len(chosen) < TOGETHER:
        raise WrongState(TOO_FEW.format(count=len(chosen)))
    named = tuple(chosen[name].holder() for name in sorted(chosen))
    return Policy(
        tender=tender_of(number, lot_number),
        lots=(str(lot_number),),
        deadline=deadline,
        suite=suite_named(suite),
        groups=(Group(WITNESS, TOGETHER, named),),
        stages=(OPENING,),
        parts=QUOTE,
        log=log.origin,
        witnesses=log.witnesses,
    )
