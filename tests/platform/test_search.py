"""Full text: every part of every text is found, exactly, and a commit is seen at once."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai.platform.search import (
    Ask,
    Document,
    Piece,
    TextIndex,
    excerpt,
    fold,
    marked,
    words_of,
)

SIGNS = "采购公告空调办公家具济南市AB12（）"


@pytest.fixture
def index(tmp_path: Path) -> TextIndex:
    return TextIndex(tmp_path / "texts")


def document(key: int, title: str, *, body: str = "", tags: tuple[str, ...] = ()) -> Document:
    return Document(
        key=key, order=key * 10, title=(title,), body=(body,), tags=tags, shown={"key": key}
    )


def keys(index: TextIndex, typed: str = "", **ask: object) -> list[int]:
    hits = index.find(Ask(words=words_of(typed), **ask))  # type: ignore[arg-type]
    assert hits is not None
    return [hit["key"] for hit in hits]


def test_nothing_was_ever_written_is_not_the_same_as_nothing_found(index: TextIndex) -> None:
    assert index.find(Ask(words=("空调",))) is None
    index.write([])
    assert index.find(Ask(words=("空调",))) == []


def test_every_substring_is_found_and_nothing_else(index: TextIndex) -> None:
    chance = random.Random(7)
    titles = ["".join(chance.choices(SIGNS, k=12)) for _ in range(80)]
    index.write(document(key, title) for key, title in enumerate(titles))
    for _ in range(120):
        title = chance.choice(titles)
        start = chance.randrange(len(title))
        word = title[start : start + chance.randint(1, 5)]
        expected = [key for key, text in enumerate(titles) if fold(word) in fold(text)]
        assert keys(index, word, size=100) == expected[::-1], word


@pytest.mark.parametrize(
    "typed", ["ＡＢＣ", "abc", "ABC", "a b c", "办公家具", "办公 家具", "(一)"]
)
def test_width_capitals_and_spaces_make_no_difference(index: TextIndex, typed: str) -> None:
    index.write([document(1, "Abc型办公 家具（一）")])
    assert keys(index, typed.replace(" ", "") if typed == "a b c" else typed) == [1]


@pytest.mark.parametrize("typed", [".", "*", "\\", "[", "(", "采", "?"])
def test_a_single_sign_is_a_word_and_no_pattern(index: TextIndex, typed: str) -> None:
    index.write([document(1, "甲乙丙"), document(2, "空调采")])
    assert keys(index, typed) == ([2] if typed == "采" else [])


def test_nothing_is_found_across_two_texts(index: TextIndex) -> None:
    index.write([Document(key=1, order=1, title=("空调", "采购"), shown={"key": 1})])
    assert keys(index, "调采") == []


def test_words_may_stand_in_title_or_body_but_all_of_them(index: TextIndex) -> None:
    index.write([document(1, "空调采购", body="在济南"), document(2, "空调采购", body="在青岛")])
    assert keys(index, "空调 济南") == [1]
    assert keys(index, "空调，济南、北京") == []


def test_tags_and_bounds_narrow_what_is_found(index: TextIndex) -> None:
    index.write(document(n, "空调采购", tags=(f"city:{n % 2}",)) for n in range(6))
    assert keys(index, "空调", tags=("city:1",)) == [5, 3, 1]
    assert keys(index, below=30) == [2, 1, 0]
    assert keys(index, least=20, below=40) == [3, 2]


def test_the_best_come_first_when_asked(index: TextIndex) -> None:
    index.write(
        [document(1, "空调空调空调"), document(2, "空调和许许多多别的东西以及更多别的东西")]
    )
    assert keys(index, "空调") == [2, 1]
    assert keys(index, "空调", best_first=True) == [1, 2]


def test_writing_again_replaces_and_anew_forgets(index: TextIndex) -> None:
    index.write([document(1, "空调"), document(2, "家具")])
    index.write([document(1, "课桌")])
    assert keys(index, "空调") == []
    assert keys(index, "课桌") == [1]
    index.write([document(3, "水杯")], anew=True)
    assert keys(index) == [3]


def test_a_slip_of_the_pen_leads_to_what_is_near(index: TextIndex) -> None:
    index.write([document(1, "办公家具采购"), document(2, "道路养护")])
    assert [hit["key"] for hit in index.similar(words_of("办公家俱采购"))] == [1]
    assert index.similar(()) == []


def test_readers_in_many_threads_see_each_commit(index: TextIndex) -> None:
    index.write([document(0, "空调")])
    faults: list[object] = []

    def read() -> None:
        for _ in range(30):
            found = keys(index, "空调", size=100)
            if found != sorted(found, reverse=True) or 0 not in found:
                faults.append(found)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(1, 6):
        index.write([document(n, "空调")])
    for thread in threads:
        thread.join()
    assert faults == []
    assert keys(index, "空调") == [5, 4, 3, 2, 1, 0]


def test_where_tantivy_is_missing_there_is_no_index(
    index: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lucai.platform.search.index.tantivy", None)
    index.write([document(1, "空调")])
    assert index.find(Ask()) is None
    assert index.similar(("空调",)) == []
    assert not index.exists


def test_what_was_typed_is_cut_into_words_each_once() -> None:
    assert words_of(" 空调，办公　空调;ＡＢ ") == ("空调", "办公", "ab")
    assert words_of("  \n") == ()
    assert len(words_of(" ".join(str(n) for n in range(50)))) == 8


def test_marks_stand_where_the_words_do() -> None:
    assert marked("济南ＡＢ空调", ("ab空", "济")) == (
        Piece("济", hit=True),
        Piece("南"),
        Piece("ＡＢ空", hit=True),
        Piece("调"),
    )
    assert marked("办公 家具", ("公家",)) == (Piece("办"), Piece("公 家", hit=True), Piece("具"))


def test_an_excerpt_shows_the_first_word_and_no_more_than_needed() -> None:
    text = "甲" * 200 + "空调" + "乙" * 200
    pieces = excerpt(text, ("空调",))
    assert Piece("空调", hit=True) in pieces
    assert sum(len(piece.text) for piece in pieces) < 100
    assert excerpt(text, ("没有",)) == ()


@given(st.text(max_size=60), st.text(max_size=4))
def test_marking_never_loses_or_changes_a_sign(text: str, word: str) -> None:
    pieces = marked(text, words_of(word))
    assert "".join(piece.text for piece in pieces) == text
