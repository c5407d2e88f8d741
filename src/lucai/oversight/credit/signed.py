"""The credit record that is put right."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.oversight.credit.selectors import record_seen
from lucai.platform.signin.subjects import Subject, picked, subject


def record(viewer: Viewer, pk: int) -> Subject:
    """Return a record with the objection to it."""
    line = record_seen(viewer, pk)
    lines = (
        ("记录", f"{line.party_name}：{line.kind_label}，{line.value_text}"),
        ("异议", line.objection),
    )
    return subject("信用记录", picked(line, *RECORD), lines)


RECORD = (
    "pk", "party_side", "party_code", "party_name", "kind", "project_number", "on", "value",
    "objection", "files",
)  # fmt: skip
