"""Of every method the demonstration tells one procurement to its end."""

import random

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.law.methods import methods
from lucai.site.demo import home, innovating, inviting, other, past
from lucai.site.demo.build import SEED
from lucai.stages.trade.projects.models import ProcurementProject
from tests.makers.demonstration import build_world

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

TO_THE_END = ("", "archive.seal")
BY_STORIES_OF_THEIR_OWN = ("framework_", "mall_")
"""Told by ``frameworks`` and ``mall``, which are no projects and have tests of their own."""
NOT_YET_IN_FORCE = {"emergency"}
"""The demonstration's morning lies before the day on which the measure on emergencies begins."""


def test_each_method_has_a_story_that_is_told_to_its_end() -> None:
    told = [*past.stories(random.Random(SEED)), *home.stories(), *other.stories(),
            *inviting.stories(), *innovating.stories()]  # fmt: skip
    finished = {one.method for one in told if one.until in TO_THE_END}
    projects = {key for key in methods() if not key.startswith(BY_STORIES_OF_THEIR_OWN)}
    assert projects - finished == NOT_YET_IN_FORCE


def test_an_inquiry_and_a_single_source_are_carried_to_their_payment() -> None:
    wanted = {"inquiry", "single_source"}
    build_world(o for o in other.stories() if o.method in wanted and o.until == "archive.seal")
    found = [(row.method, row.state) for row in ProcurementProject.objects.seen_by(SYSTEM)]
    assert sorted(found) == [("inquiry", "completed"), ("single_source", "completed")]
