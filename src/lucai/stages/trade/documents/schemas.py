"""What comes in about tender documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from lucai.kernel import clock
from lucai.platform.web.fields import Flag, LongText, Moment, Money, OptionalMoment
from lucai.stages.trade.documents.bands import parse_bands
from lucai.stages.trade.documents.bidder_keys import BidderKeysIn
from lucai.stages.trade.documents.formulas import parse_formula
from lucai.stages.trade.documents.wording import CRITERION_KINDS, REQUIREMENT_KINDS, TIE_RULES

TRIMMED = ConfigDict(str_strip_whitespace=True)


class RequirementKind(StrEnum):
    """Which part of a bid answers a requirement."""

    QUALIFICATION = "qualification"
    COMMERCIAL = "commercial"
    TECHNICAL = "technical"

    @property
    def label(self) -> str:
        """How pages say it."""
        return REQUIREMENT_KINDS[self.value]


class CriterionKind(StrEnum):
    """How a factor is scored."""

    PRICE = "price"
    OBJECTIVE = "objective"
    SUBJECTIVE = "subjective"

    @property
    def label(self) -> str:
        """How pages say it."""
        return CRITERION_KINDS[self.value]


class TieRule(StrEnum):
    """What settles bids equal in score and price."""

    DRAW = "draw"
    TECHNICAL = "technical"

    @property
    def label(self) -> str:
        """How pages say it."""
        return TIE_RULES[self.value]


class Versioned(BaseModel):
    """A form over a document that others may edit too: it carries the version it was shown."""

    model_config = TRIMMED

    version: int = Field(title="版本", json_schema_extra={"kind": "hidden"})


class BlankIn(BaseModel):
    """Which blank a document starts from."""

    blank: str = Field(title="采购文件范本", json_schema_extra={"kind": "radio"})


class ChapterIn(Versioned):
    """The clauses of one chapter, id → text."""

    clauses: dict[str, str] = Field(title="条款")
    reasons: dict[str, str] = Field(title="与范本不同的理由", default={})
    blanks: dict[str, str] = Field(title="条款中的空", default={})


class RequirementIn(BaseModel):
    """One requirement."""

    model_config = TRIMMED

    kind: RequirementKind = Field(title="类别")
    name: str = Field(title="名称", min_length=2, max_length=80)
    text: LongText = Field(title="要求", min_length=2, max_length=4000)
    substantive: Flag = Field(title="★ 实质性要求，不满足即投标无效", default=False)
    evidence: str = Field(title="证明材料", default="", max_length=200)


class RequirementsIn(Versioned):
    """The requirements of one lot (0: all lots), in order."""

    rows: list[RequirementIn] = Field(title="要求", default=[])


class CriterionIn(BaseModel):
    """One scoring factor; ``bands`` typed one a line, ``formula`` likewise."""

    model_config = TRIMMED

    kind: CriterionKind = Field(title="类别")
    name: str = Field(title="评审因素", min_length=2, max_length=80)
    weight: Decimal = Field(
        title="分值", gt=0, le=100, decimal_places=2, json_schema_extra={"unit": "分"}
    )
    standard: LongText = Field(title="评审标准", min_length=2, max_length=2000)
    bands: LongText = Field(
        title="主观因素分档",
        default="",
        max_length=2000,
        description="每行一档：优 | 8～10 | 评审标准",
    )
    measure: str = Field(
        title="客观因素填报的数据",
        default="",
        max_length=80,
        description="由系统计算得分的填写，如：有效期内的管理体系认证证书",
    )
    unit: str = Field(title="计量单位", default="", max_length=8)
    formula: LongText = Field(
        title="客观因素的算法",
        default="",
        max_length=1000,
        validate_default=True,
        description="每 1 | 2：每 1 个单位得 2 分；每 1 | 2 | 超过 3；或者每行一级：≥ 99.9 | 5",
    )

    @model_validator(mode="after")
    def _bands_fit(self) -> CriterionIn:
        parse_bands(self.bands, self.weight)
        return self

    @field_validator("formula")
    @classmethod
    def _formula_fits(cls, value: str, info: ValidationInfo) -> str:
        given = info.data
        if "weight" not in given or "kind" not in given:
            return value
        typed = parse_formula(
            value, given.get("measure", ""), given.get("unit", ""), given["weight"]
        )
        if typed and given["kind"] is not CriterionKind.OBJECTIVE:
            raise ValueError("只有客观因素可以由系统按算法计算得分")
        return value

    @property
    def computed(self) -> dict[str, Any]:
        """The formula as data; empty where the members mark the factor themselves."""
        return parse_formula(self.formula, self.measure, self.unit, self.weight)


class CriteriaIn(Versioned):
    """The scoring factors of one lot, in order."""

    rows: list[CriterionIn] = Field(title="评审因素", default=[])


class BondIn(BaseModel):
    """The bid security of one lot; 0 means that none is asked for."""

    lot: int = Field(title="包号", json_schema_extra={"kind": "hidden"})
    amount: Money = Field(title="投标保证金", ge=0)


Percent = Annotated[
    Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None,
    BeforeValidator(lambda v: None if isinstance(v, str) and not v.strip() else v),
    Field(json_schema_extra={"unit": "%"}),
]


class TermsIn(Versioned, BidderKeysIn):
    """Commercial terms, policies and rules of evaluation."""

    performance_period: str = Field(title="合同履行期限", min_length=2, max_length=200)
    validity_days: int = Field(
        title="投标有效期", gt=0, le=365, json_schema_extra={"unit": "日"},
        description="自提交投标文件的截止之日起算",
    )  # fmt: skip
    bonds: list[BondIn] = Field(title="投标保证金", min_length=1)
    consortium: Flag = Field(title="接受联合体投标", default=False)
    information_system: Flag = Field(title="属于政务信息系统项目", default=False)
    uniform_price: Flag = Field(
        title="执行统一价格标准或者采用固定价格", default=False,
        description="国家统一定价等价格一致的项目，价格不列为评审因素，评分标准里不写价格分值",
    )  # fmt: skip
    core_product: str = Field(
        title="核心产品", default="", max_length=200, description="非单一产品的货物项目必填"
    )
    rounds: int = Field(
        title="谈判一般不超过的轮次", default=2, ge=1, le=10,
        description="写入采购文件；实际轮次由小组根据情况决定",
    )  # fmt: skip
    sme_rate: Percent = Field(
        title="小微企业价格扣除比例", default=None, description="预留给中小企业的包不执行价格扣除"
    )
    sme_joint_rate: Percent = Field(
        title="联合体、分包的价格扣除比例", default=None,
        description="小微企业承担的合同份额达到三成以上的；留空不给予扣除",
    )  # fmt: skip
    domestic_applies: Flag = Field(title="执行本国产品价格扣除", default=False)
    low_avg: Percent = Field(title="异常低价：低于平均报价的比例", default=None)
    low_next: Percent = Field(title="异常低价：低于次低报价的比例", default=None)
    low_ceiling: Percent = Field(title="异常低价：低于最高限价的比例", default=None)
    tie_rule: TieRule = Field(title="得分与报价均相同时")


class TimingIn(Versioned):
    """The dates of a tender; opening is the deadline's own moment."""

    notice_on: date = Field(title="招标公告发布日")
    available_until: Moment = Field(title="招标文件获取截止时间")
    bid_deadline: Moment = Field(title="投标截止时间（即开标时间）")
    opening_place: str = Field(title="开标地点", min_length=2, max_length=200)

    @field_validator("notice_on")
    @classmethod
    def _not_past(cls, value: date) -> date:
        if value < clock.today():
            raise ValueError("招标公告发布日不能早于今天")
        return value


