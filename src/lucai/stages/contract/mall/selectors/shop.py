"""The storefront: what is on sale, green goods first, and the limits that hold for a region."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law import mall_rules as law
from lucai.law.parameters import Parameter
from lucai.law.regions import PROVINCE
from lucai.platform.access.selectors import organisation
from lucai.registers.products.selectors import ProductCard, shopping

GREEN, REST = "green", "rest"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the storefront: green goods, then the rest; ``following`` asks for the next."""

    green: tuple[ProductCard, ...]
    rest: tuple[ProductCard, ...]
    following: str
    first: bool

    @property
    def empty(self) -> bool:
        """Whether nothing is on sale."""
        return not (self.green or self.rest)


@dataclass(frozen=True, slots=True)
class Limits:
    """The province's numbers of the mall as they hold today."""

    direct: Parameter
    quoted: Parameter
    quotes: Parameter
    quoting: Parameter
    answering: Parameter

    @property
    def illustrative(self) -> bool:
        """Whether any of them is a sample."""
        return any(getattr(self, name).illustrative for name in self.__dataclass_fields__)


def shelf(viewer: Viewer, *, after: str = "", **asked: str) -> Shelf:
    """Return a page of what is on sale; green goods come before everything else (财库〔2019〕9号).

    ``after`` is ``green.<key>`` or ``rest.<key>`` as a page before gave it.
    """
    part, _, key = after.partition(".")
    first = part not in {GREEN, REST}
    green: tuple[ProductCard, ...] = ()
    if part != REST:
        found = shopping.on_sale(viewer, green=True, after=key if part == GREEN else "", **asked)
        green = tuple(found.items)
        if found.following:
            return Shelf(green, (), f"{GREEN}.{found.following}", first)
    rest = shopping.on_sale(viewer, green=False, after=key if part == REST else "", **asked)
    following = f"{REST}.{rest.following}" if rest.following else ""
    return Shelf(green, tuple(rest.items), following, first)


def limits_of(viewer: Viewer) -> Limits:
    """Return the numbers that hold where the viewer is; for the public those of the province."""
    region = PROVINCE
    if viewer.organisation:
        region = organisation(SYSTEM, viewer.organisation).region
    today = clock.today()
    return Limits(
        law.order_limit(law.DIRECT, today, region),
        law.order_limit(law.QUOTED, today, region),
        law.quotes_needed(today, region),
        law.quoting_hours(today, region),
        law.answering_hours(today, region),
    )
