"""What the law asks of a file that is sealed, besides ``lucai.law.contract_rules``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.contract_rules import ArchiveFacts
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts(ArchiveFacts):
    """A file about to be sealed, or to be destroyed after its time.

    ``explained``: its gaps are given a reason. ``unproven``: claims that do not hold, of which
    nobody has decided; ``excepted``: somebody decides now, with a reason. ``holds``: what forbids destroying it.
    ``condemned_by`` and ``person``: who judged it and who is about to destroy it.
    """

    explained: bool = True
    unproven: tuple[str, ...] = ()
    excepted: bool = False
    holds: tuple[str, ...] = ()
    condemned_by: int | None = None
    person: int | None = None
    keep_until: date | None = None


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


@rule("GP-ARC-03")
def claims_hold_or_are_excepted(facts: PackageFacts, at: datetime) -> Finding:
    """核验包和抽取记录中有不成立的，不得归档；查明后仍须归档的，由经办人写明理由，作为例外记录。"""
    del at
    holds = facts.excepted or not facts.unproven
    why = f"核验不成立：{listed(facts.unproven)}。请查明原因；查明后仍须归档的，写明例外的理由。"
    return Finding(holds, why)


@rule("GP-ARC-03")
def nothing_holds_it(facts: PackageFacts, at: datetime) -> Finding:
    """被诉讼、审计、投诉等事项需要的采购文件，事项结束前不得销毁；延长保管的，期满前不得销毁。"""
    if facts.holds:
        return Finding(False, f"暂缓销毁尚未解除：{listed(facts.holds)}。")
    kept = facts.keep_until
    return Finding(kept is None or beijing_day(at) > kept, f"保管期限至{kept}届满，此前不得销毁。")


@rule("GP-ARC-03")
def two_people_destroy(facts: PackageFacts, at: datetime) -> Finding:
    """销毁由两人办理：鉴定人和监销人不得是同一人。"""
    same = facts.person is not None and facts.person == facts.condemned_by
    return Finding(not same, "鉴定意见由您提出，请由本单位另一人复核并监督销毁。")
