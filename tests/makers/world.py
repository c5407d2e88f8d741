"""A busy world: procurements of the same people at every stage, each object of the house at least once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.oversight.complaints import services as complaining
from lucai.platform.journal import readers, sequencer
from lucai.stages.archive.packages import services as filing
from lucai.stages.contract.financing import services as lending
from lucai.stages.trade.bid_clarifications import services as clarifications
from lucai.stages.trade.bid_clarifications.schemas import QuestionIn
from lucai.stages.trade.challenges import services as challenging
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import ClarificationIn, EnquiryIn
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.schemas import EnquiryIn as LowPriceIn
from lucai.stages.trade.expert_pay import services as paying
from lucai.stages.trade.expert_pay.schemas import PaidIn
from lucai.stages.trade.expert_pay.selectors import pay_page
from tests.makers import (
    accounts,
    afterwards,
    agencies,
    alarms,
    archives,
    bids,
    bond_returns,
    budget,
    challenges,
    chances,
    choosing,
    complaints,
    contract,
    cooperating,
    credit,
    disclosures,
    evaluation,
    exclusions,
    experts,
    financing,
    finding,
    framework_disputes,
    frameworks,
    mall,
    methods,
    own_keys,
    people,
    plan,
    prequalifying,
    products,
    ratings,
    receivables,
    registers,
    reserving,
    reviewing,
    sitting,
    trade,
    treasury,
    whistleblows,
)
from tests.makers.remembered import only_as_a_whole, remembered

NOW = clock.moment(date(2026, 4, 20), 10)
"""A Monday on which every procurement below has got where it is."""


@dataclass(frozen=True, slots=True)
class World:
    """What is found where; the projects by how far they have come."""

    open_for_bids: str
    evaluated: str
    opened_at: datetime
    awarded: str
    contract: str


@remembered
def busy() -> World:
    """Build it all; the readers of the journal have caught up."""
    with only_as_a_whole():
        return _built()


def _built() -> World:
    with clock.at(NOW):
        before_the_tender()
        open_for_bids = tender_under_way()
    world = World(open_for_bids, *evaluation_under_way(), announced(), performed())
    own_keys.person_asked(on=NOW.date() - trade.PERIOD - timedelta(days=7))
    own_keys.called(on=NOW.date() - trade.PERIOD, minutes=15)
    negotiation_under_way()
    reviewed_again()
    drawn_and_given_back()
    prequalifications_under_way()
    with clock.at(NOW - timedelta(days=60)):
        archives.in_all_states()
    with clock.at(NOW):
        registers.registered_supplier()
        exclusions.stand_in_the_list()
        mall.in_all_states()
        credit.differing()
        agencies.in_all_states()
        products.in_all_states()
        experts.in_all_states(NOW.date())
        treasury.doubtful_answer()
        treasury.differing_day()
        disclosures.prepared()
        reserving.prepared()
        frameworks.under_way()
        cooperating.under_way()
        disputed(world.awarded)
        settle()
        rated(world)
        experts_paid()
    return world


def drawn_and_given_back() -> None:
    """Leave a draw, and bonds of bids that nobody opened, where somebody waits for them."""
    chances.waiting()
    bond_returns.waiting()


def settle() -> None:
    """Do what the worker does."""
    sequencer.sequence_all()
    while readers.advance_all():
        sequencer.sequence_all()
    filing.refresh_outlines(Actor.system(Reason.DEADLINE_REACHED), limit=1000)


def experts_paid() -> None:
    """Pay all experts but the last that each payer owes."""
    for payer in (people.buyer(), people.agency()):
        for line in list(pay_page(payer).items)[1:]:
            form = PaidIn(paid_on=clock.today(), reference=f"示例凭证{line.pk}")
            paying.pay(people.actor(payer), pk=line.pk, form=form)


def before_the_tender() -> None:
    """Leave money, intentions, plans, commissions and documents where they wait for somebody."""
    made: tuple[Callable[[], str], ...] = (
        accounts.invited_unit,
        budget.indicator,
        plan.intention,
        plan.published_intention,
        plan.justification,
        plan.published_justification,
        plan.draft,
        plan.submitted,
        plan.filing,
        plan.filed_plan,
        trade.proposed_project,
        trade.commissioned_project,
        trade.drafted_project,
        trade.confirmed_project,
        trade.asked_units,
    )
    for make in made:
        make()
    trade.clause_revisions()


def tender_under_way() -> str:
    """Publish a tender, with a question, a correction in draft and a bid handed in."""
    number, now = trade.published_project(1), clock.now()
    agency, supplier = people.actor(people.agency()), people.actor(people.supplier())
    call = bids.Call(number, now - timedelta(days=1), trade.deadline_from_today())
    bids.submitted_bid(call, people.supplier())
    question = EnquiryIn(question="内存是否可以采用两条 8GB？")
    documents.ask(supplier, project_number=number, enquiry=question)
    correction = ClarificationIn(text="内存总容量不低于 16GB，条数不限。")
    documents.clarify(agency, project_number=number, content=correction)
    return number


def evaluation_under_way() -> tuple[str, datetime]:
    """Open bids, seat the panel, ask the first bidder to explain its price and to clarify its bid."""
    rnd = evaluation.qualified()
    with evaluation.at(rnd):
        for member in rnd.members:
            evaluation.check(rnd, member)
        asked = LowPriceIn(reason="报价明显偏低，请说明成本构成。")
        evaluations.open_enquiry(rnd.chair(), bid_code=rnd.codes()[0], form=asked, **rnd.key)
        unclear = QuestionIn(question="第 3 页质保期前后表述不一致，请澄清。")
        clarifications.ask(rnd.chair(), bid_code=rnd.codes()[0], form=unclear, **rnd.key)
    sitting.around(rnd)
    sitting.changed(rnd)
    return rnd.number, rnd.opened_at


def reviewed_again() -> str:
    """Let a panel uphold its report, and ask it about another error."""
    rnd = evaluation.reported()
    reviewing.order(rnd)
    reviewing.find(rnd, wrong=0)
    reviewing.order(rnd, ground="sum", told="供应商 2 各项得分之和与报告的总分不一致。")
    return rnd.number


def negotiation_under_way() -> str:
    """Talk with one supplier, propose a change, and leave the others unheard."""
    rnd = methods.checked("consultation")
    with evaluation.at(rnd):
        methods.talk(rnd, 1)
        methods.change(rnd)
    sitting.around(rnd, live=True)
    return rnd.number


def prequalifications_under_way() -> None:
    """Leave rounds in draft, before the draw and between invitation and bids."""
    with clock.at(NOW):
        prequalifying.written()
        prequalifying.watched(prequalifying.confirmed(prequalifying.listed()))
        methods.published("invited")
        prequalifying.applied(prequalifying.published())
        finding.written()
        finding.asked()
        finding.recommended()
        choosing.in_all_states()


def announced() -> str:
    """Announce an award after a whole evaluation; the contract is still to be written."""
    return evaluation.announced_award().number


def performed() -> str:
    """Carry a contract to its payment; the file lies open on the agency's desk."""
    people.treasury()
    rnd = evaluation.announced_award()
    number = afterwards.negotiated_and_filed(contract.Awarded(rnd.number, rnd.lot, rnd.now))
    settle()
    made = contract.handed_in_invoice(number)
    afterwards.open_matters(number)
    receivables.answered_and_waiting(number, made)
    financed(number)
    contract.paid(number, contract.sent_payment(number, contract.requested_payment(number, made)))
    settle()
    return number


