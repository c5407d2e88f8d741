"""One term, one identifier: names of tables, events and addresses are words of the glossary."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from lucai.platform.access.permissions import lifecycles

TOP = Path(__file__).resolve().parents[2]
GLOSSARY = TOP / "docs" / "reference" / "glossary.md"
ROW = re.compile(r"^\| (?!identifier)([A-Za-z][\w /,]*?) \|", re.MULTILINE)
# What an address may hold besides words of the trade.
ADDRESS_WORDS = {"api", "v1", "ask", "steps", "openapi.json"}


def split_words(name: str) -> tuple[str, ...]:
    """Split camelCase, snake_case and kebab-case into lower-case words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-]", " ", name)
    return tuple(spaced.lower().split())


@cache
def terms() -> frozenset[tuple[str, ...]]:
    rows = ROW.findall(GLOSSARY.read_text(encoding="utf-8"))
    return frozenset(split_words(name) for row in rows for name in re.split(r"[ /,]+", row) if name)


def is_built_from_terms(words: tuple[str, ...]) -> bool:
    """Say whether words can be cut into terms of the glossary; a plural counts as its term."""
    if not words:
        return True
    return any(
        _is_term(words[:size]) and is_built_from_terms(words[size:])
        for size in range(1, len(words) + 1)
    )


def _is_term(words: tuple[str, ...]) -> bool:
    *first, last = words
    stems = {last, last.removesuffix("s"), re.sub(r"ies$", "y", last), re.sub(r"es$", "", last)}
    return any((*first, stem) in terms() for stem in stems)


def our_tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted(m._meta.db_table for m in models if m.__module__.startswith("lucai."))


def api_words() -> set[str]:
    return {
        word
        for address in _addresses(get_resolver().url_patterns)
        if address.startswith("api/")
        for word in re.sub(r"<[^>]*>|\{[^}]*\}", "", address).strip("^$").split("/")
        if word and word not in ADDRESS_WORDS
    }


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        address = before + str(pattern.pattern)
        inside = getattr(pattern, "url_patterns", None)
        found += _addresses(inside, address) if inside is not None else [address]
    return found


def test_tables_are_named_in_the_words_of_the_glossary() -> None:
    assert [one for one in our_tables() if not is_built_from_terms(split_words(one))] == []


def test_events_are_named_in_the_words_of_the_glossary() -> None:
    parts = [(life.of, part) for life in lifecycles() for part in life.of.split(".")]
    assert [of for of, part in parts if not is_built_from_terms(split_words(part))] == []


def test_an_address_of_the_api_is_named_in_the_words_of_the_glossary() -> None:
    assert {word for word in api_words() if not is_built_from_terms(split_words(word))} == set()


def test_no_identifier_stands_for_two_terms() -> None:
    rows = ROW.findall(GLOSSARY.read_text(encoding="utf-8"))
    names = [name for row in rows for name in re.split(r"[ /,]+", row) if name]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize("name", ["vendor", "tender_vendor", "clientOrder"])
def test_a_synonym_is_not_a_word_of_the_glossary(name: str) -> None:
    assert not is_built_from_terms(split_words(name))