class ExtensionIn(BaseModel):
    """How long a published document can still be obtained."""

    available_until: Moment = Field(title="延长后的招标文件获取截止时间")


class ReasonIn(BaseModel):
    """Why somebody says no."""

    model_config = TRIMMED

    reason: LongText = Field(title="退回理由", min_length=4, max_length=400)


class EnquiryIn(BaseModel):
    """A supplier's question."""

    model_config = TRIMMED

    question: LongText = Field(
        title="询问内容",
        min_length=6,
        max_length=2000,
        description="答复面向全部供应商发布，不显示提问人；请不要写出本单位的名称",
    )


class AnswerIn(BaseModel):
    """The answer to one question, for the asker alone."""

    model_config = TRIMMED

    answer: LongText = Field(
        title="答复",
        min_length=4,
        max_length=2000,
        description="只答复提问人；要修改、补充招标文件的，请起草澄清与更正",
    )


def _read_ids(value: Any) -> Any:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


class ClarificationIn(BaseModel):
    """A clarification or change; ``new_deadline`` empty: the law's earliest is taken if needed."""

    model_config = TRIMMED

    question: LongText = Field(title="问题", default="", max_length=2000)
    text: LongText = Field(title="澄清或者修改的内容", min_length=4, max_length=8000)
    affects_bids: Flag = Field(title="可能影响投标文件编制", default=False)
    changes_object: Flag = Field(title="改变采购标的", default=False)
    changes_qualification: Flag = Field(title="改变资格条件", default=False)
    new_deadline: OptionalMoment = Field(
        title="顺延后的投标截止时间",
        default=None,
        description="影响投标文件编制而时间不足的，留空由系统按法定最早时间顺延",
    )
    enquiries: Annotated[list[int], BeforeValidator(_read_ids)] = Field(
        title="一并答复的询问", default=[], json_schema_extra={"kind": "checkbox"}
    )


