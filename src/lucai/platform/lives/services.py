"""The one way in which a state changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Side, Viewer
from lucai.kernel.errors import NotAllowed, RuleBroken
from lucai.kernel.lifecycle import Decision, Lifecycle, Step
from lucai.platform.duties import services as duties
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import LivingRecord, system_access
from lucai.platform.suspensions.selectors import held_back_of

L = TypeVar("L", bound=LivingRecord)

_guests: list[Callable[[Viewer, str], bool]] = []


def register_guests(is_guest: Callable[[Viewer, str], bool]) -> None:
    """Say who only reads in a project that others carry (called when a module's app is ready)."""
    _guests.append(is_guest)


def _demand_host(actor: Actor, row: LivingRecord) -> None:
    """Refuse what a buyer does to others' objects in a project where it only reads.

    Raises:
        NotAllowed: it takes part in a project that another unit leads.
    """
    viewer, path = actor.viewer, getattr(row, "buyer_path", "")
    if viewer.side is not Side.BUYER or path.startswith(viewer.unit_path) or not row.project_number:
        return
    if any(is_guest(viewer, row.project_number) for is_guest in _guests):
        raise NotAllowed("这个项目由牵头单位办理，参与单位只能查看。")


def begin(
    actor: Actor,
    row: L,
    lifecycle: Lifecycle,
    *,
    label: str,
    body: Mapping[str, Any] | None = None,
    public: bool = False,
) -> L:
    """Create an object in its initial state, with its first duties and journal entry."""
    _demand_host(actor, row)
    at = clock.now()
    row.state, row.state_since = lifecycle.initial, at
    with system_access("begin"):
        row.save(force_insert=True)
    duties.open_for(row, lifecycle, at)
    record(
        actor,
        Entry(
            event=f"{lifecycle.of}.begin",
            object_type=lifecycle.of,
            object_key=row.key,
            label=label,
            heading=row.heading,
            href=lifecycle.page.format(row=row),
            region=row.region,
            project_number=row.project_number,
            public=public,
            body=body or {},
        ),
    )
    return row


def take_step(  # noqa: PLR0913 - everything a step can carry, by name
    actor: Actor,
    row: LivingRecord,
    lifecycle: Lifecycle,
    name: str,
    *,
    facts: object = None,
    body: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    audience: tuple[int, ...] = (),
    follows: bool = False,
) -> Decision:
    """Take one declared step of an object's life.

    Args:
        follows: the step is a consequence of another one that the actor was allowed to
            take (a project moving on when its document is published); its own right is
            not asked for.
        body: what the journal keeps besides event, rules and states. A step that publishes
            a notice puts it under ``notice`` (kind, title, fields), an OCDS fragment under
            ``ocds``.
        changes: fields to write together with the state.
        audience: organisations to tell besides those of the declaration.

    Raises:
        NotAllowed, WrongState, RuleBroken: see ``Lifecycle.decide``.
        RuleBroken: the project's steps are suspended.
        Conflict: somebody else changed the row in the meantime.
    """
    at = clock.now()
    judge_as = Actor.system(Reason.CONSEQUENCE).viewer if follows else actor.viewer
    decision = lifecycle.decide(name, state=row.state, viewer=judge_as, facts=facts, at=at)
    if not follows:
        _demand_host(actor, row)
        _demand_unsuspended(row, lifecycle.permission(decision.step))
    row.change(state=decision.target, state_since=at, **(changes or {}))
    duties.follow(row, lifecycle, at)
    record(actor, _entry(row, lifecycle, decision, body or {}, audience))
    return decision


def _demand_unsuspended(row: LivingRecord, permission: str) -> None:
    """Refuse a step that a suspension of what the row belongs to holds back.

    Raises:
        RuleBroken: why, since when and until when (GP-CMP-07, GP-CTR-08).
    """
    if held := held_back_of(SYSTEM, permission, row):
        raise RuleBroken(held)


def note(  # noqa: PLR0913 - everything an entry can carry, by name
    actor: Actor,
    row: LivingRecord,
    lifecycle: Lifecycle,
    event: str,
    *,
    label: str,
    body: Mapping[str, Any] | None = None,
    public: bool = False,
    audience: tuple[int, ...] = (),
    follows: bool = False,
) -> None:
    """Record an act that changes an object without moving it (a draft saved, a sign-in).

    ``follows``: a consequence of an act the actor was allowed to do elsewhere.
    """
    if not follows:
        _demand_host(actor, row)
    record(
        actor,
        Entry(
            event=f"{lifecycle.of}.{event}",
            object_type=lifecycle.of,
            object_key=row.key,
            label=label,
            heading=row.heading,
            href=lifecycle.page.format(row=row),
            region=row.region,
            project_number=row.project_number,
            public=public,
            audience=audience,
            body=body or {},
        ),
    )


def _entry(
    row: LivingRecord,
    lifecycle: Lifecycle,
    decision: Decision,
    body: Mapping[str, Any],
    audience: tuple[int, ...],
) -> Entry:
    step = decision.step
    return Entry(
        event=decision.event,
        object_type=lifecycle.of,
        object_key=row.key,
        label=row.say(step.label),
        heading=row.heading,
        href=lifecycle.page.format(row=row),
        region=row.region,
        project_number=row.project_number,
        public=step.public,
        audience=(*audience, *_told(row, step)),
        body={**body, "from": decision.source, "to": decision.target, "rules": decision.rules},
    )


def _told(row: LivingRecord, step: Step) -> tuple[int, ...]:
    parties = row.parties()
    return tuple(parties[side] for side in step.tells if side in parties)
