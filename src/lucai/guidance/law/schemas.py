"""What comes in about local values and calendars."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText, OptionalDate


class LocalValueIn(BaseModel):
    """A local value as it is typed."""

    model_config: ClassVar[ConfigDict] = ConfigDict(str_strip_whitespace=True)

    region: str = Field(title="适用地区", json_schema_extra={"kind": "select"})
    value: str = Field(title="数值", min_length=1, max_length=40)
    since: date = Field(title="生效日", description="从这一天起适用")
    until: OptionalDate = Field(
        title="截止日", description="最后一天；长期有效的不填", default=None
    )
    document: str = Field(
        title="依据文件", description="文件名称和文号，例如 鲁财采〔2026〕1号",
        min_length=5, max_length=120,
    )  # fmt: skip


class WithdrawalIn(BaseModel):
    """Why a value is withdrawn."""

    model_config: ClassVar[ConfigDict] = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="撤销理由", description="将随记录公开", min_length=5, max_length=200
    )


class CalendarIn(BaseModel):
    """A yearly notice as it is pasted."""

    model_config: ClassVar[ConfigDict] = ConfigDict(str_strip_whitespace=True)

    year: int = Field(title="年度", ge=2020, le=2100)
    document: str = Field(
        title="依据文件",
        description="国务院办公厅通知的文号，例如 国办发明电〔2026〕×号",
        min_length=5,
        max_length=120,
    )
    text: LongText = Field(
        title="放假和调休安排",
        description="直接粘贴通知正文；也可以每行一天：日期、放假或上班、节日",
        min_length=4,
        max_length=20_000,
    )
