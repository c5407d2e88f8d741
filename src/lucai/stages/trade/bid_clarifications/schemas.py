"""What comes in about written questions to bidders."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText

TYPED = ConfigDict(str_strip_whitespace=True)


class QuestionIn(BaseModel):
    """What the panel asks, and how long the bidder has."""

    model_config = TYPED

    question: LongText = Field(
        title="需要澄清的内容", min_length=6, max_length=2000,
        description="限于含义不明确、同类问题表述不一致或者有明显文字和计算错误的内容",
    )  # fmt: skip
    minutes: int = Field(title="给予的时间（分钟）", ge=10, le=1440, default=30)


class AnswerIn(BaseModel):
    """What a bidder answers in writing."""

    model_config = TYPED

    reply: LongText = Field(
        title="澄清、说明或者补正", min_length=2, max_length=8000,
        description="不得超出投标（响应）文件的范围或者改变其实质性内容",
    )  # fmt: skip
