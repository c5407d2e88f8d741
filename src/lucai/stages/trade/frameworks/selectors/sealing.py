"""The sealed rounds of a call: what a supplier's browser is given, who verifies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.calendar import beijing_day
from lucai.law.framework_rules import (
    RESPONSE_AT_THE_OPENING,
    ResponseFacts,
    least_consumable_years,
)
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkCall,
    FrameworkPackage,
)
from lucai.stages.trade.frameworks.numbering import round_number
from lucai.stages.trade.frameworks.schemas import ResponseIn
from lucai.stages.trade.frameworks.scope import organised_by
from lucai.stages.trade.frameworks.selectors.facts import response_facts
from lucai.stages.trade.frameworks.selectors.rows import (
    call_row,
    framework_row,
    latest_call,
    own_response,
    package_row,
    responses_of,
)
from lucai.stages.trade.rounds.papers import Limit, Need, paper
from lucai.stages.trade.rounds.reasons import reasons
from lucai.stages.trade.rounds.selectors import (
    RoundCard,
    Thing,
    edition_for,
    round_card,
    round_cards,
    round_order,
)


def response_round(viewer: Viewer, number: str, round_: int, package: int) -> RoundCard | None:
    """Return the sealed round of a package of a call; None where there is none."""
    return round_card(viewer, round_number(number, round_), package)


def responding_order(viewer: Viewer, number: str, package: int) -> dict[str, Any] | None:
    """Return what a supplier's browser needs to seal its response; None where no call is open.

    Raises:
        NotFound: there is no such package, or no call of it.
    """
    framework = framework_row(viewer, number)
    call = latest_call(viewer, framework)
    if call.state != "open":
        return None
    own = own_response(viewer, call, package)
    row = package_row(viewer, framework, package)
    order = round_order(
        viewer, round_number(number, call.round), package, title=row.name, ceiling=row.ceiling,
        held=own.held if own else "", things=[Thing(row.name, "1", row.unit)],
        door=f"/frameworks/{number}/respond/{package}/",
    )  # fmt: skip
    told = response_facts(viewer, framework, call, row)
    rules = paper(ResponseIn, limits=_limits(row), needs=_needs(framework, told))
    return {**order, "paper": rules}


def _limits(package: FrameworkPackage) -> list[Limit]:
    return [Limit(field="price", most=package.ceiling, why="报价超过最高限制单价")]


def _needs(framework: FrameworkAgreement, told: ResponseFacts) -> list[Need]:
    """Return what may not be left out, each with the sentence of the rule that refuses it."""
    now = clock.now()

    def why(**changes: Any) -> str:
        return reasons(RESPONSE_AT_THE_OPENING, replace(told, **changes), now)

    needs = []
    if framework.object_kind == "goods":
        needs.append(Need(field="maker", why=why(maker=False)))
        needs.append(Need(field="marketed", why=why(marketed=False)))
    if framework.needs_consumables:
        least = least_consumable_years(beijing_day(now))
        missing = why(needs_consumables=True, consumable_years=0)
        needs.append(Need(field="consumable_years", least=least, why=missing))
    return needs


def rounds_to_verify(viewer: Viewer, number: str, round_: int) -> list[RoundCard]:
    """Return the rounds of a call that the viewer may verify: organiser, supervision, responders.

    Raises:
        NotFound: there is no such call, or the viewer may not see it.
    """
    verified = _verified_by(viewer, call_row(viewer, number, round_))
    found = round_cards(viewer, round_number(number, round_)) if verified else []
    return [one for one in found if one.lot_number in verified]


def package_edition(viewer: Viewer, number: str, round_: int, package: int) -> str:
    """Return the edition of the verification package that the viewer may have.

    Raises:
        NotFound: the responses are not opened, or the viewer has nothing to do with them.
    """
    found = response_round(viewer, number, round_, package)
    if not found or found.opened_at is None:
        raise NotFound("响应文件还没有开启。")
    if package not in _verified_by(viewer, call_row(viewer, number, round_)):
        raise NotFound("没有找到这次征集的核验包。")
    return edition_for(viewer)


def _verified_by(viewer: Viewer, call: FrameworkCall) -> frozenset[int]:
    """Return the packages of a call whose openings the viewer may verify; two queries at most."""
    if viewer.side is Side.SUPPLIER:
        return frozenset(one.package_number for one in responses_of(viewer, call))
    called = FrameworkCall.objects.seen_by(viewer).filter(
        organised_by(viewer, through="framework__"), pk=call.pk
    )
    packages = FrameworkPackage.objects.seen_by(viewer).filter(
        framework__in=called.values("framework")
    )
    return frozenset(packages.values_list("number", flat=True))
