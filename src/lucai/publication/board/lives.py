"""What open data says of a project's money, suppliers and stages: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lucai.kernel.money import FEN_PER_YUAN

DEAD = ("cancelled", "unsuccessful")

PUBLIC_STATES = {
    "prequalifying": "资格预审中",
    "announced": "公告中",
    "opened": "评审定标中",
    "evaluating": "评审定标中",
    "evaluated": "评审定标中",
    "decided": "评审定标中",
    "awarded": "已公告结果",
    "contracting": "签订合同",
    "performing": "履约中",
    "completed": "履约完成",
    "archived": "已归档",
    "ended": "已终止",
}
"""What the public is told of a state: who is ahead in an evaluation is not said before the result."""

_SHELF_OF_STAGE = {
    "plan": "intention",
    "trade": "tender",
    "contract": "contract",
    "acceptance": "acceptance",
}
"""Stage → the channel whose first notice shows that it was reached."""


@dataclass(frozen=True, slots=True)
class LotMoney:
    """What became of a lot; amounts in 分, None where nothing is published yet."""

    suppliers: tuple[str, ...] = ()
    awarded: int | None = None
    contracted: int | None = None
    paid: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the eight stages as the spine shows it."""

    key: str
    label: str
    state: str
    note: str = ""
    href: str = ""


def fen(value: Mapping[str, Any] | None) -> int | None:
    """Read an amount of OCDS, in 分."""
    if not value or value.get("amount") is None:
        return None
    return int(Decimal(str(value["amount"])) * FEN_PER_YUAN)


def total(amounts: Iterable[int | None]) -> int | None:
    """Add up what is known; None when nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def lot_money(release: Mapping[str, Any], lot: str) -> LotMoney:
    """Return what a compiled release says of one lot."""
    awards = [award for award in _alive(release, "awards") if lot in _lots_of(award)]
    contracts = _contracts_of(release, {str(award["id"]) for award in awards})
    names = (party.get("name", "") for award in awards for party in award.get("suppliers", ()))
    return LotMoney(
        tuple(dict.fromkeys(filter(None, names))),
        total(fen(award.get("value")) for award in awards),
        total(fen(contract.get("value")) for contract in contracts),
        total(map(_paid, contracts)),
    )


def whole_money(release: Mapping[str, Any]) -> LotMoney:
    """Return what a compiled release says of the whole process."""
    contracts = list(_alive(release, "contracts"))
    return LotMoney(
        (),
        total(fen(award.get("value")) for award in _alive(release, "awards")),
        total(fen(contract.get("value")) for contract in contracts),
        total(map(_paid, contracts)),
    )


def stages(
    spine: Iterable[Any], seen: Mapping[str, tuple[str, str]], *, paid: bool
) -> tuple[Stage, ...]:
    """Return the spine with what is published beside it.

    ``seen`` maps a channel to (day, address) of its first notice. Acceptance and payment may be
    under way while the project as a whole is still being performed.
    """
    rows = list(spine)
    furthest = max(
        (place for place, row in enumerate(rows) if _is_reached(row.key, seen, paid=paid)),
        default=0,
    )
    return tuple(_stage(row, place, furthest, seen) for place, row in enumerate(rows))


def _is_reached(key: str, seen: Mapping[str, tuple[str, str]], *, paid: bool) -> bool:
    return _SHELF_OF_STAGE.get(key) in seen or (key == "payment" and paid)


def _stage(row: Any, place: int, furthest: int, seen: Mapping[str, tuple[str, str]]) -> Stage:
    day, href = seen.get(_SHELF_OF_STAGE.get(row.key, ""), ("", ""))
    state = row.state
    if state != "stopped" and place <= furthest and state != "done":
        state = "done" if place < furthest else "now"
    return Stage(row.key, row.label, state, day, href)


def _alive(release: Mapping[str, Any], section: str) -> Iterator[Mapping[str, Any]]:
    return (row for row in release.get(section, ()) if row.get("status") not in DEAD)


def _lots_of(award: Mapping[str, Any]) -> set[str]:
    named = {str(lot) for lot in award.get("relatedLots", ())}
    return named | {
        str(item["relatedLot"]) for item in award.get("items", ()) if "relatedLot" in item
    }


def _contracts_of(release: Mapping[str, Any], awards: set[str]) -> list[Mapping[str, Any]]:
    rows = _alive(release, "contracts")
    return [contract for contract in rows if str(contract.get("awardID")) in awards]


def _paid(contract: Mapping[str, Any]) -> int | None:
    transactions = contract.get("implementation", {}).get("transactions", ())
    return total(fen(one.get("value")) for one in transactions)
