"""What comes in about points."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText

LONGEST = 4000


class PointIn(BaseModel):
    """A wording proposed for one line of the contract."""

    model_config = ConfigDict(str_strip_whitespace=True)

    subject: str = Field(title="协商的条款", max_length=200, json_schema_extra={"kind": "select"})
    text: LongText = Field(
        title="希望改成", min_length=1, max_length=LONGEST,
        description="期限类的条款只填天数；其他条款写完整的文字",
    )  # fmt: skip
    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class CounterIn(BaseModel):
    """Another wording for the same line."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(title="希望改成", min_length=1, max_length=LONGEST)
    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class AnswerIn(BaseModel):
    """Why a wording is accepted, refused or withdrawn."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="理由", min_length=4, max_length=400)
