"""What comes in about invoices and payments."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText, Money


def _not_ahead(value: date) -> date:
    if value > clock.today():
        raise ValueError("日期不能晚于今天")
    return value


class InvoiceIn(BaseModel):
    """An invoice with where to pay."""

    model_config = ConfigDict(str_strip_whitespace=True)

    invoice_number: str = Field(
        title="发票号码",
        min_length=8,
        max_length=30,
        pattern=r"^[0-9A-Za-z]+$",
        description="数电发票为 20 位数字",
    )
    issued_on: date = Field(title="开票日期")
    amount: Money = Field(title="价税合计", gt=0)
    payee_name: str = Field(title="收款账户名称", min_length=2, max_length=120)
    payee_bank: str = Field(title="开户银行", min_length=2, max_length=120)
    payee_account: str = Field(
        title="银行账号", min_length=6, max_length=40, pattern=r"^[0-9\- ]+$"
    )

    _issued = field_validator("issued_on")(_not_ahead)


class RequestIn(BaseModel):
    """What the buyer says of a payment; the rest comes from contract and invoice."""

    model_config = ConfigDict(str_strip_whitespace=True)

    purpose: str = Field(
        title="资金用途", min_length=2, max_length=200, description="例如：示例采购项目货款"
    )


class ReasonIn(BaseModel):
    """Why something goes back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="退回理由", min_length=4, max_length=400)


class VoucherIn(BaseModel):
    """The treasury's answer."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(
        title="支付凭证号", min_length=6, max_length=40, pattern=r"^[0-9A-Za-z-]+$"
    )
    paid_on: date = Field(title="支付日期")

    _paid = field_validator("paid_on")(_not_ahead)
