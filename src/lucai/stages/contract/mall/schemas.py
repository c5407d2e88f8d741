"""What is typed in the mall."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.law.catalogue import catalogue, is_leaf
from lucai.platform.web.fields import Flag, LongText, Moment, Money, OptionalMoney
from lucai.stages.contract.mall.lifecycle import FINDINGS
from lucai.stages.trade.rounds.schemas import PricedForm

TYPED = ConfigDict(str_strip_whitespace=True)
MOST_ACCESSORIES = 10


class AccessoryIn(BaseModel):
    """Something bought besides, of the same supplier."""

    model_config = TYPED

    number: str = Field(title="配件的商品编号", min_length=4, max_length=40)
    quantity: int = Field(title="数量", ge=1, le=100_000)


class DeliveryIn(BaseModel):
    """Where and when something is wanted, and who pays."""

    model_config = TYPED

    quantity: int = Field(title="数量", ge=1, le=100_000)
    place: str = Field(title="交付地点", min_length=2, max_length=200)
    needed_by: date = Field(title="最迟交付日期")
    indicator_code: str = Field(
        title="预算指标", min_length=1, max_length=40, json_schema_extra={"kind": "select"},
        description="下单时冻结，供应商确认后转为合同占用，拒绝、失效或者撤回时释放",
    )  # fmt: skip
    demand: LongText = Field(default="", title="送货、安装等要求", max_length=2000)
    split_reason: LongText = Field(
        default="", title="预算调整或者批准的依据", max_length=400,
        description="同一预算项目下同一品目累计超过公开招标数额标准的，必须写明",
    )  # fmt: skip


class OrderIn(DeliveryIn):
    """A direct order from one supplier's offer."""

    unit_price: OptionalMoney = Field(
        default=None, title="议定单价", description="与供应商议得更低价的填写；不填即按报价"
    )
    reason: LongText = Field(
        default="", title="选定理由", max_length=400, description="没有选最低报价的，必须写明"
    )
    accessories: list[AccessoryIn] = Field(
        title="一并购买的配件", default=[], max_length=MOST_ACCESSORIES
    )
    seen_price: OptionalMoney = Field(default=None, title="页面上的报价")


class ReasonIn(BaseModel):
    """Why an order is declined or withdrawn."""

    model_config = TYPED

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class ReportIn(BaseModel):
    """A lower price seen elsewhere."""

    model_config = TYPED

    price: Money = Field(title="看到的单价", gt=0)
    place: str = Field(
        title="在哪里看到",
        min_length=4,
        max_length=300,
        description="网店名称和网址，或者门店名称和地址",
    )
    seen_on: date = Field(title="看到的日期")
    said: LongText = Field(
        default="", title="说明", max_length=400, description="型号、配置、是否含安装等"
    )


class Finding(StrEnum):
    """What a report came to."""

    LOWERED = "lowered"
    TAKEN_DOWN = "taken_down"
    UNFOUNDED = "unfounded"
    KEPT = "kept"

    @property
    def label(self) -> str:
        """How pages say it."""
        return FINDINGS[self.value]


class AnswerIn(BaseModel):
    """The answer to a report."""

    model_config = TYPED

    finding: Finding = Field(title="核查结果")
    answer: LongText = Field(title="答复", min_length=4, max_length=400)


class DemandIn(BaseModel):
    """One demanded parameter."""

    model_config = TYPED

    name: str = Field(title="参数", min_length=1, max_length=60)
    value: str = Field(title="要求", min_length=1, max_length=200)


class InquiryIn(DeliveryIn):
    """A need that sellers are asked to quote for."""

    title: str = Field(title="询价名称", min_length=4, max_length=160)
    catalogue_code: str = Field(
        title="品目代码",
        min_length=3,
        max_length=20,
        description="商品库的底级品目，邀请在该品目供货的供应商",
    )
    unit: str = Field(title="计量单位", min_length=1, max_length=12)
    ceiling: Money = Field(title="最高限价（单价）", gt=0)
    closes_at: Moment = Field(title="报价截止时间")
    demands: list[DemandIn] = Field(
        title="要求的参数", min_length=1, max_length=30,
        description="只写需要的性能，不写品牌型号",
    )  # fmt: skip

    @field_validator("catalogue_code")
    @classmethod
    def _is_a_leaf(cls, value: str) -> str:
        code = value.upper()
        if code not in catalogue() or not is_leaf(code):
            raise ValueError("请填写目录中的底级品目代码，商品页上可以查到")
        return code


class AnsweredIn(BaseModel):
    """A seller's answer to one demanded parameter."""

    model_config = TYPED

    name: str = Field(title="参数", max_length=60)
    value: str = Field(title="所报商品的值", min_length=1, max_length=200)
    meets: Flag = Field(title="满足要求", default=False)


class QuoteIn(PricedForm):
    """A quote, as a seller's browser seals it; the price is of one unit."""

    model_config = TYPED

    product_number: str = Field(
        title="所报商品", min_length=4, max_length=40, json_schema_extra={"kind": "select"},
        description="本企业在商品库该品目下在供的商品",
    )  # fmt: skip
    price: Money = Field(title="单价", gt=0)
    answers: list[AnsweredIn] = Field(title="逐项响应", default=[], max_length=30)
    statement: str = Field(default="", title="说明", max_length=400)


class RejectionIn(BaseModel):
    """Why a quote does not meet the demand; empty: it does."""

    model_config = TYPED

    supplier_id: int = Field(title="供应商")
    reason: str = Field(default="", title="不满足需求的理由", max_length=400)


class AwardIn(BaseModel):
    """What the buyer finds of the quotes."""

    rejections: list[RejectionIn] = Field(title="核对报价", default=[], max_length=200)


class ExtendIn(BaseModel):
    """More time for quotes."""

    model_config = TYPED

    closes_at: Moment = Field(title="新的报价截止时间")
    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class QuestionIn(BaseModel):
    """A supplier's question."""

    model_config = ConfigDict(str_strip_whitespace=True)

    question: LongText = Field(
        title="询问内容", min_length=6, max_length=2000,
        description="只答复本单位，不显示提问人；请不要写出本单位的名称",
    )  # fmt: skip


class QuestionAnswerIn(BaseModel):
    """The answer to one question, for the asker alone."""

    model_config = ConfigDict(str_strip_whitespace=True)

    answer: LongText = Field(title="答复", min_length=4, max_length=2000)
