"""What is typed about others, and in reply."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from lucai.law.credit import HIGHEST, LOWEST
from lucai.platform.web.fields import LongText

LOW, LONG_ENOUGH = 2, 10
"""A mark from which down the facts are asked for, in so many signs."""
MARKS = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}


class OneRatingIn(BaseModel):
    """The marks of one of those rated: three criteria, and the facts."""

    model_config = ConfigDict(str_strip_whitespace=True)

    first: int = Field(title="第一项", ge=LOWEST, le=HIGHEST)
    second: int = Field(title="第二项", ge=LOWEST, le=HIGHEST)
    third: int = Field(title="第三项", ge=LOWEST, le=HIGHEST)
    comment: LongText = Field(
        title="事实和意见", default="", max_length=800, validate_default=True,
        description="有不满意的，写明事实；被评价人看得到",
    )  # fmt: skip

    @field_validator("comment")
    @classmethod
    def _low_marks_have_facts(cls, value: str, info: ValidationInfo) -> str:
        given = [info.data[name] for name in ("first", "second", "third") if name in info.data]
        if given and min(given) <= LOW and len(value) < LONG_ENOUGH:
            raise ValueError("评了“不满意”或者“很不满意”的，请写明事实（至少十个字）")
        return value

    @property
    def marks(self) -> tuple[int, int, int]:
        """The marks in the order of the criteria."""
        return self.first, self.second, self.third


class RatingIn(BaseModel):
    """All that one task asks."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ratings: list[OneRatingIn] = Field(title="评价", min_length=1)


class ReplyIn(BaseModel):
    """What the rated has to say."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reply: LongText = Field(title="说明", min_length=4, max_length=800)
