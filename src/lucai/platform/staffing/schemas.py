"""What comes in about staff and accounts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class StaffIn(BaseModel):
    """A new member of staff."""

    model_config = ConfigDict(str_strip_whitespace=True)

    login: str = Field(
        title="登录名",
        description="4–40 位字母、数字、点或横线",
        min_length=4,
        max_length=40,
        pattern=r"^[A-Za-z0-9.\-]+$",
    )
    name: str = Field(title="姓名", min_length=2, max_length=30)
    title: str = Field(title="岗位名称", min_length=2, max_length=30)
    password: str = Field(
        title="初始密码",
        description="至少 10 位，不能只有数字；本人首次登录后应修改",
        min_length=10,
        max_length=128,
        json_schema_extra={"kind": "password"},
    )


class PasswordIn(BaseModel):
    """A change of the own password."""

    current: str = Field(title="现在的密码", json_schema_extra={"kind": "password"})
    fresh: str = Field(
        title="新密码",
        description="至少 10 位，不能只有数字或过于常见",
        min_length=10,
        max_length=128,
        json_schema_extra={"kind": "password"},
    )
    again: str = Field(title="再输一次新密码", json_schema_extra={"kind": "password"})


class CodeIn(BaseModel):
    """The first code of a new authenticator."""

    code: str = Field(title="6 位动态口令", pattern=r"^\d{6}$", json_schema_extra={"kind": "code"})
