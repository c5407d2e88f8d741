"""异常低价: who has to explain, the explanation, and what the panel makes of it."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.law.low_price import LowPrices, low_prices, minutes_to_explain
from lucai.law.parameters import status
from lucai.law.status import Status
from lucai.law.support_rules import DemandFacts, low_price_is_not_judged_by_scale
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.evaluations.findings import most_agree
from lucai.stages.trade.evaluations.lifecycle import ENQUIRY, SHEET
from lucai.stages.trade.evaluations.models import (
    ComplianceFinding,
    EvaluationSession,
    EvaluationSessionBid,
    LowPriceEnquiry,
)
from lucai.stages.trade.evaluations.rules import EnquiryFacts
from lucai.stages.trade.evaluations.schemas import EnquiryIn, OpinionIn, Passed, ReplyIn
from lucai.stages.trade.evaluations.selectors.rows import (
    LOW_PRICE,
    bid_of,
    bids_of,
    enquiries_of,
    enquiry_row,
    whole,
)
from lucai.stages.trade.evaluations.services.moving import locked_with_sheet
from lucai.stages.trade.evaluations.terms import judging

JUDGE = "JUDGE"
FEN = 100
RULE = "GP-LOW-01"


def ask_about_low_prices(actor: Actor, session: EvaluationSession) -> None:
    """Ask every bidder whose price meets a trigger of the law to explain it.

    Before the rule was in force only the panel's own judgement starts a review (GP-LOW-13).
    """
    terms = judging(session.terms)
    compliant = [bid for bid in bids_of(SYSTEM, session) if bid.qualified and bid.compliant]
    if not compliant or status(RULE, terms.on) is not Status.APPLICABLE:
        return
    found = low_prices(
        {bid.bid_code: Fraction(bid.price, FEN) for bid in compliant},
        on=terms.on,
        ceiling=Fraction(session.ceiling, FEN) if session.ceiling else None,
        budget=Fraction(session.budget, FEN),
        ratios=terms.low_ratios or None,
    )
    asked = {enquiry.bid_code for enquiry in enquiries_of(SYSTEM, session)}
    for bid in compliant:
        if bid.bid_code in found.triggered and bid.bid_code not in asked:
            _ask(actor, session, bid, found.triggered[bid.bid_code], _lines(bid, found))


@command
def open_enquiry(
    actor: Actor, *, project_number: str, lot_number: int, bid_code: str, form: EnquiryIn
) -> None:
    """Ask a bidder to explain because the panel itself doubts the price (GP-LOW-04).

    Raises:
        WrongState: not while the panel reviews compliance, or the findings are not in yet.
        InvalidInput: this bidder has been asked already.
    """
    session, sheet = locked_with_sheet(actor, project_number, lot_number)
    if session.state != "compliance" or not session.checks_shared_at:
        raise WrongState("全部成员提交符合性审查意见以后、完成审查以前，可以启动异常低价审查。")
    bid = bid_of(actor.viewer, session, bid_code)
    if any(e.bid_code == bid_code for e in enquiries_of(SYSTEM, session)):
        raise InvalidInput({"reason": "已经要求该投标人说明报价"})
    _ask(actor, session, bid, (JUDGE,), [f"{sheet.place} 号成员提出：{form.reason}"])


@command
def reply_to_enquiry(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    form: ReplyIn,
    file_ids: tuple[int, ...] = (),
) -> None:
    """Explain one's own price, within the time given.

    Raises:
        RuleBroken: the time is over.
    """
    enquiry = enquiry_row(actor.viewer, project_number, lot_number)
    take_step(
        actor,
        enquiry,
        ENQUIRY,
        "reply",
        facts=EnquiryFacts(due_at=enquiry.due_at, reply=form.reply),
        changes={
            "reply": form.reply,
            "file_ids": list(file_ids),
            "replied_at": clock.now(),
        },
        audience=(enquiry.agency_id,),
    )


@command
def judge_explanation(
    actor: Actor, *, project_number: str, lot_number: int, bid_code: str, form: OpinionIn
) -> None:
    """Keep a member's opinion on an explanation; with the last one the majority decides.

    Raises:
        WrongState: not yet explained and the time is not over, or decided already.
        InvalidInput: the price is refused for the firm's scale or age (GP-LOW-10).
    """
    session, sheet = locked_with_sheet(actor, project_number, lot_number)
    scale = low_price_is_not_judged_by_scale(
        DemandFacts(low_price_reason="" if form.passed is Passed.YES else form.reason), clock.now()
    )
    if not scale.holds:
        raise InvalidInput({"reason": scale.message})
    enquiry = _enquiry(session, bid_code)
    if enquiry.state == "asked" and clock.now() < enquiry.due_at:
        raise WrongState("说明时间未到，也还没有收到说明，请稍候再作认定。")
    if session.state != "compliance" or enquiry.state not in {"asked", "replied"}:
        raise WrongState("评标委员会已经作出认定。")
    with system_access("finding in hand"):
        ComplianceFinding.objects.update_or_create(
            sheet=sheet,
            session_id=session.pk,
            bid_code=bid_code,
            requirement_number=LOW_PRICE,
            defaults={
                "passed": form.passed is Passed.YES,
                "reason": form.reason,
                "at": clock.now(),
            },
        )
    label = f"包 {lot_number}：{sheet.place} 号成员就报价说明提出意见"
    note(actor, sheet, SHEET, "judge", label=label, body={"bid": bid_code})
    _decide(actor, session, enquiry)


def _decide(actor: Actor, session: EvaluationSession, enquiry: LowPriceEnquiry) -> None:
    rows = whole(SYSTEM, session)
    found = rows.opinions_on(enquiry.bid_code)
    if len(found) < len(rows.sheets):
        return
    holds = most_agree([f.passed for f in found])
    reasons = "；".join(f.reason for f in found if f.passed is holds)
    take_step(
        actor,
        enquiry,
        ENQUIRY,
        "accept" if holds else "reject",
        changes={"verdict_reason": reasons[:1000]},
        follows=True,
    )
    if not holds:
        bid = bid_of(SYSTEM, session, enquiry.bid_code)
        bid.change(compliant=False, reason=f"异常低价，说明不成立：{reasons}"[:400])


@command
def _ask(
    actor: Actor,
    session: EvaluationSession,
    bid: EvaluationSessionBid,
    triggers: tuple[str, ...],
    lines: list[str],
) -> None:
    minutes = minutes_to_explain(clock.today())
    at = clock.now()
    row = LowPriceEnquiry(
        session=session,
        project_number=session.project_number,
        lot_number=session.lot_number,
        title=session.title,
        region=session.region,
        agency_id=session.agency_id,
        bid_code=bid.bid_code,
        supplier_id=bid.supplier_id,
        supplier_name=bid.supplier_name,
        triggers=list(triggers),
        calculation=lines,
        asked_at=at,
        due_at=at + timedelta(minutes=minutes),
    )
    label = f"包 {session.lot_number} 启动异常低价审查"
    begin(actor, row, ENQUIRY, label=label, body={"triggers": list(triggers)})


def _lines(bid: EvaluationSessionBid, found: LowPrices) -> list[str]:
    own = f"{bid.supplier_name}报价 {Fraction(bid.price, FEN)} 元"
    return [own, *found.calculation]


def _enquiry(session: EvaluationSession, bid_code: str) -> LowPriceEnquiry:
    found = [e for e in enquiries_of(SYSTEM, session) if e.bid_code == bid_code]
    if not found:
        raise WrongState("没有要求该投标人说明报价。")
    return found[0]
