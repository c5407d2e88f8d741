"""What comes in about framework agreements."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from lucai.law.framework_member_rules import REMOVALS
from lucai.law.framework_rules import GROUNDS, OPEN_GROUNDS, QUALITY_GROUNDS
from lucai.platform.web.fields import (
    Flag,
    LongText,
    Moment,
    Money,
    OptionalMoment,
    OptionalMoney,
    OptionalNumber,
)
from lucai.stages.trade.rounds.schemas import PricedForm

KINDS = {"closed": "封闭式", "open": "开放式"}
OBJECTS = {"goods": "货物", "services": "服务"}
EVALUATIONS = {"price_first": "价格优先法", "quality_first": "质量优先法"}
WAYS = {"direct": "直接选定", "bidding": "二次竞价", "rotation": "顺序轮候"}


class Kind(StrEnum):
    """Closed or open."""

    CLOSED = "closed"
    OPEN = "open"

    @property
    def label(self) -> str:
        """How pages say it."""
        return KINDS[self.value]


class Object(StrEnum):
    """Goods or services."""

    GOODS = "goods"
    SERVICES = "services"

    @property
    def label(self) -> str:
        """How pages say it."""
        return OBJECTS[self.value]


class Evaluation(StrEnum):
    """How responses are ranked."""

    PRICE_FIRST = "price_first"
    QUALITY_FIRST = "quality_first"

    @property
    def label(self) -> str:
        """How pages say it."""
        return EVALUATIONS[self.value]


class Way(StrEnum):
    """How the second stage finds its supplier."""

    DIRECT = "direct"
    BIDDING = "bidding"
    ROTATION = "rotation"

    @property
    def label(self) -> str:
        """How pages say it."""
        return WAYS[self.value]


class Ground(StrEnum):
    """Article 3."""

    CATALOGUE = "catalogue"
    ATTESTATION = "attestation"
    PUBLIC_SERVICES = "public_services"

    @property
    def label(self) -> str:
        """How pages say it."""
        return GROUNDS[self.value]


class OpenGround(StrEnum):
    """Article 10."""

    POLICY = "policy"
    FEW_SUPPLIERS = "few_suppliers"
    CONVENIENCE = "convenience"

    @property
    def label(self) -> str:
        """How pages say it."""
        return OPEN_GROUNDS[self.value]


class QualityGround(StrEnum):
    """Article 25."""

    GOVERNMENT_PRICE = "government_price"
    LABORATORY = "laboratory"

    @property
    def label(self) -> str:
        """How pages say it."""
        return QUALITY_GROUNDS[self.value]


class Removal(StrEnum):
    """Article 19."""

    COLLUSION = "collusion"
    FALSE_MATERIAL = "false_material"
    REFUSAL = "refusal"
    NON_PERFORMANCE = "non_performance"
    BANNED = "banned"
    AGREED = "agreed"

    @property
    def label(self) -> str:
        """How pages say it."""
        return REMOVALS[self.value]


def _blank(value: object) -> object:
    return None if value == "" else value


OptionalOpenGround = Annotated[OpenGround | None, BeforeValidator(_blank)]
OptionalQualityGround = Annotated[QualityGround | None, BeforeValidator(_blank)]
OptionalEvaluation = Annotated[Evaluation | None, BeforeValidator(_blank)]
TYPED = ConfigDict(str_strip_whitespace=True)


class PackageIn(BaseModel):
    """One package as the organiser writes it."""

    model_config = TYPED

    name: str = Field(title="标的名称", min_length=2, max_length=160)
    catalogue_code: str = Field(title="底级品目代码", min_length=3, max_length=20)
    requirement: LongText = Field(
        title="需求标准", min_length=4, max_length=4000,
        description="功能、性能或者服务内容、服务标准，有效期内不得变动",
    )  # fmt: skip
    unit: str = Field(title="计量单位", min_length=1, max_length=20)
    ceiling: Money = Field(title="最高限制单价", gt=0)
    estimated_quantity: int = Field(title="预估采购数量", ge=0, description="不能预估的填 0")


class PlanIn(BaseModel):
    """A framework's plan as the organiser writes it."""

    model_config = TYPED

    title: str = Field(title="框架协议名称", min_length=4, max_length=150)
    kind: Kind = Field(title="框架协议类型")
    object_kind: Object = Field(title="采购对象")
    ground: Ground = Field(title="适用情形")
    open_ground: OptionalOpenGround = Field(
        default=None, title="开放式的情形", description="封闭式不填",
        json_schema_extra={"kind": "select"},
    )  # fmt: skip
    can_be_pooled: Flag = Field(default=False, title="需求能够归集为单一项目采购")
    surveyed_buyers: int = Field(title="需求调查的采购人数量", ge=0, le=1000)
    surveyed_suppliers: int = Field(title="需求调查的供应商数量", ge=0, le=1000)
    evaluation: OptionalEvaluation = Field(
        default=None, title="入围评审方法", description="开放式不填",
        json_schema_extra={"kind": "select"},
    )  # fmt: skip
    quality_ground: OptionalQualityGround = Field(
        default=None, title="质量优先的理由", description="采用质量优先法时填写",
        json_schema_extra={"kind": "select"},
    )  # fmt: skip
    rate: OptionalNumber = Field(
        default=None, title="淘汰率", ge=0, lt=100, description="与入围数量上限至少填一项",
        json_schema_extra={"unit": "%"},
    )  # fmt: skip
    most_admitted: OptionalNumber = Field(
        default=None, title="入围供应商数量上限", ge=1, le=500, json_schema_extra={"unit": "家"}
    )
    way: Way = Field(title="第二阶段成交方式")
    quote_hours: int = Field(
        default=0, title="二次竞价的响应时间", ge=0, le=720,
        description="采用二次竞价的，约定每次竞价不少于多少小时", json_schema_extra={"unit": "小时"},
    )  # fmt: skip
    outside_foreseen: Flag = Field(
        default=False, title="约定可以向价格更低的非入围供应商采购（第三十七条）"
    )
    needs_consumables: Flag = Field(default=False, title="耗材使用量大，要求同时对专用耗材报价")
    starts_on: date = Field(title="有效期起")
    ends_on: date = Field(title="有效期止")
    demand: LongText = Field(title="采购需求概况", min_length=4, max_length=2000)
    users: LongText = Field(title="适用的采购人或者服务对象范围", min_length=4, max_length=1000)
    qualification: LongText = Field(title="供应商资格条件", min_length=4, max_length=2000)
    payment: LongText = Field(title="资金支付方式、时间和条件", min_length=4, max_length=1000)
    rotation: LongText = Field(
        default="", title="轮候顺序规则", max_length=1000,
        description="采用顺序轮候的填写，例如：按入围排序依次授予，一轮内每家一次",
    )  # fmt: skip
    upkeep: LongText = Field(title="升级换代、清退和补充规则", min_length=4, max_length=2000)
    packages: list[PackageIn] = Field(title="采购包", min_length=1, max_length=50)

    @model_validator(mode="after")
    def _belongs_together(self) -> PlanIn:
        if self.ends_on <= self.starts_on:
            raise ValueError("有效期止应当晚于有效期起")
        if self.way is Way.BIDDING and not self.quote_hours:
            raise ValueError("采用二次竞价的，应当约定响应时间")
        if self.way is Way.ROTATION and not self.rotation:
            raise ValueError("采用顺序轮候的，应当写明轮候顺序规则")
        return self


