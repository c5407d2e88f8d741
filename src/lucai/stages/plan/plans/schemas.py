"""What comes in about procurement plans."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from lucai.law import catalogue
from lucai.platform.web.fields import Flag, LongText, Money, OptionalDate, OptionalTotal, Total
from lucai.stages.plan.plans.choices import (
    Conclusion,
    EvaluationMethod,
    ImportKind,
    Method,
    ObjectKind,
    OrganisationForm,
    ReviewKind,
    SmePolicy,
    WorksExemption,
    WorksPart,
)


def leaf_code(text: str) -> str:
    """Read a catalogue code, or a name that only one item has.

    Raises:
        ValueError: no such item, or one that has finer ones below it.
    """
    item = catalogue.catalogue().get(text.strip().upper())
    if item is None:
        named = [i for i in catalogue.search(text, limit=50) if i.name == text.strip()]
        item = named[0] if len(named) == 1 else None
    if item is None:
        raise ValueError(f"品目分类目录里没有“{text}”，请点“查品目”按代码或名称查找")
    if not catalogue.is_leaf(item.code):
        raise ValueError(f"“{item.name}”下面还有更细的品目，请选到最末一级")
    return item.code


def _blank_is_nothing(value: object) -> object:
    return 0 if isinstance(value, str) and not value.strip() else value


CatalogueCode = Annotated[str, AfterValidator(leaf_code)]
Count = Annotated[int, BeforeValidator(_blank_is_nothing)]


class ItemIn(BaseModel):
    """One thing to be bought."""

    model_config = ConfigDict(str_strip_whitespace=True)

    catalogue_code: CatalogueCode = Field(
        title="品目", description="填代码（如 A02010108）或名称，不确定时点“查品目”"
    )
    name: str = Field(title="标的名称", min_length=2, max_length=200)
    quantity: Decimal = Field(title="数量", gt=0, max_digits=12, decimal_places=2)
    unit: str = Field(title="单位", min_length=1, max_length=20)
    unit_price: Money = Field(title="预算单价", gt=0)
    requirement: LongText = Field(title="主要需求", default="", max_length=4000)
    domestic: Flag = Field(title="适用本国产品政策", default=False)


class PackageIn(BaseModel):
    """One lot."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="包名称", min_length=2, max_length=200)
    amount: Total = Field(title="本包预算", gt=0)
    ceiling: OptionalTotal = Field(
        title="最高限价", default=None, description="不填即以预算为限；不得设最低限价"
    )
    sme_reserved: Flag = Field(title="本包专门面向中小企业", default=False)
    items: list[ItemIn] = Field(title="标的", min_length=1)


class FundingIn(BaseModel):
    """What is taken from one indicator."""

    indicator_code: str = Field(title="预算指标", min_length=1)
    amount: Total = Field(title="使用金额", gt=0)