def financed(number: str) -> None:
    """Let a bank lend against the contract: a consent withdrawn, then an offer to answer."""
    with clock.at(contract.after_signing(number, 12)):
        withdrawn = financing.offered(number)
        lending.withdraw(contract.supplier(), number=withdrawn)
        financing.offered(number)


def disputed(number: str) -> None:
    """Leave challenges and complaints in several states, all of the first supplier's."""
    first, today = people.actor(people.supplier()), clock.today()
    steps = [{"about": About.PROCESS, "phase": name, "known_on": today} for name in "甲乙丙丁"]
    made = [challenges.raised(number, first, **step) for step in steps]
    for challenge in (*made[:2], made[3]):
        challenging.answer(challenges.agency(), number=challenge, form=challenges.reply())
    complaints.received(made[0], first)
    examined = complaints.received(made[1], first)
    complaining.accept(complaints.finance(), number=examined)
    complaining.serve(complaints.finance(), number=examined)
    complaints.appealed(complaints.received(made[3], first))
    framework_disputes.under_way()
    whistleblows.reported()
    alarms.raised(number)


def rated(made: World) -> None:
    """Rate the agency for one procurement; it objects to what counts against it."""
    ratings.asked_after_activity(made.awarded)
    low = {"first": 2, "comment": "两次未按时答复询问，影响投标"}
    key = ratings.given(people.buyer(), "activity", made.awarded, **low)
    settle()
    ratings.objected(people.agency(), key)


def later(days: int) -> datetime:
    """Return a moment after the world's own."""
    return NOW + timedelta(days=days)
