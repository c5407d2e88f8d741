"""What comes in about budget indicators."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import Money


class IndicatorIn(BaseModel):
    """One indicator as the budget system sends it (camelCase) or a table row carries it."""

    model_config = ConfigDict(populate_by_name=True, str_strip_whitespace=True)

    code: str = Field(title="指标编号", min_length=6, max_length=40, pattern=r"^[0-9A-Za-z-]+$")
    name: str = Field(title="指标名称", min_length=2, max_length=160)
    fiscal_year: int = Field(title="预算年度", ge=2000, le=2100, alias="fiscalYear")
    buyer_uscc: str = Field(title="预算单位统一社会信用代码", alias="buyerUscc")
    fund_type: str = Field(title="资金性质", min_length=2, max_length=60, alias="fundType")
    amount: Money = Field(title="指标金额", gt=0)
    sme_reserve: Money = Field(title="其中：面向中小企业预留", default=0, ge=0, alias="smeReserve")
    function_classification: str = Field(
        title="支出功能分类", default="", max_length=20, alias="functionClassification"
    )
    economic_classification: str = Field(
        title="经济分类", default="", max_length=20, alias="economicClassification"
    )


class Rest(StrEnum):
    """What becomes of the money nobody has planned when a year is over."""

    WITHDRAW = "withdraw"
    KEEP = "keep"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"withdraw": "结余收回", "keep": "结余一并结转"}[self.value]


class CarryOverIn(BaseModel):
    """How an indicator is carried over."""

    rest: Rest = Field(title="未安排计划的结余")