class ImportExpertIn(BaseModel):
    """What one expert says of an import (财库〔2007〕119号 第十二条)."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="姓名", min_length=2, max_length=40)
    unit: str = Field(title="工作单位", min_length=2, max_length=120)
    title: str = Field(title="职称", min_length=2, max_length=60)
    legal: Flag = Field(title="法律专家", default=False)
    opinion: LongText = Field(title="论证意见", min_length=4, max_length=2000)


class PlanIn(BaseModel):
    """A plan as its form has it. What the law asks is judged when it is submitted."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Field(title="采购项目名称", min_length=4, max_length=200)
    intention_code: str = Field(title="对应的采购意向", default="")
    intention_exempt_reason: str = Field(
        title="可以不公开意向的理由",
        default="",
        max_length=500,
        description="仅限不可预见的紧急采购等情形；选择了意向就不用填",
    )
    fiscal_year: int = Field(title="预算年度", ge=2000, le=2100)
    object_kind: ObjectKind = Field(title="采购对象")
    works_part: WorksPart = Field(
        title="与工程建设的关系",
        default=WorksPart.NONE,
        description="采购工程，或者采购工程不可分割的设备、材料、勘察设计监理的，应当选择",
    )
    works_exemption: WorksExemption = Field(
        title="可以不招标的情形",
        default=WorksExemption.NONE,
        description="达到必须招标的数额、但依法可以不招标的工程才选",
    )
    amount: Total = Field(title="计划总金额", gt=0)
    ceiling: OptionalTotal = Field(title="总最高限价", default=None)
    planned_start: date = Field(
        title="计划开始采购日", description="发布采购公告的日期，应在意向公开满三十日之后"
    )

    method: Method = Field(title="采购方式", default=Method.OPEN)
    method_case: str = Field(
        title="法定情形",
        default="",
        max_length=40,
        json_schema_extra={"kind": "select"},
        description="公开招标不用选；其他方式应当符合其中一种情形",
    )
    sole_supplier: str = Field(
        title="单一来源的供应商", default="", max_length=18,
        description="填写拟定供应商的统一社会信用代码；采购文件只提供给该供应商",
    )  # fmt: skip
    justification: str = Field(
        title="单一来源公示", default="", max_length=40,
        json_schema_extra={"kind": "select"},
        description="达到公开招标数额标准、只能从唯一供应商处采购的，选择已经通过的公示",
    )  # fmt: skip
    failed_project: str = Field(
        title="此前失败的项目编号",
        default="",
        max_length=40,
        description="情形为招标失败或者只有两家的，填写失败的采购项目编号",
    )
    method_reason: LongText = Field(title="采用该方式的理由", default="", max_length=4000)
    method_consent: str = Field(
        title="主管预算单位意见",
        default="",
        max_length=500,
        description="改变采购方式时填写文号或意见",
    )
    emergency_event: str = Field(
        title="突发事件", default="", max_length=200, description="紧急采购填写，如“某地特大暴雨”"
    )
    emergency_on: OptionalDate = Field(title="突发事件发生日期", default=None)
    emergency_finding: LongText = Field(
        title="储备和调拨不能满足需要的认定", default="", max_length=4000,
        description="紧急采购填写：需要什么、储备和调拨能满足多少、什么时候必须到位",
    )  # fmt: skip
    expert_argument: LongText = Field(
        title="专家论证意见", default="", max_length=4000,
        description="合作创新采购填写：参加论证的专家和意见，市场现有产品为什么不能满足需要；"
        "招标失败改用竞争性谈判的填写：评标委员会或者三名以上评审专家对招标文件没有不合理条款的意见",
    )  # fmt: skip
    original_contract: str = Field(
        title="原合同编号", default="", max_length=60,
        description="单一来源添购、紧急采购向原供应商追加的填写",
    )  # fmt: skip
    original_amount: OptionalTotal = Field(title="原合同金额", default=None)
    organisation_form: OrganisationForm = Field(
        title="组织形式", default=OrganisationForm.DISPERSED
    )
    evaluation_method: EvaluationMethod = Field(
        title="评审方法", default=EvaluationMethod.COMPREHENSIVE
    )

    sme_policy: SmePolicy = Field(title="中小企业政策", default=SmePolicy.DEDUCTION)
    sme_reason: str = Field(title="不专门面向中小企业的理由", default="", max_length=500)
    imports: Flag = Field(title="采购进口产品", default=False)
    import_approval: str = Field(title="进口产品核准文号", default="", max_length=80)
    import_kind: ImportKind = Field(title="进口产品的类别", default=ImportKind.GENERAL)
    import_policy: str = Field(
        title="鼓励进口的政策文件",
        default="",
        max_length=200,
        description="国家鼓励进口产品填写文号",
    )
    import_opinion: LongText = Field(
        title="所属行业主管部门意见", default="", max_length=4000,
        description="一般进口产品可以用专家论证意见代替；国家限制进口产品两者都要",
    )  # fmt: skip
    import_experts: list[ImportExpertIn] = Field(
        title="进口产品论证专家", default_factory=list, max_length=15
    )

    demand: LongText = Field(
        title="采购需求",
        default="",
        max_length=20000,
        description="采购标的要实现的功能或者目标，质量、安全、技术、服务、时限等要求",
    )
    designers: str = Field(
        title="提供过整体设计、规范编制等服务的供应商", default="", max_length=400,
        description="填写统一社会信用代码，多家用顿号隔开；不得再参加本项目。没有的不填",
    )  # fmt: skip
    technically_complex: Flag = Field(title="技术复杂、专业性强", default=False)
    public_service: Flag = Field(title="向社会公众提供的公共服务", default=False)
    survey: LongText = Field(title="需求调查结论", default="", max_length=20000)
    survey_on: OptionalDate = Field(title="调查完成日", default=None)
    survey_respondents: Count = Field(title="调查对象数", default=0, ge=0, le=1000)

    packages: list[PackageIn] = Field(title="包", min_length=1, max_length=99)
    fundings: list[FundingIn] = Field(title="资金来源", default_factory=list, max_length=50)


class ReviewIn(BaseModel):
    """One review."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: ReviewKind = Field(title="审查")
    conclusion: Conclusion = Field(title="结论", json_schema_extra={"kind": "radio"})
    opinion: LongText = Field(title="审查意见", min_length=2, max_length=4000)


class DecisionIn(BaseModel):
    """A decision on a page that offers two: one lets the plan go on, one sends it back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    step: str = Field(title="决定", min_length=1, max_length=40)
    approval: str = Field(title="核准文号", default="", max_length=80)
    reason: LongText = Field(
        title="理由", default="", max_length=4000, description="退回或者终止时填写，采购人会看到"
    )
