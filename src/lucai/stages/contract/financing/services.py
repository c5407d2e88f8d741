"""Changing financings: consent, what is sent by it, the bank's answers, and the withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.contract.financing import ports
from lucai.stages.contract.financing.lifecycle import CONSENT, INTENT, KINDS
from lucai.stages.contract.financing.models import FinanceIntent, FinanceTransmission
from lucai.stages.contract.financing.schemas import ConsentIn
from lucai.stages.contract.financing.selectors import facts_of, finance_desk, intent_row
from lucai_trust import canonical, digests_of

PERCENT = 100
OUTWARD = tuple(KINDS)


@command
def consent(actor: Actor, *, contract_number: str, form: ConsentIn) -> str:
    """Ask a bank and consent to what it is sent; return the application's number.

    Nothing is sent here: the reader of the journal sends what was consented to.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: nothing can be lent against the contract now.
        InvalidInput: no such product, too much, too long, or no consent (at the field).
    """
    demand(actor, CONSENT.permission)
    desk = finance_desk(actor.viewer, contract_number)
    if desk.closed:
        raise WrongState(desk.closed)
    product = next((one for one in desk.products if one.code == form.product), None)
    problems = _problems(form, product, desk.contract)
    if problems or product is None:
        raise InvalidInput(problems or {"product": "请选择融资产品"})
    row = _row(actor, desk.contract, product, form)
    prefix = f"RZ{row.region}{clock.today().year}"
    body = {"consent": row.consent_sm3, "kinds": list(form.kinds), "until": str(form.share_until)}
    label = "申请合同融资，授权共享数据"
    begun = begin_numbered(
        actor, row, INTENT, prefix=prefix, field="number", label=label, body=body
    )
    return begun.number


def send(actor: Actor, *, number: str) -> None:
    """Send what was consented to and hear what the bank decides; twice is once."""
    row = intent_row(SYSTEM, number)
    if row.state == "consented" and row.sharing:
        _send_and_hear(actor, row)


def send_payments(actor: Actor, *, project_number: str) -> None:
    """Tell the banks of a project's financings what was paid, where that was consented to."""
    rows = FinanceIntent.objects.seen_by(SYSTEM).filter(
        about_project=project_number, state="granted"
    )
    for row in rows.order_by("pk"):
        paid = contract_card(SYSTEM, row.contract_number).paid
        if row.sharing and "payments" in row.kinds and paid > _told(row):
            _send_payment(actor, row, paid)


@command
def accept(actor: Actor, *, number: str) -> None:
    """Accept a bank's offer: the loan is paid out, the contract's account locked.

    Raises:
        RuleBroken: the offer or the consent has run out.
    """
    row = _own(actor, number)
    asked = _asked(row)
    decision = ports.Decision(
        offered=True, reference=row.reference, amount=row.offered_amount, rate=row.rate,
        valid_until=row.valid_until,
    )  # fmt: skip
    INTENT.decide(
        "accept", state=row.state, viewer=actor.viewer, facts=facts_of(actor.viewer, row),
        at=clock.now(),
    )  # fmt: skip
    if is_trial():  # no bank pays out before the supplier has signed
        note(actor, row, INTENT, "accept", label="接受贷款")
        return
    grant = ports.platform().grant(asked, decision, clock.today())
    take_step(
        actor, row, INTENT, "accept", facts=facts_of(actor.viewer, row),
        audience=(row.buyer_id,), body={"loan": grant.reference, "amount": grant.amount},
        changes={
            "loan_reference": grant.reference, "loan_start": grant.start, "loan_end": grant.end,
            "lock_name": grant.account_name, "lock_account": grant.account_number,
            "lock_bank": grant.account_bank, "locked_at": clock.now(),
        },
    )  # fmt: skip
    told = {"借据": grant.reference, "金额": money.yuan(grant.amount), "到期": str(grant.end),
            "锁定账户": grant.account_number}  # fmt: skip
    _keep(row, "grant", told, ports.Receipt(grant.reference, True), inward=True)


@command
def decline(actor: Actor, *, number: str) -> None:
    """Decline a bank's offer; nothing is shared any more."""
    row = _own(actor, number)
    changes = {"stopped_at": clock.now()}
    take_step(actor, row, INTENT, "decline", facts=facts_of(actor.viewer, row), changes=changes)
    _tell_stop(row)


