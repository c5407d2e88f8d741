"""When a limit passes undone, whoever let it pass is told once, and so is finance."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.duties.alerts import alert
from lucai.platform.duties.models import Duty
from lucai.platform.journal import readers, sequencer
from lucai.platform.messages.models import Message
from lucai.platform.records import system_access
from tests.makers import evaluation, people

pytestmark = pytest.mark.django_db


def told(viewer: Viewer) -> list[str]:
    """Return what an organisation was told about limits."""
    sequencer.sequence_all()
    while readers.advance_all():
        sequencer.sequence_all()
    found = Message.objects.seen_by(viewer).filter(title__startswith="期限已过")
    return [one.title for one in found]


def test_a_limit_that_passes_undone_is_told_once_to_its_organisation_and_to_finance() -> None:
    rnd = evaluation.reported()
    finance = people.finance()
    with system_access("test"):
        duty = Duty.objects.get(done_at=None, step="deliver", project_number=rnd.number)
    assert duty.due_at
    assert duty.rule == "GP-TEN-19"
    with clock.at(duty.due_at - timedelta(seconds=1)):
        alert(clock.now())
        assert not [one for one in told(people.agency()) if duty.title in one]
    with clock.at(duty.due_at + timedelta(seconds=1)):
        assert alert(clock.now()) >= 1
        assert alert(clock.now()) == 0
        assert [one for one in told(people.agency()) if duty.title in one]
        assert [one for one in told(finance) if duty.title in one]
        assert not told(people.supplier(1))


def test_a_single_person_s_duty_is_told_to_no_organisation_of_experts() -> None:
    rnd = evaluation.drawn()
    with system_access("test"):
        duty = Duty.objects.filter(done_at=None, step="sign_in", person__isnull=False).first()
    assert duty
    assert duty.due_at
    with clock.at(duty.due_at + timedelta(seconds=1)):
        alert(clock.now())
        assert not told(people.expert(1))
    assert rnd.number
