"""What a supplier types about itself."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

from lucai.kernel import clock
from lucai.law.sme import industries
from lucai.law.uscc import check_uscc
from lucai.platform.web.accounts import NewAccountIn
from lucai.platform.web.fields import Flag, OptionalDate, OptionalNumber
from lucai.registers.suppliers.lifecycle import STAFF_RIGHTS, TIE_KINDS


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


class TieKind(StrEnum):
    """What ties somebody to a firm."""

    SHAREHOLDER = "shareholder"
    CONTROLLER = "controller"
    MANAGER = "manager"

    @property
    def label(self) -> str:
        """How pages say it."""
        return TIE_KINDS[self.value]


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


class TieIn(BaseModel):
    """A shareholder, whoever controls the firm, or a manager: a person, or a unit with its code."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: TieKind = Field(title="身份")
    name: str = Field(title="姓名或单位名称", min_length=2, max_length=120)
    uscc: str = Field(
        title="单位的统一社会信用代码", default="", max_length=18, description="是个人的不填"
    )
    born_on: OptionalDate = Field(
        title="个人的出生日期", default=None, description="用于区分同名的人，不公开"
    )
    share: OptionalNumber = Field(title="持股比例（%）", default=None, ge=0, le=100)
    since: OptionalDate = Field(title="自", default=None)
    until: OptionalDate = Field(title="至", default=None, description="仍然存续的不填")

    @field_validator("uscc")
    @classmethod
    def _is_a_code(cls, value: str) -> str:
        if value and not check_uscc(value.upper()).valid:
            raise ValueError("统一社会信用代码不正确，请核对 18 位代码")
        return value.upper()


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
    ties: list[TieIn] = Field(title="股东、实际控制人和管理人员", default=[], max_length=100)


def _code(value: object) -> str:
    return str(value).strip().upper()


class Kind(StrEnum):
    """As what a firm registers: a supplier, or an agency, which enters the directory afterwards."""

    SUPPLIER = "supplier"
    AGENCY = "agency"

    @property
    def label(self) -> str:
        """As the page says it."""
        return {"supplier": "供应商", "agency": "采购代理机构"}[self.value]


class LookIn(BaseModel):
    """Who wants to register: as what, the code and who may speak for it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: Kind = Field(title="注册为", default=Kind.SUPPLIER)
    uscc: Annotated[str, BeforeValidator(_code)] = Field(
        title="统一社会信用代码", max_length=18, description="18 位，见营业执照"
    )
    legal_representative: str = Field(title="法定代表人", min_length=2, max_length=60)

    @field_validator("uscc")
    @classmethod
    def _well_formed(cls, value: str) -> str:
        if not (found := check_uscc(value)).valid:
            raise ValueError(found.why)
        return value


class AccountIn(NewAccountIn):
    """What a firm adds to what the register says: its commitment and its first account."""

    contact: str = Field(title="管理员姓名", min_length=2, max_length=30)
    phone: str = Field(title="联系电话", min_length=5, max_length=40)
    committed: Flag = Field(
        title="我单位承诺：以上信息真实，具备法律规定的条件，如有虚假愿承担法律责任",
        default=False,
    )

    @field_validator("committed")
    @classmethod
    def _given(cls, value: bool) -> bool:
        if not value:
            raise ValueError("请阅读并作出承诺；以承诺代替提交证明材料")
        return value


class RegistrationIn(AccountIn):
    """What a supplier adds: its size and industry as well."""

    size_class: SizeClass = Field(
        title="企业规模", description="按《中小企业划型标准规定》自行判定，法规计算器可以帮您核对"
    )
    industry: Annotated[int, BeforeValidator(_known_industry)] = Field(
        title="所属行业", json_schema_extra={"kind": "select"}
    )
