"""What comes in about evaluations."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.platform.web.fields import Flag, LongText


class _Labelled(StrEnum):
    """A choice with its Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.label = label
        return made


class Passed(_Labelled):
    """What a check came to."""

    YES = "yes", "符合"
    NO = "no", "不符合"


class CorrectionCause(_Labelled):
    """Why the law lets a submitted score be corrected (87 art 64)."""

    OBJECTIVE = "objective", "客观评审因素评分不一致"
    EXTREME = "extreme", "经评标委员会认定评分畸高、畸低"


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


class FindingIn(BaseModel):
    """One finding of a form; what is not yet ticked is left for later."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(title="要求编号", max_length=12)
    passed: Annotated[Passed | None, BeforeValidator(_blank_is_none)] = Field(
        title="审查结论", default=None
    )
    reason: str = Field(title="不符合的理由", default="", max_length=400)


class FindingsIn(BaseModel):
    """The findings on one bid; ``rest``: what has no finding yet is found to comply, as an act."""

    findings: list[FindingIn] = Field(title="审查结论", default_factory=list, max_length=200)
    rest: Flag = Field(title="其余全部符合", default=False)


CONFIRMED, CORRECTED = "确认", "更正"
"""What a member does with a figure that the system scores by; kept as the mark's band."""

Points = Annotated[
    Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)] | None,
    BeforeValidator(_blank_is_none),
]
Figure = Annotated[
    Annotated[Decimal, Field(ge=0, max_digits=13, decimal_places=4)] | None,
    BeforeValidator(_blank_is_none),
]


class ScoreIn(BaseModel):
    """A mark with its reason; of a factor that the system scores, the verified figure instead."""

    model_config = ConfigDict(str_strip_whitespace=True)

    band: str = Field(title="评分档", default="", max_length=20)
    points: Points = Field(title="得分", default=None)
    figure: Figure = Field(
        title="核实后的数据",
        default=None,
        description="选择“更正”时填写；得分由系统按算法计算",
    )
    reason: LongText = Field(
        title="评分理由",
        default="",
        max_length=1000,
        description="写明依据，引用投标文件的部分和页码",
    )


class CorrectionIn(BaseModel):
    """A correction the law allows, with its cause; ``figure`` for a factor the system scores."""

    model_config = ConfigDict(str_strip_whitespace=True)

    points: Points = Field(title="更正后的得分", default=None)
    figure: Figure = Field(title="核实后的数据", default=None, description="得分由系统按算法计算")
    cause: CorrectionCause = Field(title="更正情形")
    reason: LongText = Field(title="更正说明", min_length=4, max_length=360)


class EnquiryIn(BaseModel):
    """Why the panel itself doubts a price."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="启动理由",
        min_length=4,
        max_length=400,
        description="可以参考同类项目成交价、市场价、劳动标准、行业平均成本；不得以注册资本、成立年限等认定",
    )


class ReplyIn(BaseModel):
    """A bidder's explanation of its price."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reply: LongText = Field(
        title="书面说明",
        min_length=1,
        max_length=8000,
        description="说明报价构成，如原材料、人工、制造、运输等成本；可以附证明材料",
    )


class OpinionIn(BaseModel):
    """What a member thinks of an explanation."""

    model_config = ConfigDict(str_strip_whitespace=True)

    passed: Passed = Field(title="说明是否成立", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class SignatureIn(BaseModel):
    """A signature, with what differs if something does."""

    model_config = ConfigDict(str_strip_whitespace=True)

    dissent: LongText = Field(
        title="不同意见",
        default="",
        max_length=4000,
        description="没有不同意见的留空。有不同意见的书面说明理由，记入评审报告",
    )


class TerminationCause(StrEnum):
    """Why a procurement is ended early."""

    CANCELLED = "cancelled"
    CHANGED = "changed"
    UNFAIR = "unfair"
    OVER_BUDGET = "over_budget"
    DEFECTIVE = "defective"

    @property
    def label(self) -> str:
        """How pages and notices say it."""
        return TERMINATION_CAUSES[self.value]


TERMINATION_CAUSES = {
    "cancelled": "因重大变故采购任务取消",
    "changed": "因情况变化，不再符合规定的采购方式适用情形",
    "unfair": "出现影响采购公正的违法、违规行为",
    "over_budget": "供应商的报价均超过采购预算，采购人不能支付",
    "defective": "采购文件存在歧义、重大缺陷或者违反强制性规定，停止评审，修改后重新采购",
}


class TerminationIn(BaseModel):
    """The cause of a termination, and what happened."""

    model_config = ConfigDict(str_strip_whitespace=True)

    cause: TerminationCause = Field(title="终止的情形", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(
        title="具体理由", min_length=6, max_length=300, description="写入终止公告，向社会公开"
    )
