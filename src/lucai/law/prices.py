"""Price scores by 低价优先, with policy deductions added on the original offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lucai.law.exact import half_up
from lucai.law.parameters import Parameter, parameter, status
from lucai.law.status import LawRefuses, Status
from lucai.law.wording import percent, plain

OPEN, INVITED, CONSULTATION, FRAMEWORK = "open", "invited", "consultation", "framework"
TENDERS = frozenset({OPEN, INVITED, FRAMEWORK})
NEVER_SCORED = frozenset({"negotiation", "inquiry", "single_source", "emergency"})
_OBJECTS = {"goods": "货物", "services": "服务", "works": "工程"}
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One offer as it enters the price score; ``price`` is the price offered, in yuan."""

    bidder: str
    price: Fraction
    micro: bool = False
    sme_rate: Decimal | None = None
    consortium_share: Decimal | None = None
    domestic: bool | None = None
    domestic_cost_share: Decimal | None = None
    brand: str = ""


@dataclass(frozen=True, slots=True)
class PriceScores:
    """Evaluated prices, base, scores and ranks, with the lines that show the way."""

    evaluated: dict[str, Fraction]
    base: Fraction
    scores: dict[str, Decimal]
    ranks: dict[str, int]
    calculation: tuple[str, ...]


def price_scores(
    offers: Sequence[Offer],
    *,
    object_: str,
    method: str,
    weight: Decimal | None,
    on: date,
    information_system: bool = False,
) -> PriceScores:
    """Score offers as the law of the day has it; without a weight the lowest price ranks.

    The price scored is the lowest over the offered one times the weight (GP-EVA-05), of prices as
    the policies adjusted them (GP-EVA-06), each deduction from the price offered (GP-POL-01). A
    weight of zero: the price is no factor (GP-EVA-03, GP-CON-05), nobody has points for it.

    Raises:
        LawRefuses: no offers, a price that is not positive, a weight or a deduction rate
            outside what the law of that day allows.
        NotYetEffective: the governing rule did not exist on that day.
    """
    _check_offers(offers)
    if weight:
        check_weight(object_, method, weight, on=on, information_system=information_system)
    domestic = domestic_bidders(offers, on)
    cuts = {o.bidder: _deductions(o, object_, domestic, on) for o in offers}
    evaluated = {o.bidder: o.price * (1 - sum(cuts[o.bidder], _NOTHING)) for o in offers}
    base = min(evaluated.values())
    scores = _scores(evaluated, base, weight, on)
    return PriceScores(
        evaluated,
        base,
        scores,
        _ranks(offers, evaluated, scores),
        _lines(offers, cuts, evaluated, base, scores, weight),
    )


def _check_offers(offers: Sequence[Offer]) -> None:
    if not offers:
        raise LawRefuses("没有可供评审的报价。")
    if len({o.bidder for o in offers}) < len(offers):
        raise LawRefuses("同一投标人只能有一个报价。")
    unpriced = next((o.bidder for o in offers if o.price <= 0), None)
    if unpriced is not None:
        raise LawRefuses(f"{unpriced}的报价应当大于零。")


def check_weight(
    object_: str, method: str, weight: Decimal, *, on: date, information_system: bool = False
) -> None:
    """Check a price weight in points against the range of the method and object.

    Raises:
        LawRefuses: the weight lies outside.
    """
    if method in NEVER_SCORED:
        raise LawRefuses("该采购方式按最后报价由低到高确定，不设价格分值。")
    full = parameter("GP-EVA-04", "full_score", on=on).value
    if not 0 < weight <= full:
        raise LawRefuses(f"价格分值应当大于0且不超过{full}分，填写的是{plain(weight)}分。")
    if object_ not in _OBJECTS:
        raise LawRefuses("采购对象应为货物、服务或者工程。")
    if object_ == "works":
        return
    if information_system and method in TENDERS:
        _check_exact(object_, weight, on)
    elif method == CONSULTATION:
        _check_range("GP-CON-05", object_, weight, on)
    else:
        _check_floor(object_, weight, on)


def _check_exact(object_: str, weight: Decimal, on: date) -> None:
    exact = parameter("GP-EVA-10", object_, on=on).value
    if weight != exact:
        raise LawRefuses(
            f"政务信息系统{_OBJECTS[object_]}项目的价格分值应当为{exact}分，填写的是{plain(weight)}分。"
        )


def _check_range(rule_id: str, object_: str, weight: Decimal, on: date) -> None:
    least = parameter(rule_id, f"{object_}_min", on=on).value
    most = parameter(rule_id, f"{object_}_max", on=on).value
    if not least <= weight <= most:
        raise LawRefuses(
            f"磋商{_OBJECTS[object_]}项目的价格分值应当在{least}至{most}分之间，填写的是{plain(weight)}分。"
        )


def _check_floor(object_: str, weight: Decimal, on: date) -> None:
    least = parameter("GP-EVA-03", f"{object_}_min", on=on).value
    if weight < least:
        raise LawRefuses(
            f"{_OBJECTS[object_]}项目的价格分值不得低于{least}分，填写的是{plain(weight)}分。"
        )


