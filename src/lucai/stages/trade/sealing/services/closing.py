"""At the deadline: the registry is sealed, so that no envelope can be added or dropped afterwards."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.tender_rules import OpeningFacts, opening_waits_for_the_deadline
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.stages.trade.sealing.models import OpeningPolicy, RegistryOfBids
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    lots_with_policy,
    organisations_holding,
    policy_rows,
    registry_of,
)
from lucai.stages.trade.sealing.subjects import Subject, subject_of
from lucai_trust import envelope as trust


def close_registries(actor: Actor, *, project_number: str) -> list[int]:
    """Seal the registry of every lot of a project that has none yet; return the lots.

    At the deadline the clock and the agency may both come: who is second finds it done.
    """
    closed = []
    for lot in lots_with_policy(SYSTEM, project_number):
        if registry_of(SYSTEM, project_number, lot):
            continue
        with suppress(WrongState):
            seal_registry(actor, project_number=project_number, lot_number=lot)
            closed.append(lot)
    return closed


@command
def seal_registry(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Fix which envelopes of a lot there are, padded so that the seal tells no number.

    Raises:
        RuleBroken: the deadline has not come (GP-TEN-09).
        WrongState: it is sealed.
    """
    subject = subject_of(project_number, lot_number)
    policy = _locked_policy(project_number, lot_number)
    if registry_of(SYSTEM, project_number, lot_number):
        raise WrongState("投标登记册已经封存。")
    with clock.at(
        clock.now()
    ):  # judged and dated by one moment, however the clock is set meanwhile
        _demand_closed(max(policy.deadline, subject.deadline or policy.deadline))
        _seal(actor, subject, policy)


def _demand_closed(deadline: datetime) -> None:
    facts = OpeningFacts(bid_deadline=deadline)
    early = [v for v in judge((opening_waits_for_the_deadline,), facts, clock.now()) if v.blocks]
    if early:
        raise RuleBroken(tuple(early))


def _seal(actor: Actor, subject: Subject, policy: OpeningPolicy) -> None:
    rows = envelopes_handed_in(SYSTEM, policy.project_number, policy.lot_number)
    made = trust.seal_registry(
        bytes.fromhex(policy.policy_hash),
        [bytes.fromhex(row.leaf) for row in rows],
        draw=lambda size: bytes.fromhex(chance.token_hex(size)),
    )
    told = organisations_holding(SYSTEM, policy.policy)
    entry = record(actor, _entry(subject, made.seal, told))
    RegistryOfBids(
        project_number=policy.project_number,
        lot_number=policy.lot_number,
        policy_hash=policy.policy_hash,
        size=made.seal.size,
        root=made.seal.root.hex(),
        leaves=[leaf.hex() for leaf in made.leaves],
        dummy_salts=[salt.hex() for salt in made.dummy_salts],
        entry_id=entry.pk,
        sealed_at=entry.at,
    ).save(force_insert=True)


def _entry(subject: Subject, seal: trust.RegistrySeal, told: tuple[int, ...]) -> Entry:
    """The organisations that hold keys are told: without their shares nothing opens."""
    return Entry(
        event="trade.registryOfBids.seal",
        object_type="trade.registryOfBids",
        object_key=f"{subject.number}/{subject.lot_number}",
        label=_said(subject),
        heading=subject.title,
        href=subject.href,
        region=subject.region,
        project_number=subject.project_number,
        public=True,
        audience=told,
        body={"registrySeal": json.loads(seal.encode())},
    )


def _said(subject: Subject) -> str:
    if subject.is_round:
        return "密封报价到期，封存登记册"
    return f"包 {subject.lot_number} 封存投标登记册，请释放开标密钥"


def _locked_policy(number: str, lot_number: int) -> OpeningPolicy:
    last = policy_rows(SYSTEM, number, lot_number)[-1]
    with system_access("policy of a lot that closes"):
        return OpeningPolicy.objects.select_for_update().get(pk=last.pk)
