"""What comes in about orders."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import Flag, LongText, Moment, Money, OptionalMoney

TYPED = ConfigDict(str_strip_whitespace=True)


class OrderIn(BaseModel):
    """An order: what, how much, whereto, paid from which indicator."""

    model_config = TYPED

    package_number: int = Field(title="采购包", ge=1, json_schema_extra={"kind": "select"})
    quantity: int = Field(title="数量", ge=1, le=10_000_000)
    place: str = Field(title="交付或者服务地点", min_length=2, max_length=200)
    needed_by: date = Field(title="最迟交付日期")
    indicator_code: str = Field(
        title="预算指标", min_length=1, max_length=40, json_schema_extra={"kind": "select"},
        description="按协议价格冻结，成交后按成交金额保留",
    )  # fmt: skip
    demand: LongText = Field(
        default="", title="具体要求", max_length=2000, description="不得改变框架协议的需求标准"
    )


class DirectIn(OrderIn):
    """A direct choice, with what spoke for the supplier (110号令 art 32)."""

    supplier_id: int = Field(title="成交供应商", ge=1, json_schema_extra={"kind": "select"})
    unit_price: OptionalMoney = Field(
        default=None, title="成交单价", description="不填即为协议价格，不得高于协议价格"
    )
    reason: LongText = Field(
        title="选定理由", min_length=4, max_length=400,
        description="依据价格、质量、服务便利性、用户评价等",
    )  # fmt: skip


class BiddingIn(OrderIn):
    """A second bidding."""

    closes_at: Moment = Field(title="报价截止时间")


class OutsideIn(OrderIn):
    """A purchase from outside the framework, at a lower price (110号令 art 37)."""

    supplier_code: str = Field(title="非入围供应商统一社会信用代码", min_length=18, max_length=18)
    specification: str = Field(title="产品规格型号（应为相同货物）", min_length=2, max_length=400)
    unit_price: Money = Field(title="成交单价", gt=0)
    insiders_refused: Flag = Field(title="入围供应商不同意将价格降至该价格以下")
    reason: LongText = Field(title="证明材料", min_length=10, max_length=400)


class ReasonIn(BaseModel):
    """Why an order is declined or cancelled."""

    model_config = TYPED

    reason: LongText = Field(title="理由", min_length=4, max_length=400)
