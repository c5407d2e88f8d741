"""What comes in about cooperations."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lucai.platform.web.fields import Flag, LongText, Moment, Money, OptionalMoney
from lucai.stages.trade.cooperations.wording import ROLES, UNDECLARED
from lucai.stages.trade.rounds.schemas import PricedForm

TRIMMED = ConfigDict(str_strip_whitespace=True)
PERCENT = 100


class Labelled(StrEnum):
    """A value with a label for the screen."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Role(Labelled):
    """What a member of the group is there for."""

    TECHNICAL = "technical", ROLES["technical"]
    LAWYER = "lawyer", ROLES["lawyer"]
    ECONOMIST = "economist", ROLES["economist"]
    BUYER = "buyer", ROLES["buyer"]


class Source(Labelled):
    """Where a member comes from."""

    LIBRARY = "library", "从评审专家库随机抽取"
    CHOSEN = "chosen", "采购人自行选定"


class FactorIn(BaseModel):
    """One scoring factor."""

    model_config = TRIMMED

    name: str = Field(title="评审因素", min_length=2, max_length=60)
    points: int = Field(title="分值", ge=1, le=PERCENT, json_schema_extra={"unit": "分"})
    research: Flag = Field(title="属于研发方案", default=False)


class StageIn(BaseModel):
    """One stage of the research, with its share of the reimbursable cost."""

    model_config = TRIMMED

    name: str = Field(title="研发阶段", min_length=2, max_length=40)
    goal: str = Field(title="标志性成果", min_length=4, max_length=200)
    percent: int = Field(title="成本占比", ge=1, le=PERCENT, json_schema_extra={"unit": "%"})


class ContentIn(BaseModel):
    """The scheme and its notice as the agency writes them."""

    model_config = TRIMMED

    goal: LongText = Field(title="最低研发目标", max_length=4000, default="")
    scene: LongText = Field(title="应用场景", max_length=4000, default="")
    qualification: LongText = Field(title="供应商资格要求", max_length=4000, default="")
    wanted: int = Field(
        title="拟确定的研发供应商数量", ge=0, le=9, default=0, description="不超过 3 家",
        json_schema_extra={"unit": "家"},
    )  # fmt: skip
    months: int = Field(
        title="合同期限（含首购）", ge=0, le=120, default=0, json_schema_extra={"unit": "个月"},
        description="一般不超过两年，重大项目不超过三年",
    )  # fmt: skip
    major: Flag = Field(title="重大合作创新采购项目", default=False)
    most_cost: OptionalMoney = Field(
        title="每家可补偿成本上限", default=None, ge=0, description="直接成本和间接成本之和，整元"
    )
    ratio: Decimal = Field(
        title="成本补偿比例", ge=0, le=PERCENT, default=Decimal(0), json_schema_extra={"unit": "%"}
    )
    incentive: OptionalMoney = Field(
        title="激励费用", default=None, ge=0, description="另计，不作为补偿的基数；没有的留空"
    )
    quantity: int = Field(title="首购数量", ge=0, le=1_000_000, default=0)
    price_ceiling: OptionalMoney = Field(title="首购最高限制单价", default=None, ge=0)
    inside: Flag = Field(title="要求研发活动在中国关境内进行", default=False)
    rights: LongText = Field(
        title="知识产权权属、利益分配和使用", max_length=4000,
        default="研发形成的知识产权归研发供应商所有；采购人为履行职责无偿使用。",
    )  # fmt: skip
    acceptance: LongText = Field(title="验收方法和验收标准", max_length=4000, default="")
    upgrade: LongText = Field(title="迭代升级服务要求", max_length=4000, default="")
    risk: LongText = Field(title="研发风险和管控措施", max_length=4000, default="")
    factors: list[FactorIn] = Field(title="评审因素", default_factory=list, max_length=20)
    stages: list[StageIn] = Field(title="研发阶段", default_factory=list, max_length=9)

    @model_validator(mode="after")
    def _stages_sum(self) -> ContentIn:
        if self.stages and sum(one.percent for one in self.stages) != PERCENT:
            raise ValueError("各研发阶段的成本占比之和应当为 100%")
        if self.most_cost and self.most_cost % PERCENT:
            raise ValueError("可补偿成本上限应当为整元")
        return self


