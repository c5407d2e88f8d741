"""What comes in about contracts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from lucai.platform.web.fields import LongText, OptionalMoney
from lucai.stages.contract.contracts.instalments import WHOLE, PaymentPlan
from lucai.stages.contract.contracts.withholding import KINDS

LONGEST_RETENTION = 3650
LONGEST_DAYS = 3650
LONGEST_WARRANTY = 240
CLAUSE = 4000
SHORTEST_REASON = 4


class ContractItemIn(BaseModel):
    """What the buyer may still describe of one item; name, quantity and price are the bid's."""

    model_config = ConfigDict(str_strip_whitespace=True)

    place: int = Field(title="序号", ge=1, json_schema_extra={"kind": "hidden"})
    specification: str = Field(title="品牌、型号、规格", min_length=1, max_length=400)


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


OptionalDays = Annotated[int | None, BeforeValidator(_blank_is_none)]


class PromiseIn(BaseModel):
    """What the supplier promises for one requirement; left as it stands in the bid as a rule."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(title="编号", max_length=20, json_schema_extra={"kind": "hidden"})
    response: LongText = Field(title="乙方承诺", min_length=1, max_length=CLAUSE)


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
    delivery_days: OptionalDays = Field(
        title="交付期限",
        default=None,
        ge=1,
        le=LONGEST_DAYS,
        json_schema_extra={"unit": "天"},
        description="自合同生效之日起；不得长于投标承诺的期限，缩短的要说明理由",
    )
    advance_percent: int = Field(
        title="预付款比例", default=0, ge=0, lt=WHOLE, json_schema_extra={"unit": "%"},
        description="合同生效后先付合同金额的百分之几；没有预付款填 0",
    )  # fmt: skip
    retention_percent: int = Field(
        title="尾款比例", default=0, ge=0, lt=WHOLE, json_schema_extra={"unit": "%"},
        description="每次付款预留百分之几到约定的期限以后支付；不预留填 0",
    )  # fmt: skip
    retention_days: int = Field(
        title="尾款支付时间", default=0, ge=0, le=LONGEST_RETENTION,
        json_schema_extra={"unit": "天"}, description="自验收合格之日起满多少天；不预留填 0",
    )  # fmt: skip
    performance_security: OptionalMoney = Field(
        title="履约保证金", default=None, ge=0, description="不收取的留空；不得以现金形式提交"
    )
    security_return_days: OptionalDays = Field(
        title="履约保证金退还期限",
        default=None,
        ge=1,
        le=LONGEST_DAYS,
        json_schema_extra={"unit": "天"},
        description="自全部验收合格之日起",
    )
    warranty_months: OptionalDays = Field(
        title="质量保证期",
        default=None,
        ge=0,
        le=LONGEST_WARRANTY,
        json_schema_extra={"unit": "个月"},
        description="自验收合格之日起，按投标文件的承诺填写；没有的留空",
    )
    quality: LongText = Field(title="质量与售后服务", min_length=4, max_length=CLAUSE)
    breach: LongText = Field(title="违约责任", min_length=4, max_length=CLAUSE)
    other: LongText = Field(title="其他约定", default="", max_length=CLAUSE)
    items: list[ContractItemIn] = Field(title="合同标的", default=[], max_length=500)
    requirements: list[PromiseIn] = Field(title="技术和商务承诺", default=[], max_length=1000)

    @field_validator("advance_percent", "retention_percent", "retention_days", mode="before")
    @classmethod
    def _blank_is_nothing(cls, value: object) -> object:
        return 0 if isinstance(value, str) and not value.strip() else value

    @field_validator("retention_days")
    @classmethod
    def _fits(cls, days: int, info: ValidationInfo) -> int:
        advance = info.data.get("advance_percent", 0)
        kept = info.data.get("retention_percent", 0)
        if advance + kept >= WHOLE:
            raise ValueError("预付款和尾款的比例之和应小于 100%")
        if kept and not days:
            raise ValueError("预留尾款的，写明验收合格后多少天支付")
        return days

    @property
    def payment_plan(self) -> str:
        """How it is paid, as the clause keeps it."""
        days = self.retention_days if self.retention_percent else 0
        return PaymentPlan(self.advance_percent, self.retention_percent, days).written()


class ReasonIn(BaseModel):
    """Why a text goes back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="修改意见",
        min_length=4,
        max_length=400,
        description="写明哪一条与采购文件、投标文件或者中标结果不一致，或者需要怎样修改",
    )


class SecretKind(StrEnum):
    """Why a part of a contract is not published."""

    STATE = "state"
    COMMERCIAL = "commercial"
    PERSONAL = "personal"

    @property
    def label(self) -> str:
        """How pages say it."""
        return KINDS[self.value]


class SecretIn(BaseModel):
    """One part of the text: not secret while no kind is chosen."""

    model_config = ConfigDict(str_strip_whitespace=True)

    key: str = Field(title="条款", max_length=200, json_schema_extra={"kind": "hidden"})
    kind: Annotated[SecretKind | None, BeforeValidator(_blank_is_none)] = Field(
        title="涉密种类", default=None
    )
    reason: LongText = Field(title="不公开的理由", default="", max_length=400)

    @model_validator(mode="after")
    def _has_reason(self) -> SecretIn:
        if self.kind and len(self.reason) < SHORTEST_REASON:
            raise ValueError("请写明不公开的理由和依据")
        return self


class SecretsIn(BaseModel):
    """Everything that is marked."""

    rows: list[SecretIn] = Field(title="不公开的内容", default=[], max_length=1000)


class ExplanationIn(BaseModel):
    """Why the contract departs from tender or bid on one line."""

    model_config = ConfigDict(str_strip_whitespace=True)

    key: str = Field(title="项目", max_length=200, json_schema_extra={"kind": "hidden"})
    reason: LongText = Field(title="变动理由", default="", max_length=400)


class ExplanationsIn(BaseModel):
    """The reasons for all changes that may be made with one."""

    rows: list[ExplanationIn] = Field(title="变动理由", default=[], max_length=1000)
