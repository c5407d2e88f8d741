"""Awarded lots and what follows: contracts, deliveries, acceptances, payments, made by services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.duties.services import follow
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin
from lucai.stages.acceptance.acceptances import services as acceptances
from lucai.stages.acceptance.acceptances.schemas import (
    AcceptanceIn,
    LineIn,
    LineVerdict,
    MemberIn,
    MemberKind,
)
from lucai.stages.acceptance.acceptances.selectors import AcceptanceSheet, acceptance_seen
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.schemas import ContractIn
from lucai.stages.contract.contracts.selectors import ContractSheet, contract_seen
from lucai.stages.payment.requests import services as payments
from lucai.stages.payment.requests.schemas import InvoiceIn, RequestIn, VoucherIn
from lucai.stages.performance.deliveries import services as deliveries
from lucai.stages.performance.deliveries.schemas import DeliveredIn, DeliveryIn, ReceiptIn
from lucai.stages.performance.deliveries.selectors import undelivered
from lucai.stages.trade.awards.lifecycle import AWARD
from lucai.stages.trade.awards.models import Award
from lucai.stages.trade.bids.selectors import BidSheet, opened_bids
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from tests.makers import bids, people
from tests.makers.remembered import remembered

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
OPEN_TO_AWARD = ("evaluate", "report", "decide", "award")
LATE: dict[str, Any] = {"late_cause": "third", "late_reason": "示例：上游供货延误"}
"""What a supplier says where it is late; in time it is not kept."""
SIGN_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Awarded:
    """A lot whose result is announced; ``at`` is that moment."""

    project_number: str
    lot_number: int
    at: datetime


def buyer() -> Actor:
    """采购经办."""
    return people.actor(people.buyer())


def decider() -> Actor:
    """采购负责人, who signs."""
    return people.actor(people.buyer_reviewer())


def acceptor() -> Actor:
    """验收人."""
    return people.actor(people.buyer_acceptor())


def supplier() -> Actor:
    """The winner."""
    return people.actor(people.supplier())


def treasury() -> Actor:
    """国库."""
    return people.actor(people.treasury())


@remembered
def awarded_lots(lots: tuple[int, ...] = (1,), call: bids.Call | None = None) -> list[Awarded]:
    """Open lots and announce supplier 1 as their winner, without the evaluation between."""
    people.treasury()
    call = bids.opened_lot(call, lots=lots)
    at = clock.moment(call.bid_deadline.date() + timedelta(days=7), 10)
    with clock.at(at):
        project = project_seen(SYSTEM, call.number)
        for lot in lots:
            _announce(project, lot)
        for step in OPEN_TO_AWARD:
            projects.advance(people.actor(people.agency()), number=call.number, step=step)
    return [Awarded(call.number, lot, at) for lot in lots]


def awarded_lot() -> Awarded:
    """One announced lot; its sister lot failed for want of bids."""
    return awarded_lots()[0]


@command
def _announce_row(actor: Actor, row: Award, changes: dict[str, Any]) -> None:
    begin(actor, row, AWARD, label="定标")
    row.change(**changes)
    follow(row, AWARD, clock.now())


def _announce(project: ProjectCard, lot: int) -> None:
    bid = min(opened_bids(SYSTEM, project.number, lot), key=lambda each: each.price)
    agency = people.actor(people.agency())
    _announce_row(agency, _award(project, bid), {"state": "announced", "announced_at": clock.now()})
    projects.mark_lot(agency, number=project.number, lot_number=lot, state="awarded")


def _award(project: ProjectCard, bid: BidSheet) -> Award:
    now = clock.now()
    return Award(
        project_number=project.number,
        lot_number=bid.lot_number,
        title=project.title,
        lot_name=project.lot(bid.lot_number).name,
        region=project.region,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        buyer_name=project.buyer_name,
        agency_id=project.agency_id,
        agency_name=project.agency_name,
        finance_id=project.finance_id,
        plan_number=project.plan_number,
        evaluated_at=now,
        received_at=now,
        decided_at=now,
        bid_code=bid.code,
        supplier_id=bid.supplier_id,
        supplier_name=bid.supplier_name,
        amount=bid.price,
        rank=1,
    )


def terms(**changes: Any) -> ContractIn:
    """What the buyer writes into a draft."""
    content: dict[str, Any] = {
        "title": "示例办公设备采购合同",
        "delivery_place": "示例路 1 号 3 楼库房",
        "acceptance_days": 7,
        "acceptance_plan": "验收小组三人，逐项清点和试用，逐项记录并签字。",
        "payment_days": 15,
        "quality": "质保三年，四小时响应。",
        "breach": "逾期交付的按日支付违约金。",
    }
    return ContractIn(**{**content, **changes})


@remembered
def drafted(lot: Awarded | None = None, **changes: Any) -> str:
    """A complete draft; return its number."""
    lot = lot or awarded_lot()
    with clock.at(lot.at + timedelta(days=1)):
        number = contracts.draft_contract(
            buyer(), project_number=lot.project_number, lot_number=lot.lot_number
        )
        contracts.edit_contract(buyer(), number=number, contract=terms(**changes))
    return number


@remembered
def proposed(lot: Awarded | None = None, **changes: Any) -> str:
    """A text before both sides."""
    lot = lot or awarded_lot()
    number = drafted(lot, **changes)
    with clock.at(lot.at + timedelta(days=2)):
        contracts.propose(buyer(), number=number)
    return number


def sheet(number: str) -> ContractSheet:
    """The contract as the buyer sees it."""
    return contract_seen(people.buyer(), number)


def sign(actor: Actor, number: str) -> None:
    """Sign what is shown; late, if it is."""
    shown = contract_seen(actor.viewer, number)
    contracts.sign(actor, number=number, sm3=shown.sm3, late_reason="示例：等待上级批复")


@remembered
def signed(lot: Awarded | None = None, **changes: Any) -> str:
    """A contract signed by both."""
    lot = lot or awarded_lot()
    number = proposed(lot, **changes)
    with clock.at(lot.at + SIGN_AFTER):
        sign(supplier(), number)
        sign(decider(), number)
    return number


@remembered
def filed(lot: Awarded | None = None, **changes: Any) -> str:
    """A contract published and filed the day after it was signed."""
    lot = lot or awarded_lot()
    number = signed(lot, **changes)
    file(number, lot)
    return number


def file(number: str, lot: Awarded) -> None:
    """Publish and file a signed contract."""
    with clock.at(lot.at + SIGN_AFTER + timedelta(days=1)):
        contracts.publish(buyer(), number=number)
        contracts.take(buyer(), number=number, step="file")


def after_signing(number: str, days: int) -> datetime:
    """A morning so many days after the signature."""
    moment = sheet(number).card.signed_at
    assert moment is not None
    return moment + timedelta(days=days)


def photo(name: str = "现场照片.png") -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    return SimpleUploadedFile(name, PNG)


@remembered
def announced_delivery(number: str, quantities: dict[int, int] | None = None) -> int:
    """Announce a delivery: everything, or these quantities by place."""
    left = undelivered(people.supplier(), number)
    items = [
        {"place": line.place, "quantity": str((quantities or {}).get(line.place, line.left))}
        for line in left
        if quantities is None or line.place in quantities
    ]
    delivery = DeliveryIn(expected_on=clock.today(), items=items, **LATE)
    return deliveries.announce_delivery(supplier(), contract_number=number, delivery=delivery)


@remembered
def received_delivery(number: str, quantities: dict[int, int] | None = None, days: int = 10) -> int:
    """A delivery that came and was received so many days after the signature."""
    key = {"contract_number": number}
    with clock.at(after_signing(number, days)):
        made = announced_delivery(number, quantities)
        deliveries.deliver(
            supplier(), **key, number=made, delivered=DeliveredIn(delivered_on=clock.today(), **LATE),
            photos=[photo()],
        )  # fmt: skip
        deliveries.receive(buyer(), **key, number=made, receipt=ReceiptIn())
    return made


def written(
    number: str, place: int, *, refused: dict[int, int] | None = None, signed: bool = True
) -> AcceptanceIn:
    """An acceptance with everything looked at; ``refused`` by line number."""
    shown = acceptance_seen(people.buyer(), number, place)
    members = [
        MemberIn(name=name, organisation="示例采购单位1", kind=MemberKind.BUYER, signed=signed)
        for name in ("示例成员一", "示例成员二", "示例成员三")
    ]
    return AcceptanceIn(
        accepted_on=clock.today(),
        place="示例路 1 号",
        opinion="逐项核对，结果如表。",
        lines=[_looked_at(line, (refused or {}).get(line.number, 0)) for line in shown.lines],
        members=members,
    )


def _looked_at(line: Any, refused: int) -> LineIn:
    if line.delivered is None:
        return LineIn(number=line.number, found="符合", verdict=LineVerdict.PASSED)
    return LineIn(
        number=line.number,
        accepted=line.delivered - Decimal(refused),
        found="开箱检查、通电试用",
        verdict=LineVerdict.FAILED if refused else LineVerdict.PASSED,
    )


@remembered
def begun_acceptance(number: str, delivery: int | None = None, days: int = 11) -> int:
    """An acceptance just begun."""
    came = delivery or received_delivery(number)
    with clock.at(after_signing(number, days)):
        return acceptances.begin_acceptance(
            acceptor(), contract_number=number, delivery_number=came
        )


@remembered
def published_acceptance(
    number: str,
    delivery: int | None = None,
    *,
    refused: dict[int, int] | None = None,
    days: int = 11,
) -> AcceptanceSheet:
    """An acceptance agreed and public."""
    place = begun_acceptance(number, delivery, days)
    return publish_begun(number, place, refused=refused, days=days)


def publish_begun(
    number: str, place: int, *, refused: dict[int, int] | None = None, days: int = 11
) -> AcceptanceSheet:
    """Finish an acceptance that was begun, and make it public."""
    key: dict[str, Any] = {"contract_number": number, "number": place}
    with clock.at(after_signing(number, days)):
        content = written(number, place, refused=refused)
        acceptances.edit_acceptance(acceptor(), **key, acceptance=content)
        acceptances.take(acceptor(), **key, step="submit")
        acceptances.take(supplier(), **key, step="agree")
        acceptances.publish(acceptor(), **key)
    return acceptance_seen(people.buyer(), number, place)


def invoice_content(amount: int, number: str = "26370000000000000001", **changes: Any) -> InvoiceIn:
    """An invoice's form."""
    content: dict[str, Any] = {
        "invoice_number": number,
        "issued_on": clock.today(),
        "amount": money.plain_yuan(amount),
        "payee_name": "示例供应商1有限公司",
        "payee_bank": "示例银行济南示例支行",
        "payee_account": "1602 0000 0000 0001",
    }
    return InvoiceIn(**{**content, **changes})


