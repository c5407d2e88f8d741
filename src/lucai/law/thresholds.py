"""采购限额标准 and 公开招标数额标准 by region, level and object; sample values are labelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lucai.law.parameters import FEN_PER_WAN, Parameter, parameter
from lucai.law.regions import full_name, region
from lucai.law.wording import plain

RULE = "GP-THR-01"
OBJECTS = ("goods", "services", "works")
LEVELS = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Both thresholds of a budget unit, and what they mean for an amount."""

    level: str
    purchase: Parameter
    open_tender: Parameter
    reaches_purchase: bool | None
    reaches_open_tender: bool | None
    cites: tuple[str, ...]
    calculation: tuple[str, ...]

    @property
    def illustrative(self) -> bool:
        """Whether either value is a sample that the province has not replaced."""
        return self.purchase.illustrative or self.open_tender.illustrative


def thresholds(
    object_: str, region_code: str, *, on: date, amount_fen: int | None = None
) -> Thresholds:
    """Return the thresholds for a unit of a region; its budget level is the region's.

    Raises:
        LookupError: no such region, or no value in force on that day.
    """
    place = region(region_code)
    purchase = purchase_threshold(object_, place.level, on=on, region=place.code)
    tender = open_tender_threshold(object_, place.level, on=on, region=place.code)
    reached = [None if amount_fen is None else amount_fen >= t.fen for t in (purchase, tender)]
    cites = tuple(dict.fromkeys((*purchase.cites, *tender.cites)))
    lines = (
        _line(full_name(place.code), "采购限额标准", purchase, amount_fen),
        _line(full_name(place.code), "公开招标数额标准", tender, amount_fen),
    )
    return Thresholds(place.level, purchase, tender, reached[0], reached[1], cites, lines)


def _line(place: str, name: str, limit: Parameter, amount_fen: int | None) -> str:
    sample = "（示例值，以本地公布的标准为准）" if limit.illustrative else ""
    line = f"{place}{name}{plain(Decimal(limit.value))}万元{sample}"
    if amount_fen is None:
        return f"{line}。"
    sign = "不低于" if amount_fen >= limit.fen else "低于"
    return f"{line}，填写的金额{plain(Decimal(amount_fen) / FEN_PER_WAN)}万元{sign}该标准。"


def purchase_threshold(object_: str, level: str, *, on: date, region: str) -> Parameter:
    """Return the amount from which a purchase outside the catalogue is 政府采购."""
    return parameter(RULE, f"purchase_{object_}_{level}", on=on, region=region)


def open_tender_threshold(object_: str, level: str, *, on: date, region: str) -> Parameter:
    """Return the amount from which 公开招标 is compulsory."""
    return parameter(RULE, f"open_{object_}_{level}", on=on, region=region)


def works_must_be_tendered(kind: str, amount_fen: int, on: date) -> bool:
    """Tell whether a works contract reaches the compulsory tender scale.

    ``kind`` is construction, important_goods or design_supervision.
    """
    return amount_fen >= parameter("GP-THR-07", kind, on=on).fen
