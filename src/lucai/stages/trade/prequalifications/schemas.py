"""What comes in about prequalifications."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.law.prequalification_rules import ANNOUNCED, LIBRARY, RECOMMENDED
from lucai.platform.web.fields import Flag, LongText, Moment, OptionalDate

TRIMMED = ConfigDict(str_strip_whitespace=True)


class Labelled(StrEnum):
    """A value with a label for the screen."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Way(Labelled):
    """Where the list of suppliers comes from (87号令 art 14)."""

    ANNOUNCEMENT = ANNOUNCED, "发布资格预审公告征集"
    LIBRARY = LIBRARY, "从省级以上财政部门建立的供应商库中选取"
    RECOMMENDATION = RECOMMENDED, "采购人书面推荐"


class Passed(Labelled):
    """A finding on one condition."""

    YES = "yes", "符合"
    NO = "no", "不符合"


def _blank(value: object) -> object:
    return None if value == "" else value


def codes_of(value: object) -> object:
    """Read a line of catalogue codes as it is typed; what is no line stays as it is."""
    if not isinstance(value, str):
        return value
    parts = value.replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
    return tuple(dict.fromkeys(part.strip().upper() for part in parts if part.strip()))


OptionalMoment = Annotated[Moment | None, BeforeValidator(_blank)]


class ConditionIn(BaseModel):
    """One condition that applicants must meet."""

    model_config = TRIMMED

    name: str = Field(title="资格要求", min_length=2, max_length=80)
    text: LongText = Field(title="要求内容", min_length=4, max_length=2000)
    evidence: str = Field(title="证明材料", max_length=200, default="")


class ContentIn(BaseModel):
    """A prequalification as the agency writes it; what is missing is told before submission."""

    model_config = TRIMMED

    way: Way = Field(title="供应商产生方式", json_schema_extra={"kind": "radio"})
    places: int = Field(
        title="拟随机抽取的供应商数量", ge=0, le=200, default=0,
        description="邀请招标不少于 3 家；公开招标填 0，全部合格供应商都可以投标",
    )  # fmt: skip
    conditions: list[ConditionIn] = Field(
        title="申请人的资格要求", default_factory=list, max_length=40
    )
    industry: Annotated[int | None, BeforeValidator(_blank)] = Field(
        title="从供应商库抽取的：所属行业", default=None, ge=1, le=99,
        json_schema_extra={"kind": "select"}, description="不选为全部行业",
    )  # fmt: skip
    certificate: str = Field(
        title="从供应商库抽取的：应当具有的有效证书", max_length=60, default="",
        description="证书名称中的文字，如“信息安全”；不填为不限。不按地区抽取",
    )  # fmt: skip
    specialties: Annotated[tuple[str, ...], BeforeValidator(codes_of)] = Field(
        title="书面推荐的：推荐专家的评审专业", default=(), max_length=20,
        description="采购品目编码，如 A0201；多个用逗号分开",
    )  # fmt: skip
    criteria: LongText = Field(
        title="审查标准及方法", max_length=4000,
        default="按照资格要求逐项审查，全部符合的为合格；任何一项不符合的为不合格，并告知原因。",
    )  # fmt: skip
    composition: LongText = Field(
        title="申请文件的组成及格式", max_length=4000,
        default="对每一项资格要求的说明，以及相应的证明材料扫描件（PDF、OFD 或者图片）。",
    )  # fmt: skip
    performance_period: str = Field(title="合同履行期限", max_length=200, default="")
    consortium: Flag = Field(title="接受联合体", default=False)
    apply_until: OptionalMoment = Field(
        title="提交申请文件截止时间", default=None, json_schema_extra={"kind": "datetime"},
        description="自公告发布之日起不少于 5 个工作日",
    )  # fmt: skip
    review_on: OptionalDate = Field(title="资格预审日期", default=None)

    @property
    def terms(self) -> dict[str, Any]:
        """From whom the draw of a negotiation's suppliers, or of who recommends them, is made."""
        if self.way is Way.LIBRARY:
            return {"industry": self.industry, "certificate": self.certificate}
        return {"specialties": list(self.specialties)} if self.way is Way.RECOMMENDATION else {}


class CandidateIn(BaseModel):
    """A supplier put on the list."""

    model_config = TRIMMED

    uscc: str = Field(title="统一社会信用代码", min_length=18, max_length=18)
    reason: LongText = Field(
        title="理由", min_length=4, max_length=800,
        description="写明怎样符合资格要求；书面推荐的，名单和理由随中标结果公告",
    )  # fmt: skip


class RecommendationIn(BaseModel):
    """Written words: whom the buyer or an expert recommends, and why."""

    model_config = TRIMMED

    suppliers: list[CandidateIn] = Field(
        title="推荐的供应商", default_factory=list, min_length=1, max_length=10
    )
    declared: Flag = Field(
        title="我与所推荐的供应商三年内没有劳动、任职、持股关系，与其负责人没有亲属关系",
        default=False,
    )


class AnswerIn(BaseModel):
    """What a supplier says to one condition."""

    model_config = TRIMMED

    number: str = Field(title="序号", max_length=12, json_schema_extra={"kind": "hidden"})
    text: LongText = Field(title="说明", max_length=2000, default="")


class ApplicationIn(BaseModel):
    """An application."""

    model_config = TRIMMED

    answers: list[AnswerIn] = Field(title="逐项说明", default_factory=list, max_length=40)
    contact: str = Field(title="联系人", min_length=2, max_length=60)
    phone: str = Field(title="联系电话", min_length=5, max_length=40)
    truthful: Flag = Field(title="承诺申请文件真实、合法、有效", default=False)


class FindingIn(BaseModel):
    """A finding on one condition."""

    model_config = TRIMMED

    number: str = Field(title="序号", max_length=12, json_schema_extra={"kind": "hidden"})
    passed: Annotated[Passed | None, BeforeValidator(_blank)] = Field(
        title="结论", default=None, json_schema_extra={"kind": "radio"}
    )
    reason: LongText = Field(title="不符合的原因", max_length=800, default="")


class FindingsIn(BaseModel):
    """The findings on one applicant."""

    findings: list[FindingIn] = Field(title="逐项审查", default_factory=list, max_length=40)


class DrawIn(BaseModel):
    """How long a draw waits for its parties."""

    wait_minutes: int = Field(
        title="等待各方提交随机数（分钟）",
        ge=0,
        le=1440,
        default=0,
        description="代理机构、采购人、财政监管各自密封一个随机数，到时一起开启；填 0 不等待，抽取记录会写明各方没有参与",
    )


class ReasonIn(BaseModel):
    """Why it is sent back."""

    model_config = TRIMMED

    reason: LongText = Field(title="退回原因", min_length=4, max_length=400)


class RefusalIn(BaseModel):
    """Why somebody recommends nobody, or is not waited for."""

    model_config = TRIMMED

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class AmendmentIn(BaseModel):
    """A clarification of a published prequalification document."""

    model_config = TRIMMED

    text: LongText = Field(title="澄清或者修改的内容", min_length=4, max_length=4000)
    new_until: OptionalMoment = Field(
        title="顺延后的提交截止时间", default=None, json_schema_extra={"kind": "datetime"},
        description="距截止之日不足 3 日的，必须顺延；不顺延的留空",
    )  # fmt: skip
