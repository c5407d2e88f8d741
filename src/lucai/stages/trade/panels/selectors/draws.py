"""Reading draws: the rows for the services that draw, the records for anybody who repeats one."""

from __future__ import annotations

from collections.abc import Container, Sequence

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.draws.drawing import HASH, absent_of, party_of
from lucai.stages.trade.draws.selectors import (
    GivenUp,
    WaitingSheet,
    given_up_of,
    is_given_up,
    logged,
    waiting_sheet,
)
from lucai.stages.trade.panels import drawing
from lucai.stages.trade.panels.drawing import Candidate, PoolMember
from lucai.stages.trade.panels.draws import DrawOfExperts
from lucai.stages.trade.panels.health import PoolHealth, health
from lucai.stages.trade.panels.lifecycle import PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, PanelDraw
from lucai.stages.trade.panels.repeating import RepeatedDraw, repeat
from lucai.stages.trade.panels.schemas import DrawIn, codes_of
from lucai.stages.trade.panels.selectors.avoiding import avoided_codes, barred, candidates
from lucai.stages.trade.panels.selectors.seats import draw_defaults, panel_members
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai_trust.draw import Call, Outcome, Rule
from lucai_trust.draw_record import DrawRecord, Opening


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
    return further_calls(viewer, row, here, avoided_codes(viewer, project), row.parsed, barred=out)


def further_calls(
    viewer: Viewer,
    row: DrawOfExperts,
    here: Container[int],
    avoided: frozenset[str],
    rule: Rule,
    *,
    barred: Container[int] = (),
) -> list[Call]:
    """Return the next stops of any draw's walk, until a rule is fulfilled or nobody is left.

    Args:
        here: the persons who can be drawn now.
        avoided: codes of the organisations whose people may not evaluate.
        barred: the persons whom something else keeps out of this evaluation.
    """
    del viewer
    members = row.members
    skips = _skips(here, avoided, barred, members)
    return drawing.walk_on(bytes.fromhex(row.seed), members, rule, skips, row.walk)


def draw_records(viewer: Viewer, project_number: str) -> list[DrawRecord]:
    """Return what it takes to repeat a panel's draws, once the result is public.

    Raises:
        NotFound: not drawn, or not announced.
    """
    rows = [row for row in draws_of(viewer, project_number) if row.seed]
    if not rows or not rows[0].panel.announced_at:
        raise NotFound("抽取记录在结果公告后公开。")
    return records_of(viewer, rows, PANEL.of, project_number)


def records_of(
    viewer: Viewer, rows: Sequence[DrawOfExperts], of: str, key: str
) -> list[DrawRecord]:
    """Return what it takes to repeat draws that the log has under this object."""
    entries = logged(viewer, of, key)
    return [_record(row, entries) for row in rows]


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


def _skips(
    here: Container[int],
    avoided: frozenset[str],
    barred: Container[int],
    members: Sequence[PoolMember],
) -> dict[int, Outcome]:
    """Say who of a pool cannot be taken any more: 回避 known by now, or gone from the library."""
    return {
        member.person: Outcome.BARRED
        if member.employer in avoided or member.person in barred
        else Outcome.UNAVAILABLE
        for member in members
        if member.person not in here
    }


def _record(row: DrawOfExperts, entries: dict[tuple[str, str], int]) -> DrawRecord:
    members = row.members
    return DrawRecord(
        draw_id=row.draw_id,
        hash_name=HASH,
        rule_json=row.rule,
        leaves=tuple(member.leaf for member in members),
        root=bytes.fromhex(row.root),
        pool_entry=entries[row.draw_id, ""],
        parties=tuple(party_of(party, entries[row.draw_id, party["id"]]) for party in row.parties),
        checkpoint=row.checkpoint,
        beacon=b"",
        seed=bytes.fromhex(row.seed),
        calls=tuple(row.walk),
        left=tuple(row.left),
        openings=tuple(_opening(position, members[position]) for position in row.stayed),
        seal_entry=row.seal_entry,
        absent=absent_of(row.absent, row.parties),
        reasons=row.told_reasons,
        reserves=row.named,
    )


def _opening(position: int, member: drawing.PoolMember) -> Opening:
    salt = bytes.fromhex(member.salt)
    return Opening(position, salt, str(member.person), member.profession, member.employer)
