"""The machine door to the law: one question in, one answer or one refusal out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lucai.law.brands import drawn, passed_over
from lucai.law.calendar import CalendarMissing, add_workdays
from lucai.law.caps import cap
from lucai.law.citations import labels
from lucai.law.committee import panel_bounds
from lucai.law.counts import elimination
from lucai.law.deadlines import BACKWARD, FORWARD, deadline
from lucai.law.exact import half_up
from lucai.law.low_price import RULES, legal_ratios, low_prices
from lucai.law.parameters import DEFAULT_NAME, FEN_PER_WAN, FEN_PER_YUAN, LATEST_VERSION
from lucai.law.payments import late_interest
from lucai.law.prices import Offer, price_scores
from lucai.law.questions import INFORMATION_SYSTEM, Question, exact_fraction, exact_number
from lucai.law.regions import Region, regions
from lucai.law.sme import size_class
from lucai.law.status import LawRefuses, NoSuchRule, NotInForce
from lucai.law.thresholds import thresholds
from lucai.law.uscc import check_uscc

Answer = dict[str, Any]
_CENTS = 2


def answer(question: object) -> Answer:
    """Answer one question of the machine door; never raises.

    A refusal of the law or the calendar, and every malformed question, comes back as
    ``{"error": sentence}``, with ``status`` where a rule is not in force.
    """
    try:
        return _answer(question)
    except NotInForce as error:
        return {"error": str(error), "status": error.status.value}
    except (LawRefuses, NoSuchRule, CalendarMissing) as error:
        return {"error": str(error)}
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
        return {"error": "问题的格式不正确，请对照说明检查各项。"}


def _answer(question: object) -> Answer:
    if not isinstance(question, Mapping):
        raise LawRefuses("每个问题应为一个JSON对象。")
    asked = Question(question)
    answerer = ANSWERERS.get(asked.text("ask"))
    if answerer is None:
        raise LawRefuses(f"不认识的问题，可以问：{'、'.join(ANSWERERS)}。")
    return answerer(asked)


def workdays(asked: Question) -> Answer:
    """Count workdays from a day, forward or back."""
    reached = add_workdays(asked.day("from"), asked.whole("plus"))
    return {
        "date": reached.date.isoformat(),
        "counted": _days(reached.counted),
        "skipped": _skipped(reached.skipped),
    }


def _days(days: Sequence[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _skipped(days: Sequence[tuple[date, str]]) -> list[dict[str, str]]:
    return [{"date": day.isoformat(), "reason": reason} for day, reason in days]


def rule_deadline(asked: Question) -> Answer:
    """Count a rule's duration from a day."""
    way = asked.text("direction") if asked.has("direction") else None
    if way not in {None, FORWARD, BACKWARD}:
        raise LawRefuses("“direction”应为forward或者backward。")
    name = asked.text("name") if asked.has("name") else DEFAULT_NAME
    found = deadline(asked.text("rule"), asked.day("from"), name, direction=way)
    return {
        "date": found.date.isoformat(),
        "rule": found.rule,
        "name": found.name,
        "meaning": found.meaning,
        "cites": list(found.cites),
        "basis": labels(found.cites),
        "counted": _days(found.counted),
        "skipped": _skipped(found.skipped),
        "calculation": list(found.calculation),
    }


def uscc(asked: Question) -> Answer:
    """Check a 统一社会信用代码."""
    found = check_uscc(asked.text("code"))
    return {"valid": found.valid, "why": found.why}


def sme_class(asked: Question) -> Answer:
    """Classify a firm by size."""
    found = size_class(
        asked.whole("industry"),
        asked.optional_number("employees"),
        asked.optional_number("revenueWan"),
        asked.optional_number("assetsWan"),
    )
    return {"class": found}


