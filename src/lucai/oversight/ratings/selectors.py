"""Reading ratings: what one has to rate, gave, and got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Sum

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.credit import RATERS, criteria, points_text
from lucai.oversight.ratings.lifecycle import RATING, TASK
from lucai.oversight.ratings.models import Rating, RatingTask
from lucai.oversight.ratings.occasions import LABELS
from lucai.oversight.ratings.rules import TaskFacts
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task to rate, as lists and its page show it."""

    pk: int
    occasion_label: str
    project_number: str
    subject_number: str
    title: str
    rater_side: str
    rater_name: str
    subjects: tuple[dict[str, Any], ...]
    happened_on: date
    due_on: date
    closes_on: date
    rule: str
    voluntary: bool
    late: bool
    given_at: datetime | None
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/ratings/tasks/{self.pk}/"

    @property
    def rated(self) -> str:
        """Who is rated, in words."""
        return "、".join(one["label"] for one in self.subjects)


@dataclass(frozen=True, slots=True)
class RatingCard:
    """One rating; ``marks`` by criterion in words."""

    key: str
    occasion_label: str
    project_number: str
    title: str
    rater_label: str
    rated_label: str
    rated_side: str
    rated_code: str
    marks: tuple[tuple[str, int], ...]
    average_text: str
    comment: str
    files: tuple[dict[str, Any], ...]
    given_at: datetime
    late: bool
    reply: str
    reply_files: tuple[dict[str, Any], ...]
    replied_at: datetime | None
    state: str
    state_label: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/ratings/{self.key}/"


def task_page(viewer: Viewer, *, state: str = "", after: str = "") -> Page[TaskLine]:
    """List tasks to rate, newest first, a page at a time."""
    rows = RatingTask.objects.seen_by(viewer)
    if state in TASK.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, lambda row: _task(viewer, row))


def rating_page(
    viewer: Viewer, *, words: str = "", given: bool = False, after: str = ""
) -> Page[RatingCard]:
    """List ratings, newest first: those one got, or, ``given``, those one gave; finance sees all."""
    rows = Rating.objects.seen_by(viewer)
    if viewer.side in {Side.BUYER, Side.AGENCY, Side.SUPPLIER}:
        role = "rater" if given else "rated"
        rows = rows.filter(**{f"{role}_side": viewer.side.value, f"{role}_id": viewer.organisation})
    elif viewer.side is Side.EXPERT:
        rows = rows.filter(**{f"{'rater' if given else 'rated'}_person": viewer.person})
    if words:
        rows = rows.filter(title__icontains=words)
    return keyset(rows, after, lambda row: _rating(viewer, row))


def task_seen(viewer: Viewer, pk: int) -> TaskLine:
    """Return one task.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _task(viewer, task_row(viewer, pk))


def ratings_of_task(viewer: Viewer, pk: int) -> list[RatingCard]:
    """List what was given in a task."""
    rows = Rating.objects.seen_by(viewer).filter(task_id=pk)
    return [_rating(viewer, row) for row in rows.order_by("place")]


def ratings_of_project(viewer: Viewer, project_number: str) -> list[RatingCard]:
    """List every rating of a procurement, the first one first, for its file."""
    rows = Rating.objects.seen_by(viewer).filter(about_project=project_number)
    return [_rating(viewer, row) for row in rows.order_by("pk")]


def mean_of(viewer: Viewer, side: str, organisation: int) -> tuple[int, int]:
    """Return how many ratings an organisation got, and their mean in hundredths of a mark.

    The figures alone are public, as the credit records made of them are.
    """
    del viewer
    rows = Rating.objects.seen_by(SYSTEM).filter(rated_side=side, rated_id=organisation)
    found = rows.aggregate(n=Count("pk"), total=Sum("average"))
    return found["n"], (found["total"] or 0) // (found["n"] or 1)


def rating_seen(viewer: Viewer, key: str) -> RatingCard:
    """Return one rating.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _rating(viewer, rating_row(viewer, key))


def rating_file(viewer: Viewer, key: str, file_id: int) -> FileCard:
    """Return evidence of a rating or of its reply.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = rating_row(viewer, key)
    if file_id not in {one["file_id"] for one in (*row.files, *row.reply_files)}:
        raise NotFound("没有找到这个文件。")
    return files_attached(viewer, [file_id])[file_id]


def given_rating(viewer: Viewer, key: str) -> Rating:
    """Return the row of a rating for those who keep credit records.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return rating_row(viewer, key)


def rating_row(viewer: Viewer, key: str) -> Rating:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    task, _, place = key.partition("-")
    rows = Rating.objects.seen_by(viewer)
    row = rows.filter(task_id=_number(task), place=_number(place)).first()
    if not row:
        raise NotFound("没有找到这条评价。")
    return row


def task_row(viewer: Viewer, pk: int) -> RatingTask:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = RatingTask.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这项评价。")
    return row


def facts_of(viewer: Viewer, row: RatingTask) -> TaskFacts:
    """Return a task as rules read it."""
    del viewer
    return TaskFacts(row.due_on, row.closes_on, row.rule)


def is_own(viewer: Viewer, row: RatingTask | Rating, role: str) -> bool:
    """Whether the viewer rates (``rater``) or is rated (``rated``)."""
    if viewer.side.value != getattr(row, f"{role}_side"):
        return False
    if viewer.side is Side.EXPERT:
        return bool(viewer.person == getattr(row, f"{role}_person"))
    return bool(viewer.organisation == getattr(row, f"{role}_id"))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _task(viewer: Viewer, row: RatingTask) -> TaskLine:
    offers: list[Offer] = []
    if is_own(viewer, row, "rater"):
        offers = TASK.offers(row.state, viewer, facts_of(viewer, row), clock.now())
    return TaskLine(
        row.pk, LABELS[row.occasion], row.about_project, row.subject_number, row.title,
        row.rater_side, row.rater_name, tuple(row.subjects), row.happened_on, row.due_on,
        row.closes_on, row.rule, row.voluntary, row.late, row.given_at, row.state,
        TASK.states[row.state], tuple(offers),
    )  # fmt: skip


def _rating(viewer: Viewer, row: Rating) -> RatingCard:
    names = dict(criteria(row.rated_side))
    offers: list[Offer] = []
    if is_own(viewer, row, "rated"):
        offers = RATING.offers(row.state, viewer, None, clock.now())
    return RatingCard(
        row.key, LABELS[row.occasion], row.about_project, row.title, _rater(viewer, row),
        row.rated_name, row.rated_side, row.rated_code,
        tuple((names[key], mark) for key, mark in row.marks.items()), points_text(row.average),
        row.comment, tuple(row.files), row.given_at, row.late, row.reply, tuple(row.reply_files),
        row.replied_at, row.state, RATING.states[row.state], tuple(offers),
    )  # fmt: skip


def _rater(viewer: Viewer, row: Rating) -> str:
    """Name an expert who rated to finance and to itself alone."""
    if row.rater_side != Side.EXPERT or viewer.side is Side.SUPERVISOR:
        return row.rater_name
    return row.rater_name if is_own(viewer, row, "rater") else RATERS[Side.EXPERT.value]
