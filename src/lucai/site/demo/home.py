"""The home city's procurements: each waits before one act, so that everybody finds a to-do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from datetime import date, timedelta

from lucai.platform.demonstration.clock import START
from lucai.site.demo.plots import Mishap, Story
from lucai.site.demo.wares import WARES

AGENCY = 0
BIDDERS = (0, 10, 20, 30, 40, 50)
SCHOOL, SECOND_SCHOOL, COLLEGE, ACADEMY = 14, 15, 16, 17
"""The first three buyers of Jinan; the people of the first are on the sign-in page."""

CLASSROOM, COMPUTERS, ULTRASOUND, FURNITURE, SERVERS, DISPLAY, SENSORS, COOLING = range(8)
PROPERTY, GUARDS, UPKEEP, SOFTWARE, GARDEN, PRINTING = range(8, 14)

LEAD = {
    "intention.publish": 0, "plan.draft": 12, "plan.submit": 14, "plan.review": 15,
    "plan.file": 18, "commission.entrust": 19, "commission.accept": 20, "document.draft": 21,
    "document.submit": 24, "document.confirm": 27, "document.publish": 34,
    "award.deliver": 57, "review.opinion.4": 58, "award.decide": 59, "award.announce": 60, "challenge.submit": 63, "challenge.answer": 69,
    "complaint.accept": 80, "complaint.decide": 98, "contract.draft": 64,
    "contract.propose": 65, "contract.sign_first": 66, "contract.sign_last": 68,
    "contract.answer_point": 68, "contract.publish": 70, "contract.resume": 88, "contract.file": 71, "delivery.announce": 92,
    "delivery.receive": 92, "delivery.deliver": 92, "acceptance.submit": 94, "acceptance.agree": 95,
    "acceptance.publish": 96, "invoice.hand_in": 98, "payment.request": 100,
    "payment.approve": 102, "payment.pay": 103, "archive.seal": 117,
}  # fmt: skip
"""About how many days after the intention a story comes to an act, holidays of spring included."""

OPENS_TODAY = date(2026, 5, 11)
OPENS_TOMORROW = date(2026, 5, 12)
OPENS_FRIDAY = date(2026, 5, 13)
OPENED = date(2026, 5, 8)
"""Intentions of these days lead to a bid deadline on 1, 2 and 3 July, and on 29 June."""


@dataclass(frozen=True, slots=True)
class Wait:
    """What waits, for whom, before which act; what else is told of it finds it by its number."""

    number: int
    _: KW_ONLY
    ware: int
    until: str = ""
    buyer: int = SCHOOL
    parts: int = 1
    scale: int = 50
    begins: date | None = None
    lowest: bool = True
    expert: int | None = None
    mishap: Mishap = Mishap.NONE
    bidders: int = 3
    remote: bool = False


WAITING = (
    Wait(1, ware=PRINTING, until="intention.publish"),
    Wait(2, ware=CLASSROOM, until="plan.draft", parts=2, begins=date(2026, 5, 25)),
    Wait(3, ware=COOLING, until="plan.draft", begins=date(2026, 5, 20)),
    Wait(4, ware=SERVERS, until="plan.submit", parts=2),
    Wait(5, ware=GARDEN, until="plan.review"),
    Wait(6, ware=DISPLAY, until="plan.file"),
    Wait(7, ware=COMPUTERS, until="commission.entrust"),
    Wait(8, ware=GUARDS, until="commission.accept"),
    Wait(9, ware=COMPUTERS, until="document.submit", buyer=SECOND_SCHOOL),
    Wait(10, ware=SENSORS, until="document.confirm"),
    Wait(11, ware=UPKEEP, until="document.publish", buyer=SECOND_SCHOOL, parts=2),
    Wait(12, ware=CLASSROOM, until="bid.submit.0", begins=OPENS_FRIDAY, parts=2, lowest=False,
         buyer=SECOND_SCHOOL, bidders=4, mishap=Mishap.DOCUMENT_DISPUTED),
    Wait(13, ware=COMPUTERS, until="clarification.publish", buyer=COLLEGE, begins=date(2026, 5, 18),
         mishap=Mishap.AMENDED),
    Wait(14, ware=PROPERTY, begins=OPENS_TOMORROW, buyer=COLLEGE, bidders=4, lowest=False),
    Wait(15, ware=CLASSROOM, begins=OPENS_TODAY, parts=2, buyer=COLLEGE, lowest=False, expert=0,
         bidders=4),
    Wait(16, ware=UPKEEP, until="panel.appoint", begins=OPENS_TODAY),
    Wait(17, ware=DISPLAY, until="opening.record", begins=OPENED, buyer=COLLEGE),
    Wait(18, ware=PRINTING, until="evaluation.consolidate", begins=OPENED, buyer=COLLEGE),
    Wait(19, ware=FURNITURE, until="panel.sign_in.4", begins=OPENED, buyer=COLLEGE, expert=1),
    Wait(20, ware=COOLING, until="evaluation.finish_qualification", begins=OPENED,
         buyer=SECOND_SCHOOL),
    Wait(21, ware=SENSORS, until="evaluation.check.3", begins=OPENED, buyer=COLLEGE, expert=2),
    Wait(22, ware=PROPERTY, until="evaluation.score.4", begins=OPENED, lowest=False, expert=3,
         remote=True),
    Wait(23, ware=GARDEN, until="evaluation.sign.4", begins=OPENED, lowest=False, buyer=COLLEGE,
         expert=0),
    Wait(24, ware=COMPUTERS, until="award.deliver", buyer=SECOND_SCHOOL,
         mishap=Mishap.DOCUMENT_RETURNED),
    Wait(25, ware=COOLING, until="award.decide", lowest=False, mishap=Mishap.SITTING_CANCELLED),
    Wait(26, ware=PRINTING, until="award.announce", buyer=SECOND_SCHOOL, bidders=4,
         mishap=Mishap.WITHDRAWN_BID),
    Wait(27, ware=FURNITURE, until="contract.draft", mishap=Mishap.COMPLAINED,
         begins=date(2026, 3, 9)),
    Wait(28, ware=GUARDS, until="contract.propose"),
    Wait(29, ware=SERVERS, until="contract.sign_last", buyer=COLLEGE, bidders=5,
         mishap=Mishap.UNFINISHED_BID | Mishap.LOW_PRICE_REJECTED),
    Wait(30, ware=DISPLAY, until="review.opinion.4", buyer=SECOND_SCHOOL, lowest=False,
         mishap=Mishap.REVIEWED_AGAIN),
    Wait(31, ware=GUARDS, until="commission.entrust", begins=date(2026, 4, 13), buyer=COLLEGE),
    Wait(32, ware=COMPUTERS, until="contract.publish", mishap=Mishap.QUESTION_AT_OPENING),
    Wait(33, ware=FURNITURE, until="delivery.announce", buyer=SECOND_SCHOOL),
    Wait(34, ware=GARDEN, until="delivery.deliver", begins=date(2025, 12, 15)),
    Wait(35, ware=COOLING, until="delivery.receive"),
    Wait(36, ware=CLASSROOM, until="acceptance.submit", parts=2),
    Wait(37, ware=DISPLAY, until="acceptance.agree", buyer=SECOND_SCHOOL),
    Wait(38, ware=SERVERS, until="acceptance.publish", bidders=4, mishap=Mishap.WITHDRAWN_BID),
    Wait(39, ware=COMPUTERS, until="invoice.hand_in", buyer=COLLEGE),
    Wait(40, ware=FURNITURE, until="payment.request", begins=date(2026, 2, 2),
         mishap=Mishap.PAYMENT_CLAIMED),
    Wait(41, ware=SENSORS, until="payment.approve"),
    Wait(42, ware=COOLING, until="payment.pay", buyer=COLLEGE),
    Wait(43, ware=COMPUTERS, until="opening.release_recovery", begins=OPENED, buyer=SECOND_SCHOOL),
    Wait(44, ware=PRINTING, until="challenge.submit", buyer=COLLEGE, mishap=Mishap.CHALLENGED),
    Wait(45, ware=GUARDS, until="challenge.answer", buyer=COLLEGE, mishap=Mishap.CHALLENGED),
    Wait(46, ware=COOLING, until="complaint.accept", buyer=SECOND_SCHOOL, mishap=Mishap.COMPLAINED),
    Wait(47, ware=DISPLAY, until="complaint.decide", buyer=COLLEGE, mishap=Mishap.COMPLAINED),
    Wait(48, ware=FURNITURE, until="archive.seal", buyer=COLLEGE, mishap=Mishap.COMPLAINT_UPHELD,
         begins=date(2026, 3, 2)),
    Wait(49, ware=COMPUTERS, begins=OPENS_FRIDAY, buyer=ACADEMY, bidders=6, lowest=False),
    Wait(50, ware=SENSORS, until="bid.submit.0", begins=OPENS_FRIDAY, buyer=ACADEMY, bidders=6),
    Wait(51, ware=FURNITURE, until="archive.seal", begins=date(2026, 1, 26), buyer=ACADEMY,
         bidders=6, lowest=False, remote=True, mishap=Mishap.AMENDED | Mishap.PAYMENT_BOUNCED),
    Wait(52, ware=PRINTING, until="contract.sign_last", begins=date(2026, 4, 7),
         buyer=SECOND_SCHOOL, lowest=False, mishap=Mishap.REVIEWED_AGAIN),
    Wait(53, ware=SENSORS, until="contract.answer_point", mishap=Mishap.POINT_RAISED),
    Wait(54, ware=GARDEN, until="contract.resume", mishap=Mishap.CONTRACT_SUSPENDED),
)  # fmt: skip


def stories() -> Iterator[Story]:
    """Yield the home stories."""
    for wait in WAITING:
        yield Story(
            key=f"370100-{wait.number:02d}",
            ware=WARES[wait.ware],
            buyer=wait.buyer,
            agency=AGENCY,
            bidders=BIDDERS[: wait.bidders],
            begins=wait.begins or _begins(wait.until),
            parts=wait.parts,
            scale=wait.scale,
            lowest=wait.lowest,
            until=wait.until,
            mishap=wait.mishap,
            expert=wait.expert,
            remote=wait.remote,
        )


def _begins(until: str) -> date:
    return START.date() - timedelta(days=LEAD[until] + 2)
