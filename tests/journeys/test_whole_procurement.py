"""One procurement of goods with two lots, from budget to archive, by all its people.

Everybody works on the own screens in a real browser and follows the workbench; the second
lot finds too few bidders. The same walk takes the pictures of the user guide.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys import (
    awarding,
    bidding,
    evaluating,
    opening,
    performing,
    planning,
    tendering,
)
from tests.journeys.story import TITLE, Story

if TYPE_CHECKING:
    from tests.journeys.walker import World

pytestmark = pytest.mark.journey

CHAPTERS = (
    planning.budget,
    planning.intention,
    planning.plan,
    planning.review,
    planning.filing,
    planning.commission,
    tendering.document,
    tendering.timing,
    tendering.confirmation,
    tendering.publication,
    tendering.portal,
    bidding.documents_obtained,
    bidding.question,
    bidding.first_bid,
    bidding.other_bids,
    bidding.lonely_bid,
    bidding.secrecy,
    opening.draw,
    opening.representative,
    opening.hall,
    opening.objection,
    opening.watchers,
    evaluating.members_sign_in,
    evaluating.qualification,
    evaluating.compliance,
    evaluating.scoring,
    evaluating.report,
    evaluating.delivery,
    awarding.decision,
    awarding.announcement,
    awarding.letters,
    awarding.contract,
    awarding.contract_published,
    performing.delivery,
    performing.acceptance,
    performing.invoice,
    performing.payment,
    performing.archive,
)


def test_a_procurement_goes_from_budget_to_archive(world: World, tmp_path: Path) -> None:
    world.title = TITLE
    story = Story(world, tmp_path)
    for chapter in CHAPTERS:
        chapter(story)
    assert world.problems == []
    assert len(world.looked_at) > 70