class CallIn(BaseModel):
    """When responses are due; an open framework takes applications until its term ends."""

    response_deadline: Moment = Field(title="提交响应文件截止时间（同时开启）")


class RefillIn(CallIn):
    """A refill, with what hurts the execution."""

    reason: LongText = Field(
        title="影响框架协议执行的情况", min_length=10, max_length=400,
        description="例如：剩余供应商不能覆盖某一地区，已有采购人无法按期得到服务",
    )  # fmt: skip


class ReasonIn(BaseModel):
    """Why somebody says no, or ends something."""

    model_config = TYPED

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class OpinionIn(BaseModel):
    """What the finance department writes to a plan it reviews or files."""

    model_config = TYPED

    opinion: str = Field(title="审核备案编号或者意见", min_length=2, max_length=400)


class ResponseIn(PricedForm):
    """A response to a call."""

    model_config = TYPED

    price: Money = Field(title="响应报价（单价）", gt=0)
    product: str = Field(title="品牌型号或者服务内容", min_length=2, max_length=200)
    specification: LongText = Field(title="技术规格或者服务标准", min_length=2, max_length=2000)
    maker: Flag = Field(default=False, title="本单位是生产厂家或者其唯一授权供应商（货物必须）")
    marketed: Flag = Field(default=False, title="响应产品是市场上已有销售的规格型号（货物必须）")
    consumable_years: OptionalNumber = Field(
        default=None, title="专用耗材报价期限", ge=0, le=20, json_schema_extra={"unit": "年"}
    )
    consumable_price: OptionalMoney = Field(default=None, title="专用耗材单价")
    quality: LongText = Field(
        default="", title="质量因素的说明和证明", max_length=4000,
        description="质量优先法据此评分",
    )  # fmt: skip
    area: str = Field(title="履行合同的地域范围", min_length=2, max_length=200)
    contact: str = Field(title="联系人和电话", min_length=4, max_length=100)


