"""What comes in about challenges."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.law.challenges import DOCUMENT, PROCESS, RESULT, Labelled, Outcome
from lucai.platform.web.fields import Flag, LongText, OptionalDate


class About(Labelled):
    """What a challenge is about (政府采购法 art 52)."""

    DOCUMENT = DOCUMENT, "采购文件"
    PROCESS = PROCESS, "采购过程"
    RESULT = RESULT, "中标、成交结果"


def _listed(value: object) -> object:
    if isinstance(value, str):
        return [part for part in value.split(",") if part.strip()]
    return value


class PointIn(BaseModel):
    """One point of a challenge."""

    model_config = ConfigDict(str_strip_whitespace=True)

    matter: LongText = Field(
        title="质疑事项", max_length=2000, description="具体、明确地写明哪一点使贵单位受到损害"
    )
    facts: LongText = Field(title="事实依据", max_length=4000, default="")
    law: str = Field(title="法律依据", max_length=400, default="", description="必要时填写条款")


class ChallengeIn(BaseModel):
    """A 质疑函 as it is written; what is missing is told before it is handed in."""

    model_config = ConfigDict(str_strip_whitespace=True)

    about: About = Field(title="质疑对象", json_schema_extra={"kind": "radio"})
    lots: Annotated[list[int], BeforeValidator(_listed)] = Field(
        title="采购包", default_factory=list, max_length=200, json_schema_extra={"kind": "checkbox"}
    )
    phase: str = Field(
        title="所质疑的环节", max_length=60, default="", description="如：开标、资格审查"
    )
    known_on: OptionalDate = Field(
        title="该环节结束日期", default=None, description="质疑期限自环节结束之日起算"
    )
    points: list[PointIn] = Field(title="质疑事项", default_factory=list, max_length=20)
    request: LongText = Field(title="质疑请求", max_length=2000, default="")
    contact: str = Field(title="联系人", max_length=60, default="")
    phone: str = Field(title="联系电话", max_length=40, default="")
    address: str = Field(title="地址", max_length=200, default="")
    agent: str = Field(
        title="授权代表", max_length=120, default="", description="由代理人办理的，写明姓名和权限"
    )
    agent_until: OptionalDate = Field(title="授权期限至", default=None)
    partners: str = Field(
        title="联合体成员", max_length=400, default="", description="以联合体参加的，写明全体成员"
    )
    partners_signed: Flag = Field(title="联合体全体成员已经共同署名", default=False)


class CompletionIn(BaseModel):
    """What has to be completed, told once."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="需要补正的内容",
        min_length=4,
        max_length=800,
        description="一次性写明全部需要补正的内容",
    )


class AnswerIn(BaseModel):
    """The answer to one point."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(title="答复内容", max_length=4000, default="")
    facts: LongText = Field(title="事实依据", max_length=4000, default="")
    law: str = Field(title="法律依据", max_length=400, default="")


class ReplyIn(BaseModel):
    """A reply to a challenge, point by point."""

    model_config = ConfigDict(str_strip_whitespace=True)

    answers: list[AnswerIn] = Field(title="逐项答复", default_factory=list, max_length=20)
    outcome: Outcome = Field(title="答复结论", json_schema_extra={"kind": "radio"})
    panel_asked: Flag = Field(title="已组织原评审委员会协助答复", default=False)
    no_secrets: Flag = Field(title="答复内容不涉及商业秘密和依法应当保密的评审情况", default=False)


class ReportIn(BaseModel):
    """What finance is told of a founded challenge whose contract binds already."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(
        title="报告的内容", min_length=4, max_length=2000,
        description="质疑事项、查明的情况、结果应当怎样改变，合同签订和履行到哪一步",
    )  # fmt: skip


class RemedyIn(BaseModel):
    """What was done to mend what a challenge found."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(title="整改情况", min_length=4, max_length=2000)
    struck: Annotated[list[int], BeforeValidator(_listed)] = Field(
        title="撤销入围的供应商",
        default_factory=list,
        max_length=200,
        description="撤销后按原名次和淘汰率重新确定入围供应商，更正入围结果公告",
        json_schema_extra={"kind": "checkbox"},
    )
    report: LongText = Field(
        title="报告财政部门的内容",
        max_length=2000,
        default="",
        description="采购结果改变的，必须书面报告本级财政部门",
    )
