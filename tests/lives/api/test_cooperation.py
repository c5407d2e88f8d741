"""合作创新采购, both stages, from the plan to both contracts, by requests of programs alone."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.lives.api import cooperation, planning, researching
from tests.lives.api.cooperation import PLAN, CooperationStory
from tests.lives.api.story import Told

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

TOLD = Told(
    method="cooperative", case="cooperative.breakthrough", title="示例高精度传感器", plan=PLAN,
    yuan=cooperation.RESEARCH + cooperation.PURCHASE,
)  # fmt: skip
PLANNED = (
    planning.budget, planning.intention, planning.thirty_days, planning.plan,
    cooperation.key_review, planning.filing, planning.commission,
)  # fmt: skip
RESEARCHERS = (
    cooperation.scheme, cooperation.notice, cooperation.applications, cooperation.review,
    cooperation.document, cooperation.first_responses, cooperation.final_responses,
    cooperation.evaluation, cooperation.decision,
)  # fmt: skip
PURCHASED = (
    researching.contracts, researching.stages, researching.first_product,
    researching.first_purchase,
)  # fmt: skip


def test_research_and_the_first_purchase() -> None:
    with ExitStack() as time:
        story = CooperationStory(TOLD, time)
        for chapter in (*PLANNED, *RESEARCHERS, *PURCHASED):
            chapter(story)
