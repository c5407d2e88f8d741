"""What comes in about pay."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText, Money

TYPED = ConfigDict(str_strip_whitespace=True)


class Ground(StrEnum):
    """Why an expert is not paid (财库〔2016〕198号 第二十六条)."""

    LEFT = "left"
    BREACH = "breach"

    @property
    def label(self) -> str:
        """As the page says it."""
        return {"left": "未完成评审擅自离开", "breach": "违反评审纪律"}[self.value]


class PaidTogetherIn(BaseModel):
    """That all experts of a review were paid, when and under which number."""

    model_config = TYPED

    paid_on: date = Field(title="支付日期")
    reference: str = Field(title="支付凭证号", min_length=2, max_length=120)

    @field_validator("paid_on")
    @classmethod
    def _not_ahead(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("支付日期不能晚于今天")
        return value


class PaidIn(PaidTogetherIn):
    """That one expert was paid, with what was spent on travelling."""

    travel: Money = Field(
        title="异地评审差旅费（元）", ge=0, default=0, description="凭票据；没有的填 0"
    )


class WithheldIn(BaseModel):
    """Why nothing is paid."""

    model_config = TYPED

    ground: Ground = Field(title="情形")
    reason: LongText = Field(title="事实和证据", min_length=6, max_length=380)
