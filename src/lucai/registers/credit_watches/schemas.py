"""What comes in about credit watches."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class SettleIn(BaseModel):
    """What finance found about a difference."""

    model_config = ConfigDict(str_strip_whitespace=True)

    said: LongText = Field(
        title="核实的情况", min_length=4, max_length=400,
        description="写明向谁核实、依据什么文书；需要禁止参加的，另行录入处罚和失信记录",
    )  # fmt: skip
