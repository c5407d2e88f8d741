"""The form of a new account: a login, and a password typed twice."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class NewAccountIn(BaseModel):
    """What everybody types who opens an account; modules add what they ask besides."""

    model_config = ConfigDict(str_strip_whitespace=True)

    login: str = Field(
        title="登录名", description="4–40 位字母、数字、点或横线", min_length=4, max_length=40,
        pattern=r"^[A-Za-z0-9.\-]+$",
    )  # fmt: skip
    password: str = Field(
        title="密码", description="至少 10 位，不能只有数字", min_length=10, max_length=128,
        json_schema_extra={"kind": "password"},
    )  # fmt: skip
    again: str = Field(title="再输一次密码", json_schema_extra={"kind": "password"})

    @model_validator(mode="after")
    def _same(self) -> Self:
        if self.again != self.password:
            raise ValueError("两次输入的密码不一致")
        return self
