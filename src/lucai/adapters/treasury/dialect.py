"""The treasury's voucher dialect: ``<Voucher>`` XML in GBK, amounts in 元 with two places.

Names are those of 《国库集中支付电子化管理接口报文规范》 as DA/T 95-2022 repeats them. The numbers of
voucher types differ by place; ``VtCode`` is kept as an attribute and never judged by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from lucai.kernel import money
from lucai.law.regions import region_prefix
from lucai.stages.payment.requests.selectors import Instruction
from lucai.stages.payment.treasury.ports import (
    PAID,
    REFUNDED,
    RETURNED,
    Answer,
    Statement,
    StatementLine,
    Unreadable,
)

ENCODING = "GBK"
DAY = "%Y%m%d"
DIVISION_DIGITS = 9
ELECTRONIC, CENTRAL, PROCUREMENT = "1", "1", "1"


class VoucherDialect:
    """How vouchers are written and read."""

    name = "国库集中支付凭证（GBK XML）"
    file_ending = ".xml"
    media_type = "application/xml; charset=GBK"

    def write_instruction(self, instruction: Instruction) -> bytes:
        """Return a payment application: one voucher with one line."""
        root = etree.Element("Voucher")
        for name, text in _heading(instruction):
            etree.SubElement(root, name).text = text
        item = etree.SubElement(etree.SubElement(root, "Items"), "Item")
        for name, text in _line(instruction):
            etree.SubElement(item, name).text = text
        return written(root)

    def read_answers(self, content: bytes) -> list[Answer]:
        """Return one answer for every line of every voucher.

        Raises:
            Unreadable: it is no such file; the voucher and field are named.
        """
        vouchers = list(_vouchers(_tree(content)))
        if not vouchers:
            raise Unreadable("文件里没有凭证（Voucher），请选择国库回单文件。")
        return [answer for voucher in vouchers for answer in _answers(voucher)]

    def read_statement(self, content: bytes) -> Statement:
        """Return a day's list with the treasury's own totals.

        Raises:
            Unreadable: it is no such file.
        """
        root = _tree(content)
        if root.find("CheckDate") is None:
            raise Unreadable("文件里没有对账日期（CheckDate），请选择国库对账单文件。")
        return Statement(
            day=_day(root, "CheckDate"),
            count=_whole(root, "AllNum"),
            amount=_fen(root, "AllAmt"),
            lines=tuple(_statement_line(voucher) for voucher in _vouchers(root)),
        )


def written(root: etree._Element) -> bytes:
    """Return XML in GBK; what GBK cannot say is a character reference."""
    return etree.tostring(root, xml_declaration=True, encoding=ENCODING)


def yuan(fen: int) -> str:
    """Write an amount as the dialect does."""
    return money.plain_yuan(fen)


def _heading(instruction: Instruction) -> Iterable[tuple[str, str]]:
    sent = instruction.sent_on
    day = f"{sent:{DAY}}" if sent else ""
    return (
        ("Id", instruction.number),
        ("AdmDivCode", region_prefix(instruction.region).ljust(DIVISION_DIGITS, "0")),
        ("StYear", day[:4]),
        ("VouDate", day),
        ("VoucherNo", instruction.number),
        ("AgencyName", instruction.buyer_name),
        ("SetModeCode", ELECTRONIC),
        ("PayTypeCode", CENTRAL),
        ("PayeeAcctNo", instruction.payee_account),
        ("PayeeAcctName", instruction.payee_name),
        ("PayeeAcctBankName", instruction.payee_bank),
        ("PaySummaryName", instruction.purpose),
        ("PayAmt", yuan(instruction.left)),
        ("IsGovPur", PROCUREMENT),
        ("GovProcurementID", instruction.project_number),
        ("ContractNo", instruction.contract_number),
    )


def _line(instruction: Instruction) -> Iterable[tuple[str, str]]:
    return (
        ("Id", f"{instruction.number}-1"),
        ("VoucherBillNo", instruction.number),
        ("PayAmt", yuan(instruction.left)),
    )


def _tree(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unreadable("文件不是有效的 XML，可能下载不完整，请重新从国库系统导出。") from error
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def _vouchers(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter("Voucher")


def _answers(voucher: etree._Element) -> Iterator[Answer]:
    items = voucher.findall("Items/Item") or [voucher]
    for place, item in enumerate(items, start=1):
        yield _answer(voucher, item, f"-{place}" if len(items) > 1 else "")


def _answer(voucher: etree._Element, item: etree._Element, suffix: str) -> Answer:
    asked, done = _fen(item, "PayAmt"), _fen(item, "XPayAmt", voucher)
    kind = REFUNDED if asked < 0 else PAID if done else RETURNED
    return Answer(
        serial=(_text(voucher, "XAgentBusinessNo") or _needed(voucher, "Id")) + suffix,
        kind=kind,
        request_number=_needed(item, "VoucherBillNo", voucher),
        voucher=_needed(voucher, "VoucherNo") + suffix,
        amount=abs(done),
        on=_day(voucher, "XPayDate"),
        payee_account=_text(voucher, "XPayeeAcctNo") or _text(voucher, "PayeeAcctNo"),
        reason=_text(item, "XAddWord") or _text(voucher, "XAddWord"),
        undoes=_needed(voucher, "Hold1") if kind == REFUNDED else "",
    )


def _statement_line(voucher: etree._Element) -> StatementLine:
    number = _needed(voucher, "VoucherNo")
    return StatementLine(number, _text(voucher, "VoucherBillNo"), _fen(voucher, "PayAmt"))


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _needed(element: etree._Element, name: str, fallback: etree._Element | None = None) -> str:
    found = _text(element, name)
    if not found and fallback is not None:
        found = _text(fallback, name)
    if not found:
        raise Unreadable(f"凭证 {_named(element, fallback)} 缺少 {name}，整个文件没有导入。")
    return found


def _fen(element: etree._Element, name: str, fallback: etree._Element | None = None) -> int:
    text = _needed(element, name, fallback)
    try:
        fen = Decimal(text.replace(",", "")) * money.FEN_PER_YUAN
    except InvalidOperation:
        fen = Decimal("NaN")
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise Unreadable(
            f"凭证 {_named(element, fallback)} 的 {name}“{text}”不是精确到分的金额，整个文件没有导入。"
        )
    return int(fen)


def _whole(element: etree._Element, name: str) -> int:
    text = _needed(element, name)
    if not text.isdigit():
        raise Unreadable(f"对账单的 {name}“{text}”不是数字，没有导入。")
    return int(text)


def _day(element: etree._Element, name: str) -> date:
    text = _needed(element, name)
    try:
        return datetime.strptime(text[:8], DAY).date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise Unreadable(
            f"凭证 {_named(element)} 的 {name}“{text}”不是日期（应为 20260701 这样），整个文件没有导入。"
        ) from error


def _named(element: etree._Element, fallback: etree._Element | None = None) -> str:
    number = _text(element, "VoucherNo")
    return number or (_text(fallback, "VoucherNo") if fallback is not None else "") or "（无编号）"
