"""A lot reserved for small and medium firms needs three of them, else it begins anew unreserved."""

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.platform.records import system_access
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.evaluations.selectors import evaluation_seen
from lucai.stages.trade.evaluations.selectors.rows import session_row
from tests.makers import evaluation, methods
from tests.makers.evaluation import Round

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("large", "state"), [(0, "compliance"), (1, "failed")])
def test_a_reserved_lot_with_fewer_than_three_small_firms_stops(large: int, state: str) -> None:
    rnd: Round = evaluation.started()
    session = session_row(SYSTEM, rnd.number, 1)
    session.change(terms={**session.terms, "smeReserved": True})
    with system_access("one bidder is large"):
        for bid in Bid.objects.filter(project_number=rnd.number)[:large]:
            terms = {**bid.submission["terms"], "smeKind": "large"}
            bid.change(submission={**bid.submission, "terms": terms})
    evaluation.qualified(rnd)
    sheet = evaluation_seen(SYSTEM, rnd.number, 1)
    assert sheet.state == state
    assert ("视同未预留份额" in sheet.failed_reason) is bool(large)


def test_a_reserved_single_source_goes_on_with_its_one_supplier() -> None:
    """Where the method asks for one supplier, three small ones cannot be asked for."""
    rnd = evaluation.started(methods.formed("single_source", suppliers=1))
    session = session_row(SYSTEM, rnd.number, 1)
    session.change(terms={**session.terms, "smeReserved": True})
    evaluation.qualified(rnd)
    with evaluation.at(rnd):
        for member in rnd.members:
            evaluation.check(rnd, member)
    methods.quoted(rnd, [90])
    sheet = methods.ranked(rnd).sheet(rnd.members[0])
    assert (sheet.failed_reason, [one.rank for one in sheet.results]) == ("", [1])
