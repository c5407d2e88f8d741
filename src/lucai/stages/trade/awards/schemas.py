"""What comes in about awards."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.platform.web.fields import LongText, OptionalMoney


class PassingCause(StrEnum):
    """Why a better candidate may be passed over (87 art 68, 条例 art 49)."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.label = label
        return made

    DECLINED = "declined", "排名在前的候选人书面放弃中标"
    FORCE_MAJEURE = "forceMajeure", "排名在前的候选人因不可抗力不能履行合同"
    VOID = "void", "经财政部门处理决定，排名在前的候选人中标无效"
    BARRED = "barred", "排名在前的候选人处于禁止参加政府采购活动的期限内"


class DecisionIn(BaseModel):
    """Whom the buyer chooses, and why where it is not the first."""

    model_config = ConfigDict(str_strip_whitespace=True)

    rank: int = Field(title="中标人", ge=1, le=99, json_schema_extra={"kind": "radio"})
    cause: Annotated[
        PassingCause | None, BeforeValidator(lambda value: None if value == "" else value)
    ] = Field(title="不选择第一候选人的法定情形", default=None)
    evidence: LongText = Field(
        title="书面依据",
        default="",
        max_length=600,
        description="仅在不选择第一候选人时填写：放弃函的日期和文号，或者处理决定的文号",
    )


class AnnouncementIn(BaseModel):
    """What the result notice says besides what is known already."""

    model_config = ConfigDict(str_strip_whitespace=True)

    agency_fee: OptionalMoney = Field(title="代理服务费金额", default=None, ge=0)
    other_matters: LongText = Field(title="其他补充事宜", default="", max_length=2000)
