"""Changing performance bonds: awaited, handed in, verified, kept, given back or claimed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.files.kinds import JPEG, MEGABYTE, PDF, PNG
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_seen
from lucai.stages.contract.securities.lifecycle import SECURITY
from lucai.stages.contract.securities.models import PerformanceSecurity
from lucai.stages.contract.securities.schemas import ClaimIn, SaidIn, SecurityIn, SecurityKind
from lucai.stages.contract.securities.selectors import facts_of, security_row
from lucai.stages.trade.bids import ports

LARGEST = 20 * MEGABYTE
SHARED = (
    "project_number", "buyer_id", "buyer_path", "buyer_name", "supplier_id", "supplier_name",
    "agency_id", "finance_id", "region",
)  # fmt: skip


def await_security(actor: Actor, *, contract_number: str) -> None:
    """Ask the supplier for the bond that a signed contract agrees on; twice is once."""
    sheet = contract_seen(actor.viewer, contract_number)
    agreed = sheet.terms.performance_security
    ended = sheet.card.state in {"rescinded", "terminated"}
    if not agreed or not sheet.card.signed_at or ended or _exists(contract_number):
        return
    _ask(actor, _row(sheet.card, agreed, sheet.terms.security_return_days))


@command
def submit(
    actor: Actor, *, contract_number: str, security: SecurityIn, paper: object = None
) -> None:
    """Hand in the bond; a guarantee is looked up in the register at once.

    Raises:
        InvalidInput: another amount than agreed, no file, or not genuine (at ``reference``).
    """
    row = _own(actor, contract_number)
    if security.amount != row.agreed:
        asked = money.yuan(row.agreed)
        raise InvalidInput({"amount": f"合同约定的履约保证金为 {asked} 元，不能多也不能少"})
    verification = _verification(row, security)
    if not verification.genuine:
        raise InvalidInput({"reference": verification.message})
    if paper is None:
        raise InvalidInput({"paper": "请上传保函或者票据的扫描件"})
    kept = keep_upload(actor, paper, field="paper", allowed=(PDF, JPEG, PNG), limit=LARGEST)
    take_step(
        actor, row, SECURITY, "submit", facts=facts_of(actor.viewer, row),
        body={"kind": str(security.kind), "amount": security.amount, "sm3": kept.sm3},
        changes={
            "kind": security.kind.value,
            "issuer": security.issuer,
            "reference": security.reference,
            "amount": security.amount,
            "valid_until": security.valid_until,
            "paper": {"file_id": kept.pk, "name": kept.name, "size": kept.size, "sm3": kept.sm3},
            "verified": verification.genuine,
            "verification": verification.message,
            "submitted_at": clock.now(),
            "said": "",
        },
    )  # fmt: skip


@command
def confirm(actor: Actor, *, contract_number: str) -> None:
    """Confirm that the bond was received."""
    row = _own(actor, contract_number)
    take_step(
        actor, row, SECURITY, "confirm", facts=facts_of(actor.viewer, row), body={"amount": row.amount},
        changes={"held_at": clock.now()},
    )  # fmt: skip


@command
def send_back(actor: Actor, *, contract_number: str, said: SaidIn) -> None:
    """Send a bond back to the supplier, with the reason."""
    row = _own(actor, contract_number)
    take_step(
        actor, row, SECURITY, "send_back", body={"reason": said.reason},
        changes={"said": said.reason},
    )  # fmt: skip


@command
def give_back(actor: Actor, *, contract_number: str) -> None:
    """Give the bond back: the guarantee is released, the paper returned."""
    row = _own(actor, contract_number)
    take_step(
        actor, row, SECURITY, "give_back", body={"amount": row.amount},
        changes={"closed_at": clock.now()},
    )  # fmt: skip


@command
def claim(actor: Actor, *, contract_number: str, claim: ClaimIn) -> None:
    """Keep what the contract allows to keep of a bond.

    Raises:
        InvalidInput: more than it is (message at ``amount``).
    """
    row = _own(actor, contract_number)
    if claim.amount > row.amount:
        raise InvalidInput({"amount": f"履约保证金只有 {money.yuan(row.amount)} 元"})
    take_step(
        actor, row, SECURITY, "claim", body={"amount": claim.amount, "reason": claim.reason},
        changes={"claimed": claim.amount, "said": claim.reason, "closed_at": clock.now()},
    )  # fmt: skip


def fall_due(actor: Actor, *, contract_number: str) -> None:
    """Let a bond fall due, as part of the act that concludes or ends the contract; twice is once."""
    with system_access("bond of a contract in hand"):
        rows = PerformanceSecurity.objects.select_for_update()
        row = rows.filter(contract_number=contract_number).first()
    if row and row.state == "held":
        take_step(
            actor, row, SECURITY, "fall_due", follows=True, changes={"due_since": clock.now()}
        )
    elif row and row.state in {"awaited", "submitted"}:
        take_step(actor, row, SECURITY, "lapse", follows=True, changes={"closed_at": clock.now()})


def release(actor: Actor, *, contract_number: str) -> bool:
    """Let the bond of a contract that ended go back, or lapse where it never came; twice is once."""
    with system_access("bond of an ended contract"):
        rows = PerformanceSecurity.objects.filter(contract_number=contract_number)
        waits = rows.filter(state__in=("awaited", "submitted", "held")).exists()
    if waits:
        _release(actor, contract_number)
    return waits


@command
def _release(actor: Actor, contract_number: str) -> None:
    fall_due(actor, contract_number=contract_number)


@command
def _ask(actor: Actor, row: PerformanceSecurity) -> None:
    begin(actor, row, SECURITY, label="等待提交履约保证金", body={"amount": row.agreed})


def _own(actor: Actor, contract_number: str) -> PerformanceSecurity:
    row = security_row(actor.viewer, contract_number)
    demand_party(actor, row)
    return row


def _exists(contract_number: str) -> bool:
    with system_access("uniqueness"):
        return PerformanceSecurity.objects.filter(contract_number=contract_number).exists()


def _verification(row: PerformanceSecurity, security: SecurityIn) -> ports.Verification:
    if security.kind is not SecurityKind.GUARANTEE:
        return ports.Verification(True, "票据由采购人向付款银行核验")
    return ports.register().verify(
        reference=security.reference, issuer=security.issuer, amount=security.amount,
        beneficiary=row.buyer_name, until=security.valid_until,
    )  # fmt: skip


def _row(card: ContractCard, agreed: int, return_days: int) -> PerformanceSecurity:
    due: Any = card.delivery_due_on
    until = due + timedelta(days=card.acceptance_days) if due else None
    return PerformanceSecurity(
        contract_number=card.number,
        contract_title=card.title,
        agreed=agreed,
        return_days=return_days,
        submit_by=card.delivery_due_at,
        needed_until=until,
        **{name: getattr(card, name) for name in SHARED},
    )