def invoice_file(content: bytes = PDF) -> SimpleUploadedFile:
    """An invoice as a browser sends it."""
    return SimpleUploadedFile("发票.pdf", content)


@remembered
def handed_in_invoice(
    number: str, accepted: AcceptanceSheet | None = None, *, days: int = 12, code: str = "1"
) -> int:
    """An invoice for what was accepted."""
    accepted = accepted or published_acceptance(number)
    with clock.at(after_signing(number, days)):
        return payments.hand_in_invoice(
            supplier(),
            contract_number=number,
            acceptance_number=accepted.number,
            invoice=invoice_content(accepted.amount, f"2637{code:0>16}"),
            file=invoice_file(),
        )


@remembered
def requested_payment(number: str, invoice: int | None = None, *, days: int = 13) -> str:
    """A payment put before the approver; return its number."""
    place = invoice or handed_in_invoice(number)
    with clock.at(after_signing(number, days)):
        return payments.request_payment(
            buyer(), contract_number=number, number=place, request=RequestIn(purpose="示例货款")
        )


@remembered
def sent_payment(number: str, request: str | None = None, *, days: int = 13) -> str:
    """A payment approved by another and sent to the treasury."""
    made = request or requested_payment(number, days=days)
    with clock.at(after_signing(number, days)):
        payments.approve(decider(), number=made)
    return made


@remembered
def paid(
    number: str, request: str | None = None, *, days: int = 14, voucher: str = "PZ000001"
) -> str:
    """A payment answered by the treasury."""
    made = request or sent_payment(number)
    with clock.at(after_signing(number, days)):
        content = VoucherIn(number=voucher, paid_on=clock.today())
        payments.pay(treasury(), number=made, voucher=content)
    return made


def day_after_signing(number: str, days: int) -> date:
    """The day so many days after the signature."""
    return after_signing(number, days).astimezone(clock.BEIJING).date()


@remembered
def claimed_invoice(number: str, invoice: int | None = None, *, days: int = 12) -> int:
    """An invoice whose payment the supplier asks for."""
    place = invoice or handed_in_invoice(number)
    with clock.at(after_signing(number, days)):
        payments.claim(supplier(), contract_number=number, number=place)
    return place