@command
def withdraw(actor: Actor, *, number: str) -> None:
    """Withdraw the consent: sharing stops at once; a loan paid out keeps its lock."""
    row = _own(actor, number)
    step = "stop_sharing" if row.state == "granted" else "withdraw"
    take_step(
        actor, row, INTENT, step, facts=facts_of(actor.viewer, row),
        changes={"stopped_at": clock.now()}, body={"consent": row.consent_sm3},
    )  # fmt: skip
    _tell_stop(row)


@command
def _send_and_hear(actor: Actor, row: FinanceIntent) -> None:
    """Send award and contract in turn; what is refused leaves a trace and no decision."""
    card, asked = contract_card(SYSTEM, row.contract_number), _asked(row)
    today, platform = clock.today(), ports.platform()
    contents = {"award": _award(card), "contract": _contract(card), "payments": _payments(card)}
    sent = []
    for kind in (kind for kind in OUTWARD if kind in row.kinds):
        delivery = ports.Delivery(row.number, kind, _serial(row), contents[kind])
        receipt = platform.receive(asked, delivery, today)
        _keep(row, kind, contents[kind], receipt)
        sent += [delivery] if receipt.accepted else []
    decision = platform.decide(asked, sent, today)
    _take_decision(actor, row, decision)


def _take_decision(actor: Actor, row: FinanceIntent, decision: ports.Decision) -> None:
    told = {"结论": "报价" if decision.offered else "未同意", "编号": decision.reference,
            "说明": decision.reason or f"{money.yuan(decision.amount)} 元"}  # fmt: skip
    _keep(row, "decision", told, ports.Receipt(decision.reference, True), inward=True)
    body = {"reference": decision.reference, "offered": decision.offered}
    if not decision.offered:
        changes: dict[str, Any] = {
            "reference": decision.reference, "refusal": decision.reason,
            "stopped_at": clock.now(),
        }  # fmt: skip
        take_step(actor, row, INTENT, "refuse", changes=changes, body=body, follows=True)
        return
    # The duty is opened with the offer's own limit: the row carries it before the step is taken.
    row.change(valid_until=decision.valid_until)
    changes = {
        "reference": decision.reference, "offered_amount": decision.amount,
        "rate": decision.rate,
    }  # fmt: skip
    take_step(actor, row, INTENT, "offer", changes=changes, body=body, follows=True)


@command
def _send_payment(actor: Actor, row: FinanceIntent, paid: int) -> None:
    card = contract_card(SYSTEM, row.contract_number)
    content = _payments(card)
    delivery = ports.Delivery(row.number, "payments", _serial(row), content)
    receipt = ports.platform().receive(_asked(row), delivery, clock.today())
    _keep(row, "payments", content, receipt)
    note(
        actor, row, INTENT, "tell", label="按授权向银行发送付款数据",
        body={"paid": paid, "receipt": receipt.number},
    )  # fmt: skip
    if ports.platform().repaid(_grant(row), [delivery]):
        _keep(row, "repaid", {"借据": row.loan_reference}, ports.Receipt("", True), inward=True)
        take_step(
            actor, row, INTENT, "repay", follows=True, audience=(row.buyer_id,),
            changes={"unlocked_at": clock.now()}, body={"loan": row.loan_reference},
        )  # fmt: skip


def _tell_stop(row: FinanceIntent) -> None:
    """Tell the bank that the consent has ended: the last that it hears."""
    told = {"授权": row.consent_sm3, "停止时间": clock.now().isoformat()}
    _keep(row, "stop", told, ports.platform().stop(_asked(row), clock.today()))


def _problems(form: ConsentIn, product: ports.Product | None, card: ContractCard) -> dict[str, str]:
    if product is None:
        return {"product": "请从银行的产品中选择"}
    found = {}
    most = card.left * product.share_percent // PERCENT
    if form.amount > most:
        found["amount"] = (
            f"最多 {money.yuan(most)} 元：合同未付 {money.yuan(card.left)} 元的 {product.share_percent}%"
        )
    if form.months > product.most_months:
        found["months"] = f"这个产品最长 {product.most_months} 个月"
    if not {"award", "contract"} <= set(form.kinds):
        found["contract"] = "银行至少要核对中标结果和合同；不同意共享的，不能申请融资"
    if not form.agreed:
        found["agreed"] = "请勾选同意；不勾选不会发送任何数据"
    return found


