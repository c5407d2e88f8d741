"""One procurement with everything in it: evaluated, awarded, performed, paid, and no gap in its file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lucai.kernel import clock
from lucai.law.parameters import parameter
from lucai.stages.archive.packages import selectors, services
from lucai.stages.archive.packages.schemas import SealIn
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import contract as make
from tests.makers import evaluation, people

pytestmark = pytest.mark.django_db


def test_a_procurement_that_went_through_every_stage_is_archived_without_a_gap(
    pump: Callable[[], None],
) -> None:
    people.treasury()
    award = evaluation.announced_award()
    number = award.key["project_number"]
    announced_at = award_seen(people.buyer(), number, 1).announced_at
    assert announced_at is not None
    contract = make.filed(make.Awarded(number, 1, announced_at))
    make.paid(contract)
    pump()
    assert project_seen(people.buyer(), number).state == "completed"
    papers = {p.title: p for p in selectors.package_seen(people.agency(), number).papers}
    assert [title for title, paper in papers.items() if paper.state == "missing"] == []
    assert papers["评标报告、评分记录"].files == 2
    with clock.at(make.after_signing(contract, 20)):
        services.seal_package(people.actor(people.agency()), project_number=number, seal=SealIn())
    sheet = selectors.package_seen(people.buyer(), number)
    years = parameter("GP-ARC-01", on=sheet.line.ended_on).value
    assert sheet.line.retain_until == sheet.line.ended_on.replace(
        year=sheet.line.ended_on.year + years
    )
    assert project_seen(people.buyer(), number).state == "archived"
