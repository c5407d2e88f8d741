"""Alarms of share servers, signed by them."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.oversight.alarms import services
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing.selectors import policy_rows
from lucai_trust.envelope import SignedStatement
from lucai_trust.keyholder import Alarm
from lucai_trust.keyholder import Reason as Why
from tests.makers import sealing

COLLECTOR = Actor.system(Reason.COUNTERPARTY_MESSAGE)


def told(number: str, lot: int = 1, *, minutes: int = 20) -> None:
    """Let the first share server tell of somebody who asked so many minutes too early."""
    server = sealing.outposts().servers[0]
    row = policy_rows(SYSTEM, number, lot)[-1]
    record = Alarm(
        server.holder, row.deadline - timedelta(minutes=minutes), Why.EARLY_HERE,
        row.policy.hash, bytes(32), "opening", row.deadline,
    )  # fmt: skip
    signed = SignedStatement.by(record.encode(), [server.keys.signer]).encode().decode()
    known = ports.server_of(server.holder)
    assert isinstance(known, sealing.LocalServer)
    with known.keyholder.ledger._database.writing() as file:
        file.execute("INSERT INTO alarm (signed) VALUES (?)", (signed,))


def raised(number: str) -> None:
    """An alarm that supervision has before it."""
    told(number)
    assert services.collect(COLLECTOR) >= 1
