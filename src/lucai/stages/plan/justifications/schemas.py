"""What comes in about single-source justifications."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText, Total

TRIMMED = ConfigDict(str_strip_whitespace=True)


class OpinionIn(BaseModel):
    """What one expert says, under name, unit and title (74号令 38)."""

    model_config = TRIMMED

    name: str = Field(title="姓名", min_length=2, max_length=40)
    unit: str = Field(title="工作单位", min_length=2, max_length=120)
    title: str = Field(title="职称", min_length=2, max_length=60)
    opinion: LongText = Field(title="论证意见", min_length=4, max_length=2000)


class JustificationIn(BaseModel):
    """A publicity's form."""

    model_config = TRIMMED

    title: str = Field(title="项目名称", min_length=4, max_length=200)
    description: LongText = Field(title="拟采购的货物或者服务的说明", min_length=4, max_length=8000)
    amount: Total = Field(title="预算金额", gt=0)
    reason: LongText = Field(
        title="采用单一来源方式的原因及说明", min_length=10, max_length=8000,
        description="为什么只能从唯一供应商处采购：专利、专有技术或者公共服务的特殊要求",
    )  # fmt: skip
    supplier_name: str = Field(title="拟定供应商名称", min_length=2, max_length=120)
    supplier_address: str = Field(title="拟定供应商地址", min_length=4, max_length=200)
    opinions: list[OpinionIn] = Field(title="专业人员论证意见", min_length=1, max_length=9)


class ObjectionIn(BaseModel):
    """An objection."""

    model_config = TRIMMED

    text: LongText = Field(
        title="异议内容和理由", min_length=10, max_length=4000,
        description="写明事实和理由；由采购人组织补充论证，并将结果告知您",
    )  # fmt: skip


class ConclusionIn(BaseModel):
    """How a publicity ends."""

    model_config = TRIMMED

    step: str = Field(title="结论", min_length=1, max_length=20)
    argument: LongText = Field(
        title="补充论证的情况和结论", default="", max_length=4000,
        description="没有收到异议的不用填；异议成立的，应当改用其他采购方式",
    )  # fmt: skip
