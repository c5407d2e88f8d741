"""Reading whom a panel must keep out: people of the parties, and of those who bid (GP-EXP-04)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.platform.access.selectors import organisations, sides_of
from lucai.registers.exclusions.selectors import banned_experts
from lucai.registers.experts.namesakes import may_be
from lucai.registers.experts.selectors import Drawable, expert_pool, looked_back
from lucai.registers.experts.selectors.ties import ties_between
from lucai.registers.suppliers.selectors import FirmPerson, people_behind
from lucai.stages.plan.justifications.selectors import opinions_given
from lucai.stages.plan.plans.selectors import import_experts, plan_seen
from lucai.stages.trade.bids.selectors import opened_bidders
from lucai.stages.trade.drawn_experts import drawing
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.panels.models import EvaluationPanel
from lucai.stages.trade.panels.selectors.seats import seats_of
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen


def party_codes(viewer: Viewer, project: ProjectCard) -> frozenset[str]:
    """Return the codes of buyer and agency."""
    found = organisations(viewer, [project.buyer_id, project.agency_id])
    return frozenset(card.uscc for card in found.values())


def bidder_codes(viewer: Viewer, project: ProjectCard) -> frozenset[str]:
    """Return the codes of those whose bids have been opened; empty before the opening."""
    if not project.has_reached("opened"):
        return frozenset()
    found = organisations(viewer, opened_bidders(viewer, project.number))
    return frozenset(card.uscc for card in found.values())


def avoided_codes(viewer: Viewer, project: ProjectCard) -> frozenset[str]:
    """Return the codes of the organisations whose people may not evaluate, as known now."""
    return party_codes(viewer, project) | bidder_codes(viewer, project)


def candidates(
    viewer: Viewer, project: ProjectCard, specialties: tuple[str, ...], *, reserves: bool = False
) -> list[Candidate]:
    """Return who can be drawn now, with ``reserves`` also who stands by; for the system that draws.

    Before the opening nobody may know who bids, so only buyer and agency are avoided then;
    bidders are avoided from the opening on, and checked again at every sign-in.
    """
    seats = seats_of(viewer, project.number)
    taken = frozenset(one.person_id for one in seats if not (reserves and one.state == "reserve"))
    taken |= banned_experts(viewer, clock.today()) | argued(viewer, project, specialties)
    return drawable(
        viewer, specialties, avoided=avoided_codes(viewer, project), taken=taken,
        people=bidders_people(viewer, project),
    )  # fmt: skip


def argued(viewer: Viewer, project: ProjectCard, specialties: tuple[str, ...]) -> frozenset[int]:
    """Return the experts who argued for the plan of a project, by name and employer.

    Whoever argued for a sole source or an import does not review what comes of it (GP-PLN-05,
    ROL-05).
    """
    named = _argued_supplier(project) | import_experts(SYSTEM, project.plan_number)
    if not named:
        return frozenset()
    pool = expert_pool(viewer, specialties=specialties)
    return frozenset(one.person_id for one in pool if one.argued_as & named)


def _argued_supplier(project: ProjectCard) -> frozenset[tuple[str, str]]:
    """Return name and unit of those who argued that one supplier alone can be asked."""
    if not project.sole_supplier:
        return frozenset()
    code = plan_seen(SYSTEM, project.plan_number).card.justification
    found = opinions_given(SYSTEM, code) if code else ()
    return frozenset((one["name"], one["unit"]) for one in found)


def argued_import(viewer: Viewer, project: ProjectCard, name: str, employer: str) -> bool:
    """Whether somebody argued for the import that a project buys (GP-PLN-05)."""
    return (name, employer) in import_experts(viewer, project.plan_number)


def duties_met(viewer: Viewer, person: int, project: ProjectCard) -> frozenset[str]:
    """Return the duties of one procurement that meet in somebody who is to evaluate it."""
    arguing = person in argued(viewer, project, ())
    return duties_watched(viewer, person) | ({"argue_demand"} if arguing else set())


def duties_watched(viewer: Viewer, person: int) -> frozenset[str]:
    """Return the duties that meet in an evaluator by the posts held: whoever supervises, does that."""
    watches = sides_of(viewer, person) & {Side.SUPERVISOR, Side.TREASURY}
    return frozenset({"evaluate", *({"supervise"} if watches else ())})


def drawable(
    viewer: Viewer,
    specialties: tuple[str, ...],
    *,
    avoided: frozenset[str],
    taken: frozenset[int],
    people: Sequence[FirmPerson] = (),
) -> list[Candidate]:
    """Return the experts of these specialties whom neither their units nor the past keep out.

    Args:
        avoided: codes of the organisations whose people may not evaluate.
        taken: persons who had a seat already, or may have none.
        people: who runs, holds or works for those firms; a namesake is left out as well.
    """
    library = [_candidate(one) for one in expert_pool(viewer, specialties=specialties)]
    free = drawing.eligible(library, specialties=specialties, avoided=avoided, taken=taken)
    by_name = _by_name(people)
    return [one for one in free if not may_be(one, by_name.get(one.name, ()))]


def bidders_people(viewer: Viewer, project: ProjectCard) -> list[FirmPerson]:
    """List who runs, holds or works for those whose bids have been opened; empty before that."""
    if not project.has_reached("opened"):
        return []
    firms = opened_bidders(viewer, project.number)
    return people_behind(viewer, firms, since=looked_back(viewer))


def barred(viewer: Viewer, panel: EvaluationPanel, project: ProjectCard) -> frozenset[int]:
    """Return the persons of the library whom units of the past, or people of bidders, keep out."""
    avoided, by_name = avoided_codes(viewer, project), _by_name(bidders_people(viewer, project))
    return frozenset(
        one.person_id
        for one in map(_candidate, expert_pool(viewer, specialties=panel.specialties))
        if one.employer_uscc in avoided
        or one.avoids & avoided
        or may_be(one, by_name.get(one.name, ()))
    ) | argued(viewer, project, panel.specialties)


def ties_of(
    viewer: Viewer, person: int, project: ProjectCard
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what ties an expert to the bidders of a project, as :func:`~lucai.registers.experts.selectors.ties.ties_between` does."""
    people, codes = bidders_people(viewer, project), bidder_codes(viewer, project)
    return ties_between(viewer, person, codes, people)


def namesakes(viewer: Viewer, project_number: str) -> tuple[str, ...]:
    """Say who of the bidders has the viewer's name, where nothing tells whether it is the viewer."""
    project = project_seen(viewer, project_number)
    if viewer.side is not Side.EXPERT or not viewer.person:
        return ()
    return ties_of(SYSTEM, viewer.person, project)[1]


def _by_name(people: Iterable[FirmPerson]) -> dict[str, list[FirmPerson]]:
    found: dict[str, list[FirmPerson]] = {}
    for one in people:
        found.setdefault(one.name, []).append(one)
    return found


def _candidate(one: Drawable) -> Candidate:
    return Candidate(
        person_id=one.person_id,
        organisation_id=one.organisation_id,
        name=one.name,
        employer=one.employer,
        employer_uscc=one.employer_uscc,
        specialties=one.specialties,
        avoids=one.avoided_codes,
        born_on=one.born_on,
    )
