"""Electronic invoices as the tax authority's platform hands them out, of fictional parties."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import money
from lucai.platform.access.selectors import organisation
from lucai.site.demo.papers import pdf
from lucai.stages.contract.contracts.selectors import contract_card
from tests.makers import people

NUMBER = "26370000000000000042"
DAY = date(2026, 4, 1)


def values(contract: str, fen: int, **changes: str) -> dict[str, str]:
    """What an invoice for a contract says."""
    card = contract_card(people.buyer(), contract)
    buyer, seller = (organisation(people.buyer(), pk) for pk in (card.buyer_id, card.supplier_id))
    tax = fen // 10
    said = {
        "number": NUMBER, "issued": DAY.isoformat(), "amount": money.plain_yuan(fen),
        "net": money.plain_yuan(fen - tax), "tax": money.plain_yuan(tax),
        "buyer": buyer.name, "buyer_code": buyer.uscc, "seller": seller.name,
        "seller_code": seller.uscc,
    }  # fmt: skip
    return {**said, **changes}


def xml(said: dict[str, str]) -> bytes:
    """The invoice as 数电发票 XML."""
    text = (
        "<?xml version='1.0' encoding='UTF-8'?><EInvoice><EInvoiceData><SellerInformation>"
        "<SellerIdNum>{seller_code}</SellerIdNum><SellerName>{seller}</SellerName>"
        "</SellerInformation><BuyerInformation><BuyerIdNum>{buyer_code}</BuyerIdNum>"
        "<BuyerName>{buyer}</BuyerName></BuyerInformation><BasicInformation>"
        "<TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>"
        "<TotalTax-includedAmount>{amount}</TotalTax-includedAmount></BasicInformation>"
        "</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber>"
        "<IssueTime>{issued}</IssueTime></TaxSupervisionInfo></EInvoice>"
    )
    return text.format(**said).encode()


def ofd(said: dict[str, str]) -> bytes:
    """The invoice as OFD, its figures in the cover's named data."""
    data = {
        "发票号码": said["number"], "开票日期": "2026年04月01日", "合计金额": said["net"],
        "合计税额": said["tax"], "购买方纳税人识别号": said["buyer_code"],
        "销售方纳税人识别号": said["seller_code"],
    }  # fmt: skip
    rows = "".join(f'<ofd:CustomData Name="{n}">{t}</ofd:CustomData>' for n, t in data.items())
    cover = (
        '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:CustomDatas>{rows}</ofd:CustomDatas></ofd:DocInfo></ofd:DocBody></ofd:OFD>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("OFD.xml", cover)
    return out.getvalue()


def page(said: dict[str, str]) -> bytes:
    """The invoice as a PDF with text."""
    lines = (
        "电子发票（普通发票）", f"发票号码：{said['number']}", "开票日期：2026年04月01日",
        f"名称：{said['buyer']}", f"统一社会信用代码/纳税人识别号：{said['buyer_code']}",
        f"名称：{said['seller']}", f"统一社会信用代码/纳税人识别号：{said['seller_code']}",
        f"价税合计（大写） （小写）¥{said['amount']}",
    )  # fmt: skip
    return pdf(lines)


WAYS = {"xml": xml, "ofd": ofd, "pdf": page}


def upload(way: str, said: dict[str, str]) -> SimpleUploadedFile:
    """One of them as a browser sends it."""
    return SimpleUploadedFile(f"发票.{way}", WAYS[way](said))
