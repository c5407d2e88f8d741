"""What comes in about contracts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText, OptionalMoney

LONGEST_DAYS = 3650
CLAUSE = 4000


class ContractItemIn(BaseModel):
    """What the buyer may still describe of one item; name, quantity and price are the bid's."""

    model_config = ConfigDict(str_strip_whitespace=True)

    place: int = Field(title="序号", ge=1, json_schema_extra={"kind": "hidden"})
    specification: str = Field(title="品牌、型号、规格", min_length=1, max_length=400)


class ContractIn(BaseModel):
    """The terms of a contract that are not settled by tender and bid already."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Field(title="合同名称", min_length=4, max_length=160)
    delivery_place: str = Field(
        title="交付（履行）地点", min_length=2, max_length=200, description="写明地址和接收部门"
    )
    acceptance_days: int = Field(
        title="验收期限",
        ge=1,
        le=LONGEST_DAYS,
        json_schema_extra={"unit": "天"},
        description="自交付之日起，多少天内完成验收；拖延验收的，付款期限自这一天起算",
    )
    acceptance_plan: LongText = Field(
        title="履约验收方案",
        min_length=10,
        max_length=CLAUSE,
        description="验收主体、时间、方式、程序、内容和标准",
    )
    payment_days: int = Field(
        title="付款期限",
        ge=1,
        le=LONGEST_DAYS,
        json_schema_extra={"unit": "天"},
        description="自验收合格并收到发票之日起",
    )
    performance_security: OptionalMoney = Field(
        title="履约保证金", default=None, ge=0, description="不收取的留空；不得以现金形式提交"
    )
    quality: LongText = Field(title="质量与售后服务", min_length=4, max_length=CLAUSE)
    breach: LongText = Field(title="违约责任", min_length=4, max_length=CLAUSE)
    other: LongText = Field(title="其他约定", default="", max_length=CLAUSE)
    items: list[ContractItemIn] = Field(title="合同标的", default=[], max_length=500)


class ReasonIn(BaseModel):
    """Why a text goes back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="修改意见",
        min_length=4,
        max_length=400,
        description="写明哪一条与采购文件、投标文件或者中标结果不一致，或者需要怎样修改",
    )
