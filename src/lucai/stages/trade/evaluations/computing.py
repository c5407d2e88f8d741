"""The inputs of a ranking as JSON, and the ranking from them: what makes a result repeatable.

The JSON is also what ``lucai law score`` takes: date, object, method, the price's weight,
criteria, and offers with each member's scores; the tie's rule and seed stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lucai.kernel.money import plain_yuan
from lucai.law.brands import brand_key
from lucai.law.formulas import marks_by_formula, read_formula
from lucai.law.parameters import parameter, status
from lucai.law.status import Status
from lucai.stages.trade.evaluations.ranking import (
    OBJECTIVE,
    PRICE,
    SPELT,
    SUBJECTIVE,
    Entry,
    Factor,
    Figures,
    Marks,
    Ranking,
    Terms,
    ranking,
    small_part,
)
from lucai.stages.trade.evaluations.terms import WHOLE, Criterion, Judging, judging

Inputs = tuple[list[Entry], Terms, Marks]


def inputs_of(rows: Any, *, tie_seed: str) -> dict[str, Any]:
    """Gather what the ranking follows from, as JSON without fractions of binary kind."""
    session, terms = rows.session, judging(rows.session.terms)
    weight = terms.price_weight
    return {
        "date": terms.on.isoformat(),
        "object": session.object_kind,
        "method": session.method,
        "weight": _points(weight) if terms.criteria else None,
        "informationSystem": terms.information_system,
        "domesticApplies": terms.domestic_applies,
        "tieRule": terms.tie_rule,
        "tieSeed": tie_seed,
        "criteria": [
            {
                "key": str(c.number),
                "name": c.name,
                "weight": _points(c.weight),
                "objective": c.is_objective,
                **_formula(session.terms, c),
            }
            for c in terms.marked
        ],
        "offers": [
            {
                **_offer(bid, terms),
                "scores": _scores(rows, bid.bid_code, terms),
                **_figures(rows, bid, terms),
            }
            for bid in rows.valid
        ],
    }


def for_replay(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Add to kept inputs what the law of their day fixes, so that anybody can compute with them."""
    on = date.fromisoformat(inputs["date"])
    applies = status("GP-DOM-01", on) is Status.APPLICABLE
    return {
        **inputs,
        "law": {
            "jointShare": str(parameter("GP-SME-07", "share", on=on).value),
            "domesticShare": str(parameter("GP-DOM-02", "share", on=on).value) if applies else "1",
            "domesticRate": str(parameter("GP-DOM-01", on=on).value) if applies else None,
            "places": int(parameter("GP-EVA-08", "places", on=on).value),
        },
    }


def read_inputs(inputs: Mapping[str, Any]) -> Inputs:
    """Read kept inputs back."""
    offers = inputs["offers"]
    rates = {offer["smeRate"] for offer in offers if offer["micro"]} - {None}
    joint = {offer["smeRate"] for offer in offers if offer.get("consortiumShare")} - {None}
    price = Factor(number=0, kind=PRICE, name="价格", weight=_hundredths(inputs["weight"] or "0"))
    marked = tuple(_factor(row) for row in inputs["criteria"])
    terms = Terms(
        object_kind=inputs["object"],
        method=inputs["method"],
        on=date.fromisoformat(inputs["date"]),
        factors=(price, *marked) if inputs["weight"] is not None else (),
        sme_rate=Decimal(rates.pop()) if rates else None,
        sme_joint_rate=Decimal(joint.pop()) if joint else None,
        domestic_applies=inputs["domesticApplies"],
        tie_rule=inputs["tieRule"],
        tie_seed=inputs["tieSeed"],
        information_system=inputs["informationSystem"],
    )
    marks = {
        offer["bidder"]: {
            int(key): [_hundredths(mark) for mark in given]
            for key, given in _marks(offer, inputs["criteria"]).items()
        }
        for offer in offers
    }
    return [_entry(offer) for offer in offers], terms, marks


