"""Reading what members find: one's own before all have handed in, everybody's after."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.groups.counting import HUNDREDTHS, Said
from lucai.stages.trade.groups.lifecycle import SHEET
from lucai.stages.trade.groups.models import GroupFinding, GroupSheet, ReviewGroup
from lucai.stages.trade.groups.ports import Answer, subject_of
from lucai.stages.trade.groups.sealing import open_findings
from lucai.stages.trade.groups.selectors import KIND_LABELS, group_row, seats_of


@dataclass(frozen=True, slots=True)
class SheetLine:
    """How far one member is; the name as far as the viewer may know it."""

    place: int
    kind_label: str
    name: str
    state: str
    state_label: str
    own: bool
    signed_at: datetime | None
    dissent: str


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """What one member found of one answer."""

    place: int
    valid: bool
    reason: str
    mark: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer with what the viewer may know of how it was found."""

    answer: Answer
    opinions: tuple[OpinionLine, ...]
    valid: bool | None
    votes: int
    members: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet:
    """The review of a group, as its pages show it; ``own`` is the viewer's state in it."""

    marked: bool
    shared: bool
    reported_at: datetime | None
    leader: str
    seats: tuple[SheetLine, ...]
    answers: tuple[AnswerLine, ...]
    own: str
    may_agree: bool


def sheets_of(viewer: Viewer, number: str) -> list[GroupSheet]:
    """Return the sheets that count, by place."""
    rows = GroupSheet.objects.seen_by(viewer).filter(group_number=number)
    return list(rows.exclude(state="void").order_by("place"))


def own_sheet(viewer: Viewer, number: str) -> GroupSheet:
    """Return the viewer's own sheet.

    Raises:
        NotFound: the viewer is no member, or the group is not complete yet.
    """
    mine = [one for one in sheets_of(viewer, number) if one.person_id == viewer.person]
    if not viewer.person or not mine:
        raise NotFound("您没有这个评审小组的评审任务。")
    return mine[0]


def findings_by_answer(viewer: Viewer, number: str) -> dict[str, list[Said]]:
    """Return what the viewer may know of the findings, by answer, in the order of places.

    Under seal the viewer's own alone open.
    """
    rows = GroupFinding.objects.seen_by(viewer).filter(sheet__group__group_number=number)
    counted = rows.exclude(sheet__state="void").select_related("sheet").order_by("sheet__place")
    found = list(counted)
    open_findings(row for row in found if viewer.person == row.sheet.person_id)
    said: dict[str, list[Said]] = defaultdict(list)
    for row in found:
        said[row.answer_key].append(Said(row.sheet.place, row.valid, row.reason, row.mark))
    return said


def leaders_to_choose(viewer: Viewer, number: str) -> list[tuple[str, str]]:
    """Return who may lead, as a form's choices: the experts of the group."""
    own_sheet(viewer, number)
    experts = {one.place for one in sheets_of(viewer, number) if one.kind == EXPERT}
    seats = [one for one in seats_of(viewer, number) if one.place in experts]
    return [(str(one.place), f"{one.place} 号　{one.name}") for one in seats]


def outcome_of(viewer: Viewer, number: str) -> dict[str, tuple[bool, str, int | None]]:
    """Return what a group found of each answer: good or not, why not, its mark; empty before."""
    row = group_row(viewer, number)
    return {one["key"]: (one["valid"], one["reason"], one["mark"]) for one in row.outcome}


def unsigned_of(viewer: Viewer, number: str) -> tuple[str, ...]:
    """Name the places that have not signed the report; none before it is drawn up."""
    found = [one for one in sheets_of(viewer, number) if one.state != "signed"]
    return tuple(f"{one.place} 号成员" for one in found)


def review_seen(viewer: Viewer, number: str) -> ReviewSheet | None:
    """Return the review of a group; None for who may not follow it, and before it begins.

    Raises:
        NotFound: there is no such group, or the viewer may not see it.
    """
    row = group_row(viewer, number)
    sheets = sheets_of(viewer, number)
    if not sheets:
        return None
    subject = subject_of(row.method)
    said = findings_by_answer(viewer, number)
    may_read = _may_read(viewer, row, sheets)
    found = {one["key"]: one for one in row.outcome} if may_read else {}
    answers = subject.answers(viewer, number)
    own = next(
        (one.state for one in sheets if viewer.person and one.person_id == viewer.person), ""
    )
    lines = _seats(viewer, number, sheets, may_read=may_read)
    leads = next((one for one in lines if one.place == row.leader), None) if may_read else None
    return ReviewSheet(
        marked=subject.is_marked(viewer, number), shared=may_read and row.shared_at is not None,
        reported_at=row.reported_at, leader=f"{leads.place} 号 {leads.name}" if leads else "",
        seats=lines, own=own, may_agree=_may_agree(viewer, row),
        answers=tuple(_line(one, said.get(one.key, []), found.get(one.key)) for one in answers),
    )  # fmt: skip


def _may_read(viewer: Viewer, row: ReviewGroup, sheets: list[GroupSheet]) -> bool:
    """Whether the whole group's findings are open to the viewer: members first, others once signed."""
    if viewer.side is Side.SYSTEM or row.reported_at:
        return True
    return row.shared_at is not None and any(one.person_id == viewer.person for one in sheets)


def _may_agree(viewer: Viewer, row: ReviewGroup) -> bool:
    own = (viewer.side.value, viewer.organisation) == (row.organiser_side, row.organiser_id)
    return own and viewer.may(SHEET.permission(SHEET.step("agree_silently")))


def _seats(
    viewer: Viewer, number: str, sheets: list[GroupSheet], *, may_read: bool
) -> tuple[SheetLine, ...]:
    names = {one.place: one.name for one in seats_of(viewer, number)}
    return tuple(
        SheetLine(
            place=one.place, kind_label=KIND_LABELS[one.kind], name=names.get(one.place, "（保密）"),
            state=one.state,
            state_label="视为同意" if one.silent else SHEET.states[one.state],
            own=bool(viewer.person) and one.person_id == viewer.person, signed_at=one.signed_at,
            dissent=one.dissent if may_read else "",
        )
        for one in sheets
    )  # fmt: skip


def _line(answer: Answer, said: list[Said], found: dict[str, object] | None) -> AnswerLine:
    opinions = tuple(OpinionLine(s.place, s.valid, s.reason, _points(s.mark)) for s in said)
    if not found:
        return AnswerLine(answer, opinions, None, 0, 0, "")
    mark = found["mark"]
    return AnswerLine(
        answer, opinions, bool(found["valid"]), int(str(found["votes"])),
        int(str(found["members"])), _points(mark if isinstance(mark, int) else None),
    )  # fmt: skip


def _points(mark: int | None) -> str:
    return "" if mark is None else f"{mark / HUNDREDTHS:.2f}"
