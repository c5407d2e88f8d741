"""When a limit passes undone, whoever let it pass is told once, and so is finance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.duties.alerts import alert
from lucai.platform.duties.models import Duty
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.journal import readers, sequencer
from lucai.platform.messages.models import Message
from lucai.platform.records import system_access
from lucai.platform.records.paging import SIZE
from tests.makers import evaluation, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db


def told(viewer: Viewer) -> list[str]:
    """Return what an organisation was told about limits."""
    sequencer.sequence_all()
    while readers.advance_all():
        sequencer.sequence_all()
    found = Message.objects.seen_by(viewer).filter(title__startswith="期限已过")
    return [one.title for one in found]


def links(viewer: Viewer, title: str) -> list[str]:
    """Return where the messages about a to-do lead."""
    found = Message.objects.seen_by(viewer).filter(title__startswith=f"期限已过，尚未办理：{title}")
    return [one.href for one in found]


def owe(title: str, organisation: int, *, days: int, **more: Any) -> None:
    """Leave something undone for so many days."""
    now = clock.now()
    with system_access("test"):
        Duty.objects.create(
            object_type="test", object_key=title, step="do", permission="test:do", title=title,
            verb="办理", organisation=organisation, opened_at=now,
            due_at=now - timedelta(days=days), **{"region": people.REGION, **more},
        )  # fmt: skip


def test_supervisors_find_what_is_overdue_in_their_region_the_longest_first() -> None:
    agency, buyer = people.agency().organisation or 0, people.buyer().organisation or 0
    supplier, expert = people.supplier(1), people.expert(1)
    owe("昨天到期", agency, days=1, project_number="SDGP1")
    owe("上周到期", buyer, days=7, project_number="SC1")
    owe("还没到期", buyer, days=-1)
    owe("供应商自己的事", supplier.organisation or 0, days=3)
    owe("专家个人的事", expert.organisation or agency, days=3, person=expert.person)
    owe("外地的事", buyer, days=3, region="370200")
    found = overdue_page(people.finance()).items
    assert [(line.title, line.href, line.days) for line in found] == [
        ("上周到期", "", 7),
        ("昨天到期", "/rooms/SDGP1/", 1),
    ]
    assert [line.title for line in overdue_page(people.finance(), words="SDGP1").items] == [
        "昨天到期"
    ]
    assert overdue_page(people.buyer()).items == []
    text = browse(people.finance()).get("/duties/overdue/").content.decode()
    assert text.index("上周到期") < text.index("昨天到期")
    assert browse(people.buyer()).get("/duties/overdue/").status_code == 404


def test_the_list_of_what_is_overdue_is_paged_to_its_end() -> None:
    agency = people.agency().organisation or 0
    for n in range(SIZE + 2):
        owe(f"事项{n:02d}", agency, days=50 - n)
    first = overdue_page(people.finance())
    second = overdue_page(people.finance(), after=first.following)
    assert [line.title for line in [*first.items, *second.items]] == [
        f"事项{n:02d}" for n in range(SIZE + 2)
    ]
    assert second.following == ""
    for typed in ("²", "-1", "x", "9" * 5000):
        assert overdue_page(people.finance(), after=typed).items == first.items


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
        assert links(people.agency(), duty.title) == [duty.href]
        assert links(finance, duty.title) == [f"/rooms/{rnd.number}/"]


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
