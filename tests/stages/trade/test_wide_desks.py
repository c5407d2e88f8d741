"""The desks of an evaluation as wide as they come: sixty bids by forty factors."""

import time

import pytest

from lucai.kernel import clock
from lucai.platform.records import system_access
from lucai.stages.trade.evaluations.models import (
    EvaluationSession,
    EvaluationSessionBid,
    Score,
    ScoreSheet,
)
from tests.makers import evaluation
from tests.makers.browsing import browse
from tests.makers.evaluation import Round, at

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

BIDS, FACTORS = 60, 40
ALLOWED = 0.5
"""Seconds of processor; it takes 0.15. Where each bid is looked for among all scores it takes 2."""


def widen(rnd: Round) -> None:
    """Let the last bid and the last factor occur many times, and every member mark nearly all."""
    with system_access("a wide evaluation"):
        session = EvaluationSession.objects.get(project_number=rnd.number)
        factors = session.terms["criteria"]
        more = [{**factors[-1], "number": n} for n in range(len(factors) + 1, FACTORS + 1)]
        session.change(terms={**session.terms, "criteria": [*factors, *more]})
        bids = list(EvaluationSessionBid.objects.filter(session=session).order_by("place"))
        copied = [f.name for f in EvaluationSessionBid._meta.concrete_fields if f.name != "id"]
        last = {name: getattr(bids[-1], name) for name in copied}
        for place in range(len(bids) + 1, BIDS + 1):
            code = f"{bids[0].bid_code}X{place}"
            bids.append(EvaluationSessionBid(**{**last, "place": place, "bid_code": code}))
        EvaluationSessionBid.objects.bulk_create(bids[3:])
        sheets = ScoreSheet.objects.filter(session=session).exclude(state="void")
        scores = [
            Score(
                session=session, sheet=sheet, bid_code=bid.bid_code, criterion_number=number,
                points=100, reason="示例理由", at=clock.now(),
            )
            for sheet in sheets for bid in bids for number in range(2, FACTORS)
        ]  # fmt: skip
        Score.objects.bulk_create(scores, batch_size=2000)


@pytest.mark.parametrize("page", ["", "scores/{code}/40/"])
def test_a_members_page_is_read_in_half_a_second(page: str) -> None:
    rnd = evaluation.compliant()
    with at(rnd):
        widen(rnd)
        address = f"/rooms/{rnd.number}/evaluation/1/{page.format(code=rnd.codes()[0])}"
        member = browse(rnd.members[1])
        assert member.get(address).status_code == 200
        began = time.process_time()
        member.get(address)
    assert time.process_time() - began < ALLOWED
