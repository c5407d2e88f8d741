"""What of a contract may be invoiced now: an advance payment, what was accepted, what was kept back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.payments import PaymentTerms
from lucai.stages.acceptance.acceptances.selectors import (
    AcceptedLine,
    acceptance_seen,
    accepted_named,
)
from lucai.stages.contract.contracts.instalments import read_plan
from lucai.stages.contract.contracts.selectors import ContractCard
from lucai.stages.payment.requests.models import Invoice
from lucai.stages.payment.requests.rules import ACCEPTANCE, ADVANCE, RETENTION, SILENCE
from lucai.stages.payment.requests.wording import basis_of
from lucai.stages.performance.deliveries.selectors import (
    SilentLine,
    delivery_seen,
    silent_named,
)

PAGES = {
    ADVANCE: "advance/",
    ACCEPTANCE: "acceptance/{}/invoice/",
    RETENTION: "acceptance/{}/retention/",
    SILENCE: "deliveries/{}/invoice/",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a contract's price, in 分; ``opens_on``: from which day it may be invoiced."""

    contract_number: str
    kind: str
    acceptance_number: int
    amount: int
    opens_on: date | None
    invoiced: bool

    @property
    def label(self) -> str:
        """What it is for, in words."""
        return basis_of(self.kind, self.acceptance_number)

    @property
    def href(self) -> str:
        """Where its invoice is handed in."""
        page = PAGES[self.kind].format(self.acceptance_number)
        return f"/contracts/{self.contract_number}/{page}"

    @property
    def open(self) -> bool:
        """Whether it may be invoiced today."""
        return (
            not self.invoiced
            and self.amount > 0
            and (self.opens_on is None or self.opens_on <= clock.today())
        )


def parts_of(viewer: Viewer, contract: ContractCard) -> tuple[Part, ...]:
    """List the parts of one contract, in the order in which they fall due."""
    rows = Invoice.objects.seen_by(viewer).filter(contract_number=contract.number)
    done = set(rows.values_list("contract_number", "kind", "acceptance_number"))
    return parts_named(viewer, [contract], done)[contract.number]


def parts_named(
    viewer: Viewer, contracts: list[ContractCard], done: set[tuple[str, str, int]]
) -> dict[str, tuple[Part, ...]]:
    """Return contract → its parts, for several contracts in a few queries.

    ``done``: contract, kind and acceptance of what has been invoiced.
    """
    numbers = [contract.number for contract in contracts]
    accepted = accepted_named(viewer, numbers)
    silent = silent_named(viewer, numbers)
    return {
        one.number: tuple(
            _parts(one, accepted.get(one.number, ()), silent.get(one.number, ()), done)
        )
        for one in contracts
    }


def part_seen(viewer: Viewer, contract: ContractCard, kind: str, acceptance: int) -> Part:
    """Return one part.

    Raises:
        NotFound: the contract has none such, or its acceptance is not public.
        WrongState: the delivery is accepted, or its agreed time of acceptance is not over.
    """
    for part in parts_of(viewer, contract):
        if (part.kind, part.acceptance_number) == (kind, acceptance):
            return part
    if kind == SILENCE:
        came = delivery_seen(viewer, contract.number, acceptance)
        accepted = came.state == "accepted"
        raise WrongState(
            "这次交付已经组织验收，请按验收结果开票。" if accepted
            else "约定的验收期限还没有届满，届满仍未验收的才可以直接开票。"
        )  # fmt: skip
    raise NotFound("合同没有约定这笔付款，或者验收结果还没有公开。")


def terms_of(
    viewer: Viewer, contract: ContractCard, kind: str, acceptance: int, received: date
) -> PaymentTerms:
    """Return what fixes the due day of a part whose invoice came on a day."""
    agreed = received + timedelta(days=contract.payment_days)
    if kind == ADVANCE:
        return PaymentTerms(
            invoice_on=received, agreed_due_on=agreed, payee_is_sme=contract.payee_is_sme
        )
    if kind == SILENCE:
        came = delivery_seen(viewer, contract.number, acceptance)
        return PaymentTerms(
            invoice_on=received,
            delivered_on=came.delivered_on,
            acceptance_is_condition=True,
            acceptance_due_on=came.accept_due_on,
            agreed_due_on=agreed,
            payee_is_sme=contract.payee_is_sme,
        )
    done = acceptance_seen(viewer, contract.number, acceptance)
    delivery = delivery_seen(viewer, contract.number, done.delivery_number)
    kept = timedelta(days=read_plan(contract.payment_plan).retention_days)
    later = kept if kind == RETENTION else timedelta()
    return PaymentTerms(
        invoice_on=received,
        delivered_on=delivery.delivered_on,
        acceptance_is_condition=True,
        accepted_on=done.accepted_on + later if done.accepted_on else None,
        acceptance_due_on=delivery.accept_due_on + later if delivery.accept_due_on else None,
        agreed_due_on=agreed,
        payee_is_sme=contract.payee_is_sme,
    )


def _parts(
    contract: ContractCard, accepted: Iterable[AcceptedLine], silent: Iterable[SilentLine],
    done: set[tuple[str, str, int]],
) -> Iterable[Part]:  # fmt: skip
    plan, before = read_plan(contract.payment_plan), 0

    def part(kind: str, acceptance: int, amount: int, opens_on: date | None) -> Part:
        invoiced = (contract.number, kind, acceptance) in done
        return Part(contract.number, kind, acceptance, amount, opens_on, invoiced)

    if plan.advance and contract.signed_at:
        yield part(ADVANCE, 0, plan.prepaid(contract.amount), None)
    kept = []
    for line in accepted:
        if not line.counts:
            continue
        shares = plan.shares(contract.amount, before, line.amount)
        before += line.amount
        # What was invoiced on silence is not invoiced again; its acceptance says how much it is.
        hushed = (contract.number, SILENCE, line.delivery_number) in done
        kind, number = (SILENCE, line.delivery_number) if hushed else (ACCEPTANCE, line.number)
        yield part(kind, number, shares.now, None)
        if shares.kept and line.accepted_on:
            opens = line.accepted_on + timedelta(days=plan.retention_days)
            kept.append(part(RETENTION, line.number, shares.kept, opens))
    for waiting in silent:
        shares = plan.shares(contract.amount, before, waiting.amount)
        before += waiting.amount
        yield part(SILENCE, waiting.number, shares.now, None)
    yield from kept
