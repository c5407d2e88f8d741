"""What comes in about procurement intentions."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from lucai.platform.web.fields import Flag, LongText, Total

_MONTH = re.compile(r"^(\d{4})\s*[-年./]\s*(\d{1,2})\s*月?(?:\s*[-./]\s*\d{1,2}\s*)?$")
LAST_MONTH = 12


def month_of(text: str) -> str:
    """Read 2026-03, 2026年3月 or 2026/3 as 2026-03.

    Raises:
        ValueError: it is no month.
    """
    found = _MONTH.match(text.strip())
    if not found or not 1 <= int(found[2]) <= LAST_MONTH:
        raise ValueError("请填写到月，例如 2026-03")
    return f"{found[1]}-{int(found[2]):02}"


Month = Annotated[str, AfterValidator(month_of)]


class IntentionIn(BaseModel):
    """One intention as typed or as a table carries it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Field(title="采购项目名称", min_length=2, max_length=200)
    demand: LongText = Field(
        title="采购需求概况",
        min_length=5,
        max_length=4000,
        description="写明采购标的、主要功能或者目标、数量、质量、服务、时限等要求",
    )
    amount: Total = Field(title="预算金额", gt=0)
    expected_month: Month = Field(
        title="预计采购时间", description="填写到月，例如 2026-03；公开满三十日后才能开始采购"
    )
    sme_reserved: Flag = Field(title="拟面向中小企业预留", default=False)
    remark: str = Field(title="备注", default="", max_length=500)


class ImportedIntention(IntentionIn):
    """A line of an imported table, with its number and the unit that it names."""

    number: int = Field(title="行号", default=0)
    unit: str = Field(title="表中单位", default="", max_length=200)


class IntentionTable(BaseModel):
    """All lines of an imported table, and the word that they belong to the buyer."""

    rows: list[ImportedIntention] = Field(title="采购意向", min_length=1)
    notes: list[str] = Field(default_factory=list)
    own: Flag = Field(title="以上项目都属于本单位", default=False)


class Reason(BaseModel):
    """Why an intention is cancelled."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="取消原因", min_length=5, max_length=500, description="将随终止公告一并公开"
    )
