"""Reading draws: the rows for the services that draw, the records for anybody who repeats one."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.drawn_experts import drawing
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.health import PoolHealth, health
from lucai.stages.trade.drawn_experts.repeating import RepeatedDraw, repeat
from lucai.stages.trade.drawn_experts.schemas import codes_of
from lucai.stages.trade.drawn_experts.selectors import records_of
from lucai.stages.trade.draws.selectors import (
    GivenUp,
    WaitingSheet,
    given_up_of,
    is_given_up,
    waiting_sheet,
)
from lucai.stages.trade.panels.lifecycle import PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, PanelDraw
from lucai.stages.trade.panels.schemas import DrawIn
from lucai.stages.trade.panels.selectors.avoiding import avoided_codes, barred, candidates
from lucai.stages.trade.panels.selectors.seats import draw_defaults, panel_members
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai_trust.draw import Call
from lucai_trust.draw_record import DrawRecord


def draws_of(viewer: Viewer, project_number: str) -> list[PanelDraw]:
    """Return the rows of a panel's draws, the first one first, for services of the panel."""
    rows = PanelDraw.objects.seen_by(viewer).filter(panel__project_number=project_number)
    return list(rows.select_related("panel").order_by("pk"))


def pool_health(viewer: Viewer, project_number: str, form: DrawIn | None = None) -> PoolHealth:
    """Say how predictable the pool is that a draw under these conditions would use."""
    begun = draw_defaults(viewer, project_number)
    typed = form.specialties if form else codes_of(begun["specialties"])
    size, own = (
        (form.size, form.representatives) if form else (begun["size"], begun["representatives"])
    )
    project = project_seen(viewer, project_number)
    wanted = form.wanted if form else typed
    pool = candidates(SYSTEM, project, tuple(wanted) if isinstance(wanted, tuple) else ())
    return health(pool, int(str(size)) - int(str(own)))


def free_experts(
    viewer: Viewer, panel: EvaluationPanel, project: ProjectCard, *, reserves: bool = False
) -> dict[int, Candidate]:
    """Return who can be drawn for a panel now, by person; for the system that draws.

    With ``reserves`` those who stand by are among them.
    """
    found = candidates(viewer, project, panel.specialties, reserves=reserves)
    return {one.person_id: one for one in found}


def still_free(viewer: Viewer, row: PanelDraw, project: ProjectCard) -> dict[int, Candidate]:
    """Return who of a pool can be taken now, by person."""
    pooled = {member.person for member in row.members}
    now = free_experts(viewer, row.panel, project)
    return {person: one for person, one in now.items() if person in pooled}


def is_under_way(viewer: Viewer, project_number: str) -> bool:
    """Whether a pool is fixed that nobody was drawn from yet and that can fill its places."""
    rows = draws_of(SYSTEM, project_number)
    if not rows or rows[-1].seed or is_given_up(SYSTEM, rows[-1].draw_id):
        return False
    row = rows[-1]
    pool = list(still_free(SYSTEM, row, project_seen(viewer, project_number)).values())
    return drawing.fillable(pool, row.panel.specialties, row.parsed) >= row.experts


def waiting_draw(viewer: Viewer, project_number: str) -> WaitingSheet | None:
    """Return the draw that waits for its parties' nonces and can be ended; None: there is none."""
    found = waiting_sheet(viewer, PANEL.of, project_number)
    return found if found and is_under_way(viewer, project_number) else None


def first_calls(viewer: Viewer, row: PanelDraw, project: ProjectCard) -> list[Call]:
    """Return the stops of a walk until its rule is fulfilled or nobody is left."""
    here = free_experts(viewer, row.panel, project)
    out = barred(viewer, row.panel, project)
    return row.further(here, avoided_codes(viewer, project), row.parsed, barred=out)


def draw_records(viewer: Viewer, project_number: str) -> list[DrawRecord]:
    """Return what it takes to repeat a panel's draws, once the result is public.

    Raises:
        NotFound: not drawn, or not announced.
    """
    rows = [row for row in draws_of(viewer, project_number) if row.seed]
    if not rows or not rows[0].panel.announced_at:
        raise NotFound("抽取记录在结果公告后公开。")
    return records_of(viewer, rows, PANEL.of, project_number)


def repeated_draws(viewer: Viewer, project_number: str) -> list[RepeatedDraw]:
    """Repeat a panel's draws for everybody to see, once the result is public.

    Raises:
        NotFound: not drawn, or not announced.
    """
    records = draw_records(viewer, project_number)
    places = {str(m.person_id): m.place for m in panel_members(viewer, project_number)}
    return [repeat(record, places) for record in records]


def given_up_draws(viewer: Viewer, project_number: str) -> tuple[GivenUp, ...]:
    """Return the draws for a project's panel that were given up while they waited."""
    return given_up_of(viewer, PANEL.of, project_number)
