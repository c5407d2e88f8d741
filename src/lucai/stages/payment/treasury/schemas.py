"""What a clerk says of a doubtful answer, or of a difference."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class SettleIn(BaseModel):
    """What was done about a doubtful answer."""

    model_config = ConfigDict(str_strip_whitespace=True)

    resolution: LongText = Field(
        title="处理情况", min_length=4, max_length=400,
        description="例如：已与代理银行核实，重复扣款于次日退回",
    )  # fmt: skip


class NoteIn(BaseModel):
    """Why a difference is there."""

    model_config = ConfigDict(str_strip_whitespace=True)

    note: LongText = Field(title="差异说明", min_length=4, max_length=400)
