"""From text to pairs of signs, the same way when it is written and when it is asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

END = "\u2403"
"""Follows the last sign, so that every sign begins a pair and can be asked for alone."""

BORDER = "|"
"""Stands between texts that are indexed together: nothing is found across it."""

LONGEST_WORD = 60
MOST_WORDS = 8

_SPACE = re.compile(r"\s+")
_BETWEEN_WORDS = re.compile(r"[\s,，、;；|｜]+")


def fold(text: str) -> str:
    """Make texts alike that read alike: full-width signs, capitals, spaces."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).lower())


def joined(texts: Iterable[str]) -> str:
    """Join texts that are indexed together."""
    return BORDER.join(text for text in texts if text)


def pairs(folded: str) -> list[str]:
    """Return the pairs of a folded text; a single sign is paired with the end."""
    return list(map(str.__add__, folded, folded[1:])) or [folded + END]


def spelt(text: str) -> str:
    """Return a text as the index takes it: all its pairs, the last sign with the end."""
    folded = fold(text) + END
    return " ".join(map(str.__add__, folded, folded[1:]))


def words_of(typed: str) -> tuple[str, ...]:
    """Return the words somebody typed, folded, each once."""
    found = (fold(word)[:LONGEST_WORD] for word in _BETWEEN_WORDS.split(typed))
    return tuple(dict.fromkeys(word for word in found if word))[:MOST_WORDS]
