"""What a member judges, and what the viewer may know of everybody's opinions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lucai.kernel import money
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.cooperations.computing import HUNDREDTHS, means
from lucai.stages.trade.cooperations.lifecycle import OPINION
from lucai.stages.trade.cooperations.models import Cooperation, Opinion, Response
from lucai.stages.trade.cooperations.schemas import Passed
from lucai.stages.trade.cooperations.selectors.facts import FIRST, final_responses, first_facts
from lucai.stages.trade.cooperations.selectors.rows import (
    JUDGED_IN,
    PRODUCTS,
    QUALIFY,
    RESEARCH,
    TALKS,
    applicants_of,
    cooperation_row,
    opinions_of,
    responses_of,
)
from lucai.stages.trade.cooperations.selectors.tied import Judge, Ties, ties
from lucai.stages.trade.cooperations.wording import ROLES, STAGES

WHOLE_SCORE = [{"name": "综合得分", "points": 100, "research": False}]
"""A product is judged as a whole, by the standards of its research contract."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A response or a product that is judged; what it says in lines."""

    key: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """How far one member is; name and points as far as the viewer may know them."""

    place: int
    name: str
    role_label: str
    state: str
    state_label: str
    own: bool
    marks: dict[str, Any]
    dissent: str
    signed_at: datetime | None
    tied: tuple[str, ...] = ()
    """What ties the member to an applicant, for itself and for who has to replace it."""
    namesakes: tuple[str, ...] = ()
    """Who of the applicants has its name, where nothing tells whether it is the member."""

    def points_of(self, key: str) -> tuple[str, ...]:
        """The member's points for one of those judged, factor by factor; empty: not known."""
        given = self.marks.get(key, {}).get("points", ())
        return tuple(f"{each / HUNDREDTHS:g}" for each in given)

    def reason_of(self, key: str) -> str:
        """Why the member gave them, or found so."""
        return str(self.marks.get(key, {}).get("reason", ""))

    def verdict_of(self, key: str) -> str:
        """Whether the member found an applicant qualified, in words; empty: not known."""
        given = self.marks.get(key, {}).get("passed", "")
        return Passed(given).label if given else ""

    def talk_of(self, key: str) -> dict[str, Any]:
        """What the member wrote down of the talks with a supplier; empty: not known."""
        return dict(self.marks.get(key, {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDesk:
    """One stage's judging as its pages show it; ``own`` is the viewer's own line."""

    project_number: str
    title: str
    stage: str
    factors: list[dict[str, Any]]
    judged: tuple[Judged, ...]
    lines: tuple[OpinionLine, ...]
    shared: bool
    asked: str
    """What the notice asks for: of who applies, or as the least goal of the research."""
    organises: bool
    """Whether the viewer organises the judging, and it is not over."""

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return STAGES[self.stage]

    @property
    def scores(self) -> bool:
        """Whether points are given, and not only findings with reasons."""
        return self.stage in {RESEARCH, PRODUCTS}

    @property
    def columns(self) -> list[dict[str, str]]:
        """A column of points for each factor."""
        return [
            {"key": f"points-{n}", "label": factor["name"], "kind": "num"}
            for n, factor in enumerate(self.factors, 1)
        ]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/cooperation-opinions/{self.project_number}/{self.stage}/"

    @property
    def own(self) -> OpinionLine | None:
        """The viewer's own line, if it is a member."""
        return next((line for line in self.lines if line.own), None)

    def mean_of(self, key: str) -> str:
        """The members' mean in all, once everybody has handed in."""
        if not self.scores:
            return ""
        given = [line.marks[key]["points"] for line in self.lines if key in line.marks]
        return f"{sum(means(given)) / HUNDREDTHS:.2f}" if self.shared and given else ""


def opinion_desk(viewer: Viewer, project_number: str, stage: str) -> OpinionDesk:
    """Return the judging of a stage to its members and, how far it is, to the parties.

    Raises:
        NotFound: there is no such stage, or the viewer has nothing to do with it.
    """
    row = cooperation_row(viewer, project_number)
    if stage not in STAGES or not opinions_of(viewer, project_number, stage):
        raise NotFound("没有找到这次评审。")
    rows = opinions_of(SYSTEM, project_number, stage)
    member = any(viewer.person and one.person_id == viewer.person for one in rows)
    handed_in = all(one.state in {"signing", "signed"} for one in rows)
    signed = all(one.state == "signed" for one in rows)
    shared = handed_in if member else signed
    organises = viewer.side is Side.AGENCY and row.state == JUDGED_IN[stage]
    tied = _tied(viewer, row, rows, organises=organises)
    return OpinionDesk(
        project_number=project_number, title=row.project_title, stage=stage,
        factors=factors_of(row, stage), judged=tuple(judged(SYSTEM, row, stage)),
        lines=tuple(
            _told(_line(viewer, one, shared=shared), tied.get(one.person_id, Ties()))
            for one in rows
        ),
        shared=shared, organises=organises,
        asked=row.terms.get("qualification" if stage == QUALIFY else "goal", ""),
    )  # fmt: skip


def _tied(
    viewer: Viewer, row: Cooperation, rows: list[Opinion], *, organises: bool
) -> dict[int, Ties]:
    """Ask of those who have still to judge: the organiser of all, a member of itself."""
    judging = [one for one in rows if one.state == OPINION.initial]
    asked = [one for one in judging if organises or one.person_id == viewer.person]
    return ties(SYSTEM, row, map(Judge.of, asked)) if asked else {}


def _told(line: OpinionLine, tied: Ties) -> OpinionLine:
    return replace(line, tied=tied.certain, namesakes=tied.possible)


def factors_of(row: Cooperation, stage: str) -> list[dict[str, Any]]:
    """Return by what is judged: the notice's factors, a product as a whole; without points nothing."""
    if stage in {QUALIFY, TALKS}:
        return []
    return row.factors if stage == RESEARCH else WHOLE_SCORE


def judged(viewer: Viewer, row: Cooperation, stage: str) -> list[Judged]:
    """Return what is judged in a stage."""
    if stage == QUALIFY:
        return [
            Judged(one.key, one.supplier_name, (
                f"资格和能力说明：{one.statement}", f"研发基础和同类成果：{one.experience}",
            ))
            for one in applicants_of(viewer, row.number_of_project) if one.state != "withdrawn"
        ]  # fmt: skip
    if stage == TALKS:
        return _talked_with(viewer, row)
    if stage == RESEARCH:
        return [
            Judged(one.key, one.supplier_name, _said(one)) for one in final_responses(viewer, row)
        ]
    passed = first_facts(viewer, row).passed
    prices = {one["supplier"]: one["price"] for one in row.ranking}
    return [
        Judged(one.key, one.supplier_name, (
            f"首购单价 {money.yuan(prices[one.supplier_id])} 元 × {row.quantity} {row.unit}",
        ))
        for one in applicants_of(viewer, row.number_of_project)
        if one.supplier_name in passed and one.supplier_id in prices
    ]  # fmt: skip


def _talked_with(viewer: Viewer, row: Cooperation) -> list[Judged]:
    """Return the suppliers whose first responses count, as the group talks with them."""
    found = responses_of(viewer, row.number_of_project, FIRST)
    said = {one.supplier_id: _said(one) for one in found if one.state == "opened"}
    return [
        Judged(one.key, one.supplier_name, said[one.supplier_id])
        for one in applicants_of(viewer, row.number_of_project)
        if one.supplier_id in said
    ]


def _said(one: Response) -> tuple[str, ...]:
    return (
        f"可补偿成本 {money.yuan(one.cost or 0)} 元，{one.months} 个月",
        f"首购单价 {money.yuan(one.price or 0)} 元",
        f"研发方案：{one.content.get('plan', '')}",
        f"承诺的研发目标：{one.content.get('goal', '')}",
    )


def points_given(viewer: Viewer, row: Cooperation, stage: str) -> dict[str, list[int]]:
    """Return the members' mean by what they judged, once all have signed; else nothing."""
    rows = opinions_of(viewer, row.number_of_project, stage)
    if not rows or any(one.state != "signed" for one in rows):
        return {}
    return {key: means([one.marks[key]["points"] for one in rows]) for key in rows[0].marks}


def _line(viewer: Viewer, one: Opinion, *, shared: bool) -> OpinionLine:
    own = bool(viewer.person) and one.person_id == viewer.person
    return OpinionLine(
        place=one.place, name=one.name, role_label=ROLES[one.role], state=one.state,
        state_label="视同同意" if one.silent else OPINION.states[one.state], own=own,
        marks=one.marks if own or shared else {}, dissent=one.dissent if own or shared else "",
        signed_at=one.signed_at,
    )  # fmt: skip
