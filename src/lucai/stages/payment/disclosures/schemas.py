"""What comes in about a disclosure."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class PublishIn(BaseModel):
    """What a buyer says beside the figures, which the books give."""

    model_config = ConfigDict(str_strip_whitespace=True)

    remark: LongText = Field(
        title="说明", default="", max_length=800,
        description="逾期的原因和支付安排；没有逾期的可以不填。随公示一并公开",
    )  # fmt: skip


class CorrectIn(BaseModel):
    """Why what was published is put right."""

    model_config = ConfigDict(str_strip_whitespace=True)

    remark: LongText = Field(
        title="更正说明", min_length=4, max_length=800, description="随更正后的公示一并公开"
    )
