"""What comes in about deliveries."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText, OptionalNumber
from lucai.stages.performance.deliveries.lifecycle import LATE_CAUSES

BETWEEN = re.compile(r"[\s,，;；、]+")
MOST_SERIALS = 5000
MOST_PHOTOS = 12


class LateCause(StrEnum):
    """Why a delivery is late."""

    SUPPLIER = "supplier"
    BUYER = "buyer"
    FORCE_MAJEURE = "force_majeure"
    THIRD = "third"

    @property
    def label(self) -> str:
        """How pages say it."""
        return LATE_CAUSES[self.value]


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


class Lateness(BaseModel):
    """Why it comes later than agreed; asked for only when it does."""

    model_config = ConfigDict(str_strip_whitespace=True)

    late_cause: Annotated[LateCause | None, BeforeValidator(_blank_is_none)] = Field(
        title="延期原因", default=None, json_schema_extra={"kind": "select"}
    )
    late_reason: LongText = Field(
        title="延期说明",
        default="",
        max_length=400,
        description="晚于合同约定的，写明原因和补救安排",
    )

    @property
    def explained(self) -> bool:
        """Whether cause and reason are given."""
        return bool(self.late_cause and self.late_reason)


class DeliveredItemIn(BaseModel):
    """How much of one item comes."""

    model_config = ConfigDict(str_strip_whitespace=True)

    place: int = Field(title="序号", ge=1, json_schema_extra={"kind": "hidden"})
    quantity: OptionalNumber = Field(title="本次数量", default=None, ge=0, max_digits=18)
    serials: LongText = Field(
        title="序列号", default="", max_length=100_000, description="每行一个；没有序列号的留空"
    )

    @property
    def amount(self) -> Decimal:
        """The quantity, 0 where left blank."""
        return self.quantity or Decimal()

    @property
    def serial_list(self) -> list[str]:
        """The serial numbers one by one."""
        return [part for part in BETWEEN.split(self.serials) if part][:MOST_SERIALS]


class DeliveryIn(Lateness):
    """A delivery about to come."""

    expected_on: date = Field(title="预计送达日期")
    note: LongText = Field(
        title="交付说明", default="", max_length=400, description="运输方式、送货人、到场安装安排等"
    )
    items: list[DeliveredItemIn] = Field(title="交付清单", default=[], max_length=500)

    @field_validator("expected_on")
    @classmethod
    def _not_past(cls, value: date) -> date:
        if value < clock.today():
            raise ValueError("预计送达日期不能早于今天")
        return value


class PostponementIn(Lateness):
    """Another day for a delivery that was announced."""

    expected_on: date = Field(title="新的预计送达日期")

    @field_validator("expected_on")
    @classmethod
    def _not_past(cls, value: date) -> date:
        if value < clock.today():
            raise ValueError("预计送达日期不能早于今天")
        return value


class DeliveredIn(Lateness):
    """What the supplier says when it has delivered."""

    delivered_on: date = Field(title="实际送达日期")
    note: LongText = Field(title="交付说明", default="", max_length=400)

    @field_validator("delivered_on")
    @classmethod
    def _not_ahead(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("实际送达日期不能晚于今天")
        return value


class ReceiptIn(BaseModel):
    """What the buyer says when it receives."""

    model_config = ConfigDict(str_strip_whitespace=True)

    note: LongText = Field(
        title="签收情况",
        default="",
        max_length=400,
        description="箱数、外包装是否完好等；签收不等于验收合格",
    )


class ReworkIn(BaseModel):
    """What has to be mended, and until when."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="需要整改的问题", min_length=4, max_length=400)
    rework_by: date = Field(title="整改期限")

    @field_validator("rework_by")
    @classmethod
    def _not_past(cls, value: date) -> date:
        if value < clock.today():
            raise ValueError("整改期限不能早于今天")
        return value


class ReasonIn(BaseModel):
    """Why the buyer rejects."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="拒收理由", min_length=4, max_length=400)
