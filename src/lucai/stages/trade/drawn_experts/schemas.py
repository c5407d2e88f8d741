"""What comes in about drawing experts, and what they answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from lucai.platform.web.fields import LongText
from lucai_trust.draw import ANY, Rule

ANSWER = 60
"""How many minutes a drawn expert may take to answer unless somebody says otherwise."""


def codes_of(value: object) -> object:
    """Read a line of catalogue codes as they are typed; what is no line stays as it is."""
    if not isinstance(value, str):
        return value
    parts = value.replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
    return tuple(dict.fromkeys(part.strip().upper() for part in parts if part.strip()))


def _upper(value: object) -> object:
    return str(value).strip().upper()


class LineIn(BaseModel):
    """So many experts of one specialty."""

    model_config = ConfigDict(str_strip_whitespace=True)

    specialty: Annotated[str, BeforeValidator(_upper)] = Field(
        title="评审专业", min_length=1, max_length=20, description="采购品目编码，如 A0201、C"
    )
    experts: int = Field(title="名额", ge=1, le=99)


class QuotaIn(BaseModel):
    """Of which specialties the experts of a draw are, and how many of each."""

    model_config = ConfigDict(str_strip_whitespace=True)

    specialties: tuple[str, ...] = Field(
        title="评审专业",
        min_length=1,
        max_length=20,
        description="采购品目编码，如 A0201；多个用逗号分开。专家的专业与其一相符即可抽取",
    )
    max_per_employer: int = Field(
        title="同一工作单位最多几名", ge=0, le=99, default=0, description="0 表示不限"
    )
    lines: list[LineIn] = Field(title="分专业名额", default=[], max_length=10)

    @field_validator("specialties", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Read a line of codes as a list."""
        return codes_of(value)

    @field_validator("lines")
    @classmethod
    def _once(cls, value: list[LineIn]) -> list[LineIn]:
        if len({one.specialty for one in value}) != len(value):
            raise ValueError("每个专业只写一行")
        return value

    @property
    def wanted(self) -> tuple[str, ...]:
        """All specialties, those with places of their own first."""
        return tuple(dict.fromkeys([*(one.specialty for one in self.lines), *self.specialties]))

    def rule_of(self, experts: int, reserves: int = 0) -> Rule:
        """Return the rule of a draw; places beyond the lines are for the other specialties."""
        quota = {one.specialty: one.experts for one in self.lines}
        rest = experts - sum(quota.values())
        lines = {**quota, ANY: rest} if rest > 0 else quota
        return Rule(lines, self.max_per_employer or None, reserves)

    def misshared(self, experts: int) -> str:
        """Say why the lines do not share out so many places; empty where they do."""
        shared = sum(one.experts for one in self.lines)
        others = set(self.specialties) - {one.specialty for one in self.lines}
        if shared > experts or (self.lines and shared < experts and not others):
            return f"分专业名额合计 {shared} 名，应当与评审专家人数 {experts} 名一致"
        return ""


class CalledIn(QuotaIn):
    """A draw whose experts are called out: who stands by, and how long they may take to answer."""

    reserves: int = Field(
        title="候补专家（每类名额几名）", ge=0, le=5, default=0,
        description="随本次抽取一并确定；席位空出时按次序递补",
    )  # fmt: skip
    answer_minutes: int = Field(
        title="专家答复时限（分钟）", ge=0, le=2880, default=0,
        description="抽取后由系统通知专家，到时没有答复的视为不能参加，按抽取次序递补；填 0 不要求答复",
    )  # fmt: skip

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions as whoever is drawn for keeps them."""
        return {
            "specialties": list(self.wanted),
            "lines": [one.model_dump() for one in self.lines],
            "reserves": self.reserves,
            "answer_minutes": self.answer_minutes,
            "max_per_employer": self.max_per_employer,
        }


class Coming(StrEnum):
    """Whether a drawn expert can come."""

    YES = "yes"
    NO = "no"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"yes": "能够参加", "no": "不能参加"}[self.value]


class CallAnswerIn(BaseModel):
    """A drawn expert's answer."""

    model_config = ConfigDict(str_strip_whitespace=True)

    coming: Coming = Field(title="能否参加", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(
        title="不能参加的理由", default="", max_length=400, description="不能参加的必填"
    )

    @model_validator(mode="after")
    def _says_why(self) -> CallAnswerIn:
        if self.coming is Coming.NO and len(self.reason) < 2:
            raise ValueError("请写明不能参加的理由")
        return self
