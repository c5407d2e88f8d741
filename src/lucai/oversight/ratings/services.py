"""Changing ratings: asked for when something ended, given with evidence, replied to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.credit import HUNDRED, criteria
from lucai.law.status import NotYetEffective
from lucai.oversight.ratings.lifecycle import RATING, TASK
from lucai.oversight.ratings.models import Rating, RatingTask
from lucai.oversight.ratings.occasions import VOLUNTARY, period
from lucai.oversight.ratings.schemas import OneRatingIn, RatingIn, ReplyIn
from lucai.oversight.ratings.selectors import facts_of, is_own, rating_row, task_row
from lucai.platform.access.selectors import OrganisationCard, organisation, organisations
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.registers.experts.selectors import expert_of_person
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.trade.bids.selectors import opened_bidders
from lucai.stages.trade.panels.selectors import MemberLine, panel_seen
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen

MOST_FILES = 5

Subject = dict[str, Any]


def ask_after_evaluation(actor: Actor, *, project_number: str, on: date) -> int:
    """Ask agency and experts to rate each other when a panel has ended; twice is once."""
    project, panel = project_seen(SYSTEM, project_number), panel_seen(SYSTEM, project_number)
    experts = [m for m in (panel.members if panel else ()) if m.kind == "expert" and m.seated]
    if not experts:
        return 0
    agency = organisation(SYSTEM, project.agency_id)
    rated = [_expert(member) for member in experts]
    tasks = [_task("evaluation", project, agency, rated, on)]
    tasks += [_task("evaluation", project, m, [_firm(agency)], on) for m in experts]
    return _ask(actor, tasks)


def ask_after_activity(actor: Actor, *, project_number: str, on: date) -> int:
    """Ask the buyer, and let the bidders if they like, rate the agency; twice is once."""
    project = project_seen(SYSTEM, project_number)
    bidders = opened_bidders(SYSTEM, project_number)
    known = organisations(SYSTEM, [project.buyer_id, project.agency_id, *bidders])
    agency = [_firm(known[project.agency_id])]
    raters = [known[project.buyer_id], *(known[pk] for pk in dict.fromkeys(bidders))]
    return _ask(actor, [_task("activity", project, one, agency, on) for one in raters])


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a contract's ratings are about."""

    number: str
    title: str
    region: str


def ask_after_performance(actor: Actor, *, contract_number: str, on: date) -> int:
    """Ask buyer and supplier to rate each other when a contract was performed; twice is once."""
    card = contract_card(SYSTEM, contract_number)
    # A contract on an order under a framework belongs to no project: it stands for itself.
    about = Occasion(card.project_number, card.project_title, card.region)
    known = organisations(SYSTEM, [card.buyer_id, card.supplier_id])
    buyer, supplier = known[card.buyer_id], known[card.supplier_id]
    pairs = ((buyer, supplier), (supplier, buyer))
    tasks = [
        _task("performance", about, one, [_firm(other)], on, subject=contract_number)
        for one, other in pairs
    ]
    return _ask(actor, tasks)


@command
def give(
    actor: Actor, *, pk: int, form: RatingIn, files: Sequence[Sequence[object]] = ()
) -> list[str]:
    """Rate everybody a task names, at once; return the ratings' keys.

    ``files`` holds the evidence of each of the rated, in their order.

    Raises:
        NotAllowed: somebody else's task.
        RuleBroken: too long ago (CRD-03).
        InvalidInput: not everybody was rated, or too many files.
    """
    row = task_row(actor.viewer, pk)
    if not is_own(actor.viewer, row, "rater"):
        raise NotAllowed("这项评价由其他人完成，您只能查看。")
    if len(form.ratings) != len(row.subjects):
        raise InvalidInput({"ratings": "请给每一位都评分"})
    late = beijing_day(clock.now()) > row.due_on
    changes = {"given_at": clock.now(), "late": late}
    take_step(
        actor, row, TASK, "give", facts=facts_of(actor.viewer, row), changes=changes,
        body={"late": late, "rated": len(row.subjects)},
    )  # fmt: skip
    evidence = [*files, *([()] * len(form.ratings))]
    return [
        _give_one(actor, row, place, one, evidence[place - 1])
        for place, one in enumerate(form.ratings, start=1)
    ]


@command
def reply(actor: Actor, *, key: str, form: ReplyIn, files: Sequence[object] = ()) -> None:
    """Say what one has to say to a rating one got, once.

    Raises:
        NotAllowed: somebody else was rated.
    """
    row = rating_row(actor.viewer, key)
    if not is_own(actor.viewer, row, "rated"):
        raise NotAllowed("只有被评价人可以作出说明。")
    kept = _kept(actor, files)
    changes = {"reply": form.reply, "reply_files": kept, "replied_at": clock.now()}
    take_step(
        actor, row, RATING, "reply", changes=changes, audience=_audience(row, "rater"),
        body={"files": [one["sm3"] for one in kept]},
    )  # fmt: skip


