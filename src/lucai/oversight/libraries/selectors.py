"""Counting the four libraries and gathering what needs attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.law.calendar import add_years
from lucai.law.library_rules import last_birthday
from lucai.law.regions import region
from lucai.registers.agencies import selectors as agencies
from lucai.registers.agencies.lifecycle import AGENCY
from lucai.registers.experts import selectors as experts
from lucai.registers.experts.lifecycle import EXPERT, TRAINED_WITHIN_YEARS
from lucai.registers.products import selectors as products
from lucai.registers.products.lifecycle import PRODUCT
from lucai.registers.suppliers import selectors as suppliers
from lucai.registers.suppliers.schemas import SIZE_LABELS

SOON = timedelta(days=30)
NEAR = timedelta(days=365)
"""When a warning begins: no period of the law, only when somebody should look."""

Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a library are in one state, with the list that shows them."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Library:
    """One library."""

    title: str
    href: str
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region: how many of each library, in the order of the libraries."""

    code: str
    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that needs attention: where it is and what to look at."""

    label: str
    href: str
    note: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """One kind of warning with the rule it rests on; at most twenty are shown."""

    title: str
    rule: str
    found: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class LibrariesSheet:
    """The whole page."""

    libraries: tuple[Library, ...]
    regions: tuple[RegionLine, ...]
    watches: tuple[Watch, ...]


def libraries(viewer: Viewer) -> LibrariesSheet:
    """Count the libraries of the viewer's region and gather the warnings."""
    counted = (
        agencies.counts(viewer), suppliers.counts(viewer), experts.counts(viewer),
        products.counts(viewer),
    )  # fmt: skip
    return LibrariesSheet(
        libraries=(
            _library("代理机构库", "/agencies/desk/", counted[0], AGENCY.states, "state"),
            _library("供应商库", "/suppliers/", counted[1], SIZE_LABELS, "size_class"),
            _library("评审专家库", "/experts/", counted[2], EXPERT.states, "state"),
            _library("商品库", "/products/desk/", counted[3], PRODUCT.states, "state"),
        ),
        regions=_regions(counted),
        watches=(_agencies(viewer), _certificates(viewer), _products(viewer), *_experts(viewer)),
    )


def _library(
    title: str, href: str, counts: Counts, labels: Mapping[str, str], name: str
) -> Library:
    found: dict[str, int] = {}
    for (part, _), n in counts.items():
        found[part] = found.get(part, 0) + n
    parts = tuple(
        Part(label, found[key], f"{href}?{name}={key}")
        for key, label in labels.items()
        if key in found
    )
    return Library(title, href, sum(found.values()), parts)


def _regions(counted: tuple[Counts, ...]) -> tuple[RegionLine, ...]:
    codes = sorted({code for counts in counted for _, code in counts})
    return tuple(
        RegionLine(code, _name(code), tuple(_in_region(counts, code) for counts in counted))
        for code in codes
    )


def _in_region(counts: Counts, code: str) -> int:
    return sum(n for (_, where), n in counts.items() if where == code)


def _name(code: str) -> str:
    try:
        return region(code).name
    except LookupError:
        return code


def _agencies(viewer: Viewer) -> Watch:
    found = agencies.short_of_staff(viewer)
    lines = tuple(
        Notice(one.name, one.href, f"专职人员 {one.staff_count} 名", bad=True) for one in found
    )
    return Watch("专职人员不足的代理机构", "财库〔2018〕2号/11", lines)


def _certificates(viewer: Viewer) -> Watch:
    today = clock.today()
    lines = tuple(
        Notice(
            f"{one.supplier_name}　{one.name}",
            one.href,
            f"有效期至 {one.until}",
            bad=one.until < today,
        )
        for one in suppliers.ending_certificates(viewer)
    )
    return Watch("到期和即将到期的供应商资质", "", lines)


def _products(viewer: Viewer) -> Watch:
    found = products.expiring(viewer, clock.today() + SOON)
    lines = tuple(
        Notice(
            f"{one.brand} {one.model}",
            one.href,
            "证书已过期" if one.expired else "证书三十日内到期",
            bad=one.expired,
        )
        for one in found
    )
    return Watch("认证证书到期的商品", "财库〔2019〕9号", lines)


def _experts(viewer: Viewer) -> tuple[Watch, Watch]:
    today = clock.today()
    old = tuple(
        Notice(f"{one.name}　{one.number}", f"/experts/{one.number}/", _age(one), bad=_is_over(one))
        for one in experts.near_the_age(viewer, NEAR)
    )
    since = add_years(today, -TRAINED_WITHIN_YEARS)
    idle = tuple(
        Notice(f"{one.name}　{one.number}", f"/experts/{one.number}/", "两年内没有培训记录")
        for one in experts.untrained(viewer, since)
    )
    return (
        Watch("一年内年满七十周岁的评审专家", "财库〔2016〕198号/6", old),
        Watch("久未培训的评审专家", "", idle),
    )


def _age(card: experts.ExpertCard) -> str:
    return f"{last_birthday(card.born_on, clock.today())} 年满七十周岁" if card.born_on else ""


def _is_over(card: experts.ExpertCard) -> bool:
    return bool(card.born_on and last_birthday(card.born_on, clock.today()) <= clock.today())
