"""What a written pause stops, by whatever method is bought, and what goes on meanwhile."""

from fnmatch import fnmatchcase

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import RuleBroken
from lucai.oversight.complaints import services
from lucai.oversight.complaints.lifecycle import PAUSED
from lucai.platform.access.permissions import lifecycles
from lucai.stages.trade.challenges.schemas import About
from lucai.stages.trade.negotiations import services as negotiations
from lucai.stages.trade.negotiations.selectors import negotiation_seen
from tests.makers import challenges, complaints, evaluation, methods

pytestmark = pytest.mark.django_db

GOES_ON = {
    "trade.bidClarification": "answer",
    "trade.callOff": "decline cancel",
    "trade.bondReturn": "refund deny",
    "trade.bidSecurity": "confirm deny refund keep",
    "trade.challenge": "submit discard answer ask_completion complete withdraw remedy report dispose",
    "trade.clarification": "publish",
    "trade.clauseRevision": "approve decline retire",
    "trade.commission": "accept decline draft reassign",
    "trade.cooperationApplicant": "apply withdraw respond respond_final",
    "trade.cooperationResponse": "replace withdraw",
    "trade.decryption": "decrypt",
    "trade.drawChance": "give",
    "trade.enquiry": "answer",
    "trade.expertPay": "pay withhold receive miss",
    "trade.frameworkAgreement": "submit approve send_back summarise",
    "trade.frameworkApplication": "withdraw",
    "trade.frameworkCall": "fail",
    "trade.frameworkEnquiry": "answer",
    "trade.frameworkFiling": "file",
    "trade.frameworkMember": "leave remove",
    "trade.frameworkResponse": "replace withdraw",
    "trade.secondQuote": "hand_in withdraw",
    "trade.finalOffer": "hand_in withdraw leave",
    "trade.jointUnit": "consent refuse ask_again leave withdraw",
    "trade.negotiationRecord": "confirm",
    "trade.openingRecord": "confirm",
    "trade.prequalification": "amend",
    "trade.prequalificationApplication": "submit withdraw acknowledge",
    "trade.reEvaluation": "file",
    "trade.sitting": "close cancel plan_again",
    "trade.sittingNotice": "acknowledge",
    "trade.unopenedBonds": "settle",
    "trade.waitingDraw": "give_up check",
}
"""Steps that carry no procurement on: what suppliers hand in, corrections, answers, records, money back."""


def test_every_step_of_a_procurement_is_stopped_by_a_pause_or_named_as_one_that_goes_on() -> None:
    open_ = {
        life.of: " ".join(
            step.name
            for step in life.steps
            if step.by != (Side.SYSTEM,)
            and not any(fnmatchcase(life.permission(step), pattern) for pattern in PAUSED)
        )
        for life in lifecycles()
        if life.of.startswith("trade.")
    }
    assert {of: steps for of, steps in open_.items() if steps} == GOES_ON


def test_a_pause_stops_a_consultation_and_resuming_lets_it_go_on() -> None:
    rnd = methods.checked("consultation")
    with evaluation.at(rnd):
        for n in (1, 2, 3):
            methods.talk(rnd, n)
        about = {"about": About.PROCESS, "phase": "磋商", "known_on": clock.today()}
        number = complaints.examining(challenges.answered(rnd.number, **about))
        complaints.paused(number)
        with pytest.raises(RuleBroken, match="暂停采购活动") as held:
            negotiations.next_round(rnd.chair(), **rnd.key)
        sheet = negotiation_seen(rnd.members[0], rnd.number, 1)
        assert {offer.open for offer in sheet.offers} == {False}
        services.resume(complaints.finance(), number=number)
        negotiations.next_round(rnd.chair(), **rnd.key)
        assert negotiation_seen(rnd.members[0], rnd.number, 1).number == 2
    assert {verdict.rule for verdict in held.value.verdicts} == {"GP-CMP-07"}
