"""Taking answers in: each is booked once, known already, or doubtful; none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.payment.requests import services as payments
from lucai.stages.payment.requests.schemas import BounceIn, ReasonIn, VoucherIn
from lucai.stages.payment.requests.selectors import (
    Instruction,
    instruction_of,
    undoing,
    voucher_named,
)
from lucai.stages.payment.treasury.lifecycle import ANSWER, TAKE_IN
from lucai.stages.payment.treasury.models import TreasuryAnswer
from lucai.stages.payment.treasury.ports import PAID, REFUNDED, RETURNED, Answer
from lucai.stages.payment.treasury.schemas import SettleIn
from lucai.stages.payment.treasury.selectors import answer_row

REFUSALS = (Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState)
SAME = ("kind", "request_number", "voucher", "amount", "on", "undoes")


def take_answers(actor: Actor, *, answers: Sequence[Answer]) -> Counter[str]:
    """Take answers in, each in a transaction of its own; return how many ended in which state.

    Raises:
        NotAllowed: the role does not grant it.
    """
    demand(actor, TAKE_IN.permission)
    return Counter(_take(actor, answer=answer) for answer in answers)


@command
def settle(actor: Actor, *, pk: int, settled: SettleIn) -> None:
    """Say what was done about a doubtful answer."""
    row = answer_row(actor.viewer, pk)
    demand_party(actor, row)
    take_step(
        actor, row, ANSWER, "settle", body={"resolution": settled.resolution},
        changes={"resolution": settled.resolution, "resolved_by": actor.viewer.name},
    )  # fmt: skip


@command
def _take(actor: Actor, *, answer: Answer) -> str:
    row = begin(actor, _row(actor, answer), ANSWER, label="收到国库回单", body=_body(answer))
    before = _known(actor, row)
    if before and all(getattr(before, name) == getattr(row, name) for name in SAME):
        return _end(actor, row, "repeat", f"与 {before.received_at:%Y-%m-%d} 收到的回单相同")
    if before:
        return _end(actor, row, "doubt", "同一流水号先后两份回单内容不同")
    step, problem = _book(actor, answer)
    return _end(actor, row, step, problem)


def _book(actor: Actor, answer: Answer) -> tuple[str, str]:
    """Book an answer; return the step it leads to, with the reason where it is not booked."""
    try:
        instruction = instruction_of(actor.viewer, answer.request_number)
        if problem := _contradiction(actor, instruction, answer):
            return problem
        BOOKINGS[answer.kind](actor, answer)
    except REFUSALS as refusal:
        return "doubt", f"{refusal}"[:400]
    return "book", ""


def _contradiction(
    actor: Actor, instruction: Instruction, answer: Answer
) -> tuple[str, str] | None:
    """Return why an answer does not fit what is booked already; None: it may be booked."""
    if answer.kind == REFUNDED:
        undone = undoing(actor.viewer, answer.undoes)
        return ("repeat", "这张凭证已经登记过退票") if undone else None
    if answer.kind == RETURNED:
        known = instruction.state == "returned"
        return ("repeat", "支付申请已经退回") if known else None
    booked = voucher_named(actor.viewer, answer.voucher)
    said = (answer.request_number, answer.amount, answer.on)
    if booked and (booked.request_number, booked.amount, booked.paid_on) == said:
        return "repeat", "这张凭证已经入账"
    if booked:
        return "doubt", "同一凭证号已经入账，但是支付申请、金额或者日期不同"
    if _digits(answer.payee_account) != _digits(instruction.payee_account):
        return "doubt", "收款账号与支付申请不一致，请与代理银行核实"
    return None


def _digits(account: str) -> str:
    return "".join(filter(str.isdigit, account))


def _pay(actor: Actor, answer: Answer) -> None:
    voucher = VoucherIn(number=answer.voucher, paid_on=answer.on, amount=answer.amount)
    payments.pay(actor, number=answer.request_number, voucher=voucher)


def _return(actor: Actor, answer: Answer) -> None:
    reason = ReasonIn(reason=f"国库退回：{answer.reason or '未说明原因'}")
    payments.return_request(actor, number=answer.request_number, reason=reason)


def _bounce(actor: Actor, answer: Answer) -> None:
    bounced = BounceIn(
        voucher=answer.undoes,
        number=answer.voucher,
        bounced_on=answer.on,
        reason=answer.reason or "银行未说明原因",
    )
    payments.bounce(actor, number=answer.request_number, bounced=bounced)


BOOKINGS = {PAID: _pay, RETURNED: _return, REFUNDED: _bounce}


def _end(actor: Actor, row: TreasuryAnswer, step: str, problem: str) -> str:
    body = {"problem": problem} if problem else {}
    take_step(actor, row, ANSWER, step, follows=True, body=body, changes={"problem": problem})
    return row.state


def _known(actor: Actor, row: TreasuryAnswer) -> TreasuryAnswer | None:
    with system_access("answers of the treasury in hand"):
        rows = TreasuryAnswer.objects.filter(treasury_id=row.treasury_id, serial=row.serial)
        return rows.exclude(pk=row.pk).order_by("pk").first()


def _row(actor: Actor, answer: Answer) -> TreasuryAnswer:
    return TreasuryAnswer(
        serial=answer.serial, kind=answer.kind, request_number=answer.request_number,
        voucher=answer.voucher, amount=answer.amount, on=answer.on,
        payee_account=answer.payee_account, reason=answer.reason[:400], undoes=answer.undoes,
        treasury_id=actor.viewer.organisation or 0, region=actor.viewer.region,
        received_at=clock.now(),
    )  # fmt: skip


def _body(answer: Answer) -> dict[str, object]:
    return {
        "serial": answer.serial, "kind": answer.kind, "request": answer.request_number,
        "voucher": answer.voucher, "amount": answer.amount, "on": answer.on.isoformat(),
    }  # fmt: skip
