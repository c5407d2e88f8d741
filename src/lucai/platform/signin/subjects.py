"""What a signed act is about: the record or document that its page shows, by lines and digests.

Whoever confirms or issues something types nothing of it; without this the certificate would sign
an act and an address. The content is read again when the signature comes: what changed in
between is not signed for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass

from pydantic import BaseModel

from lucai.kernel.lifecycle import Offer
from lucai.law.verdicts import Verdict
from lucai.platform.web.data import LEFT_OUT, as_data
from lucai.platform.web.forms import Form
from lucai_trust import encoding
from lucai_trust.encoding import Json

FURNITURE = (*LEFT_OUT, Offer, Verdict, Form)
"""What a read-model holds for its page alone: what can be done turns with the clock."""

AROUND = frozenset({"frame", "tone", "href", "tag"})
"""Fields by which a page is drawn; they say nothing of the record."""

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A record or document as somebody confirms or issues it.

    ``content`` are its canonical bytes, kept beside the signature; ``lines`` are what a person
    reads of it before signing.
    """

    name: str
    content: bytes
    lines: Lines

    @property
    def sha256(self) -> str:
        """Its digest by the international algorithm."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def sm3(self) -> str:
        """Its digest by the national algorithm."""
        return hashlib.new("sm3", self.content).hexdigest()

    @property
    def told(self) -> dict[str, Json]:
        """How a statement names it."""
        return {"name": self.name, "sha256": self.sha256, "sm3": self.sm3}

    @property
    def shown(self) -> Lines:
        """Its lines as they stand on the page, with its digests after them."""
        return (*self.lines, (f"{self.name}的摘要", f"SM3 {self.sm3}\nSHA-256 {self.sha256}"))


def subject(
    name: str,
    content: object,
    lines: Iterable[tuple[str, str]] = (),
    *,
    without: Iterable[str] = (),
) -> Subject:
    """Return what an act is about, from the read-model that its page shows.

    ``without`` names fields, wherever they stand, that turn with the clock or with what others
    do meanwhile; what a page needs to be drawn is left out by itself. Empty lines are not shown.
    """
    read = tuple((label, value) for label, value in lines if value)
    said: Json = {
        "name": name,
        "lines": [list(line) for line in read],
        "content": _said(content, AROUND | frozenset(without)),
    }
    return Subject(name, encoding.canonical(said), read)


def picked(model: object, *names: str) -> dict[str, object]:
    """Return some fields of a read-model: those that say what is signed."""
    return {name: getattr(model, name) for name in names}


def _said(value: object, without: frozenset[str]) -> Json:
    """Spell a read-model: its fields alone, since what follows from them may ask the clock."""
    if isinstance(value, BaseModel):
        return _named(iter(value), without)
    if is_dataclass(value) and not isinstance(value, type):
        return _named(((one.name, getattr(value, one.name)) for one in fields(value)), without)
    if isinstance(value, Mapping):
        return _named(value.items(), without)
    if isinstance(value, set | frozenset):
        return sorted((_said(one, without) for one in value), key=encoding.canonical)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_said(one, without) for one in value if not isinstance(one, FURNITURE)]
    plain = as_data(value)
    return plain if plain is None or isinstance(plain, bool | int | str) else str(plain)


def _named(pairs: Iterable[tuple[object, object]], without: frozenset[str]) -> Json:
    kept = ((str(name), value) for name, value in pairs if str(name) not in without)
    return {
        name: _said(value, without)
        for name, value in kept
        if not (name.startswith("_") or isinstance(value, FURNITURE) or callable(value))
    }
