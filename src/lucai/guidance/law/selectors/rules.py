"""Reading the rule book and its articles as pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lucai.guidance.law import wording
from lucai.guidance.law.selectors.local import VersionLine, local_lines_of
from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.citations import Act, Article, Citation, act, acts, articles_of, label
from lucai.law.parameters import ParameterSheet, Row, RuleSheet, rule_sheet, rule_sheets
from lucai.law.regions import full_name
from lucai.law.rules import calculated, rules_for
from lucai.law.status import Status, window_status

WHOLE = "整体"
CURRENT = "现行"
REPLACED = {"text": "已被地方数值替代", "tone": ""}
STATES = {
    Status.APPLICABLE: (CURRENT, "green"),
    Status.NOT_YET_EFFECTIVE: ("尚未施行", "blue"),
    Status.EXPIRED: ("已失效", ""),
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as lists show it."""

    id: str
    title: str
    cites: tuple[str, ...]
    basis: str
    weight: dict[str, str]
    state: dict[str, str]
    href: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the rule book with its rules."""

    key: str
    title: str
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """One value of a rule with the days it holds."""

    name: str
    value: str
    bound: str
    since: date
    until: date | None
    place: str
    basis: str
    state: dict[str, str]
    illustrative: bool
    href: str
    strong: bool


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with everything known of it."""

    line: RuleLine
    topic: dict[str, str]
    since: date
    until: date | None
    evidence: tuple[str, ...]
    parameters: tuple[ParameterLine, ...]
    sentences: tuple[str, ...]
    is_calculated: bool
    is_local: bool
    has_duration: bool


@dataclass(frozen=True, slots=True)
class ActLine:
    """An instrument as lists show it."""

    key: str
    label: str
    number: str
    since: date
    until: date | None
    state: dict[str, str]
    href: str


@dataclass(frozen=True, slots=True)
class ActGroup:
    """Instruments of one rank."""

    title: str
    acts: tuple[ActLine, ...]


