"""What need not outlive a power cut is committed all the same, by itself or with the act it is part of."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.records import system_access
from lucai.platform.records.unhurried import unhurried
from lucai.stages.trade.sealing.models import WitnessedCheckpoint


def write(size: int) -> None:
    with system_access("a row that nobody waits for"), unhurried():
        WitnessedCheckpoint(size=size, note="", at=clock.now()).save(force_insert=True)


def sizes() -> list[int]:
    return sorted(WitnessedCheckpoint.objects.seen_by(SYSTEM).values_list("size", flat=True))


@pytest.mark.django_db(transaction=True)
def test_it_is_there_when_nobody_else_is_at_work() -> None:
    assert not connection.in_atomic_block
    write(1)
    assert sizes() == [1]


@pytest.mark.django_db(transaction=True)
def test_within_an_act_it_comes_and_goes_with_it() -> None:
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    assert sizes() == []
    with transaction.atomic():
        write(2)
    assert sizes() == [2]
