"""Procurement methods as data sheets: steps, notices, times, minimum suppliers, panel, award."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lucai.law.parameters import Parameter, parameter
from lucai.law.sheets import sheet_names, yaml_sheet
from lucai.law.status import NoSuchRule, NotYetEffective, Status, window_status


@dataclass(frozen=True, slots=True)
class Reference:
    """A parameter of a rule: GP-TEN-03 value."""

    rule: str
    name: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """The fewest suppliers at a step; an exception says when fewer are enough."""

    normal: Reference
    exception: Reference | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class MethodStep:
    """One step of the common life cycle that the method goes through."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class MethodCase:
    """One situation in which the law lets a method be used.

    ``two_suppliers``: two are enough in it; ``after_failure``: a procurement failed before;
    ``publicity``: the choice is made public before approval is asked for (GP-SIN-01);
    ``unscored_price``: the price is no scoring factor (GP-CON-05).
    """

    key: str
    label: str
    cites: tuple[str, ...]
    objects: tuple[str, ...] = ()
    two_suppliers: bool = False
    after_failure: bool = False
    publicity: bool = False
    unscored_price: bool = False

    def suits(self, object_kind: str) -> bool:
        """Say whether the situation can arise with a kind of object."""
        return not self.objects or object_kind in self.objects


