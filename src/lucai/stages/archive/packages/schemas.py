"""What comes in about archive packages."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText
from lucai.stages.archive.packages.lifecycle import HOLD_GROUNDS


class SealIn(BaseModel):
    """What the archivist says when sealing."""

    model_config = ConfigDict(str_strip_whitespace=True)

    remark: LongText = Field(
        title="归档说明",
        default="",
        max_length=800,
        description="有缺项的，逐项写明原因和补充归档的安排；没有缺项可以不填",
    )
    exception: LongText = Field(
        title="核验例外的理由", default="", max_length=400,
        description="只有核验包或者抽取记录中有不成立的才填写：写明查明的情况和仍须归档的理由，姓名和理由随档案保存",
    )  # fmt: skip


class SupplementIn(BaseModel):
    """Why a sealed file is supplemented."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="补充的理由", min_length=4, max_length=800,
        description="写明补充什么材料、何时取得、为什么归档时没有",
    )  # fmt: skip
    exception: LongText = Field(
        title="核验例外的理由", default="", max_length=400,
        description="只有核验包或者抽取记录中有不成立的才填写：写明查明的情况和仍须归档的理由，姓名和理由随档案保存",
    )  # fmt: skip


class CondemnIn(BaseModel):
    """Why a file is no longer needed."""

    model_config = ConfigDict(str_strip_whitespace=True)

    judgement: LongText = Field(
        title="鉴定意见", min_length=10, max_length=800,
        description="写明鉴定小组成员、逐项鉴定的情况和不再具有保存价值的理由",
    )  # fmt: skip


class ExtendIn(BaseModel):
    """For how long a file is kept on, and why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    years: int = Field(title="延长年数", ge=1, le=100)
    judgement: LongText = Field(title="延长的理由", min_length=4, max_length=800)


class Ground(StrEnum):
    """What a file is needed for."""

    LITIGATION = "litigation"
    COMPLAINT = "complaint"
    AUDIT = "audit"
    DISCIPLINE = "discipline"
    HISTORY = "history"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How pages say it."""
        return HOLD_GROUNDS[self.value]


class HoldIn(BaseModel):
    """Why a file may not be destroyed."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ground: Ground = Field(title="事由", json_schema_extra={"kind": "radio"})
    document: str = Field(title="文书编号", default="", max_length=120)
    reason: LongText = Field(title="说明", min_length=4, max_length=400)


class LiftIn(BaseModel):
    """Why a hold ends."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="解除的理由", min_length=4, max_length=400)
