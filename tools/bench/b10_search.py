"""B10: Chinese search over a million notices, beside bare tantivy asked the same.

The floor builds the same query, runs it and takes the stored bytes of each hit; the product
also reads filters, makes lines and marks the words. Before anything is measured, a sample of
words is looked for by brute force: every notice that holds one must be found.
"""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tools.bench import corpus
from tools.bench.measure import Act, Comparison, compare

WORDS = 40
CHECKED = 12
TITLE = 6


def run(folder: Path) -> Iterator[Comparison]:
    """Check recall, then compare words of two signs, phrases, several words, and filters."""
    del folder
    corpus.prepare()
    corpus.fill_index(corpus.NOTICES)
    titles = [row[TITLE] for row in corpus.rows(corpus.NOTICES)]
    dice = random.Random(corpus.SEED)  # noqa: S311 - which words are asked for
    _check_recall(titles, dice)
    size = f"{corpus.NOTICES:,}"
    for name, questions in _questions(titles, dice).items():
        product, floor = _product(questions), _floor(questions)
        yield compare(
            f"B10 {name}, {size} notices", product, floor, gate=0.5, seconds=corpus.SECONDS
        )


def _questions(titles: list[str], dice: random.Random) -> dict[str, list[dict[str, Any]]]:
    def cut(least: int, most: int) -> str:
        title = dice.choice(titles)
        start = dice.randrange(2, max(3, len(title) - most))
        return title[start : start + dice.randint(least, most)]

    def several(make: Callable[[], dict[str, Any]]) -> list[dict[str, Any]]:
        return [make() for _ in range(WORDS)]

    cities = [f"37{number:02d}00" for number in (1, 2, 3, 6, 7, 10, 13, 17)]
    return {
        "words of two signs": several(lambda: {"q": cut(2, 2)}),
        "phrases": several(lambda: {"q": cut(4, 8)}),
        "two words": several(lambda: {"q": f"{cut(2, 3)} {cut(2, 3)}"}),
        "channel, city and words": several(
            lambda: {"q": cut(2, 4), "kind": "tender", "region": dice.choice(cities)}
        ),
        "best first": several(lambda: {"q": cut(4, 6), "sort": "best"}),
    }


def _product(questions: list[dict[str, Any]]) -> Act:
    from lucai.kernel.actors import PUBLIC
    from lucai.publication.board import selectors
    from lucai.publication.board.wanted import NoticeQuery

    turn = itertools.cycle(questions)
    return lambda: selectors.found_page(PUBLIC, NoticeQuery(**next(turn)))


def _floor(questions: list[dict[str, Any]]) -> Act:
    import tantivy

    from lucai.platform.search import index_named
    from lucai.publication.board.projection import INDEX, city_of
    from lucai.publication.board.wanted import NoticeQuery

    index = tantivy.Index.open(str(index_named(INDEX).folder))
    schema, searcher = index.schema, index.searcher()
    turn = itertools.cycle([NoticeQuery(**question) for question in questions])

    def either(word: str) -> Any:
        pairs: Any = [a + b for a, b in itertools.pairwise(word)]
        make: Any = tantivy.Query.phrase_query if len(pairs) > 1 else tantivy.Query.term_query
        wanted = pairs if len(pairs) > 1 else pairs[0]
        parts = [(tantivy.Occur.Should, make(schema, name, wanted)) for name in ("title", "body")]
        return tantivy.Query.boolean_query(parts)

    def search() -> object:
        query = next(turn)
        must = [either(word) for word in query.words]
        if query.kind:
            must.append(tantivy.Query.term_query(schema, "tags", f"channel:{query.kind}"))
            must.append(tantivy.Query.term_query(schema, "tags", f"city:{city_of(query.region)}"))
        asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in must])
        newest: dict[str, Any] = {"order_by_field": "order", "order": tantivy.Order.Desc}
        order = {} if query.sort == "best" else newest
        found = searcher.search(asked, 26, count=False, **order)
        return [searcher.doc(address)["shown"] for _, address in found.hits]

    return search


def _check_recall(titles: list[str], dice: random.Random) -> None:
    from lucai.platform.search import Ask, fold, index_named, words_of
    from lucai.publication.board.projection import INDEX

    folded = [fold(title) for title in titles]
    for _ in range(CHECKED):
        title = dice.choice(titles)
        start = dice.randrange(2, 5)  # names of places come early, and are rarer
        [word] = words_of(title[start : start + 6])
        expected = sum(word in text for text in folded)
        ask = Ask(words=(word,), size=len(titles))
        if len(index_named(INDEX).find(ask) or ()) < expected:
            raise RuntimeError(f"search misses notices that hold {word}")
