"""What is typed about sanctions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from lucai.kernel import clock
from lucai.law.uscc import check_uscc
from lucai.platform.web.fields import LongText, OptionalDate, OptionalMoney
from lucai.registers.exclusions.lifecycle import CATEGORIES, PARTY_SIDES
from lucai.registers.exclusions.ports import RESULTS


class PartySide(StrEnum):
    """Whom a decision is against."""

    SUPPLIER = "supplier"
    AGENCY = "agency"
    EXPERT = "expert"

    @property
    def label(self) -> str:
        """How pages say it."""
        return PARTY_SIDES[self.value]


class Category(StrEnum):
    """Which list it belongs to."""

    DISHONEST = "dishonest"
    PENALTY = "penalty"

    @property
    def label(self) -> str:
        """How pages say it."""
        return CATEGORIES[self.value]


class ExclusionIn(BaseModel):
    """A decision as finance enters it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    party_side: PartySide = Field(title="当事人类别", json_schema_extra={"kind": "radio"})
    party_code: str = Field(
        title="统一社会信用代码或者专家编号", min_length=4, max_length=40,
        description="供应商、代理机构填 18 位代码；评审专家填专家库编号",
    )  # fmt: skip
    party_name: str = Field(title="当事人名称", min_length=2, max_length=120)
    category: Category = Field(title="记录类别", json_schema_extra={"kind": "radio"})
    authority: str = Field(title="作出决定的机关", min_length=4, max_length=120)
    decision_number: str = Field(title="决定书文号", min_length=4, max_length=80)
    decided_on: date = Field(title="决定日期")
    act: LongText = Field(title="违法行为", min_length=4, max_length=400)
    basis: str = Field(
        title="处理依据", min_length=4, max_length=200, description="例如：《政府采购法》第七十七条"
    )
    fine: OptionalMoney = Field(title="罚款", default=None)
    begins_on: OptionalDate = Field(
        title="禁止期限自", default=None, description="只有罚款、没有禁止期限的留空"
    )
    ends_on: OptionalDate = Field(
        title="禁止期限至", default=None, description="包括这一天；次日起自动恢复",
        validate_default=True,
    )  # fmt: skip

    @field_validator("decided_on")
    @classmethod
    def _not_in_future(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("决定日期不能晚于今天")
        return value

    @field_validator("party_code")
    @classmethod
    def _is_a_code(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("party_side") is PartySide.EXPERT:
            return value
        if not check_uscc(value.upper()).valid:
            raise ValueError("统一社会信用代码不正确，请核对 18 位代码")
        return value.upper()

    @field_validator("ends_on")
    @classmethod
    def _is_a_term(cls, value: date | None, info: ValidationInfo) -> date | None:
        begins, side = info.data.get("begins_on"), info.data.get("party_side")
        if value and not begins:
            raise ValueError("填写了届满日，也要填写禁止期限自哪一天起")
        if value and begins and value < begins:
            raise ValueError("届满日不能早于起算日")
        if begins and not value and side is not PartySide.EXPERT:
            raise ValueError("请填写禁止期限至哪一天")
        if info.data.get("category") is Category.DISHONEST and not begins:
            raise ValueError("严重违法失信行为记录应当有禁止期限，请填写起止日期")
        return value


class Found(StrEnum):
    """What a person found in the lists."""

    CLEAR = "clear"
    LISTED = "listed"

    @property
    def label(self) -> str:
        """How pages say it."""
        return RESULTS[self.value]


class FoundIn(BaseModel):
    """What was looked up by hand."""

    model_config = ConfigDict(str_strip_whitespace=True)

    result: Found = Field(title="查询结果", json_schema_extra={"kind": "radio"})
    note: LongText = Field(
        title="查询情况", min_length=4, max_length=400,
        description="写明查询的网站、名单、时间和查询人；列入名单的写明事由",
    )  # fmt: skip


class SaidIn(BaseModel):
    """Why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class LiftIn(BaseModel):
    """Why a sanction is to end before its time."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="解除的依据", min_length=10, max_length=400,
        description="例如：行政复议决定、行政诉讼判决的文号和结论；公开列表会写明",
    )  # fmt: skip
