"""What comes in about milestones."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText, OptionalMoney
from lucai.stages.performance.milestones.lifecycle import MILESTONE_KINDS

MOST = 120
"""Periods planned at once: ten years by month."""


class MilestoneKind(StrEnum):
    """What is due."""

    DELIVERY = "delivery"
    INSTALLATION = "installation"
    TRAINING = "training"
    PERIOD = "period"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How pages say it."""
        return MILESTONE_KINDS[self.value]


class Rhythm(StrEnum):
    """How often it comes again."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"once": "一次", "month": "每月", "quarter": "每季度", "year": "每年"}[self.value]

    @property
    def months(self) -> int:
        """Months from one to the next; 0: it does not come again."""
        return {"once": 0, "month": 1, "quarter": 3, "year": 12}[self.value]


class MilestoneIn(BaseModel):
    """Something due, once or period by period."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: MilestoneKind = Field(title="种类")
    title: str = Field(title="节点名称", min_length=2, max_length=140)
    due_on: date = Field(title="完成日期", description="分期的填第一期的完成日期")
    rhythm: Rhythm = Field(title="周期", default=Rhythm.ONCE)
    count: int = Field(
        title="期数", default=1, ge=1, le=MOST,
        description="跨年度的服务合同按期列出，例如每季度、12 期",
    )  # fmt: skip
    amount: OptionalMoney = Field(
        title="每期对应价款", default=None, ge=0, description="与付款无关的留空"
    )


class ReportIn(BaseModel):
    """What the supplier says when it is done."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reported_on: date = Field(title="完成日期")
    report: LongText = Field(title="完成情况", min_length=2, max_length=1000)
    late_reason: LongText = Field(
        title="延期原因", default="", max_length=400, description="晚于约定日期的必填"
    )

    @field_validator("reported_on")
    @classmethod
    def _not_ahead(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("完成日期不能晚于今天")
        return value


class SaidIn(BaseModel):
    """What the buyer says to it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    said: LongText = Field(title="意见", min_length=2, max_length=400)
