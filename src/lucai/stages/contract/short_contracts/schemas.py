"""What comes in about short contracts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


class NoteIn(BaseModel):
    """What was delivered, found in order, or is to be put right."""

    model_config = ConfigDict(str_strip_whitespace=True)

    note: LongText = Field(title="说明", min_length=4, max_length=400)