def close_missed(actor: Actor) -> int:
    """Close the tasks that are no longer taken; return how many."""
    with system_access("tasks whose time has run out"):
        rows = RatingTask.objects.filter(state="open", closes_on__lt=clock.today())
        missed = list(rows.order_by("pk")[:200])
    for row in missed:
        _miss(actor, row)
    return len(missed)


@command
def _miss(actor: Actor, row: RatingTask) -> None:
    take_step(actor, row, TASK, "miss")


def _ask(actor: Actor, tasks: Iterable[RatingTask | None]) -> int:
    """Begin the tasks that can still be done and are not there yet."""
    asked = 0
    for task in tasks:
        if task and task.closes_on >= clock.today() and not _is_asked(task):
            _begin(actor, task)
            asked += 1
    return asked


@command
def _begin(actor: Actor, task: RatingTask) -> None:
    body = {"occasion": task.occasion, "due": task.due_on.isoformat()}
    begin(actor, task, TASK, label="请完成评价", body=body)


def _is_asked(task: RatingTask) -> bool:
    with system_access("uniqueness"):
        return bool(
            RatingTask.objects.filter(
                occasion=task.occasion, subject_number=task.subject_number,
                rater_side=task.rater_side, rater_id=task.rater_id,
                rater_person=task.rater_person,
            ).exists()
        )  # fmt: skip


def _task(
    occasion: str,
    project: ProjectCard | Occasion,
    rater: OrganisationCard | MemberLine,
    subjects: list[Subject],
    on: date,
    *,
    subject: str = "",
) -> RatingTask | None:
    """Return the row of a task; nothing before the measure, or where the calendar does not reach."""
    expert = isinstance(rater, MemberLine)
    side = Side.EXPERT if isinstance(rater, MemberLine) else rater.side
    try:
        days = period(occasion, side, on)
    except (CalendarMissing, NotYetEffective):
        return None
    return RatingTask(
        occasion=occasion, subject_number=subject or project.number, about_project=project.number,
        title=project.title, region=project.region, rater_side=side.value,
        rater_id=rater.organisation_id if isinstance(rater, MemberLine) else rater.pk,
        rater_person=rater.person_id if isinstance(rater, MemberLine) else 0,
        rater_name=rater.name, subjects=subjects, happened_on=on, due_on=days.due,
        closes_on=days.closes, rule=days.rule,
        voluntary=not expert and (occasion, side) in VOLUNTARY,
    )  # fmt: skip


def _firm(card: OrganisationCard) -> Subject:
    return {
        "side": card.side.value, "id": card.pk, "person": 0, "code": card.uscc, "name": card.name,
        "label": card.name,
    }  # fmt: skip


def _expert(member: MemberLine) -> Subject:
    """An expert as agencies know one: by the place; names are secret before the result."""
    entry = expert_of_person(SYSTEM, member.person_id)
    return {
        "side": Side.EXPERT.value, "id": member.organisation_id, "person": member.person_id,
        "code": entry.number if entry else "", "name": member.name,
        "label": f"{member.place} 号评审专家",
    }  # fmt: skip


def _give_one(
    actor: Actor, task: RatingTask, place: int, one: OneRatingIn, files: Sequence[object]
) -> str:
    subject = task.subjects[place - 1]
    names = [key for key, _ in criteria(subject["side"])]
    kept = _kept(actor, files)
    row = Rating(
        task=task, place=place, occasion=task.occasion, about_project=task.about_project,
        title=task.title, region=task.region, rater_side=task.rater_side, rater_id=task.rater_id,
        rater_person=task.rater_person, rater_name=task.rater_name, rated_side=subject["side"],
        rated_id=subject["id"], rated_person=subject["person"], rated_code=subject["code"],
        rated_name=subject["label"], marks=dict(zip(names, one.marks, strict=True)),
        average=(sum(one.marks) * HUNDRED + len(names) // 2) // len(names), comment=one.comment,
        files=kept, given_at=clock.now(), late=task.late,
    )  # fmt: skip
    begin(
        actor, row, RATING, label="作出评价",
        body={"average": row.average, "files": [file["sm3"] for file in kept]},
    )  # fmt: skip
    return row.key


def _audience(row: Rating, role: str) -> tuple[int, ...]:
    """Return whom to tell: organisations; an expert reads it on the own page."""
    side = getattr(row, f"{role}_side")
    return () if side == Side.EXPERT else (int(getattr(row, f"{role}_id")),)


def _kept(actor: Actor, uploads: Sequence[object]) -> list[dict[str, Any]]:
    if len(uploads) > MOST_FILES:
        raise InvalidInput({"files": f"最多上传 {MOST_FILES} 个文件"})
    rows = [keep_upload(actor, one, field="files", allowed=ATTACHMENTS) for one in uploads]
    return [{"file_id": row.pk, "name": row.name, "size": row.size, "sm3": row.sm3} for row in rows]
