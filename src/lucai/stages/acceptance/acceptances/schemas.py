"""What comes in about acceptances."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import Flag, LongText, OptionalNumber
from lucai.stages.acceptance.acceptances.lifecycle import (
    ATTACHMENT_KINDS,
    MEMBER_KINDS,
    PURPOSES,
    SATISFACTION,
)


class LineVerdict(StrEnum):
    """What was found of a line."""

    PASSED = "passed"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"passed": "合格", "failed": "不合格"}[self.value]


class MemberKind(StrEnum):
    """Where a member of the group comes from."""

    BUYER = "buyer"
    USER = "user"
    EXPERT = "expert"
    TESTING = "testing"
    BIDDER = "bidder"

    @property
    def label(self) -> str:
        """How pages say it."""
        return MEMBER_KINDS[self.value]


LONGEST_INVITATION = 60


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


class LineIn(BaseModel):
    """What was found of one line."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: int = Field(title="序号", ge=1, json_schema_extra={"kind": "hidden"})
    accepted: OptionalNumber = Field(title="合格数量", default=None, ge=0, max_digits=18)
    found: LongText = Field(title="实际情况", default="", max_length=2000)
    verdict: Annotated[LineVerdict | None, BeforeValidator(_blank_is_none)] = Field(
        title="结论", default=None
    )

    @property
    def quantity(self) -> Decimal:
        """The accepted quantity, 0 where left blank."""
        return self.accepted or Decimal()


class MemberIn(BaseModel):
    """One member of the group."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="姓名", min_length=2, max_length=60)
    organisation: str = Field(title="单位", min_length=2, max_length=120)
    kind: MemberKind = Field(title="身份")
    signed: Flag = Field(title="本人已在验收书上签字", default=False)


class AcceptanceIn(BaseModel):
    """An acceptance as its group writes it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    accepted_on: date = Field(title="验收日期")
    place: str = Field(title="验收地点", min_length=2, max_length=200)
    opinion: LongText = Field(
        title="验收意见",
        min_length=4,
        max_length=4000,
        description="写明总体结论、存在问题和处理要求",
    )
    other_opinions: LongText = Field(
        title="其他投标人或者第三方意见",
        default="",
        max_length=4000,
        description="邀请其他投标人或者第三方参加的，其意见作为参考资料一并存档",
    )
    public_service: Flag = Field(title="属于向社会公众提供的公共服务项目", default=False)
    users_took_part: Flag = Field(title="已邀请服务对象参与并听取意见", default=False)
    complex_project: Flag = Field(
        title="属于大型或者复杂的项目，需要质量检测机构参加", default=False
    )
    lines: list[LineIn] = Field(title="逐项验收", default=[], max_length=1000)
    members: list[MemberIn] = Field(title="验收小组", default=[], max_length=50)

    @field_validator("accepted_on")
    @classmethod
    def _not_ahead(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("验收日期不能晚于今天")
        return value


class ObjectionIn(BaseModel):
    """What the supplier objects to."""

    model_config = ConfigDict(str_strip_whitespace=True)

    objection: LongText = Field(
        title="异议和理由",
        min_length=4,
        max_length=1000,
        description="写明对哪一项结果有异议，以及依据",
    )


class Purpose(StrEnum):
    """Why somebody is invited."""

    USER = "user"
    MEMBER = "member"
    THIRD = "third"

    @property
    def label(self) -> str:
        """How pages say it."""
        return PURPOSES[self.value]


class InvitationIn(BaseModel):
    """Whom to invite, and for how long."""

    model_config = ConfigDict(str_strip_whitespace=True)

    purpose: Purpose = Field(title="邀请谁", json_schema_extra={"kind": "radio"})
    name: str = Field(
        title="姓名", default="", max_length=60, description="外部成员必填，与验收小组名单一致"
    )
    organisation: str = Field(title="单位", default="", max_length=120)
    days: int = Field(
        title="有效天数", default=7, ge=1, le=LONGEST_INVITATION, json_schema_extra={"unit": "天"}
    )


class Satisfaction(StrEnum):
    """What a user thinks of it."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"

    @property
    def label(self) -> str:
        """How pages say it."""
        return SATISFACTION[self.value]


class OpinionIn(BaseModel):
    """What somebody says who uses what was bought."""

    model_config = ConfigDict(str_strip_whitespace=True)

    satisfaction: Satisfaction = Field(title="总体评价", json_schema_extra={"kind": "radio"})
    text: LongText = Field(title="意见和建议", default="", max_length=1000)
    name: str = Field(title="姓名", default="", max_length=60, description="可以不填")


class SignatureIn(BaseModel):
    """An outside member's signature with what they want noted."""

    model_config = ConfigDict(str_strip_whitespace=True)

    sm3: str = Field(title="验收结果摘要", max_length=64, json_schema_extra={"kind": "hidden"})
    text: LongText = Field(
        title="保留意见",
        default="",
        max_length=1000,
        description="没有的留空；写明的意见随验收书存档",
    )


class AttachmentKind(StrEnum):
    """What is attached."""

    TEST_REPORT = "test_report"
    SAMPLE = "sample"
    RECORD = "record"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How pages say it."""
        return ATTACHMENT_KINDS[self.value]


class AttachmentIn(BaseModel):
    """A paper of the acceptance."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: AttachmentKind = Field(title="种类")
    note: str = Field(
        title="说明", min_length=2, max_length=200,
        description="检测机构和报告编号、样品编号和封存地点等",
    )  # fmt: skip
