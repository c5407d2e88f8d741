"""What a supplier types when it asks a bank and consents."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.platform.web.fields import Flag, Money
from lucai.stages.contract.financing.lifecycle import KINDS


class ConsentIn(BaseModel):
    """How much, for how long; what is shared with whom, until when."""

    model_config = ConfigDict(str_strip_whitespace=True)

    product: str = Field(title="融资产品", json_schema_extra={"kind": "select"}, max_length=40)
    amount: Money = Field(title="融资金额", gt=0)
    months: int = Field(title="期限", gt=0, json_schema_extra={"unit": "个月"})
    award: Flag = Field(title=KINDS["award"], default=False)
    contract: Flag = Field(title=KINDS["contract"], default=False)
    payments: Flag = Field(title=KINDS["payments"], default=False)
    share_until: date = Field(
        title="授权共享到", description="包括这一天；之后不再发送任何数据，可以随时提前撤回"
    )
    agreed: Flag = Field(title="本企业同意按以上范围、对象和期限共享数据", default=False)

    @field_validator("share_until")
    @classmethod
    def _in_future(cls, value: date) -> date:
        if value <= clock.today():
            raise ValueError("授权期限应当晚于今天")
        return value

    @property
    def kinds(self) -> tuple[str, ...]:
        """What may be shared."""
        return tuple(kind for kind in KINDS if getattr(self, kind))
