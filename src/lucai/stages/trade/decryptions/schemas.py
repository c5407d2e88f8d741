"""What a supplier gives to open its bid, and who stands in for it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class DecryptionIn(BaseModel):
    """A recovery code as it was typed, or the secret that the browser opened with a key."""

    model_config = ConfigDict(str_strip_whitespace=True)

    code: str = Field(
        title="恢复码",
        default="",
        max_length=120,
        description="封标时打印或者下载的九组、每组四个字符；大小写、空格和短横不影响",
        json_schema_extra={"autocomplete": "off"},
    )
    secret: str = Field(title="", default="", pattern="^([0-9a-f]{64})?$",
                        json_schema_extra={"kind": "hidden"})  # fmt: skip


class RecoverySharesIn(BaseModel):
    """What the holder's own device signed: shares, and of which bids the share does not open."""

    statements: list[str] = Field(title="份额释放声明", default=[], max_length=1000)
    unopened: list[str] = Field(title="份额打不开的声明", default=[], max_length=1000)
