"""Reading the law as pages show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.citations import Act, Citation, acts
from lucai.law.parameters import RuleSheet, rule_sheet, rule_sheets
from lucai.law.rules import rules_for
from lucai.law.verdicts import Severity

SEVERITIES = {
    Severity.BLOCK: ("不符合不能办理", "red"),
    Severity.WARN: ("提示，须说明理由", "amber"),
    Severity.LEAD: ("线索，由人判断", ""),
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as lists show it."""

    id: str
    title: str
    cites: tuple[str, ...]
    weight: dict[str, str]
    href: str


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """One value of a rule with the days it holds."""

    name: str
    value: str
    unit: str
    since: str
    until: str
    region: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with everything known of it."""

    line: RuleLine
    evidence: tuple[str, ...]
    parameters: tuple[ParameterLine, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article's wording and the rules resting on it."""

    label: str
    text: str
    verbatim: bool
    rules: tuple[RuleLine, ...]


UNITS = {
    "workday": "个工作日",
    "calendar_day": "日",
    "month": "个月",
    "year": "年",
    "ratio": "",
    "wan_yuan": "万元",
    "yuan": "元",
    "count": "",
    "point": "分",
    "minute": "分钟",
}


def topics(viewer: Viewer) -> list[tuple[str, int]]:
    """List the parts of the rule book with the number of their rules."""
    del viewer
    return sorted(Counter(sheet.topic for sheet in rule_sheets().values()).items())


def act_list(viewer: Viewer) -> list[Act]:
    """List the instruments, laws first."""
    del viewer
    order = {"law": 0, "regulation": 1}
    return sorted(acts().values(), key=lambda act: (order.get(act.kind, 2), act.title))


def rule_list(viewer: Viewer, *, words: str = "") -> list[RuleLine]:
    """List rules whose id, title or articles contain the words."""
    del viewer
    lines = [_line(sheet) for sheet in rule_sheets().values()]
    return [
        line
        for line in lines
        if not words or words in f"{line.id} {line.title} {' '.join(line.cites)}"
    ]


def rule_seen(viewer: Viewer, rule_id: str) -> RulePage:
    """Return one rule.

    Raises:
        NotFound: the rule book has no such row.
    """
    del viewer
    try:
        sheet = rule_sheet(rule_id)
    except LookupError as error:
        raise NotFound("规则库中没有这一条。") from error
    sentences = tuple(dict.fromkeys(rule.sentence for rule in rules_for(sheet.id)))
    return RulePage(_line(sheet), sheet.evidence, _parameters(sheet), sentences)


def article_seen(viewer: Viewer, citation: str) -> ArticlePage:
    """Return one article.

    Raises:
        NotFound: the register does not hold the act.
    """
    del viewer
    try:
        found = Citation.parse(citation)
    except LookupError as error:
        raise NotFound("法规登记中没有这一条。") from error
    article = found.resolve()
    resting = tuple(_line(sheet) for sheet in rule_sheets().values() if str(found) in sheet.cites)
    return ArticlePage(
        found.label,
        article.text if article else "",
        bool(article and article.verbatim),
        resting,
    )


def _line(sheet: RuleSheet) -> RuleLine:
    text, tone = SEVERITIES[sheet.severity]
    return RuleLine(
        sheet.id, sheet.title, sheet.cites, {"text": text, "tone": tone}, f"/law/rules/{sheet.id}/"
    )


def _parameters(sheet: RuleSheet) -> tuple[ParameterLine, ...]:
    return tuple(
        ParameterLine(
            name,
            _shown(row.value),
            UNITS.get(spec.unit, spec.unit),
            row.since.isoformat(),
            row.until.isoformat() if row.until else "",
            row.region or "",
            row.illustrative,
        )
        for name, spec in sheet.params.items()
        for row in spec.rows
    )


def _shown(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
