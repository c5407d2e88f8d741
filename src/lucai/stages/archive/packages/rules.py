"""What the law asks of a file that is sealed, besides ``lucai.law.contract_rules``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.contract_rules import ArchiveFacts
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts(ArchiveFacts):
    """A file about to be sealed; ``explained`` says that its gaps are given a reason."""

    explained: bool = True


@rule("GP-ARC-01", severity="warn")
def papers_are_all_there(facts: PackageFacts, at: datetime) -> Finding:
    """采购文件应当完整归档。"""
    missing = facts.missing_papers
    return Finding(
        not missing, f"归档文件缺少：{listed(missing)}。归档时应当说明原因，取得后补充归档。"
    )


@rule("GP-ARC-01")
def gaps_are_explained(facts: PackageFacts, at: datetime) -> Finding:
    """归档文件有缺项的，应当说明原因。"""
    return Finding(facts.explained or not facts.missing_papers, "请说明缺项的原因。")
