"""What comes in about invoices and payments."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText, OptionalMoney
from lucai.stages.payment.requests.chains import MOST_LEVELS
from lucai.stages.payment.requests.rules import GROUNDS


def _not_ahead(value: date | None) -> date | None:
    if value and value > clock.today():
        raise ValueError("日期不能晚于今天")
    return value


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


OptionalPerson = Annotated[
    int | None, BeforeValidator(_blank_is_none), Field(json_schema_extra={"kind": "select"})
]
OptionalDay = Annotated[date | None, BeforeValidator(_blank_is_none)]


class InvoiceIn(BaseModel):
    """An invoice with where to pay; what the file says itself need not be typed."""

    model_config = ConfigDict(str_strip_whitespace=True)

    invoice_number: str = Field(
        title="发票号码", default="", max_length=30, pattern=r"^([0-9A-Za-z]{8,})?$",
        description="数电发票为 20 位数字",
    )  # fmt: skip
    issued_on: OptionalDay = Field(title="开票日期", default=None)
    amount: OptionalMoney = Field(title="价税合计", default=None, gt=0)
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


class LevelIn(BaseModel):
    """One level of a chain of approvals."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Field(title="名称", min_length=2, max_length=20, description="例如：财务审核")
    person: OptionalPerson = Field(
        title="审批人", default=None, description="不指定的，本单位有支付审批权限的同事都可以办理"
    )


class ChainIn(BaseModel):
    """A buyer's chain of approvals, in the order in which they approve."""

    levels: list[LevelIn] = Field(title="审批层级", min_length=1, max_length=MOST_LEVELS)


class ReasonIn(BaseModel):
    """Why something goes back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="退回理由", min_length=4, max_length=400)


class VoucherIn(BaseModel):
    """The treasury's answer."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(title="支付凭证号", min_length=6, max_length=40, pattern=r"^[0-9A-Za-z-]+$")
    paid_on: date = Field(title="支付日期")
    amount: OptionalMoney = Field(
        title="支付金额", default=None, gt=0, description="不填为全部未付金额；部分支付时填写"
    )

    _paid = field_validator("paid_on")(_not_ahead)


class Ground(StrEnum):
    """Why a buyer does not pay yet; the last three the law forbids, and the page says so."""

    AMOUNT = "amount"
    INVOICE = "invoice"
    ACCOUNT = "account"
    DISPUTE = "dispute"
    OTHER = "other"
    AUDIT = "audit"
    PROCESS = "process"
    STAFF = "staff"

    @property
    def label(self) -> str:
        """How pages say it."""
        return GROUNDS[self.value]


class RefusalIn(BaseModel):
    """Why a buyer does not pay yet."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ground: Ground = Field(title="理由")
    reason: LongText = Field(
        title="说明", min_length=4, max_length=400, description="写明哪里不符、供应商怎样更正"
    )


class BounceIn(BaseModel):
    """A payment that the bank sent back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    voucher: str = Field(title="被退回的支付凭证号", min_length=6, max_length=40)
    number: str = Field(
        title="退票凭证号", default="", max_length=40, pattern=r"^[0-9A-Za-z-]*$",
        description="国库没有另给凭证号的，不用填",
    )  # fmt: skip
    bounced_on: date = Field(title="退票日期")
    reason: LongText = Field(title="退票原因", min_length=2, max_length=400)

    _bounced = field_validator("bounced_on")(_not_ahead)
