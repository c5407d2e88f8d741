"""采购限额标准 and 公开招标数额标准 by region, level and object; sample values are labelled."""

from __future__ import annotations

from datetime import date

from lucai.law.parameters import Parameter, parameter

RULE = "GP-THR-01"
OBJECTS = ("goods", "services", "works")
LEVELS = ("province", "city", "county")


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