def ranking_from(inputs: Inputs) -> Ranking:
    """Rank once more from the inputs."""
    return ranking(*inputs)


def _offer(bid: Any, terms: Judging) -> dict[str, Any]:
    share = bid.domestic_share
    kept = bid.small_share
    small, part = small_part(
        bid.small, None if kept is None else Decimal(kept) / WHOLE, terms.sme_joint_rate
    )
    rate = terms.sme_rate if small else terms.sme_joint_rate if part else None
    applies = terms.domestic_applies
    return {
        "bidder": bid.bid_code,
        "name": bid.supplier_name,
        "price": plain_yuan(bid.price),
        "micro": small,
        "smeRate": None if rate is None else str(rate),
        "consortiumShare": None if part is None else str(part),
        "domesticCostShare": None if share is None or not applies else str(Decimal(share) / WHOLE),
        "domestic": bid.domestic if applies else None,
        "brand": brand_key(bid.brands),
        **({"mask": bid.mask} if bid.mask else {}),
    }


def _scores(rows: Any, bid_code: str, terms: Judging) -> dict[str, list[str]]:
    """Return each factor's marks in the order of the members' places."""
    places = {sheet.pk: sheet.place for sheet in rows.sheets}
    given: dict[int, list[str]] = {c.number: [] for c in terms.marked}
    for score in sorted(rows.scores_on(bid_code), key=lambda s: places[s.sheet_id]):
        if score.criterion_number in given:
            given[score.criterion_number].append(_points(score.points))
    return {str(number): marks for number, marks in given.items()}


def _formula(terms: Mapping[str, Any], criterion: Criterion) -> dict[str, Any]:
    """Return the published formula of a factor that the system scores."""
    if not criterion.formula:
        return {}
    return {
        "formula": next(c for c in terms["criteria"] if c["number"] == criterion.number)["formula"]
    }


def _figures(rows: Any, bid: Any, terms: Judging) -> dict[str, Any]:
    """Return what the system scores a bid by: stated, and verified by each member."""
    places = {sheet.pk: sheet.place for sheet in rows.sheets}
    computed = [c for c in terms.marked if c.formula]
    if not computed:
        return {}
    given = sorted(rows.scores_on(bid.bid_code), key=lambda s: places[s.sheet_id])
    return {
        "figures": {
            str(c.number): {
                "stated": bid.claims.get(str(c.number), ""),
                "found": [s.figure for s in given if s.criterion_number == c.number],
            }
            for c in computed
        }
    }


def _marks(
    offer: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]]
) -> Mapping[str, list[str]]:
    """Return the marks; those that a formula gives are computed anew from the figures."""
    return marks_by_formula(offer["scores"], offer.get("figures", {}), criteria, offer["name"])


def _entry(offer: Mapping[str, Any]) -> Entry:
    share, part = offer["domesticCostShare"], offer.get("consortiumShare")
    return Entry(
        code=offer["bidder"],
        name=offer["name"],
        price=_hundredths(offer["price"]),
        small=offer["micro"],
        domestic=bool(offer["domestic"]),
        domestic_share=None if share is None else Decimal(share),
        small_share=None if part is None else Decimal(part),
        brand=offer.get("brand", ""),
        figures={
            int(key): Figures(one["stated"], tuple(one["found"]))
            for key, one in offer.get("figures", {}).items()
        },
    )


def _factor(row: Mapping[str, Any]) -> Factor:
    return Factor(
        number=int(row["key"]),
        kind=OBJECTIVE if row["objective"] else SUBJECTIVE,
        name=row["name"],
        weight=_hundredths(row["weight"]),
        formula=read_formula(row.get("formula"), Decimal(row["weight"])),
    )


def _points(hundredths: int) -> str:
    return plain_yuan(hundredths)


@lru_cache(maxsize=SPELT)
def _hundredths(text: str) -> int:
    return int(Decimal(text) * 100)
