"""What is typed about second reviews."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText

SOURCES = {
    "own": "采购人或者代理机构自行发现",
    "challenge": "供应商提出质疑",
    "complaint": "财政部门处理投诉、监督检查",
}


class Source(StrEnum):
    """How the error came to light."""

    OWN = "own"
    CHALLENGE = "challenge"
    COMPLAINT = "complaint"

    @property
    def label(self) -> str:
        """How pages say it."""
        return SOURCES[self.value]


class OrderIn(BaseModel):
    """Why a signed report is to be reviewed again."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ground: str = Field(title="法定情形", json_schema_extra={"kind": "radio"})
    source: Source = Field(title="线索来源", json_schema_extra={"kind": "radio"})
    bid_code: str = Field(
        title="涉及的供应商",
        default="",
        max_length=24,
        description="资格性审查认定错误的必选：认定有错的，已排名的作无效处理，已作无效处理的恢复评审；"
        "经过谈判、磋商的方式没有最后报价，不能恢复，应当重新开展采购",
        json_schema_extra={"kind": "select"},
    )
    told: LongText = Field(
        title="发现的错误",
        description="写明涉及哪一份报价或者评分、哪里有错、依据是什么，供评审委员会认定",
        min_length=10,
        max_length=1000,
    )


class Found(StrEnum):
    """Whether there is the error."""

    YES = "yes"
    NO = "no"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"yes": "存在所列错误，应当更正", "no": "没有错误，维持原评审结果"}[self.value]


class OpinionIn(BaseModel):
    """What a member finds."""

    model_config = ConfigDict(str_strip_whitespace=True)

    found: Found = Field(title="意见", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(title="理由", min_length=4, max_length=1000)


class FilingIn(BaseModel):
    """The written report to the finance department."""

    model_config = ConfigDict(str_strip_whitespace=True)

    filing: LongText = Field(
        title="报告内容",
        description="系统附上重新评审记录；写明起因、经过、评审委员会的认定和对结果的影响",
        min_length=10,
        max_length=2000,
    )