def _row(
    actor: Actor, card: ContractCard, product: ports.Product, form: ConsentIn
) -> FinanceIntent:
    firm = organisation(actor.viewer, card.supplier_id)
    signed = {
        "contract": card.number, "supplier": firm.uscc, "bank": product.bank_code,
        "kinds": list(form.kinds), "until": str(form.share_until),
        "at": clock.now().isoformat(), "signer": actor.viewer.person,
    }  # fmt: skip
    return FinanceIntent(
        contract_number=card.number, contract_title=card.title, about_project=card.project_number,
        lot_number=card.lot_number, supplier_id=card.supplier_id,
        supplier_name=card.supplier_name, supplier_code=firm.uscc, buyer_id=card.buyer_id,
        buyer_name=card.buyer_name, region=card.region, product=product.code,
        product_name=product.name, bank_code=product.bank_code, bank_name=product.bank_name,
        amount=form.amount, months=form.months, kinds=list(form.kinds),
        share_until=form.share_until, consented_at=clock.now(), signer=actor.viewer.person,
        signer_name=actor.viewer.name, consent_sm3=digests_of(canonical(signed)).sm3,
    )  # fmt: skip


def _asked(row: FinanceIntent) -> ports.Asked:
    return ports.Asked(
        flow_number=row.number, product=row.product, bank_code=row.bank_code,
        supplier_code=row.supplier_code, amount=row.amount, months=row.months,
        kinds=tuple(row.kinds), until=row.share_until, consent=row.consent_sm3,
    )  # fmt: skip


def _grant(row: FinanceIntent) -> ports.Grant:
    start: date = row.loan_start or clock.today()
    return ports.Grant(
        row.loan_reference, row.offered_amount, row.rate, start, row.loan_end or start,
        row.lock_name, row.lock_account, row.lock_bank,
    )  # fmt: skip


def _award(card: ContractCard) -> dict[str, Any]:
    return {
        "project": card.project_number, "lot": card.lot_number, "supplier": _code(card),
        "amount": card.amount, "announced": str(card.letter_on),
    }  # fmt: skip


def _contract(card: ContractCard) -> dict[str, Any]:
    return {
        "contract": card.number, "title": card.title, "buyer": card.buyer_name,
        "supplier": _code(card), "amount": card.amount, "left": card.left,
        "signed": card.signed_at.date().isoformat() if card.signed_at else "",
        "paymentDays": card.payment_days,
    }  # fmt: skip


def _payments(card: ContractCard) -> dict[str, Any]:
    return {"contract": card.number, "supplier": _code(card), "paid": card.paid, "left": card.left}


def _code(card: ContractCard) -> str:
    return organisation(SYSTEM, card.supplier_id).uscc


def _told(row: FinanceIntent) -> int:
    """Return how much the bank was told to be paid."""
    rows = FinanceTransmission.objects.seen_by(SYSTEM).filter(intent=row, kind="payments")
    return max((int(one.content["paid"]) for one in rows), default=0)


def _serial(row: FinanceIntent) -> int:
    return int(FinanceTransmission.objects.seen_by(SYSTEM).filter(intent=row).count()) + 1


def _keep(
    row: FinanceIntent, kind: str, content: dict[str, Any], receipt: ports.Receipt, *,
    inward: bool = False,
) -> None:  # fmt: skip
    FinanceTransmission(
        intent=row, serial=_serial(row), inward=inward, kind=kind, at=clock.now(),
        content=content, sm3=digests_of(canonical(content)).sm3, receipt=receipt.number,
        accepted=receipt.accepted, message=receipt.message,
    ).save(force_insert=True)  # fmt: skip


def _own(actor: Actor, number: str) -> FinanceIntent:
    row = intent_row(actor.viewer, number)
    demand_party(actor, row)
    with system_access("financing in hand"):
        return FinanceIntent.objects.select_for_update().get(pk=row.pk)