class OwnClauseIn(Versioned):
    """A clause of the parties' own."""

    heading: str = Field(title="条款名称", min_length=2, max_length=80)
    text: LongText = Field(title="条款内容", min_length=2, max_length=8000)
    reason: LongText = Field(
        title="为什么需要",
        min_length=2,
        max_length=1000,
        description="随采购文件留存，监督部门可以看到",
    )


class ArrangeIn(Versioned):
    """One act upon a chapter's clauses: add, leave, back, up or down."""

    act: str = Field(title="办理", pattern="^(add|leave|back|up|down)$")
    clause: str = Field(title="条款", min_length=2, max_length=60)
    reason: str = Field(title="理由", default="", max_length=1000)


class TextsIn(BaseModel):
    """Words of a published document that a clarification replaces: place → new text."""

    model_config = TRIMMED

    texts: dict[str, str] = Field(title="更正后的文字", default={})


class LeadAnswerIn(BaseModel):
    """The reason for a lead of the clause check."""

    model_config = TRIMMED

    reason: LongText = Field(
        title="为什么需要这样写",
        min_length=4,
        max_length=1000,
        description="写明与采购需求、合同履行的关系和依据；监督部门能看到提示和理由",
    )


class RevisionIn(BaseModel):
    """Other words for a clause of the library."""

    model_config = TRIMMED

    text: LongText = Field(
        title="修订后的文字", min_length=2, max_length=8000, description="〔…〕中的字样请保留"
    )
    reason: LongText = Field(title="修订理由和依据", min_length=4, max_length=1000)
    since: date = Field(title="启用日期")


class OpinionIn(BaseModel):
    """Why a revision is declined or retired."""

    model_config = TRIMMED

    opinion: LongText = Field(title="意见", min_length=2, max_length=1000)


Points = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class TrialRowIn(BaseModel):
    """One invented bid; ``scores`` by f and the factor's number: f2 (bare digits would be rows)."""

    model_config = TRIMMED

    bidder: str = Field(title="投标人", min_length=1, max_length=20)
    price: Money = Field(title="报价", gt=0)
    micro: Flag = Field(title="小型、微型企业", default=False)
    domestic: Flag = Field(title="本国产品", default=False)
    scores: dict[str, Points] = Field(title="各因素得分", default={})


class TrialIn(BaseModel):
    """Invented bids to try a score sheet with."""

    rows: list[TrialRowIn] = Field(title="试算投标", min_length=2, max_length=10)