def check_sme_rate(object_: str, rate: Decimal, *, on: date, joint: bool = False) -> None:
    """Check a deduction rate for small and micro firms against the range of the day.

    Raises:
        LawRefuses: the rate lies outside.
    """
    least, most = sme_rate_range(object_, on=on, joint=joint)
    if not least.value <= rate <= most.value:
        who = "联合体或者分包" if joint else "小微企业"
        raise LawRefuses(
            f"{on.isoformat()}{_OBJECTS[object_]}项目{who}的价格扣除比例应当为"
            f"{percent(least.value)}至{percent(most.value)}，填写的是{percent(rate)}。"
        )


def sme_rate_range(object_: str, *, on: date, joint: bool = False) -> tuple[Parameter, Parameter]:
    """Return the least and greatest deduction rate in force on a day."""
    rule_id = "GP-SME-07" if joint else "GP-SME-06"
    return (
        parameter(rule_id, f"{object_}_min", on=on),
        parameter(rule_id, f"{object_}_max", on=on),
    )


def sme_deduction(offer: Offer, object_: str, on: date) -> Fraction:
    """Return the share of the offered price deducted for small and micro firms."""
    rate, share = offer.sme_rate, offer.consortium_share
    if share is not None and not 0 <= share <= 1:
        raise LawRefuses(f"{offer.bidder}的联合体份额应当在0至1之间。")
    joint = share is not None and 0 < share < 1
    if not rate or not (offer.micro or share):
        return _NOTHING
    if joint and share < parameter("GP-SME-07", "share", on=on).value:
        return _NOTHING
    check_sme_rate(object_, rate, on=on, joint=joint)
    return Fraction(rate)


def domestic_bidders(offers: Iterable[Offer], on: date) -> frozenset[str]:
    """Return the bidders whose offers earn the 本国产品 deduction: only in mixed competition.

    Who owns the maker is not asked (GP-DOM-06).
    """
    if status("GP-DOM-01", on) is not Status.APPLICABLE:
        return frozenset()
    everyone = tuple(offers)
    domestic = frozenset(o.bidder for o in everyone if _is_domestic(o, on))
    return domestic if len(domestic) < len(everyone) else frozenset()


def _is_domestic(offer: Offer, on: date) -> bool:
    share = offer.domestic_cost_share
    if share is None:
        return offer.domestic is True
    if not 0 <= share <= 1:
        raise LawRefuses(f"{offer.bidder}的本国产品成本占比应当在0至1之间。")
    return bool(share >= parameter("GP-DOM-02", "share", on=on).value)


def _deductions(
    offer: Offer, object_: str, domestic: frozenset[str], on: date
) -> tuple[Fraction, Fraction]:
    small = sme_deduction(offer, object_, on)
    if offer.bidder not in domestic:
        return small, _NOTHING
    return small, Fraction(parameter("GP-DOM-01", on=on).value)


def _scores(
    evaluated: dict[str, Fraction], base: Fraction, weight: Decimal | None, on: date
) -> dict[str, Decimal]:
    if weight is None:
        return {}
    places = parameter("GP-EVA-08", "places", on=on).value
    return {b: half_up(base / price * Fraction(weight), places) for b, price in evaluated.items()}


def _ranks(
    offers: Sequence[Offer], evaluated: dict[str, Fraction], scores: dict[str, Decimal]
) -> dict[str, int]:
    if scores:
        keys = {o.bidder: (-Fraction(scores[o.bidder]), o.price) for o in offers}
    else:
        keys = {o.bidder: (evaluated[o.bidder], _NOTHING) for o in offers}
    return rank(keys)


def rank(keys: dict[str, tuple[Fraction, Fraction]]) -> dict[str, int]:
    """Rank by ascending key; equal keys share a rank, settled by document or lot (GP-EVA-02)."""
    places: dict[tuple[Fraction, Fraction], int] = {}
    for place, key in enumerate(sorted(keys.values()), 1):
        places.setdefault(key, place)
    return {name: places[key] for name, key in keys.items()}


def _lines(
    offers: Sequence[Offer],
    cuts: dict[str, tuple[Fraction, Fraction]],
    evaluated: dict[str, Fraction],
    base: Fraction,
    scores: dict[str, Decimal],
    weight: Decimal | None,
) -> tuple[str, ...]:
    lines = [_deduction_line(o, *cuts[o.bidder], evaluated[o.bidder]) for o in offers]
    if weight == 0:
        return (UNSCORED,)
    lines.append(f"评审基准价（最低评审价）：{half_up(base, 2)}元。")
    for bidder, score in scores.items():
        lines.append(
            f"{bidder}：{half_up(base, 2)} ÷ {half_up(evaluated[bidder], 2)} × "
            f"{plain(weight or 0)} ＝ {score}分。"
        )
    return tuple(lines)


UNSCORED = "价格不列为评审因素，不计价格分。"


def _deduction_line(offer: Offer, small: Fraction, domestic: Fraction, price: Fraction) -> str:
    cuts = [f"小微企业{percent(small)}"] if small else []
    cuts += [f"本国产品{percent(domestic)}"] if domestic else []
    text = "、".join(cuts) or "无价格扣除"
    return f"{offer.bidder}：报价{half_up(offer.price, 2)}元，{text}，评审价{half_up(price, 2)}元。"
