"""Building blocks of OCDS 1.1.5, so that every stage spells its fragment of a release alike.

A step that changes something public puts a fragment under ``ocds`` into its journal entry;
``publication.ocds`` makes the release of it. Organisations stand as ``reference(pk, name)``
and are turned into their 统一社会信用代码 there. Amounts are decimal text
until they stand in a release.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lucai.kernel import clock, money

CURRENCY = "CNY"
PREFIX = "ocds-lucai1-"
INTERNAL = "LC-"
CATALOGUE = "CN-GPC2022"

METHODS = {
    "open": "open",
    "invited": "selective",
    "negotiation": "limited",
    "consultation": "limited",
    "inquiry": "limited",
    "single_source": "direct",
    "emergency": "limited",
    "cooperative": "selective",
}
CATEGORIES = {"goods": "goods", "services": "services", "works": "works"}


def ocid(key: str) -> str:
    """Return the process id for the code it was born with (an intention's or a project's)."""
    return PREFIX + key


def value(fen: int | None) -> dict[str, Any] | None:
    """Return an amount in 元 as decimal text: the journal knows no floats.

    The release turns it into the number that OCDS wants.
    """
    if fen is None:
        return None
    return {"amount": money.plain_yuan(fen), "currency": CURRENCY}


def stamp(moment: datetime | date) -> str:
    """Return a moment in RFC 3339 with the Beijing offset; a day begins at 00:00."""
    at = moment if isinstance(moment, datetime) else clock.moment(moment)
    return at.astimezone(clock.BEIJING).replace(microsecond=0).isoformat()


def period(start: datetime | date | None, end: datetime | date | None) -> dict[str, str]:
    """Return a period; an unknown end is left out."""
    spelt = {"startDate": start and stamp(start), "endDate": end and stamp(end)}
    return {name: text for name, text in spelt.items() if text}


def reference(pk: int, name: str) -> dict[str, str]:
    """Refer to an organisation of the directory."""
    return {"id": f"{INTERNAL}{pk}", "name": name}


def item(
    ident: str, description: str, code: str, name: str, quantity: int | str | None, unit: str,
    unit_price: int | None = None, lot: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Return one line of what is bought."""
    unit_block = tidy({"name": unit, "value": value(unit_price)})
    return tidy(
        {
            "id": ident,
            "description": description,
            "classification": {"scheme": CATALOGUE, "id": code, "description": name},
            "quantity": quantity,
            "unit": unit_block,
            "relatedLot": lot,
        }
    )


def tidy(block: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: OCDS wants absence, not null or an empty string."""
    return {key: val for key, val in block.items() if val not in (None, "", [], {})}
