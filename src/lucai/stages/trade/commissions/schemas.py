"""What comes in about commissions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText
from lucai.stages.trade.commissions.lifecycle import FEE_PAYERS


class FeePayer(StrEnum):
    """Who pays the agency."""

    WINNER = "winner"
    BUYER = "buyer"

    @property
    def label(self) -> str:
        """How pages say it."""
        return FEE_PAYERS[self.value]


class CommissionIn(BaseModel):
    """A commission as the buyer writes it."""

    model_config = ConfigDict(populate_by_name=True, str_strip_whitespace=True)

    agency_id: int = Field(
        title="采购代理机构",
        json_schema_extra={"kind": "select"},
        description="由采购人自主选择；任何单位和个人不得以摇号、抽签、遴选等方式干预",
        alias="agencyId",
    )
    reason: LongText = Field(title="选择理由", min_length=4, max_length=400)
    scope_text: LongText = Field(title="代理范围和权限", min_length=4, max_length=2000)
    term_until: date = Field(title="委托期限至")
    fee_payer: FeePayer = Field(title="代理费用支付方")
    fee_standard: str = Field(
        title="代理费用收取标准",
        min_length=2,
        max_length=400,
        description="例如：按中标金额的 0.8% 收取",
    )

    @field_validator("term_until")
    @classmethod
    def _in_future(cls, value: date) -> date:
        if value <= clock.today():
            raise ValueError("委托期限应当晚于今天")
        return value


class ReasonIn(BaseModel):
    """Why somebody says no."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="理由", min_length=4, max_length=400)