class PublishIn(BaseModel):
    """When applications are due."""

    apply_until: Moment = Field(
        title="提交申请文件截止时间", description="自公告发布之日起不少于 20 个工作日"
    )


class MemberIn(BaseModel):
    """One member of the group."""

    model_config = TRIMMED

    name: str = Field(title="姓名", min_length=2, max_length=40)
    unit: str = Field(
        title="工作单位",
        min_length=2,
        max_length=80,
        description="专家按专家库登记，采购人代表写单位全称",
    )
    role: Role = Field(title="身份")
    source: Source = Field(title="产生方式")


class GroupIn(BaseModel):
    """The group; the first is its leader."""

    members: list[MemberIn] = Field(title="谈判小组成员", min_length=1, max_length=21)
    reserves: list[MemberIn] = Field(title="备选成员", default=[], max_length=21)


class ReserveDrawIn(BaseModel):
    """Which reserves are drawn from the library."""

    model_config = TRIMMED

    role: Role = Field(title="身份", description="采购人代表由采购人委派，不抽取")
    specialties: str = Field(
        title="评审专业", min_length=1, max_length=200,
        description="品目代码，多个用逗号隔开，如：A02010105, C16",
    )  # fmt: skip
    count: int = Field(title="抽取人数", ge=1, le=9, default=2)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The codes of the specialties."""
        return tuple(re.findall(r"[0-9A-Za-z]+", self.specialties.upper()))


class ApplicationIn(BaseModel):
    """An application."""

    model_config = TRIMMED

    statement: LongText = Field(
        title="资格和能力说明", min_length=10, max_length=8000, description="对照资格要求逐项说明"
    )
    experience: LongText = Field(title="研发基础和同类成果", min_length=4, max_length=4000)
    contact: str = Field(title="联系人和电话", min_length=4, max_length=100)
    truthful: Flag = Field(title="承诺申请文件真实、合法、有效", default=False)


class DeclaredIn(BaseModel):
    """A member declares to be free of ties before it finds anything (GP-EXP-04)."""

    declared_free: Flag = Field(
        title="我与参加本项目的供应商三年内没有任职、顾问、持股关系，也没有亲属等应当回避的关系",
        default=False,
    )

    @property
    def undeclared(self) -> dict[str, str]:
        """What is refused at the field of who has not declared to be free."""
        return {} if self.declared_free else {"declared_free": UNDECLARED}


class Passed(Labelled):
    """A finding on an applicant."""

    YES = "yes", "合格"
    NO = "no", "不合格"


class FindingIn(BaseModel):
    """What one member found of one applicant, or says of the talks with it.

    What is missing is said by the service, for all of them at once and at each field.
    """

    model_config = TRIMMED

    key: str = Field(title="供应商", json_schema_extra={"kind": "hidden"})
    passed: str = Field(
        title="审查结论", default="", max_length=3, json_schema_extra={"kind": "radio"}
    )
    topics: LongText = Field(
        title="谈判内容", default="", max_length=4000,
        description="研发目标、方案、完成时间、成本补偿范围、首购产品的价格和数量、知识产权",
    )  # fmt: skip
    agreed: LongText = Field(title="供应商的意见和承诺", default="", max_length=4000)
    reason: LongText = Field(title="本人意见和理由", default="", max_length=1000)


class FindingsIn(DeclaredIn):
    """What one member finds of everybody."""

    rows: list[FindingIn] = Field(title="本人意见", min_length=1, max_length=50)


class ExchangeIn(BaseModel):
    """What came of the exchange of concepts: all qualified suppliers together."""

    model_config = TRIMMED

    held: LongText = Field(
        title="交流情况", min_length=10, max_length=4000,
        description="时间、地点、参加人，各供应商对研发目标、技术路线和成本的意见",
    )  # fmt: skip
    outcome: LongText = Field(
        title="对采购方案的调整", max_length=4000, default="",
        description="交流后调整的内容写入研发谈判文件；没有的留空",
    )  # fmt: skip


class FileIn(BaseModel):
    """The negotiation document: what it adds to the scheme, and when first responses are due."""

    model_config = TRIMMED

    text: LongText = Field(
        title="研发谈判文件", min_length=10, max_length=20000,
        description="最低研发目标、评审标准、成本补偿范围、合同主要条款；不得改变公告的评审分值",
    )  # fmt: skip
    until: Moment = Field(
        title="提交首次响应文件截止时间", description="自发出之日起不少于 10 个工作日"
    )


class FinalIn(BaseModel):
    """The final document after the negotiation."""

    model_config = TRIMMED

    text: LongText = Field(
        title="最终研发谈判文件", min_length=10, max_length=20000,
        description="根据谈判结果确定；不得降低最低研发目标，不得提高费用上限",
    )  # fmt: skip
    until: Moment = Field(
        title="提交最终响应文件截止时间", description="自发出之日起不少于 5 个工作日"
    )


class ResponseIn(PricedForm):
    """A response, first or final."""

    model_config = TRIMMED

    plan: LongText = Field(title="研发方案", min_length=10, max_length=20000)
    goal: LongText = Field(title="承诺的研发目标", min_length=4, max_length=4000)
    cost: Money = Field(title="可补偿成本", gt=0, description="整元，不超过公告的上限")
    months: int = Field(title="完成研发的时间", ge=1, le=120, json_schema_extra={"unit": "个月"})
    price: Money = Field(title="首购单价", gt=0)
    outside: LongText = Field(title="对外委托和合作研发", max_length=2000, default="")
    inside: Flag = Field(title="承诺研发活动在中国关境内进行", default=False)

    @model_validator(mode="after")
    def _is_whole(self) -> ResponseIn:
        if self.cost % PERCENT:
            raise ValueError("可补偿成本应当为整元")
        return self


class PointIn(BaseModel):
    """A member's points for one factor."""

    value: Decimal = Field(title="得分", ge=0, le=PERCENT, max_digits=5, decimal_places=2)


