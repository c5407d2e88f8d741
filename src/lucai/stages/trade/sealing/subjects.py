"""What is sealed for: a lot of a project, or a round of sealed quotes that another module called.

Policies, envelopes and registries are kept under a number and a lot. A project's is the project's
own; a round's begins with :data:`ROUND`, and whoever keeps rounds says what it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import NotFound
from lucai.stages.trade.projects.selectors.taking import taking

ROUND = "R-"


@dataclass(frozen=True, slots=True)
class Subject:
    """What envelopes are taken in for.

    ``project_number`` is where journal entries belong, empty outside projects. ``is_round`` says
    that envelopes come through the door of the round, from somebody who is signed in.
    """

    number: str
    lot_number: int
    title: str
    region: str
    project_number: str
    href: str
    buyer_id: int
    buyer_path: str
    agency_id: int
    finance_id: int
    deadline: datetime | None
    takes_envelopes: bool
    is_round: bool = False


Finder = Callable[[str, int], Subject]

_rounds: list[Finder] = []


def use_rounds(finder: Finder) -> None:
    """Name who knows the rounds; it raises NotFound for one that there is not."""
    _rounds[:] = [finder]


def is_round(number: str) -> bool:
    """Whether a number is a round's."""
    return number.startswith(ROUND)


def subject_of(number: str, lot_number: int) -> Subject:
    """Return what a number and a lot stand for, as the system sees it.

    Raises:
        NotFound: there is no such project or round.
    """
    if not is_round(number):
        return _of_project(number, lot_number)
    if not _rounds:
        raise NotFound("没有找到这一次密封报价。")
    return _rounds[0](number, lot_number)


def _of_project(number: str, lot_number: int) -> Subject:
    project = taking(SYSTEM, number, lot_number)
    return Subject(
        number=number,
        lot_number=lot_number,
        title=project.title,
        region=project.region,
        project_number=number,
        href=f"/rooms/{number}/sealed/",
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        agency_id=project.agency_id,
        finance_id=project.finance_id,
        deadline=project.deadline,
        takes_envelopes=project.takes_bids,
    )
