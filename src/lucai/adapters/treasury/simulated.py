"""A treasury that answers as the real one does, with every fault it is known for (模拟对接)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from lxml import etree

from lucai.adapters.treasury.dialect import DAY, written, yuan
from lucai.stages.payment.requests.selectors import BookedVoucher, Instruction


@dataclass(frozen=True, slots=True)
class Paper:
    """One voucher of the simulated treasury; amounts in 分."""

    number: str
    bill: str
    serial: str
    account: str
    asked: int
    paid: int
    on: date
    word: str = ""
    undoes: str = ""


def paid(instruction: Instruction, number: str, on: date, *, part: int | None = None) -> Paper:
    """Return the voucher of a payment, whole or in part."""
    amount = instruction.left if part is None else part
    return Paper(
        number, instruction.number, f"LS{number}", instruction.payee_account, instruction.left,
        amount, on,
    )  # fmt: skip


def failed(instruction: Instruction, number: str, on: date, word: str) -> Paper:
    """Return the voucher of a payment that the bank could not make: 0.00 and a reason."""
    return replace(paid(instruction, number, on), paid=0, word=word)


def refunded(paper: Paper, number: str, on: date, word: str) -> Paper:
    """Return the voucher of money that came back the next day: below zero, naming the first."""
    return replace(
        paper, number=number, serial=f"LS{number}", asked=-paper.paid, paid=-paper.paid, on=on,
        word=word, undoes=paper.number,
    )  # fmt: skip


def receipts(papers: Iterable[Paper]) -> bytes:
    """Return a file of answers."""
    root = etree.Element("Vouchers")
    for paper in papers:
        voucher = etree.SubElement(root, "Voucher")
        for name, text in (
            ("Id", paper.serial),
            ("VoucherNo", paper.number),
            ("PayeeAcctNo", paper.account),
            ("PayAmt", yuan(paper.asked)),
            ("XPayDate", f"{paper.on:{DAY}}"),
            ("XAgentBusinessNo", paper.serial),
            ("XPayAmt", yuan(paper.paid)),
            ("XPayeeAcctNo", paper.account),
            ("Hold1", paper.undoes),
        ):
            etree.SubElement(voucher, name).text = text
        item = etree.SubElement(etree.SubElement(voucher, "Items"), "Item")
        for name, text in (
            ("VoucherBillNo", paper.bill),
            ("PayAmt", yuan(paper.asked)),
            ("XPayAmt", yuan(paper.paid)),
            ("XAddWord", paper.word),
        ):
            etree.SubElement(item, name).text = text
    return written(root)


def statement(day: date, vouchers: Iterable[BookedVoucher]) -> bytes:
    """Return the day's statement over these vouchers, with its totals."""
    root, listed = etree.Element("VoucherCheck"), list(vouchers)
    for name, text in (
        ("CheckDate", f"{day:{DAY}}"),
        ("AllNum", str(len(listed))),
        ("AllAmt", yuan(sum(one.amount for one in listed))),
    ):
        etree.SubElement(root, name).text = text
    for one in listed:
        voucher = etree.SubElement(root, "Voucher")
        etree.SubElement(voucher, "VoucherNo").text = one.number
        etree.SubElement(voucher, "VoucherBillNo").text = one.request_number
        etree.SubElement(voucher, "PayAmt").text = yuan(one.amount)
    return written(root)
