"""Between compliance and scores, where the method negotiates: in with the suppliers, out with quotes."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.evaluations.lifecycle import SESSION
from lucai.stages.trade.evaluations.models import EvaluationSession, EvaluationSessionBid
from lucai.stages.trade.evaluations.selectors.enough import enough_left
from lucai.stages.trade.evaluations.selectors.rows import bids_of
from lucai.stages.trade.evaluations.services.explaining import ask_about_low_prices
from lucai.stages.trade.evaluations.services.moving import fail
from lucai.stages.trade.negotiations import selectors as negotiations
from lucai.stages.trade.negotiations.services import Participant, begin_negotiation
from lucai.stages.trade.panels.selectors import panel_seen
from lucai.stages.trade.projects.selectors import project_seen

NO_QUOTE = "没有在规定时间内提交最后报价，视为退出"


def negotiate(actor: Actor, session: EvaluationSession) -> None:
    """Begin the negotiation with all that comply; with too few of them the lot fails.

    A panel whose findings are shared again, because a member was replaced, goes on as it was.
    """
    if negotiations.negotiation_of(SYSTEM, session.project_number, session.lot_number):
        return
    found = [bid for bid in bids_of(SYSTEM, session) if bid.qualified and bid.compliant]
    verdict = enough_left(session, "substantive", len(found))
    if not verdict.holds:
        fail(actor, session, verdict.message, suppliers_left=len(found))
        return
    take_step(actor, session, SESSION, "negotiate", follows=True)
    panel = panel_seen(SYSTEM, session.project_number)
    begin_negotiation(
        actor,
        project=project_seen(SYSTEM, session.project_number),
        lot_number=session.lot_number,
        participants=[_participant(bid) for bid in found],
        chair=panel.chair if panel else None,
    )


@command
def go_on_with_quotes(actor: Actor, project_number: str, lot_number: int) -> None:
    """Take the opened last quotes into the evaluation; part of the act that opened them.

    From here on they are the prices: looked at for being abnormally low, scored and ranked. With
    fewer than the method asks the lot fails (GP-CON-04, GP-NEG-08).
    """
    with system_access("evaluation in hand"):
        session = EvaluationSession.objects.select_for_update().get(
            project_number=project_number, lot_number=lot_number
        )
    row = negotiations.negotiation_row(SYSTEM, project_number, lot_number)
    offers = negotiations.offers_of(SYSTEM, row)
    quotes = {one.bid_code: one.price or 0 for one in offers if one.state == "opened"}
    refused = {one.bid_code: one.refused_reason for one in offers if one.state == "refused"}
    take_step(actor, session, SESSION, "take_quotes", follows=True, body={"quotes": len(quotes)})
    for bid in bids_of(SYSTEM, session):
        _requote(actor, session, bid, quotes, refused.get(bid.bid_code, NO_QUOTE))
    verdict = enough_left(session, "final_quotes", len(quotes))
    if not verdict.holds:
        fail(actor, session, verdict.message, suppliers_left=len(quotes))
        return
    ask_about_low_prices(actor, session)


def _requote(
    actor: Actor,
    session: EvaluationSession,
    bid: EvaluationSessionBid,
    quotes: dict[str, int],
    otherwise: str,
) -> None:
    if bid.bid_code in quotes:
        bid.change(price=quotes[bid.bid_code])
    elif bid.qualified and bid.compliant:
        bid.change(compliant=False, reason=otherwise)
        bids.invalidate(
            actor, project_number=session.project_number, code=bid.bid_code, reason=otherwise
        )


def _participant(bid: EvaluationSessionBid) -> Participant:
    return Participant(bid.bid_code, bid.supplier_id, bid.supplier_name, bid.price)
