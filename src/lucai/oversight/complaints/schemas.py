"""What comes in about complaints."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from lucai.law.challenges import Labelled, Remedy
from lucai.platform.web.fields import Flag, LongText, Moment, OptionalDate


def _listed(value: object) -> object:
    if isinstance(value, str):
        return [part for part in value.split(",") if part.strip()]
    return value


BLANK_IS_NONE = BeforeValidator(lambda value: None if value == "" else value)


class Ruling(Labelled):
    """What a decision comes to (94号令 arts 29, 31, 32)."""

    REJECTED = "rejected", "驳回投诉"
    UPHELD = "upheld", "投诉成立"


class Ground(Labelled):
    """Why a complaint is rejected (94号令 art 29)."""

    NOT_ADMISSIBLE = "notAdmissible", "受理后发现不符合法定受理条件"
    UNFOUNDED = "unfounded", "投诉事项缺乏事实依据，不成立"
    FABRICATED = "fabricated", "捏造事实或者提供虚假材料"
    ILLEGAL_EVIDENCE = "illegalEvidence", "以非法手段取得证明材料"


class Appraisal(Labelled):
    """What stops the clock of the decision (条例 art 58)."""

    INSPECTION = "inspection", "检验"
    TESTING = "testing", "检测"
    APPRAISAL = "appraisal", "鉴定"
    EXPERTS = "experts", "专家评审"


class PointIn(BaseModel):
    """One point of a complaint, and where it comes from."""

    model_config = ConfigDict(str_strip_whitespace=True)

    origin: str = Field(title="来源", max_length=10, json_schema_extra={"kind": "select"})
    matter: LongText = Field(title="投诉事项", max_length=2000)
    facts: LongText = Field(title="事实依据", max_length=4000, default="")
    law: str = Field(title="法律依据", max_length=400, default="")


class ComplaintIn(BaseModel):
    """A 投诉书 as it is written."""

    model_config = ConfigDict(str_strip_whitespace=True)

    points: list[PointIn] = Field(title="投诉事项", default_factory=list, max_length=20)
    request: LongText = Field(title="投诉请求", max_length=2000, default="")
    contact: str = Field(title="联系人", max_length=60, default="")
    phone: str = Field(title="联系电话", max_length=40, default="")
    address: str = Field(title="通讯地址", max_length=200, default="")
    agent: str = Field(title="授权代表", max_length=120, default="")
    agent_until: OptionalDate = Field(title="授权期限至", default=None)
    partners: str = Field(title="联合体成员", max_length=400, default="")
    partners_signed: Flag = Field(title="联合体全体成员已经共同署名", default=False)
    foreign_papers: str = Field(
        title="外文或者境外形成的证据", max_length=200, default="", description="没有的不填写"
    )
    translated: Flag = Field(title="已附中文译本，境外证据已办理证明手续", default=False)


class CorrectionIn(BaseModel):
    """What has to be corrected, told once, and until when."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="需要补正的事项", min_length=4, max_length=800)
    until: date = Field(title="补正期限至", description="合理的期限；补正的时间不计入办理期限")


class ReasonIn(BaseModel):
    """Why something ends here."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="理由", min_length=4, max_length=2000)


class PauseIn(BaseModel):
    """How long the procurement rests, and why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    until: date = Field(title="暂停至")
    reason: LongText = Field(title="暂停理由", min_length=4, max_length=400)


class EvidenceIn(BaseModel):
    """A piece of evidence."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(title="证据说明", min_length=2, max_length=4000)
    secret: Flag = Field(title="涉及商业秘密或者个人隐私，不向其他当事人出示", default=False)
    secret_reason: str = Field(title="不出示的理由", max_length=400, default="")


class HearingIn(BaseModel):
    """Where and when the parties are heard, and about what."""

    model_config = ConfigDict(str_strip_whitespace=True)

    at: Moment = Field(title="质证时间")
    place: str = Field(title="质证地点", min_length=2, max_length=200)
    matters: LongText = Field(title="质证事项", min_length=4, max_length=2000)


class RecordIn(BaseModel):
    """What was said at a hearing."""

    model_config = ConfigDict(str_strip_whitespace=True)

    present: str = Field(title="到场人员", min_length=2, max_length=800)
    record: LongText = Field(title="质证笔录", min_length=4, max_length=20000)


class AppraisalIn(BaseModel):
    """A test that is sent out."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: Appraisal = Field(title="事项")
    institution: str = Field(title="承办机构或者专家", min_length=2, max_length=120)
    advanced_by: str = Field(
        title="费用垫付人", max_length=120, default="", description="鉴定费用由申请人先行垫付"
    )


class ResultIn(BaseModel):
    """What a test came to."""

    model_config = ConfigDict(str_strip_whitespace=True)

    result: LongText = Field(title="结果", min_length=2, max_length=4000)


