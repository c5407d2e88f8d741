"""What comes in about alterations."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.platform.web.fields import LongText, OptionalMoney, OptionalNumber
from lucai.stages.contract.changes.grounds import KINDS

LONGEST_DAYS = 3650


class ChangeKind(StrEnum):
    """What is done to the contract."""

    SUPPLEMENT = "supplement"
    CHANGE = "change"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    TERMINATION = "termination"

    @property
    def label(self) -> str:
        """How pages say it."""
        return KINDS[self.value]


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


class AddedItemIn(BaseModel):
    """How much more of one item of the contract."""

    place: int = Field(title="序号", ge=1, json_schema_extra={"kind": "hidden"})
    quantity: OptionalNumber = Field(title="追加数量", default=None, ge=0, max_digits=18)

    @property
    def wanted(self) -> Decimal:
        """The quantity, 0 where left blank."""
        return self.quantity or Decimal()


class ChangeIn(BaseModel):
    """An alteration as one side proposes it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: ChangeKind = Field(title="办理事项", json_schema_extra={"kind": "hidden"})
    ground: str = Field(title="法定事由", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(
        title="事实和理由",
        min_length=10,
        max_length=2000,
        description="写明发生了什么，为什么需要这样办理",
    )
    content: LongText = Field(
        title="约定的内容",
        default="",
        max_length=4000,
        description="变更前后的条款怎么写；变更时必填",
    )
    days: Annotated[int | None, BeforeValidator(_blank_is_none)] = Field(
        title="交付期限顺延", default=None, ge=0, le=LONGEST_DAYS,
        json_schema_extra={"unit": "天"},
    )  # fmt: skip
    settled: OptionalMoney = Field(
        title="结算总金额", default=None, ge=0,
        description="终止后采购人总共支付多少，含已经支付的；其余退回预算",
    )  # fmt: skip
    compensation: OptionalMoney = Field(
        title="给供应商的补偿", default=None, ge=0, description="因采购人原因办理的必填"
    )
    items: list[AddedItemIn] = Field(title="追加的标的", default=[], max_length=500)


class AnswerIn(BaseModel):
    """What a side says to an alteration."""

    model_config = ConfigDict(str_strip_whitespace=True)

    answer: LongText = Field(title="意见", min_length=2, max_length=400)
