"""Money: whole 分, read as people type it, written as official papers do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai.kernel import money


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("0", 0), ("1", 100), ("1,234,567.8", 123456780), ("12.34元", 1234), (" 5 ", 500)],
)
def test_amounts_are_read_as_people_type_them(typed: str, fen: int) -> None:
    assert money.parse_yuan(typed) == fen


@pytest.mark.parametrize("typed", ["", "abc", "1.234", "-1", "5万", "1e9", "９9a", "1" * 20])
def test_what_is_no_amount_is_refused_in_chinese(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        money.parse_yuan(typed)


@given(st.integers(0, money.LARGEST))
def test_what_is_shown_reads_back_the_same(fen: int) -> None:
    assert money.parse_yuan(money.yuan(fen)) == fen
    assert money.parse_yuan(money.plain_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (1005, "壹拾元零伍分"),
        (10000500, "壹拾万零伍元整"),
        (486000000, "肆佰捌拾陆万元整"),
        (123456789, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
        (20000050000, "贰亿零伍佰元整"),
        (100000001000000, "壹万亿零壹万元整"),
    ],
)
def test_capitals_are_written_as_official_papers_do(fen: int, text: str) -> None:
    assert money.capitals(fen) == text


def test_a_share_never_rounds_up() -> None:
    assert money.share_of(123456700, Decimal("0.02")) == 2469134