class StatementIn(BaseModel):
    """A written statement to a complaint."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(title="书面说明", min_length=4, max_length=8000)


class DecisionIn(BaseModel):
    """A decision as it is written; what it lacks is told before it is made."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ruling: Ruling = Field(title="处理决定", json_schema_extra={"kind": "radio"})
    ground: Annotated[Ground | None, BLANK_IS_NONE] = Field(
        title="驳回的法定情形", default=None, description="驳回投诉时选择"
    )
    remedy: Annotated[Remedy | None, BLANK_IS_NONE] = Field(
        title="投诉成立的处理", default=None, description="投诉成立时选择"
    )
    struck: Annotated[list[int], BeforeValidator(_listed)] = Field(
        title="撤销入围的供应商",
        default_factory=list,
        max_length=200,
        description="另行确定入围供应商的，写明撤销谁的入围；作出决定时系统按原名次和淘汰率重新确定",
        json_schema_extra={"kind": "checkbox"},
    )
    findings: LongText = Field(title="查明的事实", max_length=20000, default="")
    basis: LongText = Field(title="法律依据", max_length=4000, default="")
    decision: LongText = Field(title="决定内容", max_length=8000, default="")
    cost_bearer: str = Field(
        title="鉴定等费用的承担人", max_length=120, default="", description="有鉴定的，由过错方承担"
    )


class DisposalIn(BaseModel):
    """What finance makes of a founded challenge whose contract binds already."""

    model_config = ConfigDict(str_strip_whitespace=True)

    remedy: Remedy = Field(title="处理", json_schema_extra={"kind": "radio"})
    text: LongText = Field(
        title="查明的情况和处理理由", min_length=4, max_length=4000,
        description="告知采购人、采购代理机构和质疑供应商",
    )  # fmt: skip


class AppealKind(Labelled):
    """Where a decision is taken to (政府采购法 art 58)."""

    REVIEW = "review", "行政复议"
    LAWSUIT = "lawsuit", "行政诉讼"


class AppealOutcome(Labelled):
    """What a review or a lawsuit comes to."""

    UPHELD = "upheld", "维持投诉处理决定"
    DISMISSED = "dismissed", "驳回申请、请求或者起诉"
    ALTERED = "altered", "变更投诉处理决定"
    REVOKED = "revoked", "撤销投诉处理决定"
    REMADE = "remade", "撤销并责令重新作出处理决定"
    UNLAWFUL = "unlawful", "确认投诉处理决定违法"
    ORDERED = "ordered", "责令限期作出处理决定"


UNDOES = frozenset(
    {
        AppealOutcome.ALTERED,
        AppealOutcome.REVOKED,
        AppealOutcome.REMADE,
        AppealOutcome.UNLAWFUL,
        AppealOutcome.ORDERED,
    }
)
"""The outcomes that leave something to be done."""
EFFECTLESS = "投诉处理决定没有维持的，请写明对采购活动的影响"


class AppealIn(BaseModel):
    """An application for review, or a lawsuit, as the department learns of it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: AppealKind = Field(title="途径", json_schema_extra={"kind": "radio"})
    appellant: str = Field(
        title="申请人或者原告", min_length=2, max_length=120, description="投诉人或者其他利害关系人"
    )
    authority: str = Field(title="复议机关或者人民法院", min_length=2, max_length=120)
    applied_on: date = Field(title="申请或者起诉日期")


class AppealTakenIn(BaseModel):
    """That it is being dealt with."""

    model_config = ConfigDict(str_strip_whitespace=True)

    accepted_on: date = Field(title="受理日期")
    case_number: str = Field(title="案号", min_length=2, max_length=80)


class AppealEndIn(BaseModel):
    """That it ends without a word on the decision."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ended_on: date = Field(title="日期")
    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class AppealOutcomeIn(BaseModel):
    """What the reviewing authority or the court decided, and what follows."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ended_on: date = Field(title="复议决定或者判决日期")
    outcome: AppealOutcome = Field(title="结果", json_schema_extra={"kind": "radio"})
    result: LongText = Field(title="主要内容", min_length=4, max_length=8000)
    effect: LongText = Field(
        title="对采购活动的影响", max_length=4000, default="",
        description="投诉处理决定没有维持的，写明对中标结果、合同和后续处理的影响",
        validate_default=True,
    )  # fmt: skip

    @field_validator("effect")
    @classmethod
    def _follows(cls, effect: str, typed: ValidationInfo) -> str:
        if typed.data.get("outcome") in UNDOES and not effect:
            raise ValueError(EFFECTLESS)
        return effect


class AppealNoticeIn(BaseModel):
    """What everybody is told of a review or a lawsuit, without secrets and private persons."""

    model_config = ConfigDict(str_strip_whitespace=True)

    public_result: LongText = Field(title="公告的主要内容", min_length=4, max_length=8000)
    public_effect: LongText = Field(
        title="公告的对采购活动的影响", max_length=4000, default="",
        description="投诉处理决定没有维持的，必须填写",
    )  # fmt: skip


class FulfilmentIn(BaseModel):
    """How a decision was carried out."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: LongText = Field(title="落实情况", min_length=4, max_length=4000)
