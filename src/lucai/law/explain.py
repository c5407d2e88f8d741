"""Verdicts and rules as sentences with their articles, for pages, messages and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.law.citations import Citation, labels
from lucai.law.parameters import ParameterSheet, Row, RuleSheet, rule_sheet
from lucai.law.rules import rules_for
from lucai.law.status import NoSuchRule
from lucai.law.verdicts import Verdict
from lucai.law.wording import moment


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One cited article as it is shown beside a button."""

    cite: str
    label: str
    text: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict put into words."""

    sentence: str
    holds: bool
    calculation: tuple[str, ...]
    opens: str
    articles: tuple[ArticleText, ...]


def explain(verdict: Verdict) -> Explanation:
    """Put a verdict into words, with the articles it rests on."""
    return Explanation(
        sentence(verdict),
        verdict.holds,
        verdict.calculation,
        _opens(verdict.opens_at),
        article_texts(verdict.cites),
    )


def sentence(verdict: Verdict) -> str:
    """Write a verdict as one sentence that ends with its legal basis."""
    if not verdict.cites:
        return verdict.message
    return f"{verdict.message.rstrip('。')}（依据：{labels(verdict.cites)}）。"


def article_texts(cites: tuple[str, ...]) -> tuple[ArticleText, ...]:
    """Return the cited articles with what is known of their wording."""
    return tuple(map(_article_text, cites))


def _article_text(cite: str) -> ArticleText:
    try:
        citation = Citation.parse(cite)
    except NoSuchRule:
        return ArticleText(cite, cite, "", verbatim=False)
    found = citation.resolve()
    text, verbatim = (found.text, found.verbatim) if found else ("", False)
    return ArticleText(str(citation), citation.label, text, verbatim)


def _opens(at: date | datetime | None) -> str:
    if at is None:
        return ""
    return moment(at) if isinstance(at, datetime) else at.isoformat()


def rule_page(rule_id: str) -> dict[str, Any]:
    """Return everything known of a rule as plain values for a page or JSON.

    Raises:
        NoSuchRule: the rule book has no such rule.
    """
    sheet = rule_sheet(rule_id)
    return {
        "id": sheet.id,
        "title": sheet.title,
        "kind": sheet.kind,
        "severity": sheet.severity.value,
        "evidence": list(sheet.evidence),
        "from": sheet.since.isoformat(),
        "to": sheet.until.isoformat() if sheet.until else None,
        "cites": [_citation_row(text) for text in article_texts(sheet.cites)],
        "parameters": [_parameter_row(sheet, spec) for spec in sheet.params.values()],
        "rules": [{"name": r.name, "sentence": r.sentence} for r in rules_for(sheet.id)],
    }


def _citation_row(article: ArticleText) -> dict[str, Any]:
    row: dict[str, Any] = {"cite": article.cite, "label": article.label}
    if article.text:
        row |= {"text": article.text, "wording": "verbatim" if article.verbatim else "summary"}
    return row


def _parameter_row(sheet: RuleSheet, spec: ParameterSheet) -> dict[str, Any]:
    row: dict[str, Any] = {"name": spec.name, "unit": spec.unit}
    if spec.bound:
        row |= {
            "bound": spec.bound,
            "direction": spec.direction,
            "rolls": spec.rolls,
            "anchor": spec.anchor,
            "act": spec.act,
        }
    return row | {"rows": [_version_row(sheet, version) for version in spec.rows]}


def _version_row(sheet: RuleSheet, version: Row) -> dict[str, Any]:
    row: dict[str, Any] = {
        "from": version.since.isoformat(),
        "to": version.until.isoformat() if version.until else None,
        "value": version.value if isinstance(version.value, int) else str(version.value),
        "cites": list(version.cites or sheet.cites),
    }
    if version.region:
        row["region"] = version.region
    if version.illustrative:
        row["illustrative"] = True
    return row
