"""What comes in about negotiations."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText

TRIMMED = ConfigDict(str_strip_whitespace=True)


LONGEST_MINUTES = 14 * 24 * 60
"""A guard against slips of the pen: the law sets no longest time for last quotes (GP-NEG-08)."""


class Changed(StrEnum):
    """What a change is about."""

    TECHNICAL = "technical"
    SERVICE = "service"
    CONTRACT = "contract"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"technical": "技术要求", "service": "服务要求", "contract": "合同草案条款"}[
            self.value
        ]


class TalkIn(BaseModel):
    """The record of a talk with one supplier."""

    model_config = TRIMMED

    supplier_id: int = Field(title="供应商", json_schema_extra={"kind": "select"})
    points: LongText = Field(
        title="谈判内容", min_length=4, max_length=8000,
        description="谈了哪些技术、服务要求和合同条款，提出了什么要求",
    )  # fmt: skip
    response: LongText = Field(title="供应商的答复", default="", max_length=8000)
    publicity: LongText = Field(
        title="公示情况", default="", max_length=4000,
        description="公示的时间、媒体和有无异议；依法不需要公示的写明理由",
    )  # fmt: skip
    place: str = Field(title="协商地点", default="", max_length=200)
    present: str = Field(
        title="参加协商的人员", default="", max_length=800, description="采购人员和供应商代表的姓名"
    )
    costs: LongText = Field(
        title="成本构成",
        default="",
        max_length=4000,
        description="供应商提供的货物、工程或者服务的成本",
    )
    comparable: LongText = Field(
        title="同类项目合同价格",
        default="",
        max_length=4000,
        description="同类项目、近期合同的价格",
    )
    rights: LongText = Field(
        title="相关专利、专有技术情况", default="", max_length=4000, description="没有的写“无”"
    )


class ConfirmationIn(BaseModel):
    """The supplier's word on a record."""

    model_config = TRIMMED

    remark: LongText = Field(title="补充说明", default="", max_length=1000)


class ChangeIn(BaseModel):
    """A change that the panel proposes."""

    model_config = TRIMMED

    kind: Changed = Field(title="变动的内容")
    text: LongText = Field(
        title="变动后的要求", min_length=4, max_length=4000,
        description="资格条件、采购预算和最高限价不得变动",
    )  # fmt: skip


class SettlementIn(BaseModel):
    """What the buyer's representative decides on a change."""

    model_config = TRIMMED

    step: str = Field(title="决定", min_length=1, max_length=20)
    reason: LongText = Field(title="理由", default="", max_length=1000)


class CallIn(BaseModel):
    """How long suppliers have for their last quotes."""

    minutes: int = Field(
        title="提交时间", default=30, ge=5, le=LONGEST_MINUTES, json_schema_extra={"unit": "分钟"},
        description="从现在起算，所有供应商相同；截止前任何人、包括平台，都打不开报价",
    )  # fmt: skip


class LeavingIn(BaseModel):
    """Why a supplier leaves."""

    model_config = TRIMMED

    reason: LongText = Field(title="退出理由", min_length=4, max_length=400)
