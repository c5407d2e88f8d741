"""Every step of every life, tried by every side on its own and on foreign objects.

The matrix is generated: from the declarations, from the objects that a whole procurement
leaves in the journal, and from one viewer of each side with and without rights. A hole is
an answer that is not a refusal, or an entry in the journal, where the declaration says no.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from django.test import Client

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import lifecycles
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from tests.makers import contract, evaluation, people, plan
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

UNSEEN = {403, 404, 405, 409}
"""How a page that one may not open answers a step: as if it were not there, or, where the
object itself is public (an announced award, a published contract), that it is not in that state."""

TO_SIGN_IN = {302, 401}
OBJECTS_OF_A_KIND = 2


@dataclass(frozen=True)
class Somebody:
    """One line of the matrix."""

    name: str
    viewer: Viewer
    client: Client


@dataclass(frozen=True)
class Thing:
    """One object with its life and its page."""

    lifecycle: Lifecycle
    key: str
    page: str


def everybody() -> list[Somebody]:
    """Return each side, a foreign organisation of each side, and colleagues without rights."""
    found = people.everyone()
    powerless = {
        f"{name} without rights": replace(viewer, grants=frozenset())
        for name, viewer in found.items()
        if " " not in name and viewer.side is not Side.PUBLIC
    }
    lines = [Somebody(n, v, _client(v)) for n, v in found.items()]
    return lines + [
        Somebody(n, v, browse(_as_colleague(v))) for n, v in powerless.items()
    ]


def _client(viewer: Viewer) -> Client:
    return Client() if viewer.side is Side.PUBLIC else browse(viewer)


def _as_colleague(viewer: Viewer) -> Viewer:
    """Return the same post for another person, so that rights are not shared."""
    colleague = people.person(f"powerless.{viewer.side}", "示例同事")
    return replace(viewer, person=colleague.pk)


def world() -> None:
    """Make what a whole procurement leaves behind, and one of each earlier thing."""
    plan.draft()
    plan.intention()
    plan.submitted()
    plan.filing()
    evaluation.announced_award()
    contract.paid(contract.filed())


def things() -> list[Thing]:
    """Return the newest objects of every kind, from the journal."""
    lives = {life.of: life for life in lifecycles()}
    with system_access("matrix"):
        rows = JournalEntry.objects.filter(object_type__in=lives).order_by("-pk")
        known = list(rows.values_list("object_type", "object_key", "href"))
    found: dict[str, dict[str, str]] = {}
    for of, key, page in known:
        if len(found.setdefault(of, {})) < OBJECTS_OF_A_KIND:
            found[of].setdefault(key, page)
    return [
        Thing(lives[of], key, page) for of, pages in found.items() for key, page in pages.items()
    ]


def test_no_step_can_be_taken_by_the_wrong_person() -> None:
    world()
    crowd, objects = everybody(), things()
    holes = [hole for who in crowd for thing in objects for hole in attempts(who, thing)]
    assert holes == []


def test_every_kind_of_object_is_in_the_matrix() -> None:
    world()
    missing = {life.of for life in lifecycles()} - {thing.lifecycle.of for thing in things()}
    assert missing <= {
        "supplierLibrary.supplier",
        "archive.archivePackage",
        "trade.clarification",
        "trade.enquiry",
        "trade.lowPriceEnquiry",
    }


def attempts(who: Somebody, thing: Thing) -> Iterator[str]:
    """Try every step of one object as one person; yield what should not have happened."""
    seen = who.client.get(thing.page).status_code
    if seen >= 500:
        yield f"{who.name} GET {thing.page}: {seen}"
    for step in thing.lifecycle.steps:
        status, wrote = attempt(who, thing, step)
        told = f"{who.name} {thing.lifecycle.of}:{step.name} at {thing.page}: {status}"
        if status >= 500:
            yield told
        elif wrote and (seen == 404 or not may(who.viewer, thing.lifecycle, step)):
            yield told + " and an entry"
        elif seen == 404 and status not in UNSEEN | TO_SIGN_IN:
            yield told + " though the object is unseen"


def attempt(who: Somebody, thing: Thing, step: Step) -> tuple[int, bool]:
    """Post a step and take everything back; return the answer and whether the journal grew."""
    sid = transaction.savepoint()
    with system_access("matrix"):
        before = JournalEntry.objects.count()
    answer = who.client.post(f"{thing.page}steps/{step.name}/", {"confirmed": "yes"})
    with system_access("matrix"):
        grew = JournalEntry.objects.count() > before
    transaction.savepoint_rollback(sid)
    return answer.status_code, grew


def may(viewer: Viewer, lifecycle: Lifecycle, step: Step) -> bool:
    """Whether the declaration lets this side with these rights take the step at all."""
    return viewer.side in step.by and viewer.may(lifecycle.permission(step))
