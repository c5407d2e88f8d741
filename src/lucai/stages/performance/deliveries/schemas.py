"""What comes in about deliveries."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText, OptionalNumber

BETWEEN = re.compile(r"[\s,，;；、]+")
MOST_SERIALS = 5000
MOST_PHOTOS = 12


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


class DeliveryIn(BaseModel):
    """A delivery about to come."""

    model_config = ConfigDict(str_strip_whitespace=True)

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


class DeliveredIn(BaseModel):
    """What the supplier says when it has delivered."""

    model_config = ConfigDict(str_strip_whitespace=True)

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
        title="签收情况", default="", max_length=400, description="箱数、外包装是否完好等；签收不等于验收合格"
    )


class ReasonIn(BaseModel):
    """Why the buyer rejects."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="拒收理由", min_length=4, max_length=400)
