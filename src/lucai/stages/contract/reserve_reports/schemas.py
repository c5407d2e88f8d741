"""What comes in about a report on reserved procurement."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lucai.platform.web.fields import LongText, Money
from lucai.stages.contract.reserve_reports.figures import Option


class PublishIn(BaseModel):
    """What a unit says beside the figures, which its contracts give."""

    model_config = ConfigDict(str_strip_whitespace=True)

    remark: LongText = Field(
        title="说明", default="", max_length=2000,
        description="没有达到规定的预留份额比例的，写明原因；随报告一并公开",
    )  # fmt: skip


class CorrectIn(BaseModel):
    """Why what was published is put right."""

    model_config = ConfigDict(str_strip_whitespace=True)

    remark: LongText = Field(
        title="更正说明", min_length=4, max_length=2000, description="随更正后的报告一并公开"
    )


class AdjustIn(BaseModel):
    """One line put right, or added."""

    model_config = ConfigDict(str_strip_whitespace=True)

    contract_number: str = Field(
        title="更正哪一份合同", default="", max_length=60, json_schema_extra={"kind": "select"},
        description="补充没有在本系统签订合同的预留项目的，不选",
    )  # fmt: skip
    title: str = Field(title="项目名称", min_length=2, max_length=200)
    option: Option = Field(title="预留选项")
    amount: Money = Field(title="面向中小企业采购金额（元）", ge=0, description="不应当计入的填 0")
    small: Money = Field(title="其中小微企业（元）", ge=0, default=0)
    reason: LongText = Field(title="更正理由", min_length=4, max_length=800)

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.small > self.amount:
            raise ValueError("小微企业的金额不能超过面向中小企业采购金额")
        return self
