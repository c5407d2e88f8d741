"""The desks of an evaluation as wide as they come: sixty bids by forty factors."""

import time

import pytest

from lucai.stages.trade.evaluations import services
from tests.makers import evaluation, people
from tests.makers.browsing import browse
from tests.makers.evaluation import at
from tests.makers.widening import FACTORS, mark_all, widen

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

ALLOWED = 0.5
"""Seconds of processor; it takes 0.2. Where each bid is looked for among all scores it takes 2."""
TOGETHER = 3.0
"""Seconds of processor to hand in the last of seven sheets and open 16,000 marks."""


@pytest.mark.parametrize("page", ["", "scores/{code}/40/"])
def test_a_members_page_is_read_in_half_a_second(page: str) -> None:
    rnd = evaluation.compliant()
    with at(rnd):
        mark_all(widen(rnd), range(2, FACTORS))
        address = f"/rooms/{rnd.number}/evaluation/1/{page.format(code=rnd.codes()[0])}"
        member = browse(rnd.members[1])
        assert member.get(address).status_code == 200
        began = time.process_time()
        member.get(address)
    assert time.process_time() - began < ALLOWED


def test_handing_in_the_last_sheet_opens_all_marks_in_a_few_seconds() -> None:
    rnd = evaluation.compliant()
    with at(rnd):
        mark_all(widen(rnd), range(2, FACTORS + 1))
        for member in rnd.members[:-1]:
            services.submit_scores(people.actor(member), **rnd.key)
        began = time.process_time()
        services.submit_scores(people.actor(rnd.members[-1]), **rnd.key)
        took = time.process_time() - began
        assert rnd.sheet(rnd.members[0]).state == "consolidating"
    assert took < TOGETHER