def price_score(asked: Question) -> Answer:
    """Score prices under the law of a day."""
    offers = [read_offer(row, number) for number, row in enumerate(asked.rows("offers"), 1)]
    passed = {} if asked.has("weight") else _dearer(offers, asked)
    found = price_scores(
        [offer for offer in offers if offer.bidder not in passed],
        object_=asked.object(),
        method=asked.method() if asked.has("method") else "open",
        weight=asked.optional_number("weight"),
        on=asked.day("date"),
        information_system=_is_information_system(asked),
    )
    return {
        "evaluated": {bidder: _cents(price) for bidder, price in found.evaluated.items()},
        "base": _cents(found.base),
        "scores": {bidder: str(score) for bidder, score in found.scores.items()},
        "ranks": found.ranks,
        "passedOver": passed,
        "calculation": list(found.calculation),
    }


def _dearer(offers: Sequence[Offer], asked: Question) -> dict[str, str]:
    """Of bidders with one brand the lowest offer takes part (GP-TEN-14); equal ones are drawn."""
    seed = str(asked.fields.get("tieSeed") or "")
    prices = {offer.bidder: offer.price for offer in offers}
    brands = {offer.bidder: offer.brand for offer in offers}
    return passed_over(brands, lambda bidder: (prices[bidder], drawn(seed, bidder)))


def _is_information_system(asked: Question) -> bool:
    return asked.flag("informationSystem") or asked.fields.get("kind") == INFORMATION_SYSTEM


def read_offer(row: object, number: int) -> Offer:
    """Read one offer of a question; the number names it in a refusal."""
    if not isinstance(row, Mapping):
        raise LawRefuses(f"第{number}个报价应为对象，含bidder和price。")
    read = Question(row)
    bidder = read.required("bidder")
    return Offer(
        bidder=str(bidder),
        price=exact_fraction(read.required("price"), "price"),
        micro=read.flag("micro"),
        sme_rate=read.optional_number("smeRate"),
        consortium_share=read.optional_number("consortiumShare"),
        domestic=read.flag("domestic") if read.has("domestic") else None,
        domestic_cost_share=read.optional_number("domesticCostShare"),
        brand=read.text("brand") if read.fields.get("brand") else "",
    )


def _cents(value: Fraction) -> str:
    return str(half_up(value, _CENTS))


def low_price(asked: Question) -> Answer:
    """Find the offers that must be examined as abnormally low."""
    on = asked.day("date")
    found = low_prices(
        _priced(asked.required("offers")),
        on=on,
        ceiling=_amount(asked, "ceiling"),
        budget=_amount(asked, "budget"),
        ratios=_ratios(asked, on),
    )
    return {
        "triggered": {name: list(keys) for name, keys in found.triggered.items()},
        "mean": _cents(found.mean),
        "lines": {key: _cents(line) for key, line in found.lines.items()},
        "calculation": list(found.calculation),
    }


def _amount(asked: Question, key: str) -> Fraction | None:
    return exact_fraction(asked.required(key), key) if asked.has(key) else None


def _priced(offers: object) -> dict[str, Fraction]:
    if isinstance(offers, Mapping):
        return {str(name): exact_fraction(price, "offers") for name, price in offers.items()}
    if not isinstance(offers, list):
        raise LawRefuses("“offers”应为报价的列表。")
    named = [_named_price(offer) for offer in offers]
    return dict(_apart(named))


def _named_price(offer: object) -> tuple[str, Fraction]:
    if isinstance(offer, Mapping):
        read = Question(offer)
        return str(read.required("bidder")), exact_fraction(read.required("price"), "price")
    return str(offer), exact_fraction(offer, "offers")


def _apart(named: list[tuple[str, Fraction]]) -> list[tuple[str, Fraction]]:
    """Keep equal unnamed prices apart: the second 45 is called 45#2."""
    seen: dict[str, int] = {}
    apart = []
    for name, price in named:
        seen[name] = seen.get(name, 0) + 1
        apart.append((name if seen[name] == 1 else f"{name}#{seen[name]}", price))
    return apart


