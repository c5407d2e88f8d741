"""What comes in about review groups."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.platform.web.fields import Flag, LongText, Moment, OptionalNumber
from lucai.stages.trade.drawn_experts.schemas import CalledIn
from lucai_trust.draw import Rule

TYPED = ConfigDict(str_strip_whitespace=True)
VERDICTS = [("yes", "符合"), ("no", "无效")]


def _read_choice(value: object) -> object:
    """Read a choice between two; nothing chosen is no finding."""
    return (
        {"": None, "yes": True, "no": False}.get(value, value) if isinstance(value, str) else value
    )


Choice = Annotated[
    bool | None, BeforeValidator(_read_choice), Field(json_schema_extra={"kind": "radio"})
]


class OwnIn(BaseModel):
    """A representative of a purchaser: somebody with an account there, for he finds and signs."""

    model_config = TYPED

    name: str = Field(title="姓名", min_length=2, max_length=40)
    unit: str = Field(title="工作单位", min_length=2, max_length=80, description="单位全称")
    authority: str = Field(
        title="授权函文号", default="", max_length=120, description="如：示例办函〔2026〕1号"
    )


class GroupDrawIn(CalledIn):
    """The conditions of a draw, and whom the organiser names."""

    review_at: Moment = Field(title="评审开始时间", description="不得早于响应文件开启时间")
    place: str = Field(title="评审地点", min_length=2, max_length=160)
    experts: int = Field(title="抽取评审专家人数", ge=1, le=99)
    special: Flag = Field(title="技术复杂或者社会影响较大的项目", default=False)
    wait_minutes: int = Field(
        title="等待各方提交随机数（分钟）",
        ge=0,
        le=1440,
        default=0,
        description="征集人、财政监管各自密封一个随机数，到时一起开启；填 0 不等待，抽取记录会写明各方没有参与",
    )
    own: list[OwnIn] = Field(title="采购人代表", default_factory=list, max_length=20)

    @property
    def rule(self) -> Rule:
        """The rule of the draw."""
        return self.rule_of(self.experts, self.reserves)


class LeavingIn(BaseModel):
    """Why an expert leaves or is replaced."""

    model_config = TYPED

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class ReplacementIn(OwnIn):
    """Who comes for a representative that stays away, and why."""

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class FindingIn(BaseModel):
    """What a member found of one answer; ``valid`` None: nothing was chosen yet."""

    model_config = TYPED

    key: str
    valid: Choice = Field(default=None, title="资格和实质性要求")
    reason: str = Field(default="", title="无效的理由", max_length=400)
    mark: OptionalNumber = Field(
        default=None, title="质量评分", ge=0, le=100, decimal_places=2,
        description="认为无效的也请评分：多数成员认为有效时计入平均",
    )  # fmt: skip


class FindingsIn(BaseModel):
    """What a member found, and whom it wants to lead; one row an answer."""

    model_config = TYPED

    leader: int = Field(
        title="我推选的组长", json_schema_extra={"kind": "select"},
        description="得票最多的评审专家担任组长，票数相同的由席位在前的担任",
    )  # fmt: skip
    findings: list[FindingIn] = Field(title="评审意见", min_length=1)


class SignatureIn(BaseModel):
    """A signature, with what differs if something does."""

    model_config = TYPED

    dissent: LongText = Field(
        title="不同意见", default="", max_length=4000,
        description="没有不同意见的留空。有不同意见的书面说明理由，记入评审报告",
    )  # fmt: skip
