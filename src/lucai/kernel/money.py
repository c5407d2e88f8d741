"""Money is a whole number of 分. No floats, no decimals in the database."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NewType

Fen = NewType("Fen", int)

FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000
LARGEST = Fen(10**15)
"""10 万亿元: more than any budget; larger input is a typing error."""

_AMOUNT = re.compile(r"^\d+(\.\d{1,2})?$")


def parse_yuan(text: str) -> Fen:
    """Read an amount in 元 as a person types it (``1,234,567.80``).

    Raises:
        ValueError: with a Chinese sentence saying what is wrong.
    """
    cleaned = text.strip().replace(",", "").replace("，", "").removesuffix("元")
    if "万" in cleaned:
        raise ValueError("请以“元”为单位填写，不要写“万”")
    if not _AMOUNT.match(cleaned):
        raise ValueError("请填写金额，最多两位小数，例如 1234567.80")
    fen = Fen(int(Decimal(cleaned) * FEN_PER_YUAN))
    if fen > LARGEST:
        raise ValueError("金额过大，请核对单位是否为“元”")
    return fen


def yuan(fen: int) -> str:
    """Show an amount in 元 with thousands separators and two places."""
    return f"{Decimal(fen) / FEN_PER_YUAN:,.2f}"


def wan(fen: int) -> str:
    """Show an amount in 万元 with two places, rounded half up."""
    amount = Decimal(fen) / (FEN_PER_YUAN * YUAN_PER_WAN)
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}"


def plain_yuan(fen: int) -> str:
    """Show an amount in 元 as machines read it: no separators, two places."""
    return f"{Decimal(fen) / FEN_PER_YUAN:.2f}"


def share_of(fen: int, ratio: Decimal) -> Fen:
    """Return that share, rounded down to the fen (a ceiling never rounds up)."""
    return Fen(int((Decimal(fen) * ratio).quantize(Decimal(1), ROUND_DOWN)))


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def capitals(fen: int) -> str:
    """Write an amount in 大写 as Chinese official papers do."""
    whole, cents = divmod(fen, FEN_PER_YUAN)
    jiao, rest = divmod(cents, 10)
    text = f"{_whole_capitals(whole)}元" if whole or not cents else ""
    if not cents:
        return text + "整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif whole:
        text += "零"
    return text + (f"{_DIGITS[rest]}分" if rest else "整")


def _whole_capitals(whole: int) -> str:
    if not whole:
        return "零"
    groups: list[int] = []
    while whole:
        whole, group = divmod(whole, YUAN_PER_WAN)
        groups.append(group)
    text = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if text and group and (group < 1000 or groups[place + 1] == 0) and not text.endswith("零"):
            text += "零"
        if group:
            text += _group_capitals(group) + _GROUPS[place]
    return text


def _group_capitals(group: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _UNITS[place]
            gap = False
        else:
            gap = True
    return text
