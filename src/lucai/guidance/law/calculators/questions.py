"""The forms of the calculators; their Chinese labels are what people see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.platform.web.fields import Flag, OptionalDate, OptionalMoney, OptionalNumber

OptionalWhole = Annotated[int | None, BeforeValidator(lambda v: None if v == "" else v)]


def _read_amount(value: object) -> object:
    return value.replace(",", "").replace("，", "").strip() if isinstance(value, str) else value


Amount = Annotated[Decimal, BeforeValidator(_read_amount)]
"""An amount as it stands in a table, perhaps with thousands."""


class Labelled(StrEnum):
    """A choice with a Chinese label."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Keep value and label together."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ObjectKind(Labelled):
    """What is bought."""

    GOODS = "goods", "货物"
    SERVICES = "services", "服务"
    WORKS = "works", "工程"


class Method(Labelled):
    """How it is bought, as far as the calculators differ."""

    OPEN = "open", "公开招标"
    INVITED = "invited", "邀请招标"
    CONSULTATION = "consultation", "竞争性磋商"
    NEGOTIATION = "negotiation", "竞争性谈判"
    INQUIRY = "inquiry", "询价"
    COOPERATIVE = "cooperative", "合作创新采购"


class Way(Labelled):
    """In which direction a period is counted."""

    AS_RULED = "ruled", "按规定方向推算"
    FORWARD = "forward", "从已知日期向后推算"
    BACKWARD = "backward", "从已知日期向前倒推"


class Question(BaseModel):
    """A calculator's form."""

    model_config: ClassVar[ConfigDict] = ConfigDict(str_strip_whitespace=True)


class Workdays(Question):
    """Count working days."""

    from_: date = Field(title="起算日", description="当天不计算在内", alias="from")
    plus: int = Field(
        title="工作日数", description="向前倒数填负数，例如 -2", ge=-400, le=400, default=5
    )


class Limit(Question):
    """A rule's deadline; ``rule`` is a rule's id, with ``/name`` where it has several durations."""

    rule: str = Field(title="期限规定", json_schema_extra={"kind": "select"})
    from_: date = Field(title="已知日期", description="当天不计算在内", alias="from")
    direction: Way = Field(
        title="推算方向", default=Way.AS_RULED, json_schema_extra={"kind": "radio"}
    )


class Code(Question):
    """Check a code."""

    code: str = Field(
        title="统一社会信用代码", description="18 位数字和大写字母", min_length=1, max_length=40
    )


class Size(Question):
    """Classify a firm."""

    industry: int = Field(title="所属行业", json_schema_extra={"kind": "select"})
    employees: OptionalWhole = Field(title="从业人员（人）", default=None, ge=0)
    revenue_wan: OptionalNumber = Field(title="营业收入（万元）", default=None, ge=0)
    assets_wan: OptionalNumber = Field(title="资产总额（万元）", default=None, ge=0)


class OfferLine(Question):
    """One bid in a score calculation; shares in percent."""

    bidder: str = Field(title="投标人", min_length=1, max_length=60)
    price: Amount = Field(title="报价（元）", gt=0, json_schema_extra={"kind": "number"})
    micro: Flag = Field(title="小微企业", default=False)
    domestic: Flag = Field(title="本国产品", default=False)
    consortium_share: OptionalNumber = Field(
        title="联合体或者分包中小微企业份额（%）", default=None, ge=0, le=100
    )
    domestic_cost_share: OptionalNumber = Field(
        title="本国产品成本占比（%）", default=None, ge=0, le=100
    )


class Score(Question):
    """Score prices."""

    on: date = Field(title="采购活动开始日", description="首次公告或者发出文件之日", alias="date")
    object_kind: ObjectKind = Field(title="采购对象")
    method: Method = Field(title="采购方式")
    weight: Decimal = Field(title="价格分值（分）", gt=0, le=100)
    sme_rate: OptionalNumber = Field(
        title="采购文件载明的小微企业价格扣除比例（%）", description="没有载明的不填",
        default=None, ge=0, le=100,
    )  # fmt: skip
    information_system: Flag = Field(title="政务信息系统项目", default=False)
    offers: list[OfferLine] = Field(title="报价", min_length=1, max_length=200)


class LowPrice(Question):
    """Find abnormally low prices."""

    on: date = Field(title="采购活动开始日", description="首次公告或者发出文件之日", alias="date")
    prices: str = Field(
        title="通过符合性审查的报价（元）",
        description="每行一家：名称和报价，或者只写报价；可以从表格粘贴",
        min_length=1,
        max_length=20_000,
        json_schema_extra={"kind": "textarea"},
    )
    ceiling: OptionalMoney = Field(title="最高限价", default=None)
    budget: OptionalMoney = Field(title="采购预算", default=None)


class Committee(Question):
    """The size of a panel."""

    method: Method = Field(title="采购方式")
    object_kind: ObjectKind = Field(title="采购对象", default=ObjectKind.GOODS)
    budget_wan: Decimal = Field(title="采购预算（万元）", ge=0)
    region: str = Field(
        title="预算单位所在地", description="决定适用哪一级的公开招标数额标准",
        default="370000", json_schema_extra={"kind": "select"},
    )  # fmt: skip
    special: Flag = Field(title="技术复杂或者社会影响较大", default=False)
    members: OptionalWhole = Field(title="拟定人数", default=None, ge=1, le=99)


class Threshold(Question):
    """Which thresholds hold in a region."""

    on: date = Field(title="采购活动开始日", alias="date")
    region: str = Field(
        title="预算单位所在地", default="370000", json_schema_extra={"kind": "select"}
    )
    object_kind: ObjectKind = Field(title="采购对象")
    amount_wan: OptionalNumber = Field(
        title="采购预算（万元）", description="填写后说明是否达到标准", default=None, ge=0
    )


class Cap(Question):
    """The largest amount the law allows."""

    rule: str = Field(title="限额规定", json_schema_extra={"kind": "select"})
    base: Amount = Field(
        title="计算基数（元）", description="按规定填写预算金额或者合同金额", gt=0,
        json_schema_extra={"kind": "number"},
    )  # fmt: skip
    on: OptionalDate = Field(title="适用日期", description="不填按今天", alias="date", default=None)


class Elimination(Question):
    """How many suppliers a framework agreement turns away."""

    responders: int = Field(title="提交响应文件的供应商家数", ge=0, le=10_000)
    rate: Decimal = Field(title="征集文件载明的淘汰率（%）", ge=0, le=100)
    quality_first: Flag = Field(title="采用质量优先法", default=False)


class Interest(Question):
    """What a late payment costs."""

    overdue: Amount = Field(title="逾期未付金额（元）", gt=0, json_schema_extra={"kind": "number"})
    days: int = Field(title="逾期天数", ge=0, le=36_500)
    daily_rate: OptionalNumber = Field(
        title="合同约定的日利率（%）", description="没有约定的不填，按规定的每日利率",
        default=None, ge=0, le=1,
    )  # fmt: skip
