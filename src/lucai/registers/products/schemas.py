"""What is typed about products."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.law.catalogue import catalogue, is_leaf
from lucai.platform.web.fields import Flag, LongText, Money, OptionalMoney, OptionalNumber
from lucai.registers.products.lifecycle import KINDS

TRIMMED = ConfigDict(str_strip_whitespace=True)


class Kind(StrEnum):
    """What a certificate says."""

    ENERGY = "energy"
    ENVIRONMENT = "environment"
    CCC = "ccc"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How pages say it."""
        return KINDS[self.value]


class AttributeIn(BaseModel):
    """One parameter."""

    model_config = TRIMMED

    name: str = Field(title="参数", min_length=1, max_length=60)
    value: str = Field(title="值", min_length=1, max_length=200)


class CertificateIn(BaseModel):
    """One certificate with its last day."""

    model_config = TRIMMED

    kind: Kind = Field(title="证书类别")
    number: str = Field(title="证书编号", min_length=2, max_length=60)
    issuer: str = Field(title="认证机构", min_length=2, max_length=120)
    until: date = Field(title="有效期至")


class CertificatesIn(BaseModel):
    """The certificates of a product."""

    certificates: list[CertificateIn] = Field(title="认证证书", default=[], max_length=20)


class OfferIn(BaseModel):
    """A supplier's offer."""

    model_config = TRIMMED

    price: Money = Field(title="报价（单价）", gt=0)
    public_price: OptionalMoney = Field(
        title="面向社会销售的价格", default=None,
        description="电商平台、门店的同期价格；库内报价高于它时，列表中会提示采购人",
    )  # fmt: skip
    delivery_days: int = Field(title="供货时间", ge=0, le=365, json_schema_extra={"unit": "日"})
    warranty_months: int = Field(title="质保期", ge=0, le=240, json_schema_extra={"unit": "个月"})
    reason: str = Field(
        title="调价理由",
        default="",
        max_length=200,
        description="上调价格的必须写明；与价格一起公开",
    )


class ProductIn(CertificatesIn):
    """A product as its supplier writes it."""

    model_config = TRIMMED

    name: str = Field(title="商品名称", min_length=2, max_length=120)
    brand: str = Field(title="品牌", min_length=1, max_length=60)
    model: str = Field(title="型号", min_length=1, max_length=80)
    manufacturer: str = Field(title="生产厂商", min_length=2, max_length=120)
    catalogue_code: str = Field(
        title="品目代码",
        min_length=3,
        max_length=20,
        description="《政府采购品目分类目录》的底级品目",
    )
    unit: str = Field(title="计量单位", min_length=1, max_length=12)
    description: LongText = Field(title="商品说明", default="", max_length=2000)
    standards: str = Field(
        title="执行标准", default="", max_length=400, description="国家、行业、团体或者企业标准号"
    )
    attributes: list[AttributeIn] = Field(title="主要参数", min_length=1, max_length=60)
    says_domestic: Flag = Field(title="声明为本国产品", default=False)
    made_here: Flag = Field(title="在中国关境内生产，实现组件到产品的属性改变", default=False)
    component_share: OptionalNumber = Field(
        title="中国境内生产的组件成本占比", default=None, ge=0, le=100,
        json_schema_extra={"unit": "%"}, description="没有测算的可以不填",
    )  # fmt: skip

    @field_validator("catalogue_code")
    @classmethod
    def _is_a_leaf(cls, value: str) -> str:
        code = value.upper()
        if code not in catalogue():
            raise ValueError("目录中没有这个品目代码，点“查品目”查找")
        if not is_leaf(code):
            raise ValueError("请选用底级品目代码，点“查品目”查找")
        return code


class SaidIn(BaseModel):
    """Why."""

    model_config = TRIMMED

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class ObjectionIn(BaseModel):
    """Why sending the product back was wrong."""

    model_config = TRIMMED

    objection: LongText = Field(
        title="异议和理由", min_length=10, max_length=1000,
        description="由没有办理退回的人处理，结果会告知您",
    )  # fmt: skip


class Ruling(StrEnum):
    """What becomes of an objection."""

    ACCEPT = "accept"
    REJECT = "reject"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"accept": "异议成立，重新审核", "reject": "异议不成立，维持退回"}[self.value]


class RulingIn(BaseModel):
    """The ruling on an objection, with its reasons."""

    model_config = TRIMMED

    outcome: Ruling = Field(title="处理结论", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(title="理由", min_length=4, max_length=400)
