"""Where a bid's evidence points to: “技术部分第 3 页” is page 3 of the technical file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lucai.stages.trade.bids.selectors.opened import FileLine

PAGE = re.compile(r"第\s*(\d{1,4})\s*(?:[-—–~至]\s*\d{1,4}\s*)?页|[Pp]\.?\s*(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Cited:
    """A page of one file of a bid; pages count from 1."""

    file_id: int
    page: int


def cited(evidence: str, files: Sequence[FileLine], kind: str = "") -> Cited | None:
    """Return the page that a bidder cites, or None where none can be told.

    The file is the one whose name or part the words name; without such words that of the
    requirement's own part (``kind``), or the only file.
    """
    found = PAGE.search(evidence)
    if not found:
        return None
    named = [file for file in files if _is_named(file, evidence)]
    own = [file for file in files if file.part == kind]
    meant = named or own or (list(files) if len(files) == 1 else [])
    return Cited(meant[0].file_id, int(found[1] or found[2])) if meant else None


def _is_named(file: FileLine, evidence: str) -> bool:
    stem = file.name.rpartition(".")[0] or file.name
    part = file.part_label.removesuffix("文件").removesuffix("部分")
    return stem in evidence or (bool(part) and part in evidence)