def _ratios(asked: Question, on: date) -> list[Decimal] | None:
    if not asked.has("ratios"):
        return None
    given = asked.required("ratios")
    if isinstance(given, Mapping):
        given = [given.get(key) for key in RULES]
    if not isinstance(given, list) or len(given) != len(RULES):
        raise LawRefuses("“ratios”应为三个比例：平均、次低、限价。")
    if None not in given:
        return [exact_number(ratio, "ratios") for ratio in given]
    legal = legal_ratios(on).values()
    return [
        least if ratio is None else exact_number(ratio, "ratios")
        for ratio, least in zip(given, legal, strict=True)
    ]


def committee(asked: Question) -> Answer:
    """Say what a panel must be made of."""
    budget = asked.optional_number("budgetWan") or Decimal()
    if budget < 0:
        raise LawRefuses("预算不得为负数。")
    found = panel_bounds(
        asked.method(),
        int(budget * FEN_PER_WAN),
        asked.whole("members") if asked.has("members") else None,
        on=asked.day("date") if asked.has("date") else LATEST_VERSION,
        special=asked.flag("special"),
        object_=asked.object() if asked.has("object") else "goods",
        **_place(asked),
    )
    return {
        "minMembers": found.min_members,
        "minExperts": found.min_experts,
        "maxRepresentatives": found.max_representatives,
        "cites": list(found.cites),
    }


def _place(asked: Question) -> dict[str, str]:
    """Read whose open-tender threshold holds; the province's where no region is named."""
    if not asked.has("region"):
        return {}
    place = _region(asked)
    return {"level": place.level, "region": place.code}


def _region(asked: Question) -> Region:
    code = asked.text("region")
    if code not in regions():
        raise LawRefuses(f"山东省没有代码为“{code[:40]}”的行政区划。")
    return regions()[code]


def eliminate(asked: Question) -> Answer:
    """Apply a framework's elimination rate."""
    found = elimination(
        asked.whole("responders"), asked.number("rate"), quality_first=asked.flag("qualityFirst")
    )
    return {"eliminate": found.eliminate, "admitted": found.admitted}


def amount_cap(asked: Question) -> Answer:
    """Return the most a rule allows of a base amount in yuan."""
    base = exact_fraction(asked.required("base"), "base") * FEN_PER_YUAN
    on = asked.day("date") if asked.has("date") else LATEST_VERSION
    found = cap(asked.text("rule"), base, on=on)
    return {
        "max": _yuan(found.max),
        "cites": list(found.cites),
        "calculation": list(found.calculation),
    }


def interest(asked: Question) -> Answer:
    """Return the interest on an overdue amount in yuan."""
    overdue = int(asked.number("overdue") * FEN_PER_YUAN)
    found = late_interest(
        overdue, asked.whole("days"), agreed_daily_rate=asked.optional_number("dailyRate")
    )
    return {
        "interest": _yuan(found.amount),
        "cites": list(found.cites),
        "calculation": list(found.calculation),
    }


def threshold(asked: Question) -> Answer:
    """Return the local thresholds of a region, and whether an amount in 万元 reaches them."""
    amount = asked.optional_number("amountWan")
    if amount is not None and amount < 0:
        raise LawRefuses("金额不得为负数。")
    fen = None if amount is None else int(amount * FEN_PER_WAN)
    found = thresholds(asked.object(), _region(asked).code, on=asked.day("date"), amount_fen=fen)
    reached = {"applies": found.reaches_purchase, "openTender": found.reaches_open_tender}
    return {
        "purchaseWan": str(found.purchase.value),
        "openTenderWan": str(found.open_tender.value),
        "illustrative": found.illustrative,
        **{key: value for key, value in reached.items() if value is not None},
        "cites": list(found.cites),
        "basis": labels(found.cites),
        "calculation": list(found.calculation),
    }


def _yuan(fen: int) -> str:
    return _cents(Fraction(fen, FEN_PER_YUAN))


ANSWERERS: dict[str, Callable[[Question], Answer]] = {
    "workdays": workdays,
    "deadline": rule_deadline,
    "uscc": uscc,
    "smeClass": sme_class,
    "priceScore": price_score,
    "lowPrice": low_price,
    "committee": committee,
    "elimination": eliminate,
    "cap": amount_cap,
    "interest": interest,
    "threshold": threshold,
}
