"""The files that go with an objection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload

MOST_FILES = 5


def keep(actor: Actor, uploads: Sequence[object]) -> list[dict[str, Any]]:
    """Keep what was uploaded; return it as an objection's row keeps it.

    Raises:
        InvalidInput: too many, or not what can be handed in (message at ``files``).
    """
    if len(uploads) > MOST_FILES:
        raise InvalidInput({"files": f"最多上传 {MOST_FILES} 个文件"})
    rows = [keep_upload(actor, one, field="files", allowed=ATTACHMENTS) for one in uploads]
    return [{"file_id": row.pk, "name": row.name, "size": row.size, "sm3": row.sm3} for row in rows]
