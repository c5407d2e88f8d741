"""The demonstration's stories of chosen suppliers are told as far as they should."""

import pytest
from django.test import Client

from lucai.kernel.actors import SYSTEM
from lucai.site.demo import inviting
from lucai.stages.trade.prequalifications.selectors import prequalification_row
from lucai.stages.trade.projects.models import ProcurementProject
from tests.makers.demonstration import build_world
from tests.publication.schemas import problems_of

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]


def test_each_way_of_finding_suppliers_is_told_finished_and_under_way() -> None:
    build_world(inviting.stories())
    found = [
        (row.method, prequalification_row(SYSTEM, row.number).way, row.state)
        for row in ProcurementProject.objects.seen_by(SYSTEM)
    ]
    assert sorted(found) == [
        ("invited", "announcement", "announced"),
        ("invited", "announcement", "completed"),
        ("invited", "announcement", "prequalifying"),
        ("invited", "library", "preparing"),
        ("invited", "recommendation", "awarded"),
        ("negotiation", "recommendation", "preparing"),
        ("open", "announcement", "awarded"),
        ("open", "announcement", "prequalifying"),
    ]
    released = Client().get("/ocds/releases.json").json()
    assert problems_of("release-package", released) == []
    tags = [tag for release in released["releases"] for tag in release["tag"]]
    assert tags.count("tenderUpdate") >= 2
