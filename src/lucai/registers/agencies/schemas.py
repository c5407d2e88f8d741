"""What is typed about agencies and their inspections."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from lucai.kernel import clock
from lucai.law.regions import PROVINCE, cities
from lucai.platform.web.fields import Flag, LongText, OptionalDate
from lucai.registers.agencies.lifecycle import PURPOSES, RESULTS, STAFF_RIGHTS

TRIMMED = ConfigDict(str_strip_whitespace=True)


def _split(value: object) -> object:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


Several = Annotated[list[str], BeforeValidator(_split)]
"""Several ticks of one control."""


def served_choices() -> list[tuple[str, str]]:
    """Return the regions an agency may say it serves."""
    return [(PROVINCE, "全省"), *((one.code, one.name) for one in cities())]


class Purpose(StrEnum):
    """What a room is for."""

    OPENING = "opening"
    EVALUATION = "evaluation"
    BOTH = "both"

    @property
    def label(self) -> str:
        """How pages say it."""
        return PURPOSES[self.value]


class Result(StrEnum):
    """What an inspection found."""

    CLEAN = "clean"
    MEND = "mend"
    TRANSFER = "transfer"

    @property
    def label(self) -> str:
        """How pages say it."""
        return RESULTS[self.value]


class StaffIn(BaseModel):
    """One member of the staff: post, training, and what he or she may do for the agency."""

    model_config = TRIMMED

    name: str = Field(title="姓名", min_length=2, max_length=40)
    post: str = Field(title="岗位", min_length=2, max_length=40)
    full_time: Flag = Field(title="专职从业人员", default=False)
    training: str = Field(
        title="培训情况",
        default="",
        max_length=120,
        description="例如：财政部门组织的政府采购业务培训",
    )
    trained_on: OptionalDate = Field(title="培训日期", default=None)
    rights: Several = Field(
        title="授权事项", default=[], json_schema_extra={"kind": "checkbox"},
        description="授权这名人员代表本机构办理的事项",
    )  # fmt: skip

    @field_validator("rights")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        if unknown := [one for one in value if one not in STAFF_RIGHTS]:
            raise ValueError(f"没有这项授权：{unknown[0]}")
        return value


class RoomIn(BaseModel):
    """One room for openings or evaluations."""

    model_config = TRIMMED

    name: str = Field(title="场所名称", min_length=2, max_length=60)
    address: str = Field(title="场所地址", min_length=4, max_length=200)
    purpose: Purpose = Field(title="用途")
    seats: int = Field(title="席位数", ge=1, le=1000)
    recorded: Flag = Field(title="有录音录像设备，全程留存音像资料", default=False)


class EntryIn(BaseModel):
    """An agency's entry as it writes it."""

    model_config = TRIMMED

    address: str = Field(title="办公场所地址", min_length=4, max_length=200)
    legal_representative: str = Field(title="法定代表人", min_length=2, max_length=60)
    contact: str = Field(title="联系人", min_length=2, max_length=60)
    phone: str = Field(title="联系电话", min_length=5, max_length=40, pattern=r"^[0-9()\- +]+$")
    founded_on: OptionalDate = Field(title="成立日期", default=None)
    served: Several = Field(
        title="主要服务地区", default=[PROVINCE], json_schema_extra={"kind": "checkbox"},
        description="只供采购人查找；登记一次全国有效，不限制执业地区",
    )  # fmt: skip
    internal_control: LongText = Field(
        title="内部监督管理制度", min_length=4, max_length=400,
        description="写明制度名称、岗位分离和风险控制的主要安排",
    )  # fmt: skip
    evaluates_at_home: Flag = Field(title="在自有场所组织开标、评审", default=False)
    staff: list[StaffIn] = Field(title="从业人员", default=[], max_length=300)
    rooms: list[RoomIn] = Field(title="开标、评审场所", default=[], max_length=50)
    committed: Flag = Field(
        title="本机构承诺登记信息真实、完整，并按法定期限更新；以承诺代替证明材料", default=False
    )

    @field_validator("served")
    @classmethod
    def _regions(cls, value: list[str]) -> list[str]:
        if not set(value) <= {code for code, _ in served_choices()}:
            raise ValueError("请从列出的地区中选择")
        return value


class UpdateIn(EntryIn):
    """A change of a listed entry, with the day on which the facts changed."""

    changed_on: date = Field(title="信息变更之日", description="自这一天起算法定更新期限")

    @field_validator("changed_on")
    @classmethod
    def _not_in_future(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("变更之日不能晚于今天")
        return value


class SaidIn(BaseModel):
    """Why."""

    model_config = TRIMMED

    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class ObjectionIn(BaseModel):
    """Why sending the entry back was wrong."""

    model_config = TRIMMED

    objection: LongText = Field(
        title="异议和理由", min_length=10, max_length=1000,
        description="由没有办理退回的人处理，结果会告知您",
    )  # fmt: skip


class Ruling(StrEnum):
    """What becomes of an objection."""

    ACCEPT = "accept"
    REJECT = "reject"

    @property
    def label(self) -> str:
        """How pages say it."""
        return {"accept": "异议成立，重新核对", "reject": "异议不成立，维持退回"}[self.value]


class RulingIn(BaseModel):
    """The ruling on an objection, with its reasons."""

    model_config = TRIMMED

    outcome: Ruling = Field(title="处理结论", json_schema_extra={"kind": "radio"})
    reason: LongText = Field(title="理由", min_length=4, max_length=400)


class DrawIn(BaseModel):
    """A draw to be held."""

    model_config = TRIMMED

    title: str = Field(title="抽查名称", min_length=4, max_length=120)
    served_region: str = Field(
        title="抽查范围", default="", json_schema_extra={"kind": "select"},
        description="注册地在这一地区的在册机构；不选即本地区全部",
    )  # fmt: skip
    places: int = Field(title="抽取家数", ge=1, le=1000)
    due_on: date = Field(title="检查完成日期")

    @field_validator("due_on")
    @classmethod
    def _in_future(cls, value: date) -> date:
        if value < clock.today():
            raise ValueError("检查完成日期不能早于今天")
        return value


class DirectedIn(BaseModel):
    """An inspection of one agency for a reason (定向检查)."""

    model_config = TRIMMED

    number: str = Field(title="名录编号", min_length=4, max_length=40)
    reason: LongText = Field(
        title="检查事由",
        min_length=4,
        max_length=400,
        description="例如：投诉、举报、评价反映的问题",
    )
    due_on: date = Field(title="检查完成日期")


class ReportIn(BaseModel):
    """What an inspection found."""

    model_config = TRIMMED

    inspected_on: date = Field(title="检查日期")
    result: Result = Field(title="检查结论", json_schema_extra={"kind": "radio"})
    findings: LongText = Field(title="检查情况", min_length=10, max_length=4000)
    answer_until: date = Field(
        title="请机构说明情况的最后一日", description="期满没有说明的，可以公布"
    )

    @field_validator("inspected_on")
    @classmethod
    def _not_in_future(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("检查日期不能晚于今天")
        return value

    @field_validator("answer_until")
    @classmethod
    def _leaves_time(cls, value: date) -> date:
        if value <= clock.today():
            raise ValueError("请给机构留出说明的时间，最后一日应当晚于今天")
        return value


class AnswerIn(BaseModel):
    """What the agency says to it."""

    model_config = TRIMMED

    answer: LongText = Field(title="说明", min_length=4, max_length=4000)
