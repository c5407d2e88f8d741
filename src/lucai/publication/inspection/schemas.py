"""What is handed in to be checked."""

from __future__ import annotations

from pydantic import BaseModel, Field

from lucai.platform.files.kinds import MEGABYTE

LARGEST = 20 * MEGABYTE
FILE = "file"


class FileIn(BaseModel):
    """The file travels beside the form."""

    file: str = Field(
        title="要核验的文件",
        default="",
        description=f"PDF 或 OFD，不超过 {LARGEST // MEGABYTE} MB。文件只用来核验，不会保存",
        json_schema_extra={"kind": "file"},
    )
