"""Differences between two texts: paragraph by paragraph, then word by word inside a paragraph.

Paragraphs that stand once in both texts anchor the comparison (patience), so that two documents
of hundreds of pages are compared in time proportional to what changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
LONGEST = 3000
"""Words of a paragraph beyond which it is shown as replaced in one piece."""
WIDEST = 400
"""Paragraphs of a gap without any anchor beyond which it is shown as replaced in one piece."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text: ``kind`` is "same", "removed" or "added"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph of the comparison: ``kind`` is "same", "removed", "added" or "changed"."""

    kind: str
    parts: tuple[Part, ...]


def marked(old: str, new: str) -> tuple[Part, ...]:
    """Return a new text with what was taken out of and put into the old one."""
    if old == new:
        return (Part("same", new),) if new else ()
    before, after = WORD.findall(old), WORD.findall(new)
    if max(len(before), len(after)) > LONGEST:
        return _replaced(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    parts: list[Part] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            parts.append(Part("same", "".join(before[i:j])))
            continue
        parts.extend(_replaced("".join(before[i:j]), "".join(after[k:m])))
    return tuple(parts)


def changed_lines(old: Sequence[str], new: Sequence[str]) -> tuple[TextLine, ...]:
    """Return all paragraphs of the new text in order, with those that went and came."""
    return tuple(_lines(old, new))


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[TextLine]:
    at, to = 0, 0
    for i, k in _anchors(old, new):
        yield from _gap(old[at:i], new[to:k])
        yield _whole("same", new[k])
        at, to = i + 1, k + 1
    yield from _gap(old[at:], new[to:])


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return (place in old, place in new) of what stands once in both, in a common order."""
    once_old, once_new = Counter(old), Counter(new)
    places = {text: i for i, text in enumerate(old) if once_old[text] == 1}
    pairs = [
        (places[text], k) for k, text in enumerate(new) if once_new[text] == 1 and text in places
    ]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs whose places in the old text rise, too."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for index, (place, _) in enumerate(pairs):
        pile = bisect_left(tops, place)
        below.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        piles[pile : pile + 1] = [index]
    found: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        found.append(pairs[index])
        index = below[index]
    return found[::-1]


def _gap(old: Sequence[str], new: Sequence[str]) -> Iterator[TextLine]:
    """Compare what lies between two anchors; most often it is empty or one paragraph."""
    if max(len(old), len(new)) > WIDEST:
        yield from (_whole("removed", text) for text in old)
        yield from (_whole("added", text) for text in new)
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_whole("same", text) for text in new[k:m])
            continue
        both = min(j - i, m - k)
        yield from map(_pair, old[i : i + both], new[k : k + both])
        yield from (_whole("removed", text) for text in old[i + both : j])
        yield from (_whole("added", text) for text in new[k + both : m])


def _pair(old: str, new: str) -> TextLine:
    return TextLine("changed", marked(old, new))


def _whole(kind: str, text: str) -> TextLine:
    return TextLine(kind, (Part(kind, text),))


def _replaced(old: str, new: str) -> tuple[Part, ...]:
    made = (Part("removed", old), Part("added", new))
    return tuple(part for part in made if part.text)
