"""What comes in about transfers."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

MOST_AT_ONCE = 100


class TransferIn(BaseModel):
    """What is handed over, and to whom."""

    model_config = ConfigDict(str_strip_whitespace=True)

    institution: str = Field(title="接收单位", json_schema_extra={"kind": "radio"})
    projects: list[str] = Field(
        title="移交的档案", min_length=1, max_length=MOST_AT_ONCE,
        json_schema_extra={"kind": "checkbox"},
    )  # fmt: skip

    @field_validator("projects", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [one for one in value.split(",") if one] if isinstance(value, str) else value
