"""What is typed about receivables."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText, Money


class AskIn(BaseModel):
    """A supplier's request."""

    model_config = ConfigDict(str_strip_whitespace=True)

    amount: Money = Field(title="请求确认的金额", gt=0, description="不超过发票尚未支付的金额")
    financier: str = Field(
        title="融资机构", min_length=4, max_length=120, description="拟办理应收账款融资的银行等机构"
    )
    purpose: LongText = Field(title="说明", default="", max_length=400)


class RefusalIn(BaseModel):
    """Why a receivable is not confirmed."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="不予确认的理由", min_length=6, max_length=400, description="供应商可以看到"
    )
