"""框架协议 from its plan to contracts under it, by requests of programs alone."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.lives.api import disputing, frameworks, ordering, planning
from tests.lives.api.frameworks import FrameworkStory
from tests.lives.api.story import Told

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

TOLD = Told(method="framework", title="示例复印纸框架协议", prices=(88, 90, 95, 99, 100))
CLOSED = (
    planning.budget, frameworks.plan, frameworks.announced, frameworks.responses,
    frameworks.opening, frameworks.group, frameworks.admission, frameworks.agreements,
)  # fmt: skip
OPEN = (planning.budget, frameworks.open_plan, frameworks.open_call, frameworks.joining)


@pytest.mark.parametrize("way", ["direct", "bidding", "rotation"])
def test_a_closed_framework_and_its_orders_by_each_way(way: str) -> None:
    with ExitStack() as time:
        story = FrameworkStory(TOLD, time, way=way)
        for chapter in (*CLOSED, getattr(ordering, way)):
            chapter(story)


def test_an_open_framework_and_an_order_under_it() -> None:
    with ExitStack() as time:
        story = FrameworkStory(TOLD, time)
        for chapter in (*OPEN, ordering.direct_of_open):
            chapter(story)


def test_a_framework_is_asked_about_challenged_complained_of_and_goes_on() -> None:
    disputes = (disputing.challenge, disputing.complaint, disputing.decision)
    with ExitStack() as time:
        story = FrameworkStory(TOLD, time)
        announced = CLOSED.index(frameworks.announced) + 1
        chapters = (*CLOSED[:announced], disputing.enquiry, *CLOSED[announced:-1], *disputes)
        for chapter in (*chapters, frameworks.agreements):
            chapter(story)
