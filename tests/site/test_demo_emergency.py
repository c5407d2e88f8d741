"""The demonstration's emergency: a plan that the law closes, since the measure begins in October."""

import pytest

from lucai.kernel import clock
from lucai.platform.demonstration.clock import START
from lucai.site.demo import other
from lucai.stages.plan.plans.models import ProcurementPlan
from lucai.stages.plan.plans.selectors import plan_seen
from tests.makers.demonstration import build_world

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]


def test_a_visitor_finds_an_emergency_and_reads_why_it_is_closed() -> None:
    cast = build_world([one for one in other.stories() if one.method == "emergency"])
    viewer = cast.viewer("buyer16")
    number = ProcurementPlan.objects.seen_by(viewer).get(method="emergency").number
    with clock.at(START):
        offers = {one.step.name: one for one in plan_seen(viewer, number).offers}
    closed = [v.message for v in offers["submit"].verdicts if v.blocks]
    assert any("2026-10-01" in message for message in closed)
