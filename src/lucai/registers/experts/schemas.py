"""What is typed about experts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from lucai.kernel import clock
from lucai.law.catalogue import catalogue
from lucai.law.uscc import check_uscc
from lucai.platform.web.fields import Flag, LongText, OptionalDate
from lucai.registers.experts.lifecycle import REFUSALS, TITLE_LEVELS
from lucai.registers.experts.rules import GROUNDS


class EmployerIn(BaseModel):
    """Where an expert works: nobody reviews the own employer's procurements."""

    model_config = ConfigDict(str_strip_whitespace=True)

    employer: str = Field(
        title="任职单位", min_length=2, max_length=120, description="离退休的填写原单位"
    )
    employer_uscc: str = Field(
        title="任职单位统一社会信用代码",
        default="",
        max_length=18,
        description="用于自动回避本单位的项目",
    )

    @field_validator("employer_uscc")
    @classmethod
    def _is_a_code(cls, value: str) -> str:
        if value and not check_uscc(value).valid:
            raise ValueError("统一社会信用代码不正确，请核对 18 位代码")
        return value.upper()


class ExpertIn(EmployerIn):
    """An expert as the library enters one."""

    name: str = Field(title="姓名", min_length=2, max_length=60)
    title: str = Field(title="职称", default="", max_length=60)
    specialties: list[str] = Field(title="评审专业（采购品目代码）", min_length=1)
    region: str = Field(title="所在地区", pattern=r"^\d{6}$")
    born_on: OptionalDate = Field(title="出生日期", default=None)
    trained_on: OptionalDate = Field(title="最近一次培训", default=None)


class ReasonIn(BaseModel):
    """Why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


def _codes(value: object) -> object:
    parts = (
        value.replace("，", ",").replace("、", ",").replace(" ", ",")
        if isinstance(value, str)
        else value
    )
    return [one.upper() for one in parts.split(",") if one] if isinstance(parts, str) else parts


def _blank(value: object) -> object:
    return value or None


class TitleLevel(StrEnum):
    """How high a professional title is."""

    SENIOR = "senior"
    MIDDLE = "middle"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How pages say it."""
        return TITLE_LEVELS[self.value]


