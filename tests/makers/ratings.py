"""Ratings asked for, given and objected to."""

from __future__ import annotations

from datetime import date
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason, Viewer
from lucai.oversight.credit import services as credit
from lucai.oversight.credit.models import CreditRecord
from lucai.oversight.credit.schemas import ObjectionIn
from lucai.oversight.ratings import services
from lucai.oversight.ratings.models import RatingTask
from lucai.oversight.ratings.schemas import OneRatingIn, RatingIn
from lucai.platform.records import system_access
from tests.makers import people

READER = Actor.system(Reason.JOURNAL_READER)


def marks(first: int = 5, second: int = 4, third: int = 4, comment: str = "") -> OneRatingIn:
    """What is typed about one."""
    return OneRatingIn(first=first, second=second, third=third, comment=comment)


def form(count: int = 1, **changes: Any) -> RatingIn:
    """The same about so many."""
    return RatingIn(ratings=[marks(**changes)] * count)


def task_of(viewer: Viewer, occasion: str, subject: str) -> RatingTask:
    """Return the task of somebody."""
    with system_access("test"):
        rows = RatingTask.objects.filter(occasion=occasion, subject_number=subject)
        rows = rows.filter(rater_side=viewer.side.value, rater_id=viewer.organisation)
        if viewer.side == "expert":
            rows = rows.filter(rater_person=viewer.person)
        return rows.get()


def asked_after_activity(project_number: str, on: date | None = None) -> None:
    """Ask buyer and bidders about the agency."""
    on = on or clock.today()
    services.ask_after_activity(READER, project_number=project_number, on=on)


def given(viewer: Viewer, occasion: str, subject: str, **changes: Any) -> str:
    """Give what a task asks; return the first rating's key."""
    task = task_of(viewer, occasion, subject)
    content = form(len(task.subjects), **changes)
    return services.give(people.actor(viewer), pk=task.pk, form=content)[0]


def objected(viewer: Viewer, key: str) -> int:
    """Object to what a rating counts for; return the record."""
    with system_access("test"):
        row = CreditRecord.objects.get(kind="rating", source_key=key)
    why = ObjectionIn(objection="当日已按时答复，评价所说与往来记录不符")
    credit.raise_objection(people.actor(viewer), pk=row.pk, form=why)
    return row.pk
