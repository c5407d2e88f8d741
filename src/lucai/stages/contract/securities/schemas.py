"""What comes in about performance bonds."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import LongText, Money
from lucai.stages.contract.securities.lifecycle import SECURITY_KINDS


class SecurityKind(StrEnum):
    """In which non-cash form it is handed in."""

    GUARANTEE = "guarantee"
    CHEQUE = "cheque"
    DRAFT = "draft"
    NOTE = "note"

    @property
    def label(self) -> str:
        """How pages say it."""
        return SECURITY_KINDS[self.value]


class SecurityIn(BaseModel):
    """A bond as the supplier hands it in."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: SecurityKind = Field(title="形式", json_schema_extra={"kind": "radio"})
    issuer: str = Field(title="出具机构", min_length=2, max_length=120)
    reference: str = Field(title="保函或者票据编号", min_length=2, max_length=60)
    amount: Money = Field(title="金额", gt=0)
    valid_until: date = Field(title="有效期至")

    @field_validator("valid_until")
    @classmethod
    def _not_past(cls, value: date) -> date:
        if value < clock.today():
            raise ValueError("有效期已经届满")
        return value


class SaidIn(BaseModel):
    """Why it is sent back."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="退回理由", min_length=4, max_length=400)


class ClaimIn(BaseModel):
    """How much is kept, and why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    amount: Money = Field(title="扣除金额", gt=0)
    reason: LongText = Field(
        title="扣除的事实和合同依据", min_length=10, max_length=400,
        description="写明供应商不履行哪一项义务、造成多少损失；不予退还的情形以合同约定为准",
    )  # fmt: skip
