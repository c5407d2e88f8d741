"""What people give: the public halves of their organisation's keys."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

HEX = r"^[0-9a-f]{64,130}$"


class HolderKeysIn(BaseModel):
    """Two public keys, made on the holder's own device."""

    suite: Literal["GM1", "INTL1"] = Field(title="密码套件")
    opens: str = Field(title="解封公钥", pattern=HEX)
    signs: str = Field(title="签名公钥", pattern=HEX)
