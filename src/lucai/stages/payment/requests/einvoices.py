"""Reading electronic invoices: the tax authority's XML, OFD and PDF; a photo says nothing.

What is read is compared with the contract by :mod:`…services.invoices`. Nothing outside the
file is ever opened, and no seal is judged here: that is what 文件核验 is for.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from lucai.kernel import money
from lucai.kernel.errors import InvalidInput
from lucai.platform.documents import attached, page_texts
from lucai.platform.documents.picturing import Unreadable
from lucai.platform.files.kinds import JPEG, OFD, PDF, PNG, XML, Kind

FILE = "file"
MOST_UNPACKED = 20 * 1024 * 1024
READABLE = (XML, OFD, PDF, PNG, JPEG)
SOURCES = {"xml": "数电发票 XML", "ofd": "电子发票 OFD", "pdf": "电子发票 PDF"}

XML_NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("InvoiceNumber", "EIid", "Fphm"),
    "issued": ("IssueTime", "RequestTime", "Kprq"),
    "amount": ("TotalTax-includedAmount", "Jshj"),
    "net": ("TotalAmWithoutTax", "Hjje"),
    "tax": ("TotalTaxAm", "Hjse"),
    "buyer_code": ("BuyerIdNum", "Gfsh"),
    "buyer_name": ("BuyerName", "Gfmc"),
    "seller_code": ("SellerIdNum", "Xfsh"),
    "seller_name": ("SellerName", "Xfmc"),
}
"""What we read → how the tax authority's XML, and DA/T 95-2022 表 B.8, call it."""
OFD_NAMES = {
    "发票号码": "number", "开票日期": "issued", "合计金额": "net", "合计税额": "tax",
    "购买方纳税人识别号": "buyer_code", "销售方纳税人识别号": "seller_code",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_NUMBER = re.compile(r"发票号码\s*[:：]?\s*(\d{20}|\d{8})")
_LONE_NUMBER = re.compile(r"(?<!\d)(\d{20})(?!\d)")
_TOTAL = re.compile(r"小写[)）]?\s*[:：]?\s*[¥￥]?\s*([\d,]+\.\d{2})")
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}(?![0-9A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoice:
    """What an electronic invoice says; amounts in 分, None where it does not say.

    ``codes`` are all taxpayer numbers on it, for a layout that does not tell whose they are.
    """

    source: str
    number: str
    issued_on: date | None = None
    amount: int | None = None
    net: int | None = None
    tax: int | None = None
    buyer_code: str = ""
    buyer_name: str = ""
    seller_code: str = ""
    seller_name: str = ""
    codes: frozenset[str] = frozenset()

    @property
    def adds_up(self) -> bool:
        """Whether net and tax come to the amount, as far as it says all three."""
        if None in (self.net, self.tax, self.amount):
            return True
        return (self.net or 0) + (self.tax or 0) == self.amount


def read_einvoice(kind: Kind, content: bytes) -> EInvoice | None:
    """Return what an invoice says; None for a photo, or a PDF without an invoice's text.

    Raises:
        InvalidInput: an XML or OFD that is no invoice (message at ``file``).
    """
    reader = _READERS.get(kind.name)
    return reader(content) if reader else None


def _from_xml(content: bytes) -> EInvoice:
    found = _xml_values(content)
    if not found.get("number") or not found.get("amount"):
        raise InvalidInput(
            {FILE: "这个 XML 不是数电发票：没有发票号码或者价税合计，请选择开票时下载的文件"}
        )
    return _made("xml", found)


def _from_ofd(content: bytes) -> EInvoice:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                raise InvalidInput({FILE: "OFD 文件展开后过大，请重新下载发票"})
            inner = [n for n in package.namelist() if n.lower().endswith("original_invoice.xml")]
            if inner:
                return _made("ofd", _xml_values(package.read(inner[0])))
            found = _custom_data(package.read("OFD.xml"))
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise InvalidInput({FILE: "OFD 文件打不开，请重新下载发票"}) from error
    if not found.get("number"):
        raise InvalidInput({FILE: "这个 OFD 不是电子发票：没有发票号码，请选择开票时下载的文件"})
    return _made("ofd", found)


def _from_pdf(content: bytes) -> EInvoice | None:
    try:
        inner = [data for name, data in attached(content).items() if name.lower().endswith(".xml")]
        text = "\n".join(page_texts(content)[:3])
    except (Unreadable, ValueError, OSError):
        return None
    for data in inner:
        if (found := _xml_values(data)).get("number"):
            return _made("pdf", found)
    number = _NUMBER.search(text) or _LONE_NUMBER.search(text)
    if "发票" not in text or not number:
        return None
    total, day = _TOTAL.search(text), _DAY.search(text)
    found = {
        "number": number[1],
        "issued": day[0] if day else "",
        "amount": total[1] if total else "",
    }
    return _made("pdf", found, frozenset(_CODE.findall(text)))


_READERS: Mapping[str, Callable[[bytes], EInvoice | None]] = {
    XML.name: _from_xml, OFD.name: _from_ofd, PDF.name: _from_pdf,
}  # fmt: skip


def _xml_values(content: bytes) -> dict[str, str]:
    texts: dict[str, str] = {}
    for element in _tree(content).iter():
        if isinstance(element.tag, str) and (element.text or "").strip():
            texts.setdefault(etree.QName(element).localname, str(element.text).strip())
    return {
        name: next((texts[tag] for tag in tags if tag in texts), "")
        for name, tags in XML_NAMES.items()
    }


def _custom_data(content: bytes) -> dict[str, str]:
    """Read the named data of an OFD's cover; the amount is what net and tax come to."""
    found: dict[str, str] = {}
    for element in _tree(content).iter("{*}CustomData"):
        name = OFD_NAMES.get(element.get("Name", ""))
        if name and element.text:
            found[name] = element.text.strip()
    net, tax = _fen(found.get("net", "")), _fen(found.get("tax", "") or "0")
    if net is not None and tax is not None:
        found["amount"] = money.plain_yuan(net + tax)
    return found


def _tree(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise InvalidInput({FILE: "文件内容损坏，请重新下载发票"}) from error


def _made(source: str, found: Mapping[str, str], codes: frozenset[str] = frozenset()) -> EInvoice:
    sides = {found.get("buyer_code", ""), found.get("seller_code", "")} - {""}
    return EInvoice(
        source=source,
        number=re.sub(r"\s", "", found.get("number", "")),
        issued_on=_day(found.get("issued", "")),
        amount=_fen(found.get("amount", "")),
        net=_fen(found.get("net", "")),
        tax=_fen(found.get("tax", "")),
        buyer_code=found.get("buyer_code", "").upper(),
        buyer_name=found.get("buyer_name", ""),
        seller_code=found.get("seller_code", "").upper(),
        seller_name=found.get("seller_name", ""),
        codes=codes or frozenset(code.upper() for code in sides),
    )


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    parts = found.groups() if found else (text[:4], text[4:6], text[6:8])
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _fen(text: str) -> int | None:
    try:
        fen = Decimal(text.replace(",", "").lstrip("¥￥ ")) * money.FEN_PER_YUAN
    except InvalidOperation:
        return None
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() else None
