"""An evaluation as wide as they come: sixty bids by forty factors."""

from __future__ import annotations

from collections.abc import Collection

from lucai.kernel import clock
from lucai.platform.records import system_access
from lucai.stages.trade.evaluations.models import (
    EvaluationSession,
    EvaluationSessionBid,
    Score,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.sealing import seal_marks
from tests.makers.evaluation import Round

BIDS, FACTORS = 60, 40


def widen(rnd: Round) -> EvaluationSession:
    """Let the last bid and the last factor occur many times."""
    with system_access("a wide evaluation"):
        session = EvaluationSession.objects.get(project_number=rnd.number)
        factors = session.terms["criteria"]
        more = [{**factors[-1], "number": n} for n in range(len(factors) + 1, FACTORS + 1)]
        session.change(terms={**session.terms, "criteria": [*factors, *more]})
        bids = list(EvaluationSessionBid.objects.filter(session=session).order_by("place"))
        copied = [f.name for f in EvaluationSessionBid._meta.concrete_fields if f.name != "id"]
        last = {name: getattr(bids[-1], name) for name in copied}
        more_bids = [
            EvaluationSessionBid(
                **{**last, "place": place, "bid_code": f"{bids[0].bid_code}X{place}"}
            )
            for place in range(len(bids) + 1, BIDS + 1)
        ]
        EvaluationSessionBid.objects.bulk_create(more_bids)
    return session


def mark_all(
    session: EvaluationSession, factors: Collection[int], *, but: Collection[str] = ()
) -> None:
    """Let every member mark these factors of all bids, but some; under seal, as a member does."""
    with system_access("a wide evaluation"):
        sheets = ScoreSheet.objects.filter(session=session).exclude(state="void")
        bids = EvaluationSessionBid.objects.filter(session=session).exclude(bid_code__in=but)
        scores = [
            Score(
                session=session, sheet=sheet, bid_code=bid.bid_code, criterion_number=number,
                points=100, reason="示例理由", at=clock.now(),
            )
            for sheet in sheets for bid in bids for number in factors
        ]  # fmt: skip
        seal_marks(scores)
        Score.objects.bulk_create(scores, batch_size=2000)
