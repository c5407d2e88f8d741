"""What a buyer types about its assets."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import Flag


class HandOverIn(BaseModel):
    """Who uses and keeps what was accepted, and where it stands; for all cards at once."""

    model_config = ConfigDict(str_strip_whitespace=True)

    department: str = Field(title="使用部门", min_length=2, max_length=80)
    keeper: str = Field(title="管理人", min_length=2, max_length=60)
    location: str = Field(title="存放地点", min_length=2, max_length=160)


class CardFixIn(BaseModel):
    """One refused card put right, or taken out."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(title="卡片编号", max_length=80)
    category: str = Field(title="资产分类代码", min_length=1, max_length=12)
    serial: str = Field(title="出厂编号", default="", max_length=80)
    keeper: str = Field(title="管理人", min_length=2, max_length=60)
    location: str = Field(title="存放地点", min_length=2, max_length=160)
    excluded: Flag = Field(title="不作为固定资产（低值易耗品）", default=False)


class FixesIn(BaseModel):
    """Every refused card of one hand-over."""

    cards: list[CardFixIn] = Field(title="卡片", min_length=1)
