"""What comes in about faults."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class FaultIn(BaseModel):
    """A fault as the buyer reports it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    thing: str = Field(title="故障的标的", min_length=2, max_length=160)
    serial: str = Field(title="序列号", default="", max_length=80)
    problem: LongText = Field(title="故障情况", min_length=4, max_length=1000)


class SaidIn(BaseModel):
    """What a side says."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(title="说明", min_length=2, max_length=1000)