class RemovalIn(BaseModel):
    """Why a member is removed."""

    model_config = TYPED

    ground: Removal = Field(title="清退情形")
    evidence: LongText = Field(title="事实和证据", min_length=10, max_length=400)


class ApplicationIn(BaseModel):
    """A supplier's wish to join an open framework; the price is the announced fee."""

    model_config = TYPED

    package_number: int = Field(
        title="申请加入的采购包", ge=1, json_schema_extra={"kind": "select"}
    )
    product: str = Field(title="产品或者服务内容", min_length=2, max_length=200)
    specification: LongText = Field(title="规格或者服务标准", min_length=2, max_length=2000)
    maker: Flag = Field(default=False, title="本单位是生产厂家或者其唯一授权供应商（货物必须）")
    area: str = Field(title="履行合同的地域范围", min_length=2, max_length=200)
    contact: str = Field(title="联系人和电话", min_length=4, max_length=100)
    accepts: Flag = Field(title="愿意接受征集公告载明的全部协议条件和付费标准")

    @model_validator(mode="after")
    def _accepts(self) -> ApplicationIn:
        if not self.accepts:
            raise ValueError("应当确认愿意接受协议条件和付费标准")
        return self


class EnquiryIn(BaseModel):
    """A supplier's question."""

    model_config = TYPED

    question: LongText = Field(
        title="询问内容", min_length=6, max_length=2000,
        description="只答复本单位，不显示提问人；请不要写出本单位的名称",
    )  # fmt: skip


class AnswerIn(BaseModel):
    """The answer to one question, for the asker alone."""

    model_config = TYPED

    answer: LongText = Field(
        title="答复", min_length=4, max_length=2000,
        description="只答复提问人；要修改征集文件的，请发布更正公告",
    )  # fmt: skip


class CorrectionIn(BaseModel):
    """What a correction of the documents says."""

    model_config = TYPED

    text: LongText = Field(
        title="更正内容", min_length=6, max_length=2000,
        description="写明原来的内容和更正后的内容；不得改变采购标的和资格条件",
    )  # fmt: skip
    affects_bids: Flag = Field(title="可能影响响应文件编制", default=False)
    new_deadline: OptionalMoment = Field(
        title="顺延后的提交响应文件截止时间", default=None,
        description="影响响应文件编制而时间不足的，留空由系统按法定最早时间顺延",
    )  # fmt: skip
    texts: dict[str, str] = Field(title="更正后的文字", default={})
