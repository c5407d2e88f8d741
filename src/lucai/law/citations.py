"""Citations: 政府采购法/35 → 《政府采购法》第三十五条, with the text where it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256

from lucai.law.sheets import sheet_names, yaml_sheet
from lucai.law.status import NoSuchRule

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LAWS = frozenset({"law", "regulation"})
_PREFIX = "中华人民共和国"
_WHOLE = "整体"


@dataclass(frozen=True, slots=True)
class Act:
    """One legal instrument of the register, with its dates in force."""

    key: str
    title: str
    number: str
    kind: str
    sheet: str
    since: date
    until: date | None
    evidence: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name as it is printed: 《政府采购法》, or title and number for lesser instruments."""
        title = f"《{self.title.removeprefix(_PREFIX)}》"
        return title if self.kind in _LAWS else f"{title}（{self.number}）"


@dataclass(frozen=True, slots=True)
class Article:
    """The wording of one article; ``verbatim`` is false where our own summary stands in."""

    act: str
    article: str
    text: str
    verbatim: bool
    since: date
    until: date | None
    evidence: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of the wording, so that a changed text cannot pass unseen."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the law; ``article`` is a number, a Chinese numeral or empty for the whole act."""

    act: str
    article: str = ""

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read 政府采购法/35, 政府采购法/第三十五条 or 财库〔2019〕38号/三.

        Raises:
            NoSuchRule: the act is not in the register.
        """
        name, _, place = text.partition("/")
        return cls(act(name).key, _article_key(place))

    def __str__(self) -> str:
        return f"{self.act}/{self.article}" if self.article else self.act

    @property
    def label(self) -> str:
        """The citation as it is printed in a sentence."""
        return act(self.act).label + self.place

    @property
    def place(self) -> str:
        """The article alone: 第三十五条; a numbered section keeps its numeral: 第三部分."""
        if not self.article:
            return ""
        if self.article.isdecimal():
            return f"第{chinese_number(int(self.article))}条"
        return f"第{self.article}部分"

    def resolve(self) -> Article | None:
        """Return the article's wording, or None where the corpus does not hold it."""
        return _articles().get(f"{self.act}/{self.article or _WHOLE}")

    @property
    def text(self) -> str:
        """The article's wording, or empty where the corpus does not hold it."""
        found = self.resolve()
        return found.text if found else ""


@cache
def acts() -> dict[str, Act]:
    """Return the register of instruments by the key used in citations."""
    return {
        key: Act(
            key,
            row["title"],
            row["number"],
            row["kind"],
            row["sheet"],
            row["from"],
            row["to"],
            tuple(row["evidence"]),
            tuple(row["aliases"] or ()),
        )
        for key, row in yaml_sheet("statutes", "acts").items()
    }


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for item in acts().values():
        for name in (item.key, item.title, item.title.removeprefix(_PREFIX), *item.aliases):
            names.setdefault(name, item.key)
    return names


def act(name: str) -> Act:
    """Return an act by its key, title or a short name in use.

    Raises:
        NoSuchRule: the register does not know it.
    """
    key = _names().get(name.strip().strip("《》"))
    if key is None:
        raise NoSuchRule(f"法规登记中没有“{name}”。")
    return acts()[key]


def articles_of(key: str) -> tuple[Article, ...]:
    """Return what the corpus holds of an act, in the order of its sheet."""
    return tuple(article for article in _articles().values() if article.act == key)


@cache
def _articles() -> dict[str, Article]:
    present = set(sheet_names("statutes"))
    return {
        f"{item.key}/{number}": _article(item, str(number), row)
        for item in acts().values()
        if item.sheet in present
        for number, row in yaml_sheet("statutes", item.sheet).items()
    }


def _article(owner: Act, number: str, row: dict[str, object]) -> Article:
    verbatim = row.get("wording", "verbatim") == "verbatim"
    return Article(
        owner.key,
        number,
        str(row["text"]).strip(),
        verbatim,
        owner.since,
        owner.until,
        owner.evidence,
    )


def label(text: str) -> str:
    """Print a citation written as text: 政府采购法/35 → 《政府采购法》第三十五条.

    A local document that the register does not know is printed as it is written.
    """
    found = _known(text)
    return found.label if found else text


def labels(texts: tuple[str, ...]) -> str:
    """Print several citations in one run, joined by 、; articles of one act share its name."""
    parts: list[str] = []
    last = ""
    for text in texts:
        citation = _known(text)
        same = citation and citation.act == last and citation.place
        parts.append(citation.place if citation and same else label(text))
        last = citation.act if citation else ""
    return "、".join(parts)


def _known(text: str) -> Citation | None:
    try:
        return Citation.parse(text)
    except NoSuchRule:
        return None


def _article_key(place: str) -> str:
    found = re.fullmatch(r"第([零一二三四五六七八九十百千]+)条", place.strip())
    return str(arabic_number(found[1])) if found else place.strip()


def chinese_number(number: int) -> str:
    """Write a number as articles are numbered: 35 → 三十五, 105 → 一百零五."""
    out, zero = "", False
    text = str(number)
    for place, digit in zip(reversed(range(len(text))), text, strict=True):
        if digit == "0":
            zero = bool(out)
            continue
        out += ("零" if zero else "") + _DIGITS[int(digit)] + _UNITS[place]
        zero = False
    return out.removeprefix("一") if out.startswith("一十") else out


def arabic_number(text: str) -> int:
    """Read a Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
            continue
        total += (digit or 1) * 10 ** _UNITS.index(sign)
        digit = 0
    return total + digit
