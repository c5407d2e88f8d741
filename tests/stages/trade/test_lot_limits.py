"""兼中: a document may limit how many lots one supplier wins; lots are decided in their order."""

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.records import system_access
from lucai.stages.trade.awards.lot_limits import LotLimit
from lucai.stages.trade.awards.models import Award
from lucai.stages.trade.awards.rules import LotAwardFacts, lot_limit_is_kept
from lucai.stages.trade.awards.selectors import award_row, lot_limit
from lucai.stages.trade.documents.cards import LOTS_LIMIT
from lucai.stages.trade.documents.models import TenderDocument
from tests.makers import evaluation

pytestmark = pytest.mark.django_db


def limited(number: str, most: str) -> None:
    with system_access("a clause taken in"):
        row = TenderDocument.objects.get(project_number=number)
        row.change(composition={"added": [LOTS_LIMIT], "blanks": {"most_lots": most}})


def second_lot(first: Award) -> Award:
    """Let the same candidates stand in the same order in another lot."""
    with system_access("another lot"):
        row = Award.objects.get(pk=first.pk)
        row.pk, row.lot_number, row.state = None, 2, "deciding"
        row.supplier_id = row.rank = row.amount = row.decided_at = None
        row.bid_code = row.supplier_name = ""
        row._state.adding = True
        row.save(force_insert=True)
    return row


def test_who_has_won_as_many_lots_as_allowed_is_passed_over_in_the_next() -> None:
    rnd = evaluation.decided()
    other = second_lot(award_row(SYSTEM, rnd.number, 1))
    assert lot_limit(other) == LotLimit()
    limited(rnd.number, "2")
    assert lot_limit(other).full == frozenset()
    limited(rnd.number, "1")
    assert lot_limit(other).full == {1}


@pytest.mark.parametrize(
    ("limit", "rank", "said"),
    [
        (LotLimit(1, full=frozenset({1})), 1, "达到采购文件规定的上限"),
        (LotLimit(1, full=frozenset({1})), 2, ""),
        (LotLimit(1, waits_for=("包 1",)), 1, "请先确定包 1"),
        (LotLimit(), 1, ""),
    ],
)
def test_the_limit_closes_the_decision_until_its_turn(
    limit: LotLimit, rank: int, said: str
) -> None:
    verdict = lot_limit_is_kept(LotAwardFacts(chosen_rank=rank, limit=limit), clock.now())
    assert verdict.holds is not bool(said)
    assert said in verdict.message