class AvoidIn(BaseModel):
    """A unit to stay away from."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="单位名称", min_length=2, max_length=120)
    uscc: str = Field(title="统一社会信用代码", min_length=18, max_length=18)
    reason: str = Field(
        title="利害关系",
        min_length=2,
        max_length=120,
        description="例如：配偶任职、三年内曾任职、持有股份",
    )

    @field_validator("uscc")
    @classmethod
    def _is_a_code(cls, value: str) -> str:
        if not check_uscc(value.upper()).valid:
            raise ValueError("统一社会信用代码不正确，请核对 18 位代码")
        return value.upper()


class AvoidsIn(BaseModel):
    """All units to stay away from."""

    avoids: list[AvoidIn] = Field(title="需要回避的单位", default=[], max_length=50)


def _in_catalogue(value: list[str]) -> list[str]:
    for code in value:
        if not any(known.startswith(code) for known in catalogue()):
            raise ValueError(f"品目分类目录中没有 {code}")
    return value


Specialties = Annotated[list[str], BeforeValidator(_codes), AfterValidator(_in_catalogue)]
CODES = "《政府采购品目分类目录》的代码或者开头几位，用逗号分开，例如 A0201, C1602"


class ApplicationIn(EmployerIn, AvoidsIn):
    """An application to the library."""

    born_on: date = Field(title="出生日期")
    title: str = Field(title="职称", min_length=2, max_length=60)
    title_level: TitleLevel = Field(title="职称等级")
    title_since: OptionalDate = Field(
        title="职称取得日期", default=None, description="中级职称的必填"
    )
    scarce: Flag = Field(title="专业稀缺，申请放宽职称和年龄条件", default=False)
    specialties: Specialties = Field(
        title="评审专业（品目代码）", min_length=1, max_length=20, description=CODES,
        json_schema_extra={"kind": "text"},
    )  # fmt: skip
    experience: LongText = Field(title="专业经历", min_length=10, max_length=2000)
    bad_on: OptionalDate = Field(
        title="最近一次不良信用记录的日期",
        default=None,
        description="没有的不填；三年内有不良记录的不能入库",
    )
    region: str = Field(
        title="所在地区", pattern=r"^\d{6}$", json_schema_extra={"kind": "select"},
        description="由这一地区的财政部门审核",
    )  # fmt: skip

    @field_validator("born_on")
    @classmethod
    def _in_past(cls, value: date) -> date:
        if value >= clock.today():
            raise ValueError("出生日期不能晚于今天")
        return value


class AcceptIn(BaseModel):
    """How an expert is taken in."""

    probation_until: OptionalDate = Field(
        title="试用期至",
        default=None,
        description="不设试用期的不填；试用期内可以抽取，期满由财政部门评定",
    )


class RestIn(BaseModel):
    """A leave of absence."""

    model_config = ConfigDict(str_strip_whitespace=True)

    rest_until: date = Field(title="请假至", description="这一天过后自动恢复抽取，也可以提前销假")

    @field_validator("rest_until")
    @classmethod
    def _in_future(cls, value: date) -> date:
        if value < clock.today():
            raise ValueError("请假截止日不能早于今天")
        return value


class TrainingIn(BaseModel):
    """A training the expert took part in."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(title="培训名称", min_length=4, max_length=120)
    hours: int = Field(title="学时", ge=1, le=500)
    on: date = Field(title="培训日期")

    @field_validator("on")
    @classmethod
    def _in_past(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("培训日期不能晚于今天")
        return value


class TrainingOutcome(StrEnum):
    """What the finance department found."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"confirmed": "核实通过", "refused": "不予认可"}[self.value]


class TrainingJudgedIn(BaseModel):
    """The result of looking at a training."""

    model_config = ConfigDict(str_strip_whitespace=True)

    outcome: TrainingOutcome = Field(title="核实结果", json_schema_extra={"kind": "radio"})
    said: LongText = Field(
        title="说明", default="", max_length=400, description="不予认可的写明理由，专家本人可以看到"
    )

    @model_validator(mode="after")
    def _says_why(self) -> TrainingJudgedIn:
        if self.outcome is TrainingOutcome.REFUSED and not self.said:
            raise ValueError("请写明不予认可的理由")
        return self


class ObjectionIn(BaseModel):
    """Why not being taken in was wrong."""

    model_config = ConfigDict(str_strip_whitespace=True)

    objection: LongText = Field(title="异议和理由", min_length=10, max_length=1000)


class Ruling(StrEnum):
    """What becomes of an objection."""

    ACCEPT = "accept"
    REJECT = "reject"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"accept": "异议成立，重新审核", "reject": "异议不成立"}[self.value]


class RulingIn(BaseModel):
    """The ruling on an objection, with its reasons."""

    model_config = ConfigDict(str_strip_whitespace=True)

    outcome: Ruling = Field(title="处理结论", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class Outcome(StrEnum):
    """What becomes of a decision that an expert objected to."""

    REVOKE = "revoke"
    CONFIRM = "confirm"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"revoke": "异议成立，撤销决定", "confirm": "异议不成立，维持决定"}[self.value]


class DecisionRulingIn(BaseModel):
    """The ruling on an objection to a decision, with its reasons."""

    model_config = ConfigDict(str_strip_whitespace=True)

    outcome: Outcome = Field(title="处理结论", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(
        title="事实和理由", min_length=4, max_length=400, description="专家本人可以看到"
    )


class ChangeIn(EmployerIn, AvoidsIn):
    """An entry as its expert asks to have it, with why."""

    title: str = Field(title="职称", default="", max_length=60)
    title_level: Annotated[TitleLevel | None, BeforeValidator(_blank)] = Field(
        title="职称等级", default=None
    )
    title_since: OptionalDate = Field(
        title="职称取得日期", default=None, description="中级职称的必填"
    )
    specialties: Specialties = Field(
        title="评审专业（品目代码）", min_length=1, max_length=20,
        description=f"{CODES}。增加的核准后生效；去掉的提交后立即撤回",
        json_schema_extra={"kind": "text"},
    )  # fmt: skip
    region: str = Field(
        title="所在地区", pattern=r"^\d{6}$", json_schema_extra={"kind": "select"},
        description="核准后由新地区的财政部门管理",
    )  # fmt: skip
    grounds: LongText = Field(
        title="变更说明", min_length=4, max_length=1000,
        description="变更的事由和时间；增加评审专业的写明这方面的专业经历",
    )  # fmt: skip


class Refusal(StrEnum):
    """Why a change is refused."""

    PROOF = "proof"
    MISMATCH = "mismatch"
    UNFIT = "unfit"
    FOREIGN = "foreign"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How pages say it."""
        return REFUSALS[self.value]


class RefusalIn(BaseModel):
    """Why a change is refused: one of the list, and in words."""

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: Refusal = Field(title="不予变更的原因")
    reason: LongText = Field(
        title="事实和理由", min_length=4, max_length=400,
        description="写明缺什么、哪里不一致，专家本人可以看到，可以异议",
    )  # fmt: skip


class PhoneIn(BaseModel):
    """How an expert can be reached."""

    model_config = ConfigDict(str_strip_whitespace=True)

    phone: str = Field(
        title="联系电话", pattern=r"^[0-9+\- ]{7,20}$", description="手机号码或者带区号的固定电话"
    )


class Ground(StrEnum):
    """Why the law has an expert dismissed."""

    UNFIT = "unfit"
    RECORD = "record"
    CRIME = "crime"

    @property
    def label(self) -> str:
        """How pages say it."""
        return GROUNDS[self.value]


class DismissIn(BaseModel):
    """Why an expert is dismissed: the law's case, and in words."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ground: Ground = Field(title="解聘情形")
    record_on: OptionalDate = Field(
        title="不良行为记录或者刑事处罚的日期",
        default=None,
        validate_default=True,
        description="不再符合条件的不填；从这一天起三年内不能再次申请入库",
    )

    reason: LongText = Field(title="事实和理由", min_length=4, max_length=400)

    @field_validator("record_on")
    @classmethod
    def _is_dated(cls, value: date | None, info: ValidationInfo) -> date | None:
        if info.data.get("ground") in (None, Ground.UNFIT):
            return None
        if value is None or value > clock.today():
            raise ValueError("请填写记录或者处罚的日期，不能晚于今天")
        return value
