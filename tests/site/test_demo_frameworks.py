"""The demonstration's framework agreements: finished, running by every way, open, and at each wait."""

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.oversight.complaints.models import Complaint
from lucai.platform.demonstration.clock import START
from lucai.platform.duties.selectors import duty_list
from lucai.site.demo import centre, frameworks
from lucai.site.demo.people import HOME
from lucai.stages.archive.packages.models import ArchivePackage
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.short_contracts.models import ShortContract
from lucai.stages.trade.calloffs.models import CallOff
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkApplication,
    FrameworkEnquiry,
)
from lucai.stages.trade.groups.models import ReviewGroup
from lucai.stages.trade.groups.selectors import repeated_draws
from tests.makers import demonstration

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]


def test_a_visitor_finds_frameworks_at_every_point_of_their_life() -> None:
    cast = demonstration.build_world([], beside=frameworks.tellings)
    with clock.at(START):
        agreements = FrameworkAgreement.objects.seen_by(SYSTEM)
        assert sorted(agreements.values_list("state", "kind", "way")) == [
            ("calling", "closed", "direct"),
            ("running", "closed", "bidding"),
            ("running", "closed", "rotation"),
            ("running", "open", "direct"),
            ("submitted", "closed", "direct"),
            ("summarised", "closed", "direct"),
        ]
        orders = CallOff.objects.seen_by(SYSTEM)
        assert {"bidding", "decided", "contracted", "declined"} == set(
            orders.values_list("state", flat=True)
        )
        contracts = ShortContract.objects.seen_by(SYSTEM)
        assert {"proposed", "signed"} <= set(contracts.values_list("state", flat=True))
        ordinary = Contract.objects.seen_by(SYSTEM).filter(method="framework")
        assert "completed" in set(ordinary.values_list("state", flat=True))
        files = ArchivePackage.objects.seen_by(cast.viewer(centre.LOGIN))
        assert "archived" in set(files.values_list("state", flat=True))
        assert FrameworkApplication.objects.seen_by(SYSTEM).filter(state="applied").exists()
        assert not FrameworkAgreement.objects.seen_by(PUBLIC).filter(state="submitted").exists()
        complaint = Complaint.objects.seen_by(cast.viewer(f"finance{HOME}")).get()
        assert (complaint.state, complaint.ground) == ("closed", "unfounded")
        enquiries = FrameworkEnquiry.objects.seen_by(SYSTEM)
        assert sorted(one.state for one in enquiries) == ["answered", "asked"]
        groups = ReviewGroup.objects.seen_by(SYSTEM).order_by("pk")
        assert sorted(one.state for one in groups) == ["dissolved"] * 3 + ["forming"]
        assert all(draw.holds for draw in repeated_draws(PUBLIC, groups[0].key))
        titles = {duty.title for duty in duty_list(cast.viewer(centre.LOGIN))}
        assert "审核加入框架协议的申请" in titles
