"""Reading draws: the rows for the services that draw, the records for anybody who repeats one."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.journal.selectors import object_timeline
from lucai.stages.trade.panels import drawing
from lucai.stages.trade.panels.drawing import Candidate, PoolMember
from lucai.stages.trade.panels.draws import DrawOfExperts
from lucai.stages.trade.panels.lifecycle import PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, PanelDraw
from lucai.stages.trade.panels.repeating import RepeatedDraw, repeat
from lucai.stages.trade.panels.selectors.seats import avoided_codes, candidates, panel_members
from lucai.stages.trade.projects.selectors import ProjectCard
from lucai_trust.draw import ANY, Call, Outcome, Rule, taken
from lucai_trust.draw_record import PLATFORM, Absent, DrawRecord, Opening, Party
from lucai_trust.envelope import Signature


def draws_of(viewer: Viewer, project_number: str) -> list[PanelDraw]:
    """Return the rows of a panel's draws, the first one first, for services of the panel."""
    rows = PanelDraw.objects.seen_by(viewer).filter(panel__project_number=project_number)
    return list(rows.select_related("panel").order_by("pk"))


def free_experts(
    viewer: Viewer, panel: EvaluationPanel, project: ProjectCard
) -> dict[int, Candidate]:
    """Return who can be drawn for a panel now, by person; for the system that draws."""
    return {one.person_id: one for one in candidates(viewer, project, panel.specialties)}


def next_calls(viewer: Viewer, row: PanelDraw, project: ProjectCard, *, places: int) -> list[Call]:
    """Return the next stops of a walk, until so many places are filled or nobody is left."""
    here = free_experts(viewer, row.panel, project)
    return further_calls(viewer, row, here, avoided_codes(viewer, project), places=places)


def further_calls(
    viewer: Viewer,
    row: DrawOfExperts,
    here: Container[int],
    avoided: frozenset[str],
    *,
    places: int,
) -> list[Call]:
    """Return the next stops of any draw's walk.

    Args:
        here: the persons who can be drawn now.
        avoided: codes of the organisations whose people may not evaluate.
    """
    del viewer
    members = row.members
    rule = Rule({ANY: places}, row.most_per_employer)
    skips = _skips(here, avoided, members)
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


def _skips(
    here: Container[int], avoided: frozenset[str], members: Sequence[PoolMember]
) -> dict[int, Outcome]:
    """Say who of a pool cannot be taken any more: 回避 known by now, or gone from the library."""
    return {
        member.person: Outcome.BARRED if member.employer in avoided else Outcome.UNAVAILABLE
        for member in members
        if member.person not in here
    }


def logged(viewer: Viewer, of: str, key: str) -> dict[tuple[str, str], int]:
    """Return where the log has each pool and commitment of an object's draws, by draw and party."""
    del viewer
    timeline = object_timeline(SYSTEM, of, key, limit=1000)
    events = {f"{of}.draw-pool", f"{of}.draw-commit"}
    return {
        (line.body["draw"], line.body.get("party", "")): line.index
        for line in timeline
        if line.event in events and line.index is not None
    }


def _record(row: DrawOfExperts, entries: dict[tuple[str, str], int]) -> DrawRecord:
    members = row.members
    stayed = [position for position in taken(row.walk) if position not in row.left]
    return DrawRecord(
        draw_id=row.draw_id,
        hash_name=drawing.HASH,
        rule_json=row.rule,
        leaves=tuple(member.leaf for member in members),
        root=bytes.fromhex(row.root),
        pool_entry=entries[row.draw_id, ""],
        parties=tuple(_party(party, entries[row.draw_id, party["id"]]) for party in row.parties),
        checkpoint=row.checkpoint,
        beacon=b"",
        seed=bytes.fromhex(row.seed),
        calls=tuple(row.walk),
        left=tuple(row.left),
        openings=tuple(_opening(position, members[position]) for position in stayed),
        seal_entry=row.seal_entry,
        absent=_absent(row),
    )


def _absent(row: DrawOfExperts) -> tuple[Absent, ...] | None:
    """Who gave no chance; None for draws of before that was kept."""
    told = tuple(Absent(one["id"], one["why"]) for one in row.absent)
    unsigned = any("signed" not in one for one in row.parties if one["id"] != PLATFORM)
    return None if unsigned else told


def _party(party: dict[str, Any], entry: int) -> Party:
    return Party(
        id=party["id"],
        nonce=bytes.fromhex(party["nonce"]),
        blinding=bytes.fromhex(party["blinding"]),
        commitment=bytes.fromhex(party["commitment"]),
        entry=entry,
        signed=Signature.of(party["signed"]) if "signed" in party else None,
    )


def _opening(position: int, member: drawing.PoolMember) -> Opening:
    salt = bytes.fromhex(member.salt)
    return Opening(position, salt, str(member.person), member.profession, member.employer)
