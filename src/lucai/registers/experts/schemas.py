"""What is typed about experts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lucai.law.uscc import check_uscc
from lucai.platform.web.fields import LongText


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


class ReasonIn(BaseModel):
    """Why."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="理由", min_length=4, max_length=400)
