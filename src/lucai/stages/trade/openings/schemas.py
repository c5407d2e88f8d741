"""What is typed in the hall."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class EnquiryIn(BaseModel):
    """A question or objection, on the spot."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(
        title="询问或异议",
        min_length=4,
        max_length=1000,
        description="对开标过程、开标记录有疑义，或者认为有关人员应当回避的，请当场提出",
    )


class ReplyIn(BaseModel):
    """The agency's answer."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reply: LongText = Field(title="答复", min_length=2, max_length=1000)
