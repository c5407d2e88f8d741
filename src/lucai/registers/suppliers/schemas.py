"""What a supplier types about itself."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.law.sme import industries
from lucai.platform.web.fields import OptionalDate
from lucai.registers.suppliers.lifecycle import STAFF_RIGHTS


class SizeClass(StrEnum):
    """大型、中型、小型、微型 (中小企业划型标准规定)."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"

    @property
    def label(self) -> str:
        """As the declaration says it."""
        return SIZE_LABELS[self.value]


SIZE_LABELS = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}


def industry_choices() -> list[tuple[str, str]]:
    """Return the industries of the table of size classes, for choosing."""
    return [(str(number), industry.name) for number, industry in industries().items()]


def _known_industry(value: object) -> object:
    if str(value) not in {number for number, _ in industry_choices()}:
        raise ValueError("请从列出的行业中选择")
    return value


class QualificationIn(BaseModel):
    """One certificate."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="资质名称", min_length=2, max_length=120)
    number: str = Field(title="证书编号", min_length=2, max_length=60)
    until: OptionalDate = Field(title="有效期至", default=None)


def _split(value: object) -> object:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


class StaffIn(BaseModel):
    """Somebody who may act for the firm: in what, and until when."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="姓名", min_length=2, max_length=40)
    post: str = Field(title="职务", min_length=2, max_length=40)
    until: OptionalDate = Field(title="授权至", default=None)
    rights: Annotated[list[str], BeforeValidator(_split)] = Field(
        title="授权事项", default=[], json_schema_extra={"kind": "checkbox"}
    )

    @field_validator("rights")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        if unknown := [one for one in value if one not in STAFF_RIGHTS]:
            raise ValueError(f"没有这项授权：{unknown[0]}")
        return value


class RenewalIn(BaseModel):
    """A certificate's next term."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(title="证书编号", min_length=2, max_length=60)
    until: date = Field(title="新的有效期至")

    @field_validator("until")
    @classmethod
    def _in_future(cls, value: date) -> date:
        if value <= clock.today():
            raise ValueError("新的有效期应当晚于今天")
        return value


class CompanyIn(BaseModel):
    """企业资料."""

    model_config = ConfigDict(str_strip_whitespace=True)

    size_class: SizeClass = Field(
        title="企业规模", description="按《中小企业划型标准规定》自行判定，法规计算器可以帮您核对"
    )
    industry: Annotated[int, BeforeValidator(_known_industry)] = Field(
        title="所属行业", json_schema_extra={"kind": "select"}
    )
    legal_representative: str = Field(title="法定代表人", min_length=2, max_length=60)
    contact: str = Field(title="联系人", min_length=2, max_length=60)
    phone: str = Field(title="联系电话", min_length=5, max_length=40)
    address: str = Field(title="地址", min_length=4, max_length=200)
    account_name: str = Field(title="账户名称", default="", max_length=120)
    account_number: str = Field(title="银行账号", default="", max_length=40, pattern=r"^[0-9\- ]*$")
    bank_name: str = Field(title="开户银行", default="", max_length=120)
    qualifications: list[QualificationIn] = Field(title="资质证书", default=[], max_length=50)
    staff: list[StaffIn] = Field(title="授权人员", default=[], max_length=100)
