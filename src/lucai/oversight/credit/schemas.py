"""What is typed about credit records."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from lucai.law.credit import HIGHEST, LOWEST
from lucai.platform.web.fields import LongText, OptionalNumber


class ObjectionIn(BaseModel):
    """Why a record is wrong."""

    model_config = ConfigDict(str_strip_whitespace=True)

    objection: LongText = Field(
        title="异议的事实和理由", min_length=10, max_length=1600,
        description="写明哪里不实、有什么证据；公开页面显示“异议处理中”，不显示内容",
    )  # fmt: skip


class Outcome(StrEnum):
    """What becomes of a record that is wrong."""

    STRIKE = "strike"
    CHANGE = "change"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"strike": "不再计入", "change": "更正评价的平均分"}[self.value]


class CorrectionIn(BaseModel):
    """How a record is corrected, and why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    outcome: Outcome = Field(title="更正方式", json_schema_extra={"kind": "radio"})
    mark: OptionalNumber = Field(
        title="更正后的平均分", default=None, validate_default=True,
        description="只在更正评价的平均分时填写，一分到五分，最多两位小数",
    )  # fmt: skip
    ruling: LongText = Field(title="事实、理由和依据", min_length=10, max_length=1600)

    @field_validator("mark")
    @classmethod
    def _is_a_mark(cls, value: Decimal | None, info: ValidationInfo) -> Decimal | None:
        if info.data.get("outcome") is not Outcome.CHANGE:
            return None
        if value is None:
            raise ValueError("请填写更正后的平均分")
        if not LOWEST <= value <= HIGHEST:
            raise ValueError(f"平均分在 {LOWEST} 到 {HIGHEST} 之间")
        return value


class RulingIn(BaseModel):
    """Why an objection fails."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ruling: LongText = Field(title="事实、理由和依据", min_length=10, max_length=1600)
