"""What comes in about archive packages."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class SealIn(BaseModel):
    """What the archivist says when sealing."""

    model_config = ConfigDict(str_strip_whitespace=True)

    remark: LongText = Field(
        title="归档说明",
        default="",
        max_length=800,
        description="有缺项的，逐项写明原因和补充归档的安排；没有缺项可以不填",
    )
