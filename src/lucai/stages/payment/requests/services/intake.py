"""An invoice's file is read and compared with contract, acceptance and what was handed in before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.selectors import organisation
from lucai.platform.files.kinds import MEGABYTE
from lucai.platform.files.services import keep_upload
from lucai.platform.files.tables import read_upload
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.selectors import ContractCard
from lucai.stages.contract.financing.selectors import lock_of
from lucai.stages.payment.requests.einvoices import FILE, READABLE, EInvoice, read_einvoice
from lucai.stages.payment.requests.models import Invoice
from lucai.stages.payment.requests.schemas import InvoiceIn

LARGEST_INVOICE = 10 * MEGABYTE
NATIONAL_DIGITS = 20
"""A number of so many digits is the whole country's: nobody else has it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an invoice must say; ``amount`` in 分, ``but`` the row it replaces."""

    contract: ContractCard
    amount: int
    but: int = 0


def taken_in(actor: Actor, invoice: InvoiceIn, file: object, expected: Expected) -> dict[str, Any]:
    """Return the fields of an invoice, from its file where that says them; the file is kept.

    Raises:
        InvalidInput: no file, one that is none, somebody else's invoice, another amount, a
            number used before; each at its field.
    """
    said = _read(file)
    merged = _merged(invoice, said)
    problems = {
        **_party_problems(actor, said, expected.contract),
        **_typed_problems(invoice, said),
        **_amount_problems(merged, said, expected),
        **_number_problems(merged, expected),
        **_account_problems(invoice, expected.contract),
    }
    if problems:
        raise InvalidInput(problems)
    return {**merged, **_payee(invoice), **_kept(actor, file), **_reading(said)}


def _read(file: object) -> EInvoice | None:
    if not file:
        raise InvalidInput({FILE: "请选择发票文件"})
    kind, content = read_upload(file, field=FILE, allowed=READABLE)
    file.seek(0)  # type: ignore[attr-defined]
    return read_einvoice(kind, content)


def _merged(invoice: InvoiceIn, said: EInvoice | None) -> dict[str, Any]:
    return {
        "invoice_number": invoice.invoice_number or (said.number if said else ""),
        "issued_on": invoice.issued_on or (said.issued_on if said else None),
        "amount": invoice.amount or (said.amount if said else None),
    }


def _party_problems(actor: Actor, said: EInvoice | None, contract: ContractCard) -> dict[str, str]:
    """Refuse an invoice for another buyer, or of another seller."""
    if not said or not said.codes:
        return {}
    buyer = organisation(actor.viewer, contract.buyer_id)
    seller = organisation(actor.viewer, contract.supplier_id)
    if not _names(said, said.buyer_code, buyer.uscc):
        whom = said.buyer_name or said.buyer_code or "别的单位"
        return {
            FILE: f"这张发票开给“{whom}”，不是本合同的采购人“{buyer.name}”（税号 {buyer.uscc}），"
            "请按采购人的名称和税号重开"
        }
    if not _names(said, said.seller_code, seller.uscc):
        who = said.seller_name or said.seller_code or "别的单位"
        return {FILE: f"这张发票由“{who}”开具，不是本合同的供应商“{seller.name}”，请由本企业开具"}
    return {}


def _names(said: EInvoice, code: str, uscc: str) -> bool:
    """Whether an invoice names a party; a layout with one code or none cannot say."""
    if code:
        return code == uscc
    return len(said.codes) < 2 or uscc in said.codes


def _typed_problems(invoice: InvoiceIn, said: EInvoice | None) -> dict[str, str]:
    """Name what was typed otherwise than the file says it."""
    if not said:
        return {}
    problems = {}
    if invoice.invoice_number and invoice.invoice_number != said.number:
        problems["invoice_number"] = f"与文件中的发票号码 {said.number} 不一致，请核对"
    if invoice.issued_on and said.issued_on and invoice.issued_on != said.issued_on:
        problems["issued_on"] = f"与文件中的开票日期 {said.issued_on.isoformat()} 不一致，请核对"
    if invoice.amount and said.amount and invoice.amount != said.amount:
        problems["amount"] = f"与文件中的价税合计 {money.yuan(said.amount)} 元不一致，请核对"
    return problems


def _amount_problems(
    merged: dict[str, Any], said: EInvoice | None, expected: Expected
) -> dict[str, str]:
    amount: int | None = merged["amount"]
    if amount is None:
        return {"amount": "没有从文件中读出价税合计，请填写"}
    if said and not said.adds_up:
        return {FILE: "发票的金额与税额相加不等于价税合计，文件可能被改动，请重新下载发票"}
    if amount != expected.amount:
        return {
            "amount": f"发票金额 {money.yuan(amount)} 元，应与本次应开票金额 "
            f"{money.yuan(expected.amount)} 元一致，请核对"
        }
    return {}


def _number_problems(merged: dict[str, Any], expected: Expected) -> dict[str, str]:
    number, issued_on = str(merged["invoice_number"]), merged["issued_on"]
    problems = {**_day_problems(issued_on)}
    if not number:
        return {**problems, "invoice_number": "没有从文件中读出发票号码，请填写"}
    with system_access("uniqueness"):
        used = Invoice.objects.filter(invoice_number=number).exclude(pk=expected.but)
        if used.filter(supplier_id=expected.contract.supplier_id).exists():
            problems["invoice_number"] = "这张发票已经提交过"
        elif len(number) == NATIONAL_DIGITS and used.exists():
            problems["invoice_number"] = "这张发票已经由其他供应商提交过，请核对发票号码"
    return problems


def _account_problems(invoice: InvoiceIn, contract: ContractCard) -> dict[str, str]:
    """Refuse another account than the one that a bank's loan has locked (I-13)."""
    lock = lock_of(SYSTEM, contract.number)
    if lock is None or _digits(invoice.payee_account) == _digits(lock.account):
        return {}
    return {"payee_account": f"本合同已融资，回款账户锁定为：{lock.sentence}。请填写这个账户"}


def _digits(account: str) -> str:
    return "".join(filter(str.isdigit, account))


def _day_problems(issued_on: date | None) -> dict[str, str]:
    if issued_on is None:
        return {"issued_on": "没有从文件中读出开票日期，请填写"}
    if issued_on > clock.today():
        return {"issued_on": "开票日期不能晚于今天"}
    return {}


def _payee(invoice: InvoiceIn) -> dict[str, str]:
    return {name: getattr(invoice, name) for name in ("payee_name", "payee_bank", "payee_account")}


def _kept(actor: Actor, file: object) -> dict[str, Any]:
    kept = keep_upload(actor, file, field=FILE, allowed=READABLE, limit=LARGEST_INVOICE)
    return {
        "file_id": kept.pk, "file_name": kept.name, "file_size": kept.size,
        "sha256": kept.sha256, "sm3": kept.sm3,
    }  # fmt: skip


def _reading(said: EInvoice | None) -> dict[str, Any]:
    if not said:
        return {"read_as": "", "net": None, "tax": None}
    return {"read_as": said.source, "net": said.net, "tax": said.tax}
