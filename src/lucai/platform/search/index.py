"""The index itself, by tantivy: one writer at a time, any number of readers."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic_core import from_json

from lucai.platform.search.pairs import joined, pairs, spelt

try:
    import tantivy
except ImportError:  # LoongArch, RISC-V: no wheel
    tantivy = None  # type: ignore[assignment]

FORMAT = 1
"""Part of the folder's name: an index of another shape is never opened, but built anew."""

WRITER_BYTES = 30_000_000
TEXTS = ("title", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something to be found.

    Attributes:
        key: its number; writing it again replaces it.
        order: sorts newest first, and is the key of the pages.
        title, body: texts to be found, each a list of parts.
        tags: words to filter by (``channel:result``), matched as a whole.
        shown: what a list shows of it, as JSON.
    """

    key: int
    order: int
    title: tuple[str, ...]
    body: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What somebody looks for: every word (folded) somewhere in title or body, and every tag.

    ``least`` and ``below`` bound the order, ``below`` excluded.
    """

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    least: int = 0
    below: int = 0
    best_first: bool = False
    offset: int = 0
    size: int = 25


Hit = Mapping[str, Any]
"""What a document wants shown of it."""


class TextIndex:
    """One index in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def exists(self) -> bool:
        """Whether anything was ever written."""
        return (self.folder / "meta.json").exists()

    def write(
        self,
        documents: Iterable[Document],
        *,
        anew: bool = False,
        memory: int = WRITER_BYTES,
        threads: int = 1,
    ) -> None:
        """Add or replace documents in one commit; ``anew`` forgets all others first."""
        if tantivy is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        schema = _schema()
        writer = tantivy.Index(schema, path=str(self.folder)).writer(memory, threads)
        if anew:
            writer.delete_all_documents()
        for document in documents:
            if not anew:
                same = tantivy.Query.term_query(schema, "key", document.key)
                writer.delete_documents_by_query(same)
            writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def find(self, ask: Ask) -> list[Hit] | None:
        """Return what was asked for, newest first unless the best come first.

        None: there is no index to ask.
        """
        opened = self._opened()
        if opened is None:
            return None
        schema, searcher = opened
        return _search(searcher, _query(schema, ask), ask)

    def similar(self, words: tuple[str, ...], *, size: int = 5) -> list[Hit]:
        """Return what shares most of the words' pairs, the best first: for slips of the pen."""
        opened = self._opened()
        wanted = {pair for word in words for pair in pairs(word)}
        if opened is None or not wanted:
            return []
        schema, searcher = opened
        either = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "title", pair))
            for pair in sorted(wanted)
        ]
        least = (len(wanted) + 1) // 2
        query = tantivy.Query.boolean_query(either, minimum_number_should_match=least)
        return _search(searcher, query, Ask(best_first=True, size=size))

    def _opened(self) -> tuple[Any, Any] | None:
        return None if tantivy is None else _readers.searcher(self.folder)


def index_named(name: str) -> TextIndex:
    """Return the index of that name in this node's data folder."""
    return TextIndex(Path(settings.LUCAI_DATA_DIR) / "search" / f"{name}-{FORMAT}")


class _Readers:
    """The opened indexes of this process, each opened again when a commit has changed it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[Path, tuple[tuple[int, int], Any, Any]] = {}

    def searcher(self, folder: Path) -> tuple[Any, Any] | None:
        """Return (schema, searcher) of the last commit; None when there was none."""
        try:
            meta = (folder / "meta.json").stat()
        except FileNotFoundError:
            return None
        stamp = (meta.st_mtime_ns, meta.st_ino)
        held = self._held.get(folder)
        if held is None or held[0] != stamp:
            with self._lock:
                index = tantivy.Index.open(str(folder))
                held = self._held[folder] = (stamp, index.schema, index.searcher())
        return held[1], held[2]


_readers = _Readers()


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True)
    builder.add_unsigned_field("order", indexed=True, fast=True)
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("tags", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def _document(content: Document) -> Any:
    made = tantivy.Document()
    made.add_unsigned("key", content.key)
    made.add_unsigned("order", content.order)
    made.add_text("title", spelt(joined(content.title)))
    made.add_text("body", spelt(joined(content.body)))
    for tag in content.tags:
        made.add_text("tags", tag)
    made.add_bytes("shown", json.dumps(content.shown, ensure_ascii=False).encode())
    return made


def _query(schema: Any, ask: Ask) -> Any:
    must = [_word(schema, word) for word in ask.words]
    must += [tantivy.Query.term_query(schema, "tags", tag) for tag in ask.tags]
    if ask.least or ask.below:
        must.append(_range(schema, ask))
    if not must:
        return tantivy.Query.all_query()
    if len(must) == 1:
        return must[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in must])


def _range(schema: Any, ask: Ask) -> Any:
    return tantivy.Query.range_query(
        schema,
        "order",
        tantivy.FieldType.Unsigned,
        lower_bound=ask.least,
        upper_bound=ask.below - 1 if ask.below else None,
    )


def _word(schema: Any, word: str) -> Any:
    """Ask for a word in either text: a phrase of its pairs is exactly the word."""
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, _in_text(schema, name, word)) for name in TEXTS]
    )


def _in_text(schema: Any, name: str, word: str) -> Any:
    if len(word) == 1:
        return tantivy.Query.regex_query(schema, name, f"{re.escape(word)}.")
    found = pairs(word)
    if len(found) == 1:
        return tantivy.Query.term_query(schema, name, found[0])
    return tantivy.Query.phrase_query(schema, name, list(found))


def _search(searcher: Any, query: Any, ask: Ask) -> list[Hit]:
    order = {} if ask.best_first else {"order_by_field": "order", "order": tantivy.Order.Desc}
    found = searcher.search(query, ask.size, count=False, offset=ask.offset, **order)
    return [from_json(searcher.doc(address)["shown"][0]) for _, address in found.hits]
