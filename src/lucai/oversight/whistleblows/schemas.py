"""What comes in about reports."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lucai.law.challenges import Labelled
from lucai.platform.web.fields import Flag, LongText


class Kind(Labelled):
    """What sort of breach is told of."""

    COLLUSION = "collusion", "串通投标、围标"
    BRIBERY = "bribery", "行贿受贿、利益输送"
    FALSE = "false", "提供虚假材料谋取中标"
    UNFAIR = "unfair", "设置不合理条件、差别待遇"
    PROCEDURE = "procedure", "规避公开招标、违反程序"
    PERFORMANCE = "performance", "不按合同履约、验收不实"
    OTHER = "other", "其他违法行为"


class ReportIn(BaseModel):
    """A report; name and telephone may be left out."""

    model_config = ConfigDict(str_strip_whitespace=True)

    region: str = Field(
        title="由哪里的财政部门处理", max_length=6, json_schema_extra={"kind": "select"}
    )
    project: str = Field(
        title="项目编号", max_length=40, default="", description="知道的填写，公告上有"
    )
    subject: str = Field(title="被举报的单位或者个人", min_length=2, max_length=200)
    kind: Kind = Field(title="违法行为")
    text: LongText = Field(
        title="举报内容", min_length=10, max_length=8000, description="时间、地点、经过和线索"
    )
    anonymous: Flag = Field(title="匿名举报，不留姓名和联系方式", default=False)
    name: str = Field(title="姓名或者单位名称", max_length=120, default="")
    phone: str = Field(title="联系电话", max_length=40, default="")

    @model_validator(mode="after")
    def say_who_or_say_nothing(self) -> Self:
        """Ask for name and telephone, unless the report is to be anonymous."""
        if not self.anonymous and not (self.name and self.phone):
            raise ValueError("请填写姓名和联系电话，或者勾选匿名举报")
        return self


class QueryIn(BaseModel):
    """How a report stands: its number and the code that was given."""

    model_config = ConfigDict(str_strip_whitespace=True)

    number: str = Field(title="举报编号", min_length=4, max_length=40)
    code: str = Field(title="查询码", min_length=4, max_length=40)


class ReasonIn(BaseModel):
    """Why, as it is kept in the file."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="理由", min_length=4, max_length=800)


class ResultIn(BaseModel):
    """What a check came to, for the file and for the reporter."""

    model_config = ConfigDict(str_strip_whitespace=True)

    confirmed: Flag = Field(title="举报属实", default=False)
    result: LongText = Field(title="核查情况", min_length=4, max_length=8000)
    answer: LongText = Field(
        title="给举报人的答复", min_length=4, max_length=2000, description="凭查询码可以看到"
    )
