"""Papers of the trade: tender document, bid, opening, evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.platform.documents.shapes.parts import Fact, Paper, Part, Section, Signature, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Part):
    """One requirement of a lot; ``substantive`` prints the ★."""

    number: str
    kind: str
    name: str
    content: str
    substantive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Part):
    """One scoring factor; ``kind`` says 客观 or 主观."""

    factor: str
    kind: str
    points: str
    standard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderLot(Part):
    """One 采购包 with what is wanted and how it is judged."""

    name: str
    number: str = ""
    facts: tuple[Fact, ...] = ()
    items: Table | None = None
    requirements: tuple[Requirement, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    points_total: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderDocument(Paper):
    """招标文件: 招标公告、投标人须知、采购需求、评标办法、合同文本、投标文件格式."""

    buyer: str
    agency: str
    announcement: tuple[Section, ...]
    instructions: tuple[Section, ...]
    lots: tuple[TenderLot, ...]
    evaluation_method: str
    evaluation: tuple[Section, ...]
    contract_text: tuple[Section, ...]
    bid_format: tuple[Section, ...]
    needs: tuple[Section, ...] = ()
    key_terms: tuple[Fact, ...] = ()
    cover_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningEntry(Part):
    """One bid as read out; ``confirmation`` says how and when the bidder confirmed."""

    bidder: str
    price: str
    price_in_words: str
    term: str = ""
    bond: str = ""
    confirmation: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRecord(Paper):
    """开标记录表."""

    facts: tuple[Fact, ...]
    entries: tuple[OpeningEntry, ...]
    price_label: str = "投标报价（元）"
    remarks: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelMember(Part):
    """A member of the panel; ``duty`` says 组长 or 成员."""

    name: str
    role: str
    organisation: str = ""
    duty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem(Part):
    """One item of a check with a verdict a bidder."""

    name: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure(Part):
    """A bidder that did not pass, and why."""

    bidder: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Part):
    """资格审查 or 符合性审查: items down, bidders across."""

    conducted_by: str
    bidders: tuple[str, ...]
    items: tuple[CheckItem, ...]
    conclusions: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()

    def __post_init__(self) -> None:
        rows = [item.verdicts for item in self.items]
        rows += [self.conclusions] if self.conclusions else []
        if any(len(row) != len(self.bidders) for row in rows):
            raise ValueError("every item of a check needs one verdict a bidder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Part):
    """A factor's points, the marks of each expert and their mean."""

    factor: str
    points: str
    given: tuple[str, ...]
    mean: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet(Part):
    """The marks of one bidder: factors down, experts across."""

    bidder: str
    experts: tuple[str, ...]
    marks: tuple[Mark, ...]
    points_total: str
    totals: tuple[str, ...]
    mean_total: str

    def __post_init__(self) -> None:
        rows = [*(mark.given for mark in self.marks), self.totals]
        if any(len(row) != len(self.experts) for row in rows):
            raise ValueError("every factor of a score sheet needs one mark an expert")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedBid(Part):
    """One line of the ranking."""

    rank: str
    bidder: str
    price: str
    evaluated_price: str
    score: str = ""
    recommendation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent(Part):
    """An opinion that differs, in its author's words."""

    name: str
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReport(Paper):
    """评标报告; ``findings`` holds 无效投标, 澄清, 异常低价 as sections."""

    facts: tuple[Fact, ...]
    panel: tuple[PanelMember, ...]
    qualification: Check
    compliance: Check
    ranking: tuple[RankedBid, ...]
    signatures: tuple[Signature, ...]
    overview: tuple[str, ...] = ()
    findings: tuple[Section, ...] = ()
    score_sheets: tuple[ScoreSheet, ...] = ()
    recommendation: tuple[str, ...] = ()
    dissents: tuple[Dissent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Part):
    """The bidder's answer to one requirement."""

    number: str
    requirement: str
    response: str
    deviation: str
    evidence: str = ""
    substantive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex(Part):
    """A file that belongs to the bid."""

    name: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BidResponse(Paper):
    """投标文件; the issuer is the bidder, the recipient the one who invited."""

    recipient: str
    uscc: str
    lot: str
    letter: tuple[str, ...]
    offer: tuple[Fact, ...]
    responses: tuple[Response, ...]
    price_table: Table | None = None
    sections: tuple[Section, ...] = ()
    annexes: tuple[Annex, ...] = ()
