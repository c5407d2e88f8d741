"""A lot reserved for small and medium firms needs three of them, else it begins anew unreserved."""

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.platform.records import system_access
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.evaluations.selectors import evaluation_seen
from lucai.stages.trade.evaluations.selectors.rows import session_row
from tests.makers import evaluation
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
