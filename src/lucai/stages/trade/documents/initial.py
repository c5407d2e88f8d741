"""A document's content as its forms show it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.law.deadlines import Deadline
from lucai.law.low_price import legal_ratios
from lucai.law.methods import say
from lucai.stages.trade.documents import bidder_keys
from lucai.stages.trade.documents.bands import show_bands
from lucai.stages.trade.documents.cards import ClarificationSheet, DocumentSheet
from lucai.stages.trade.documents.facts import unscored_because
from lucai.stages.trade.documents.formulas import show_formula
from lucai.stages.trade.documents.wording import POINT

Content = dict[str, Any]


def chapter_content(sheet: DocumentSheet, key: str) -> Content:
    """Return one chapter's clauses."""
    clauses = next(chapter.clauses for chapter in sheet.chapters if chapter.key == key)
    typed = sheet.card.composition.blanks
    return {
        "version": sheet.card.version,
        "clauses": {clause.id: clause.text for clause in clauses},
        "reasons": {clause.id: clause.reason for clause in clauses},
        "blanks": {f.id: typed.get(f.id, "") for clause in clauses for f in clause.fields},
    }


def requirements_content(sheet: DocumentSheet, lot_number: int) -> Content:
    """Return the requirements of one lot (0: of all lots)."""
    rows = [
        {
            "kind": line.kind,
            "name": line.name,
            "text": line.text,
            "substantive": line.substantive,
            "evidence": line.evidence,
        }
        for line in sheet.requirements
        if line.lot_number == lot_number
    ]
    return {"version": sheet.card.version, "rows": rows}


def criteria_content(sheet: DocumentSheet, lot_number: int) -> Content:
    """Return the scoring factors of one lot; an empty lot begins with the price."""
    rows = [
        {
            "kind": line.kind,
            "name": line.name,
            "weight": line.points,
            "standard": line.standard,
            "bands": show_bands([asdict(band) for band in line.bands]),
            "measure": line.formula.get("measure", ""),
            "unit": line.formula.get("unit", ""),
            "formula": show_formula(line.formula),
        }
        for line in sheet.criteria_of(lot_number)
    ]
    return {"version": sheet.card.version, "rows": rows or _first_rows(sheet)}


PRICE_ROW = {
    "kind": "price",
    "name": "投标报价",
    "weight": "",
    "standard": "采用低价优先法：满足招标文件要求且评审价最低者为评标基准价，得满分；其他投标人得分＝评标基准价÷评审价×分值。",
    "bands": "",
}


def _first_rows(sheet: DocumentSheet) -> list[Content]:
    """Propose the price's factor, where the price is one."""
    unscored = unscored_because(sheet.card, sheet.project)
    return [] if unscored else [_price_row(sheet.project.method)]


def _price_row(method: str) -> Content:
    """Propose the price's factor, in the method's words."""
    return {**PRICE_ROW, **{key: say(method, PRICE_ROW[key]) for key in ("name", "standard")}}


def terms_content(sheet: DocumentSheet) -> Content:
    """Return commercial terms and policies; the law's own ratios where none is set."""
    card = sheet.card
    average, following, ceiling = _ratios(sheet)
    return {
        "version": card.version,
        "performance_period": card.performance_period,
        "validity_days": card.validity_days,
        "bonds": [
            {"lot": lot.number, "amount": _yuan(card.bid_security.get(lot.number))}
            for lot in sheet.project.lots
        ],
        "consortium": card.consortium,
        "information_system": card.information_system,
        "uniform_price": card.uniform_price,
        "core_product": card.core_product,
        "rounds": card.rounds,
        "sme_rate": _percent(card.sme_rate),
        "sme_joint_rate": _percent(card.sme_joint_rate),
        "domestic_applies": card.domestic_applies,
        "low_avg": average,
        "low_next": following,
        "low_ceiling": ceiling,
        "tie_rule": card.tie_rule,
        **bidder_keys.typed(card.bidder_keys),
    }


def timing_content(sheet: DocumentSheet) -> Content:
    """Return the dates; the earliest lawful ones where none is set."""
    card, earliest = sheet.card, sheet.earliest
    if card.bid_deadline or not earliest:
        return {
            "version": card.version,
            "notice_on": card.notice_on,
            "available_until": _local(card.available_until),
            "bid_deadline": _local(card.bid_deadline),
            "opening_place": card.opening_place,
        }
    return {
        "version": card.version,
        "notice_on": earliest.notice_on,
        "available_until": _at(earliest.documents_until, earliest.bid_deadline, 17),
        "bid_deadline": _at(earliest.bid_deadline, None, 9, 30),
        "opening_place": card.opening_place,
    }


def _at(floor: Deadline | None, other: Deadline | None, hour: int, minute: int = 0) -> Any:
    """Propose the earliest lawful day; without a floor the other date's eve, else nothing."""
    if floor:
        return clock.moment(floor.date, hour, minute)
    return clock.moment(other.date - ONE_DAY, hour, minute) if other else None


ONE_DAY = timedelta(days=1)


def clarification_content(sheet: ClarificationSheet) -> Content:
    """Return a clarification as its form shows it."""
    names = ("question", "text", "affects_bids", "changes_object", "changes_qualification")
    local = sheet.new_deadline.astimezone(clock.BEIJING) if sheet.new_deadline else None
    return {
        **{name: getattr(sheet, name) for name in names},
        "new_deadline": local,
        "enquiries": ",".join(map(str, sheet.enquiries)),
    }


def _ratios(sheet: DocumentSheet) -> tuple[str, str, str]:
    shares = [f"{Decimal(share) / POINT:f}" for share in sheet.card.low_price_ratios]
    if not shares:
        try:
            legal = legal_ratios(sheet.card.notice_on or clock.today())
        except LookupError:
            return "", "", ""
        shares = [f"{share * 100:f}" for share in legal.values()]
    return shares[0], shares[1], shares[2]


def _percent(share: int | None) -> str:
    return "" if share is None else f"{Decimal(share) / POINT:f}"


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{Decimal(fen) / 100:.2f}"


def _local(at: Any) -> Any:
    return at.astimezone(clock.BEIJING) if at else None
