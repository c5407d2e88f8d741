"""The region tree of Shandong: province, 16 cities, all counties (GB/T 2260)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lucai.law.sheets import csv_sheet

PROVINCE = "370000"


@dataclass(frozen=True, slots=True)
class Region:
    """One administrative division; ``level`` is province, city or county."""

    code: str
    name: str
    level: str
    parent: str

    @property
    def prefix(self) -> str:
        """The leading digits shared by every region inside this one."""
        return region_prefix(self.code)


def region_prefix(code: str) -> str:
    """Return the significant digits of a region code: 370000 → 37, 370100 → 3701."""
    while code.endswith("00"):
        code = code[:-2]
    return code


@cache
def regions() -> dict[str, Region]:
    """Return every region by code, in the order of the codes."""
    rows = csv_sheet("regions", "shandong")
    return {r["code"]: Region(r["code"], r["name"], r["level"], r["parent"]) for r in rows}


def region(code: str) -> Region:
    """Return the region of a code.

    Raises:
        LookupError: no such region in Shandong.
    """
    found = regions().get(code)
    if found is None:
        raise LookupError(f"山东省没有代码为{code}的行政区划。")
    return found


def cities() -> tuple[Region, ...]:
    """Return the 16 cities."""
    return children(PROVINCE)


def children(code: str) -> tuple[Region, ...]:
    """Return the regions directly below one."""
    return tuple(r for r in regions().values() if r.parent == code)


def descendants(code: str) -> tuple[Region, ...]:
    """Return a region and everything inside it."""
    prefix = region(code).prefix
    return tuple(r for r in regions().values() if r.code.startswith(prefix))


def lies_in(inner: str, outer: str) -> bool:
    """Tell whether a region lies in another, or is the same."""
    return inner.startswith(region_prefix(outer))


def full_name(code: str) -> str:
    """Return the name with its parents: 山东省济南市历下区."""
    here = region(code)
    return (full_name(here.parent) if here.parent else "") + here.name
