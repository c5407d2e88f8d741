"""The last minute before the demonstration begins: questions put to others, not yet answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lucai.kernel.actors import PUBLIC
from lucai.site.demo import home
from lucai.site.demo.people import Cast
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes import clarifying, contesting, joining
from lucai.site.demo.scenes.evaluating import chair_of
from lucai.stages.trade.frameworks import services as frameworks
from lucai.stages.trade.frameworks.selectors import framework_page

ASKER = 10
"""Who asks about a framework, by number of the cast."""


def leave_asked(tales: Iterable[Tale]) -> None:
    """Leave these questions; a world with fewer stories has fewer of them."""
    told = {tale.story.key: tale for tale in tales if tale.project}
    for key, ask in QUESTIONS.items():
        if key in told:
            ask(told[key])


def ask_about_a_framework(cast: Cast) -> None:
    """Leave a supplier's question about what its agreement lets it do."""
    running = framework_page(PUBLIC, state="running").items
    for card in running[:1]:
        firm = cast.actor(f"supplier{ASKER}")
        frameworks.ask(firm, number=card.number, form=contesting.QUESTION)


def _bidder(tale: Tale) -> None:
    clarifying.ask(tale, chair_of(tale), 0, clarifying.ALL_DAY)


def _unit(tale: Tale) -> None:
    joining.ask(tale, home.SCHOOL)


QUESTIONS: Mapping[str, Callable[[Tale], None]] = {"370100-22": _bidder, "370100-09": _unit}
"""Who asks, by the key of its story."""