@dataclass(frozen=True, slots=True)
class ActPage:
    """An instrument with the articles the corpus holds and the rules that rest on it."""

    line: ActLine
    articles: tuple[ArticleLine, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article's place and wording."""

    place: str
    text: str
    verbatim: bool
    href: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article's wording, its act, the rules resting on it, and what the region made of them."""

    label: str
    act: ActLine
    text: str
    verbatim: bool
    rules: tuple[RuleLine, ...]
    local: tuple[VersionLine, ...]
    before: ArticleLine | None
    after: ArticleLine | None


def topics(viewer: Viewer) -> list[tuple[str, str, int]]:
    """List the parts of the rule book (key, title) with the number of their rules."""
    del viewer
    counts = Counter(sheet.topic for sheet in rule_sheets().values())
    return [(key, title, counts[key]) for key, title in wording.TOPICS.items() if counts[key]]


def act_list(viewer: Viewer) -> list[ActGroup]:
    """List the instruments by rank, those that most rules rest on first."""
    del viewer
    cites = (cite for sheet in rule_sheets().values() for cite in sheet.cites)
    weight = Counter(cite.partition("/")[0] for cite in cites)
    known = sorted(acts().values(), key=lambda one: (-weight[one.key], one.title))
    return [
        ActGroup(title, tuple(_act_line(one) for one in known if one.kind == kind))
        for kind, title in wording.RANKS.items()
    ]


def rule_list(viewer: Viewer, *, words: str = "", topic: str = "") -> list[Topic]:
    """List rules by topic: those whose id, title or basis holds all the words."""
    del viewer
    wanted = words.casefold().split()
    found = [
        Topic(key, title, tuple(_matching(key, wanted)))
        for key, title in wording.TOPICS.items()
        if topic in {"", key}
    ]
    return [part for part in found if part.rules]


def rule_seen(viewer: Viewer, rule_id: str) -> RulePage:
    """Return one rule, by its id in any spelling.

    Raises:
        NotFound: the rule book has no such row.
    """
    try:
        sheet = rule_sheet(rule_id)
    except LookupError as error:
        raise NotFound("规则库中没有这一条。") from error
    rows = [row for spec in sheet.params.values() for row in spec.rows]
    return RulePage(
        _line(sheet),
        {"title": wording.TOPICS[sheet.topic], "href": f"/law/rules/?topic={sheet.topic}"},
        sheet.since,
        sheet.until,
        sheet.evidence,
        tuple(_parameters(viewer, sheet)),
        tuple(dict.fromkeys(rule.sentence for rule in rules_for(sheet.id))),
        sheet.id in calculated(),
        any(row.region is not None for row in rows),
        any(spec.bound for spec in sheet.params.values()),
    )


def act_seen(viewer: Viewer, key: str) -> ActPage:
    """Return one instrument.

    Raises:
        NotFound: the register does not hold it.
    """
    del viewer
    try:
        found = act(key)
    except LookupError as error:
        raise NotFound("法规登记中没有这一件。") from error
    resting = (s for s in rule_sheets().values() if any(_is_of(c, found.key) for c in s.cites))
    return ActPage(
        _act_line(found),
        tuple(_article_line(one) for one in articles_of(found.key)),
        tuple(map(_line, resting)),
    )


def article_seen(viewer: Viewer, citation: str) -> ArticlePage:
    """Return one article.

    Raises:
        NotFound: the register does not hold the act.
    """
    try:
        found = Citation.parse(citation)
    except LookupError as error:
        raise NotFound("法规登记中没有这一条。") from error
    article = found.resolve()
    resting = [sheet for sheet in rule_sheets().values() if str(found) in sheet.cites]
    before, after = _neighbours(found)
    return ArticlePage(
        found.label,
        _act_line(act(found.act)),
        article.text if article else "",
        bool(article and article.verbatim),
        tuple(map(_line, resting)),
        tuple(local_lines_of(viewer, (sheet.id for sheet in resting), on=clock.today())),
        before,
        after,
    )


def _matching(topic: str, wanted: list[str]) -> Iterator[RuleLine]:
    for sheet in rule_sheets().values():
        if sheet.topic != topic:
            continue
        line = _line(sheet)
        said = f"{line.id} {line.title} {' '.join(line.cites)} {line.basis}".casefold()
        if all(word in said for word in wanted):
            yield line


def _line(sheet: RuleSheet) -> RuleLine:
    text, tone = wording.SEVERITIES[sheet.severity]
    basis = "、".join(map(label, sheet.cites))
    return RuleLine(
        sheet.id, sheet.title, sheet.cites, basis, {"text": text, "tone": tone},
        _state(sheet.since, sheet.until), f"/law/rules/{sheet.id}/",
    )  # fmt: skip


def _state(since: date, until: date | None) -> dict[str, str]:
    text, tone = STATES[window_status(since, until, clock.today())]
    return {"text": text, "tone": tone}


def _parameters(viewer: Viewer, sheet: RuleSheet) -> Iterator[ParameterLine]:
    local = local_lines_of(viewer, (sheet.id,), on=date.min)
    yield from (_local_parameter(one) for one in local)
    current = {one.key for one in local if one.state["text"] == CURRENT}
    for spec in sheet.params.values():
        for row in spec.rows:
            replaced = (spec.name, row.region) in current
            yield _parameter_line(sheet, spec, row, REPLACED if replaced else None)


def _parameter_line(
    sheet: RuleSheet, spec: ParameterSheet, row: Row, state: dict[str, str] | None
) -> ParameterLine:
    own = row.cites and row.cites != sheet.cites
    state = state or _state(row.since, row.until)
    return ParameterLine(
        name=wording.name_of(sheet, spec),
        value=wording.value_of(row.value, spec.unit),
        bound=wording.bound_of(spec),
        since=row.since,
        until=row.until,
        place=full_name(row.region) if row.region else "全国",
        basis="、".join(map(label, row.cites)) if own else "",
        state=state,
        illustrative=row.illustrative,
        href=f"/law/local/{sheet.id}/{spec.name}/" if row.region else "",
        strong=state["text"] == CURRENT and len(spec.rows) > 1,
    )


def _local_parameter(one: VersionLine) -> ParameterLine:
    return ParameterLine(
        name=one.title,
        value=one.value,
        bound="",
        since=one.since,
        until=one.until,
        place=one.place,
        basis=one.document,
        state=one.state,
        illustrative=one.illustrative,
        href=one.href,
        strong=one.state["text"] == CURRENT,
    )


def _act_line(found: Act) -> ActLine:
    return ActLine(
        found.key, found.label, found.number, found.since, found.until,
        _state(found.since, found.until), f"/law/articles/{found.key}/",
    )  # fmt: skip


def _article_line(article: Article) -> ArticleLine:
    if article.article == WHOLE:
        return ArticleLine(
            "全文要点", article.text, article.verbatim, f"/law/articles/{article.act}/"
        )
    cited = Citation(article.act, article.article)
    return ArticleLine(cited.place, article.text, article.verbatim, f"/law/articles/{cited}/")


def _is_of(cite: str, key: str) -> bool:
    return cite.partition("/")[0] == key


def _neighbours(found: Citation) -> tuple[ArticleLine | None, ArticleLine | None]:
    """Return the articles before and after one, as far as the corpus holds them."""
    held = articles_of(found.act)
    place = next((n for n, one in enumerate(held) if one.article == found.article), None)
    if place is None:
        return None, None
    before = _article_line(held[place - 1]) if place else None
    after = _article_line(held[place + 1]) if place + 1 < len(held) else None
    return before, after
