"""What comes in about first accounts."""

from __future__ import annotations

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.law.regions import regions
from lucai.law.uscc import check_uscc
from lucai.platform.web.accounts import NewAccountIn
from lucai.platform.web.fields import Flag

TRIMMED = ConfigDict(str_strip_whitespace=True)


class Level(StrEnum):
    """To which budget a unit belongs."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {
            "central": "中央", "province": "省级", "city": "市级", "county": "县级", "town": "乡镇",
        }[self.value]  # fmt: skip


class InviteeIn(BaseModel):
    """The person an invitation is for; nobody else can use its code."""

    model_config = TRIMMED

    name: str = Field(title="本人姓名", min_length=2, max_length=30)
    phone: str = Field(title="本人手机号码", pattern=r"^1\d{10}$", description="开通时核对，11 位")
    basis: str = Field(
        title="核准依据", min_length=4, max_length=200,
        description="例如：单位来函文号、入库推荐函文号",
    )  # fmt: skip


class BuyerInvitationIn(InviteeIn):
    """A purchaser's unit that has no account yet, and who manages its accounts."""

    unit_name: str = Field(title="单位名称", min_length=2, max_length=120, description="单位全称")
    uscc: str = Field(title="统一社会信用代码", min_length=18, max_length=18)
    region: str = Field(title="所在地区", pattern=r"^\d{6}$", json_schema_extra={"kind": "select"})
    level: Level = Field(title="预算级次")
    parent_uscc: str = Field(
        title="主管预算单位统一社会信用代码", default="", max_length=18,
        description="本单位就是主管预算单位的不填",
    )  # fmt: skip

    @field_validator("uscc", "parent_uscc")
    @classmethod
    def _is_a_code(cls, value: str) -> str:
        if value and not check_uscc(value.upper()).valid:
            raise ValueError("统一社会信用代码不正确，请核对 18 位代码")
        return value.upper()

    @field_validator("region")
    @classmethod
    def _is_a_region(cls, value: str) -> str:
        if value not in regions():
            raise ValueError("没有这个行政区划代码")
        return value


class OpeningIn(NewAccountIn):
    """Who opens the invited account: the code, the person it names, and the account."""

    code: str = Field(
        title="邀请码", min_length=4, max_length=40, description="邀请书上的 16 位字母和数字",
        json_schema_extra={"kind": "text"},
    )  # fmt: skip
    name: str = Field(title="本人姓名", min_length=2, max_length=30)
    phone: str = Field(title="本人手机号码", min_length=5, max_length=40)
    own: Flag = Field(title="我承诺：邀请书由本人收到，账号由本人使用", default=False)

    @field_validator("code")
    @classmethod
    def _bare(cls, value: str) -> str:
        return re.sub(r"[\s\-]", "", value).upper()

    @field_validator("own")
    @classmethod
    def _given(cls, value: bool) -> bool:
        if not value:
            raise ValueError("请确认由本人开通")
        return value
