"""The demonstration's cooperations: one finished to the first purchase, one being negotiated."""

import pytest
from django.test import Client

from lucai.kernel.actors import SYSTEM
from lucai.site.demo import innovating
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.trade.cooperations.models import Cooperation
from lucai.stages.trade.projects.models import ProcurementProject
from tests.makers.demonstration import build_world
from tests.publication.schemas import problems_of

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]


def test_a_visitor_finds_a_finished_cooperation_and_one_being_negotiated() -> None:
    build_world(innovating.stories())
    found = Cooperation.objects.seen_by(SYSTEM).values_list("state", flat=True)
    assert sorted(found) == ["negotiating", "purchased"]
    states = Contract.objects.seen_by(SYSTEM).order_by("number").values_list("state", flat=True)
    assert list(states) == ["completed", "terminated", "completed"]
    projects = ProcurementProject.objects.seen_by(SYSTEM).values_list("state", flat=True)
    assert sorted(projects) == ["archived", "opened"]
    released = Client().get("/ocds/releases.json").json()
    assert problems_of("release-package", released) == []
