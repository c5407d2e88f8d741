"""What is written of an alarm."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class FindingIn(BaseModel):
    """What a check came to."""

    model_config = ConfigDict(str_strip_whitespace=True)

    finding: LongText = Field(
        title="核查结果",
        description="谁、为什么在截止前索取密钥份额，怎样处理",
        min_length=4,
        max_length=2000,
    )
