"""What comes in about loans."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.platform.web.fields import LongText
from lucai.stages.archive.loans.lifecycle import PURPOSES

LONGEST_DAYS = 60
"""A habit of the house, not of the law: who needs a file longer asks again."""


class Purpose(StrEnum):
    """What a file is needed for."""

    DISPUTE = "dispute"
    AUDIT = "audit"
    PERFORMANCE = "performance"
    RESEARCH = "research"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How pages say it."""
        return PURPOSES[self.value]


class LoanIn(BaseModel):
    """A loan as it is asked for."""

    model_config = ConfigDict(str_strip_whitespace=True)

    project_number: str = Field(title="项目编号", min_length=4, max_length=40)
    purpose: Purpose = Field(title="用途", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(
        title="说明", min_length=4, max_length=400,
        description="写明需要查阅哪些文件、用在什么事项上",
    )  # fmt: skip
    days: int = Field(title="借阅天数", ge=1, le=LONGEST_DAYS)


class LendIn(BaseModel):
    """What is lent, and for how long; ``groups`` are folders of the package."""

    model_config = ConfigDict(str_strip_whitespace=True)

    groups: list[str] = Field(
        title="同意查阅的部分", min_length=1, json_schema_extra={"kind": "checkbox"}
    )
    days: int = Field(title="借阅天数", ge=1, le=LONGEST_DAYS)

    @field_validator("groups", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [one for one in value.split(",") if one] if isinstance(value, str) else value


class SaidIn(BaseModel):
    """Why a loan is refused."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="不同意的理由", min_length=4, max_length=400)
