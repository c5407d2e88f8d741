"""Reading who can be drawn; for the system that draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotAllowed
from lucai.law.calendar import add_years
from lucai.law.parameters import parameter
from lucai.law.regions import region_prefix
from lucai.platform.records import read_once
from lucai.registers.experts.lifecycle import DRAWABLE
from lucai.registers.experts.models import ExpertSpecialty, ReviewExpert


@dataclass(frozen=True, slots=True)
class Drawable:
    """What a draw knows of an expert.

    ``avoided_codes`` are those of the units the expert named, of employers of the last years, and
    of those a change names that is not decided; ``employers`` the names of all who employ or did.
    """

    number: str
    person_id: int
    organisation_id: int
    name: str
    employer: str
    employer_uscc: str
    specialties: tuple[str, ...]
    avoided_codes: frozenset[str]
    born_on: date | None = None
    employers: frozenset[str] = frozenset()

    @property
    def argued_as(self) -> frozenset[tuple[str, str]]:
        """The expert as a paper of before may name one: by name, and any of the employers."""
        return frozenset((self.name, one) for one in {self.employer, *self.employers})


@read_once
def expert_pool(viewer: Viewer, *, specialties: Sequence[str], region: str = "") -> list[Drawable]:
    """List everybody who can be drawn, in a fixed order; for the system that draws.

    Args:
        specialties: codes of the catalogue; an expert fits when one of the own codes is the
            beginning of one of these or the reverse. None: every specialty fits.
        region: keep experts who live in this region or inside it; empty: everywhere.

    Raises:
        NotAllowed: somebody else than the system asks.
    """
    if viewer.side is not Side.SYSTEM:
        raise NotAllowed("评审专家由系统随机抽取，不能查看可抽取名单。")
    rows = ReviewExpert.objects.seen_by(viewer)
    if region:
        rows = rows.filter(region__startswith=region_prefix(region))
    if specialties:
        fitting = ExpertSpecialty.objects.seen_by(viewer).filter(_fitting(specialties))
        rows = rows.filter(pk__in=fitting.values("expert"))
    # Asked for by specialty alone: a database without statistics prefers the index of states,
    # which nearly all experts share.
    found = rows.order_by("pk").values_list(*COLUMNS, "state")
    since = looked_back(viewer)
    # Who gave all specialties up judges nothing, until one that is asked for is approved.
    return [
        _drawable(since, *values)
        for *values, state in found
        if state in DRAWABLE and values[FIELDS_AT]
    ]


def avoided_by(viewer: Viewer, person: int) -> frozenset[str]:
    """Return the codes of units an expert has to keep out of, as far as the entry names them.

    Who employs the expert, the units named to be avoided, and what a change names that is not decided.
    """
    rows = ReviewExpert.objects.seen_by(viewer).filter(person_id=person)
    found = rows.values_list("employer_uscc", "avoids", "declared").first()
    if not found:
        return frozenset()
    employer, avoids, declared = found
    return frozenset({employer, *(one["uscc"] for one in [*avoids, *declared])} - {""})


def drawable_person(viewer: Viewer, person: int) -> Drawable | None:
    """Return what a draw knows of one person, whatever the entry's state; None: not an expert."""
    rows = ReviewExpert.objects.seen_by(viewer).filter(person_id=person)
    found = rows.values_list(*COLUMNS).first()
    return _drawable(looked_back(viewer), *found) if found else None


def experts_named(viewer: Viewer, *, name: str, employer: str) -> list[Drawable]:
    """Find the experts of the library who are called so and work there; for who names a group."""
    rows = ReviewExpert.objects.seen_by(viewer).filter(name=name, employer=employer)
    found = rows.filter(state__in=DRAWABLE).order_by("pk").values_list(*COLUMNS)
    return [_drawable(looked_back(viewer), *values) for values in found]


def looked_back(viewer: Viewer) -> date:
    """Return the day from which on an employment or a share keeps an expert out (GP-EXP-04)."""
    del viewer
    today = clock.today()
    return add_years(today, -int(parameter("GP-EXP-04", "look_back", on=today).value))


def _drawable(since: date, *values: Any) -> Drawable:
    number, person, organisation, name, employer, uscc, codes, *rest = values
    avoids, formers, declared, born_on = rest
    left = [one for one in formers if date.fromisoformat(one["until"]) >= since]
    units = [*avoids, *left, *declared]
    avoided = frozenset({one["uscc"] for one in units} - {""})
    employers = frozenset(one["name"] for one in [*left, *declared])
    return Drawable(
        number, person, organisation, name, employer, uscc, tuple(codes), avoided, born_on,
        employers,
    )  # fmt: skip


COLUMNS = (
    "number", "person_id", "organisation_id", "name", "employer", "employer_uscc",
    "specialties", "avoids", "formers", "declared", "born_on",
)  # fmt: skip
FIELDS_AT = COLUMNS.index("specialties")
LAST = "Z" * 20
"""After a code: behind everything that begins with it, in whatever order a database sorts."""


def _fitting(wanted: Sequence[str]) -> Q:
    """Own codes that begin with a wanted one, and the beginnings of wanted ones."""
    inside = (Q(code__gte=code, code__lte=code + LAST) for code in wanted)
    around = {code[:length] for code in wanted for length in range(1, len(code))}
    return reduce(or_, inside, Q(code__in=sorted(around)))
