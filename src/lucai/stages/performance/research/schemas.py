"""What comes in about research stages."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lucai.platform.web.fields import LongText, Money

TRIMMED = ConfigDict(str_strip_whitespace=True)
FEN = 100


class NegotiationIn(BaseModel):
    """What a mid-term negotiation came to."""

    model_config = TRIMMED

    text: LongText = Field(
        title="中期谈判记录", min_length=10, max_length=8000,
        description="本阶段的进度、标志性成果和验收标准、成本补偿范围；不得超过合同约定",
    )  # fmt: skip


class CostIn(BaseModel):
    """One kind of cost."""

    model_config = TRIMMED

    name: str = Field(title="成本科目", min_length=2, max_length=60)
    amount: Money = Field(title="金额", gt=0)


class ReportIn(BaseModel):
    """The result of a stage with what it cost."""

    model_config = TRIMMED

    report: LongText = Field(title="阶段成果报告", min_length=10, max_length=8000)
    costs: list[CostIn] = Field(title="成本说明", min_length=1, max_length=30)

    @property
    def total(self) -> int:
        """All costs, in 分."""
        return sum(one.amount for one in self.costs)


class RecognitionIn(BaseModel):
    """What is recognised of the cost."""

    model_config = TRIMMED

    recognised: Money = Field(title="认定的可补偿成本", gt=0, description="整元，不超过本阶段上限")
    said: LongText = Field(title="认定意见", min_length=2, max_length=400)

    @model_validator(mode="after")
    def _is_whole(self) -> RecognitionIn:
        if self.recognised % FEN:
            raise ValueError("认定的可补偿成本应当为整元")
        return self


class SaidIn(BaseModel):
    """Why it goes back, or is stopped."""

    model_config = TRIMMED

    said: LongText = Field(title="理由", min_length=4, max_length=400)
