"""What comes in about draws that wait."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class Nonce(BaseModel):
    """What is sealed: a nonce and what blinds its commitment, 32 bytes each in hexadecimal."""

    model_config = ConfigDict(extra="forbid")

    nonce: str = Field(pattern=r"^[0-9a-f]{64}$")
    blinding: str = Field(pattern=r"^[0-9a-f]{64}$")


class GivingUpIn(BaseModel):
    """Why a draw is given up."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(
        title="放弃的理由",
        description="写明与密钥服务单位联系的情况；理由将公开，请勿填写个人信息",
        min_length=4,
        max_length=400,
    )


class FindingIn(BaseModel):
    """What supervision found of draws that were given up."""

    model_config = ConfigDict(str_strip_whitespace=True)

    finding: LongText = Field(
        title="核查结果",
        description="密钥服务为什么没有应答，放弃抽取是否正当，怎样处理",
        min_length=4,
        max_length=2000,
    )
