"""What comes in about breaches."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText, OptionalMoney
from lucai.stages.performance.breaches.lifecycle import BREACH_KINDS, OUTCOMES


class BreachKind(StrEnum):
    """What was not done."""

    LATE_DELIVERY = "late_delivery"
    QUALITY = "quality"
    SERVICE = "service"
    SUBCONTRACT = "subcontract"
    LATE_ACCEPTANCE = "late_acceptance"
    LATE_PAYMENT = "late_payment"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How pages say it."""
        return BREACH_KINDS[self.value]


class Outcome(StrEnum):
    """How it ended."""

    PAID = "paid"
    DEDUCTED = "deducted"
    MENDED = "mended"
    DISPUTED = "disputed"

    @property
    def label(self) -> str:
        """How pages say it."""
        return OUTCOMES[self.value]


class BreachIn(BaseModel):
    """A breach as one side holds it against the other."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: BreachKind = Field(title="违约种类")
    happened_on: date = Field(title="发生日期")
    clause: str = Field(title="违反的合同条款", min_length=2, max_length=400)
    facts: LongText = Field(title="事实", min_length=10, max_length=4000)
    damages: OptionalMoney = Field(
        title="主张的违约金或者赔偿", default=None, ge=0, description="按合同约定计算，没有的留空"
    )

    @field_validator("happened_on")
    @classmethod
    def _not_ahead(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("发生日期不能晚于今天")
        return value


class AnswerIn(BaseModel):
    """What the other side says."""

    model_config = ConfigDict(str_strip_whitespace=True)

    answer: LongText = Field(title="答复", min_length=4, max_length=4000)


class SettlementIn(BaseModel):
    """How it was settled."""

    model_config = ConfigDict(str_strip_whitespace=True)

    outcome: Outcome = Field(title="处理结果", json_schema_extra={"kind": "radio"})
    settlement: LongText = Field(title="说明", min_length=2, max_length=1000)
    paid: OptionalMoney = Field(title="实际支付或者扣除", default=None, ge=0)