@dataclass(frozen=True, slots=True)
class Method:
    """One procurement method as the law lays it out.

    ``words`` and ``articles`` map those of the open tender to the method's own; ``regulations`` are
    the acts written for it and ``through`` the article by which another method's act binds it too;
    ``reads_prices`` says whether the opening reads prices out, ``negotiates`` whether rounds and
    last quotes follow, ``candidates`` how many of the ranking are recommended (None: no number).
    ``supplier_ways``: how its suppliers may be found (empty: it finds them by no list of its own).
    """

    key: str
    label: str
    since: date
    until: date | None
    objects: tuple[str, ...]
    condition: str
    approval: str | None
    cites: tuple[str, ...]
    steps: tuple[MethodStep, ...]
    notice_kind: str | None
    notice_period: Reference | None
    times: dict[str, Reference]
    minimum_suppliers: dict[str, Minimum]
    panel: str | None
    draw_any_time: bool
    evaluation: tuple[str, ...]
    price_weight: str | None
    qualification_by: tuple[str, ...]
    award: dict[str, Reference]
    note: str
    evaluation_methods: tuple[str, ...] = ()
    reads_prices: bool = True
    negotiates: bool = False
    candidates: Minimum | None = None
    cases: tuple[MethodCase, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    articles: tuple[tuple[str, str], ...] = ()
    regulations: tuple[str, ...] = ()
    through: tuple[tuple[str, str], ...] = ()
    supplier_ways: tuple[str, ...] = ()

    @property
    def panel_qualifies(self) -> bool:
        """Whether the panel itself checks who is qualified (not so in tenders, GP-TEN-11)."""
        return "panel" in self.qualification_by

    def case(self, key: str) -> MethodCase | None:
        """Return one of the situations by its whole key (``consultation.services``), or None."""
        return next((case for case in self.cases if f"{self.key}.{case.key}" == key), None)

    def cite(self, cites: Iterable[str]) -> tuple[str, ...]:
        """Cite the method's own articles where those of the tender (87号令) stand.

        An article of an act that was written for other methods, and stands for none of this one's,
        is left out; what binds through another article is cited after that one.
        """
        own, through = dict(self.articles), dict(self.through)
        named = [own.get(cite, cite) for cite in cites]
        kept = [cite for cite in named if not self._is_foreign(cite)]
        bridges = (through.get(act_of(cite), cite) for cite in kept)
        return tuple(
            dict.fromkeys(cite for pair in zip(bridges, kept, strict=True) for cite in pair)
        )

    def _is_foreign(self, cite: str) -> bool:
        written = act_of(cite)
        bound = written in self.regulations or written in dict(self.through)
        return not bound and written in acts_of_methods()

    def say(self, text: str) -> str:
        """Put a sentence written in the words of the open tender into the method's own."""
        pattern = _pattern(self.key)
        own = dict(self.words)
        return pattern.sub(lambda found: own[found[0]], text) if pattern else text

    def status(self, on: date) -> Status:
        """Say whether the method may be used on a day."""
        return window_status(self.since, self.until, on)


@cache
def methods() -> dict[str, Method]:
    """Return every method by its key."""
    sheets = (yaml_sheet("methods", name) for name in sheet_names("methods"))
    return {sheet["key"]: _method(sheet) for sheet in sheets}


@cache
def acts_of_methods() -> frozenset[str]:
    """Return the acts that were written for some methods: they bind no other."""
    return frozenset(act for found in methods().values() for act in found.regulations)


def act_of(cite: str) -> str:
    """Return the act of a citation: 财政部令第87号/28 → 财政部令第87号."""
    return cite.partition("/")[0]


def method(key: str) -> Method:
    """Return one method by its key or its Chinese name.

    Raises:
        NoSuchRule: there is no such method.
    """
    found = methods().get(key) or next((m for m in methods().values() if m.label == key), None)
    if found is None:
        raise NoSuchRule(f"没有“{key}”这种采购方式。")
    return found


def require_method(key: str, on: date) -> Method:
    """Return a method that may be used on a day.

    Raises:
        NotYetEffective: the method did not exist yet.
    """
    found = method(key)
    if found.status(on) is Status.NOT_YET_EFFECTIVE:
        raise NotYetEffective(found.condition, found.label, found.since, on)
    return found


def minimum_suppliers(key: str, step: str, *, on: date, exception: bool = False) -> Parameter:
    """Return the fewest suppliers a method needs at a step (rule book §6.3).

    Raises:
        NoSuchRule: the method sets no minimum at this step, or knows no exception there.
    """
    least = method(key).minimum_suppliers.get(step)
    wanted = None if least is None else (least.exception if exception else least.normal)
    if wanted is None:
        raise NoSuchRule(f"{method(key).label}在该环节没有最少供应商数的规定。")
    return parameter(wanted.rule, wanted.name, on=on)


FIRM = (
    "(?:代理|咨询|采购|服务|管理|技术|信息|工程|项目|顾问)*"
    "(?:有限责任|股份有限|有限)?(?:公司|集团|中心|事务所)"
)
"""How the name of a firm goes on after a word of its trade."""


@cache
def _pattern(key: str) -> re.Pattern[str] | None:
    """Find any of a method's words, the longest first."""
    words = sorted((word for word, _ in method(key).words), key=len, reverse=True)
    # 招投标 is a trade, and stands in the names of firms: its 投标 is no word of its own. So is
    # 招标 in 招标代理有限公司, wherever a sentence joins the firm's name with the method's words.
    either = "|".join(map(re.escape, words))
    return re.compile(f"(?<!招)(?:{either})(?!{FIRM})") if words else None


def say(key: str, text: str) -> str:
    """Put a sentence into a method's words; an unknown method speaks as the open tender."""
    found = methods().get(key)
    return found.say(text) if found else text


def two_are_enough(key: str, case: str) -> bool:
    """Say whether the law is content with two suppliers in a method's situation."""
    found = method(key).case(case)
    return found is not None and found.two_suppliers


def _method(sheet: dict[str, Any]) -> Method:
    return Method(
        sheet["key"],
        sheet["label"],
        sheet["from"],
        sheet["to"],
        tuple(sheet["objects"]),
        sheet["condition"],
        sheet["approval"],
        tuple(sheet["cites"]),
        tuple(MethodStep(step["code"], step["label"]) for step in sheet["steps"]),
        sheet["notice"]["kind"],
        _reference(sheet["notice"]["period"]),
        _references(sheet["times"]),
        {step: _minimum(row) for step, row in sheet["minimum_suppliers"].items()},
        sheet["panel"],
        sheet["draw_any_time"],
        tuple(sheet["evaluation"]),
        sheet["price_weight"],
        tuple(sheet["qualification_by"]),
        _references(sheet["award"]),
        sheet["note"] or "",
        **_ways(sheet),
    )


def _ways(sheet: dict[str, Any]) -> dict[str, Any]:
    """Read what only the methods of a single procurement say (no malls, no frameworks)."""
    candidates = sheet.get("candidates")
    return {
        "evaluation_methods": tuple(sheet.get("evaluation_methods", ())),
        "reads_prices": sheet.get("reads_prices", True),
        "negotiates": sheet.get("negotiates", False),
        "candidates": _minimum(candidates) if candidates else None,
        "cases": tuple(_case(row) for row in sheet.get("cases", ())),
        "words": tuple(sheet.get("words", {}).items()),
        "articles": tuple(sheet.get("articles", {}).items()),
        "regulations": tuple(sheet.get("regulations", ())),
        "through": tuple(sheet.get("through", {}).items()),
        "supplier_ways": tuple(sheet.get("supplier_ways", ())),
    }


def _case(row: dict[str, Any]) -> MethodCase:
    lists: dict[str, Any] = {name: tuple(row.get(name, ())) for name in ("cites", "objects")}
    flags = {
        name: row.get(name, False)
        for name in ("two_suppliers", "after_failure", "publicity", "unscored_price")
    }
    return MethodCase(row["key"], row["label"], **lists, **flags)


def _reference(row: dict[str, str] | None) -> Reference | None:
    return Reference(row["rule"], row["name"]) if row else None


def _references(rows: dict[str, dict[str, str] | None]) -> dict[str, Reference]:
    found = {name: _reference(row) for name, row in rows.items()}
    return {name: reference for name, reference in found.items() if reference}


def _minimum(row: dict[str, Any]) -> Minimum:
    return Minimum(
        Reference(**row["normal"]), _reference(row.get("exception")), row.get("when", "")
    )
