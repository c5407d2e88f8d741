"""What is typed about bonds of bids that nobody opened."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.platform.web.fields import LongText, Money, OptionalMoney
from lucai.stages.trade.bids.schemas import BondIn

HEX = 64


class NoticeIn(BondIn):
    """A supplier's notice: which bid, and the bond paid for it."""

    project_number: str = Field(title="项目编号", min_length=8, max_length=40)
    lot_number: int = Field(title="包号", ge=1, le=99)
    envelope_hash: str = Field(
        title="密封文件编号", description="递交回执上的密封文件摘要，64 位数字和字母"
    )

    @field_validator("envelope_hash")
    @classmethod
    def _is_a_digest(cls, value: str) -> str:
        plain = value.replace(" ", "").lower()
        if len(plain) != HEX or set(plain) - set("0123456789abcdef"):
            raise ValueError("请从递交回执上复制 64 位的密封文件摘要")
        return plain


class RefundIn(BaseModel):
    """A bond given back; what the bank paid on it goes with it where the procurement ended."""

    interest: OptionalMoney = Field(
        title="孳息", default=None, ge=0,
        description="采购活动终止的，连同在银行产生的孳息一并退还，没有孳息的填 0；保函不填",
    )  # fmt: skip


class DeniedIn(BaseModel):
    """Why nothing can be given back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="查证情况", min_length=10, max_length=400, description="怎样查证的；供应商可以看到"
    )


class SettledIn(BaseModel):
    """All bonds of a lot's unopened bids were given back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    count: int = Field(
        title="退还的笔数", ge=0, le=999, description="按到账记录逐笔退还；没有人交纳的填 0"
    )
    total: Money = Field(title="退还的金额合计", ge=0)
    interest: OptionalMoney = Field(
        title="孳息合计", default=None, ge=0, description="在银行产生的孳息；没有的填 0"
    )
    note: LongText = Field(title="说明", default="", max_length=400)
