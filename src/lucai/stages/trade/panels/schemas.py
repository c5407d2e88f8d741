"""What comes in about panels."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import Flag, LongText, Moment
from lucai.stages.trade.drawn_experts.schemas import CalledIn
from lucai_trust.draw import Rule


class DrawIn(CalledIn):
    """The conditions of a draw."""

    evaluation_at: Moment = Field(title="评审开始时间", description="不得早于开标时间")
    place: str = Field(title="评审地点", min_length=2, max_length=160)
    size: int = Field(title="评标委员会总人数", ge=1, le=99, description="单数，含采购人代表")
    representatives: int = Field(title="其中采购人代表人数", ge=0, le=99, default=0)
    special: Flag = Field(
        title="技术复杂或者社会影响较大的项目", default=False,
        description="不是招标、询价的项目，技术复杂、专业性强的，须有一名法律专家，写在分专业名额里",
    )  # fmt: skip
    wait_minutes: int = Field(
        title="等待各方提交随机数（分钟）",
        ge=0,
        le=1440,
        default=0,
        description="代理机构、采购人、财政监管各自密封一个随机数，到时一起开启；填 0 不等待，抽取记录会写明各方没有参与",
    )

    @property
    def rule(self) -> Rule:
        """The rule of the draw."""
        return self.rule_of(self.size - self.representatives, self.reserves)


class AppointmentIn(BaseModel):
    """A representative of the buyer with the letter of authority."""

    model_config = ConfigDict(str_strip_whitespace=True)

    person_id: int = Field(title="采购人代表", json_schema_extra={"kind": "select"})
    authority: str = Field(
        title="授权函文号", min_length=2, max_length=120, description="如：示例办函〔2026〕1号"
    )


class SignInIn(BaseModel):
    """The declarations of somebody taking a seat."""

    pledged: Flag = Field(
        title="我承诺独立、客观、公正评审，遵守评审纪律，保守评审秘密，不私下接触投标人",
        default=False,
    )
    declared_free: Flag = Field(
        title="我与采购人、代理机构、各投标人三年内没有劳动、任职、持股关系，与其负责人没有亲属关系",
        default=False,
    )
    devices_kept: Flag = Field(title="我已交存手机等通讯工具", default=False)


class RecusalIn(BaseModel):
    """Why a member leaves."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="回避理由", min_length=4, max_length=400)


class ReplacementIn(BaseModel):
    """Why a member is replaced."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="更换理由", min_length=4, max_length=400)


class BallotIn(BaseModel):
    """Whom a member votes for."""

    place: int = Field(title="组长人选", json_schema_extra={"kind": "radio"})


class IdentityIn(BaseModel):
    """What the identity check is given: the ticket of a picture that was just taken."""

    face: str = Field(
        title="镜头前的人",
        max_length=200,
        default="",
        json_schema_extra={"kind": "select"},
        description="模拟对接：正式运行时由身份核验系统现场拍摄比对",
    )


class ChoiceIn(BaseModel):
    """Why the buyer wants to choose the experts itself."""

    model_config = ConfigDict(str_strip_whitespace=True)

    field: str = Field(title="需要的专业领域", min_length=2, max_length=200)
    reason: LongText = Field(
        title="理由", min_length=10, max_length=1000,
        description="写明技术怎样复杂、专业性怎样强，为什么通过随机方式难以确定合适的评审专家",
    )  # fmt: skip


class Consent(StrEnum):
    """What the unit above says."""

    YES = "yes"
    NO = "no"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"yes": "同意", "no": "不同意"}[self.value]


class ConsentIn(BaseModel):
    """The decision on a request, with its reasons."""

    model_config = ConfigDict(str_strip_whitespace=True)

    consent: Consent = Field(title="决定", json_schema_extra={"kind": "radio"})
    opinion: LongText = Field(title="意见和理由", min_length=4, max_length=1000)


class NamedExpertIn(BaseModel):
    """An expert of the library whom the buyer chooses."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="姓名", min_length=2, max_length=60)
    employer: str = Field(title="工作单位", min_length=2, max_length=120)


class NamingIn(BaseModel):
    """Whom the buyer chooses, and the panel they are to sit in."""

    model_config = ConfigDict(str_strip_whitespace=True)

    evaluation_at: Moment = Field(title="评审开始时间", description="不得早于开标时间")
    place: str = Field(title="评审地点", min_length=2, max_length=160)
    representatives: int = Field(title="采购人代表人数", ge=0, le=99, default=0)
    special: Flag = Field(
        title="技术复杂或者社会影响较大的项目", default=False,
        description="不是招标、询价的项目，技术复杂、专业性强的，须有一名法律专家",
    )  # fmt: skip
    experts: list[NamedExpertIn] = Field(
        title="选定的评审专家", min_length=1, max_length=40,
        description="优先选择本单位以外的评审专家；专家须在评审专家库中",
    )  # fmt: skip