class ScoreIn(BaseModel):
    """A member's points for one supplier, factor by factor, and why.

    What is missing is said by the service, for all of them at once and at each field.
    """

    model_config = TRIMMED

    key: str = Field(title="供应商", json_schema_extra={"kind": "hidden"})
    points: list[PointIn] = Field(title="各因素得分", default_factory=list, max_length=20)
    reason: LongText = Field(title="评分理由", default="", max_length=1000)


class OpinionIn(DeclaredIn):
    """What one member finds of everything that is judged."""

    rows: list[ScoreIn] = Field(title="评审得分", min_length=1, max_length=50)


class SignatureIn(BaseModel):
    """A signature, with what differs if something does."""

    model_config = TRIMMED

    dissent: LongText = Field(
        title="不同意见", default="", max_length=4000,
        description="没有不同意见的留空。有不同意见的书面说明理由，记入评审报告",
    )  # fmt: skip


class ReplacementIn(BaseModel):
    """Why a member is replaced; who takes the place, where no reserve of the same kind is left."""

    model_config = TRIMMED

    name: str = Field(
        title="姓名",
        default="",
        max_length=40,
        description="有同一身份备选成员的不填，由备选成员递补",
    )
    unit: str = Field(title="工作单位", default="", max_length=80)
    reason: LongText = Field(
        title="更换的理由",
        min_length=4,
        max_length=400,
        description="按照采购人内部控制管理制度更换",
    )


class EvaluationIn(BaseModel):
    """The report on the group's evaluation; the points are the members' own."""

    model_config = TRIMMED

    report: LongText = Field(
        title="评审意见",
        min_length=4,
        max_length=2000,
        description="各成员的评分、理由和不同意见已由成员本人写明",
    )


class DecisionIn(BaseModel):
    """How many of the ranking are taken."""

    count: int = Field(
        title="确定的研发供应商数量", ge=1, le=9, description="按名次由高到低，不超过谈判文件的规定",
        json_schema_extra={"unit": "家"},
    )  # fmt: skip


class FirstIn(BaseModel):
    """Which product is bought first."""

    model_config = TRIMMED

    product: LongText = Field(
        title="首购产品的功能、性能",
        min_length=4,
        max_length=4000,
        description="随首购产品公告公开",
    )
    reason: LongText = Field(title="确定理由", min_length=4, max_length=1000)


class ReasonIn(BaseModel):
    """Why it goes back, or ends."""

    model_config = TRIMMED

    reason: LongText = Field(title="理由", min_length=4, max_length=400)
