"""The closed lists of a plan, each with its Chinese label."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from lucai.law.methods import method


class Choice(StrEnum):
    """A value with a label for the screen."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ObjectKind(Choice):
    """What is procured."""

    GOODS = "goods", "货物"
    SERVICES = "services", "服务"
    WORKS = "works", "工程"


class WorksPart(Choice):
    """What the purchase has to do with construction (政府采购法实施条例 第七条)."""

    NONE = "none", "不涉及工程建设"
    CONSTRUCTION = "construction", "工程施工：新建、改建、扩建及相关的装修、拆除、修缮"
    GOODS = "important_goods", "与工程建设有关的重要设备、材料"
    SERVICES = "design_supervision", "与工程建设有关的勘察、设计、监理"
    SEPARATE = "separate", "与新建、改建、扩建无关的单独装修、拆除、修缮"


WORKS_OF_OBJECT = {
    ObjectKind.GOODS: frozenset({WorksPart.NONE, WorksPart.GOODS}),
    ObjectKind.SERVICES: frozenset({WorksPart.NONE, WorksPart.SERVICES}),
    ObjectKind.WORKS: frozenset({WorksPart.CONSTRUCTION, WorksPart.SEPARATE}),
}
"""What each object can be of works; works have to say which."""


class WorksExemption(Choice):
    """Why works at the compulsory scale may do without a tender (招标投标法 第六十六条, 条例 第九条)."""

    NONE = "none", "没有可以不招标的情形"
    SECRET = "secret", "涉及国家安全、国家秘密，不适宜招标"
    RESCUE = "rescue", "抢险救灾，不适宜招标"
    RELIEF = "relief", "利用扶贫资金实行以工代赈、需要使用农民工，不适宜招标"
    PATENT = "patent", "需要采用不可替代的专利或者专有技术"
    OWN = "own", "采购人依法能够自行建设、生产或者提供"
    CONCESSION = "concession", "已通过招标选定的特许经营项目投资人依法能够自行建设、生产或者提供"
    ORIGINAL = "original", "需要向原中标人采购，否则将影响施工或者功能配套要求"


class Method(Choice):
    """采购方式, by the ids of the law's method sheets."""

    OPEN = "open", "公开招标"
    INVITED = "invited", "邀请招标"
    NEGOTIATION = "negotiation", "竞争性谈判"
    CONSULTATION = "consultation", "竞争性磋商"
    INQUIRY = "inquiry", "询价"
    SINGLE_SOURCE = "single_source", "单一来源"
    EMERGENCY = "emergency", "紧急采购"
    COOPERATIVE = "cooperative", "合作创新采购"


METHOD_CASES = tuple(
    (f"{kind.value}.{case.key}", f"{kind.label}：{case.label}")
    for kind in Method
    for case in method(kind.value).cases
)
"""The law's situations for methods other than the open tender, as a form offers them."""


class OrganisationForm(Choice):
    """采购组织形式."""

    CENTRALIZED = "centralized", "政府集中采购"
    DEPARTMENTAL = "departmental", "部门集中采购"
    DISPERSED = "dispersed", "分散采购"


class ImplementationForm(Choice):
    """实施形式."""

    AGENCY = "agency", "委托代理机构"
    SELF = "self", "自行组织"


class EvaluationMethod(Choice):
    """评审方法."""

    COMPREHENSIVE = "comprehensive", "综合评分法"
    LOWEST_PRICE = "lowestPrice", "最低评标价法"


class ImportKind(Choice):
    """How the state looks at an import (财库〔2007〕119号 第八条至第十条)."""

    GENERAL = "general", "国家没有限制的一般进口产品"
    RESTRICTED = "restricted", "国家限制进口产品"
    ENCOURAGED = "encouraged", "国家鼓励进口产品"


class SmePolicy(Choice):
    """How the project supports small and medium enterprises."""

    RESERVED = "reserved", "专门面向中小企业"
    DEDUCTION = "deduction", "不专门面向，小微企业价格扣除"
    NONE = "none", "不适用中小企业政策"


class ReviewKind(Choice):
    """需求审查, on its two levels."""

    GENERAL = "general", "一般性审查"
    KEY = "key", "重点审查"


class Conclusion(Choice):
    """What a review came to."""

    PASSED = "passed", "通过"
    FAILED = "failed", "不通过，退回修改"


UNITS = (
    "台",
    "套",
    "件",
    "个",
    "张",
    "把",
    "辆",
    "批",
    "项",
    "年",
    "月",
    "人",
    "平方米",
    "米",
    "吨",
    "次",
)
