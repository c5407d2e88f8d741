"""What is asked of a transfer before it is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.law.rules import Finding, rule


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """A transfer as rules read it; ``supplement``: later versions of a file that was handed over."""

    supplement: bool = False


@rule("GP-ARC-03")
def supplements_are_handed_on(facts: TransferFacts, at: datetime) -> Finding:
    """已移交的档案补充归档的，补充的版本应当一并移交原接收单位，不能撤销。"""
    del at
    return Finding(
        not facts.supplement, "这是已移交档案的补充归档，不能撤销；处理退回的问题后请重新移交。"
    )


def versions_in(item: dict[str, Any]) -> list[int]:
    """Return the numbers of the versions that a line of the list hands over."""
    return [item.get("version", 1), *(one["number"] for one in item.get("later", ()))]
