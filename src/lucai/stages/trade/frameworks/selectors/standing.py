"""How far a framework's calls are, and what a supplier has had to do with them: for challenges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.parameters import parameter
from lucai.platform.records import read_once
from lucai.stages.trade.frameworks.models import (
    FrameworkApplication,
    FrameworkCall,
    FrameworkMember,
    FrameworkPackage,
    FrameworkResponse,
)
from lucai.stages.trade.frameworks.selectors.rows import call_row, framework_row, responses_of

GOOD = frozenset({"admitted", "eliminated", "valid"})
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class CallStanding:
    """One call: when it was announced, closes and was decided, and the packages one answered to."""

    round: int
    state: str
    called_at: datetime | None
    closes_at: datetime
    decided_at: datetime | None
    packages: frozenset[int]


@dataclass(frozen=True, slots=True)
class Applied:
    """One's own application to an open framework; ``answered_at`` when it was admitted or refused."""

    package: int
    applied_at: datetime
    answered_at: datetime | None
    refused: bool


@read_once
def calls_of(viewer: Viewer, number: str) -> list[CallStanding]:
    """Return the calls of a framework with what the viewer's organisation answered to, the first first."""
    framework = framework_row(viewer, number)
    own = FrameworkResponse.objects.seen_by(SYSTEM).filter(
        framework=framework, supplier_id=viewer.organisation
    )
    answered = list(own.exclude(state=WITHDRAWN).values_list("round", "package_number"))
    rows = FrameworkCall.objects.seen_by(viewer).filter(framework=framework).order_by("round")
    return [
        CallStanding(
            row.round, row.state, row.called_at or framework.announced_at, row.response_deadline,
            row.decided_at, frozenset(package for round_, package in answered if round_ == row.round),
        )
        for row in rows
    ]  # fmt: skip


def applications_of(viewer: Viewer, number: str) -> list[Applied]:
    """Return the viewer's own applications to an open framework that it did not take back."""
    rows = FrameworkApplication.objects.seen_by(SYSTEM).filter(
        framework_number=number, supplier_id=viewer.organisation
    )
    return [
        Applied(
            row.package_number, row.applied_at,
            row.state_since if row.state != "applied" else None, row.state == "refused",
        )
        for row in rows.exclude(state=WITHDRAWN).order_by("pk")
    ]  # fmt: skip


@read_once
def admitted_by(viewer: Viewer, number: str, round_: int = 0) -> list[FrameworkMember]:
    """Return who is still admitted, by one call or by all; who is admitted is public."""
    del viewer
    rows = FrameworkMember.objects.seen_by(SYSTEM).filter(framework_number=number, gone_at=None)
    return list((rows.filter(round=round_) if round_ else rows).order_by("place"))


def packages_named(viewer: Viewer, number: str) -> list[tuple[int, str]]:
    """Return the packages of a framework by number and name."""
    rows = FrameworkPackage.objects.seen_by(viewer).filter(framework__number=number)
    return list(rows.order_by("number").values_list("number", "name"))


def can_rank_on(viewer: Viewer, number: str, round_: int, packages: Sequence[int]) -> bool:
    """Whether every package has enough good responses left without one of the admitted (GP-FRA-05)."""
    members = admitted_by(viewer, number, round_)
    wanted = sorted(set(packages) or {one.package_number for one in members})
    if not members or not wanted:
        return False
    rows = responses_of(SYSTEM, call_row(SYSTEM, number, round_))
    least = int(parameter("GP-FRA-05", "responders", on=clock.today()).value)
    return all(len(ranked_good(SYSTEM, rows, package)) - 1 >= least for package in wanted)


def ranked_good(
    viewer: Viewer, rows: Sequence[FrameworkResponse], package: int
) -> list[FrameworkResponse]:
    """Return the good responses to a package in the order of their rank; who is struck is none."""
    del viewer
    good = [r for r in rows if r.package_number == package and r.rank and r.state in GOOD]
    return sorted(good, key=lambda row: row.rank or 0)
