"""What a report says of a year: the contracts of reserved lots, as its unit put them right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol, Self

from lucai.law.parameters import parameter
from lucai.law.wording import percent


class Option(StrEnum):
    """In which way a project is reserved (财库〔2020〕46号 第八条, annex 2)."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    WHOLE = "whole", "采购项目整体预留"
    LOT = "lot", "设置专门采购包"
    CONSORTIUM = "consortium", "要求以联合体形式参加"
    SUBCONTRACT = "subcontract", "要求合同分包"


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """One reserved project: what small and medium firms got of it, and small and micro ones, in 分.

    ``reason`` says why its unit put the line right; empty where it stands as computed.
    """

    contract_number: str
    title: str
    unit: str
    supplier: str
    option: str
    amount: int
    small: int
    published: bool = False
    reason: str = ""
    adjustment: int = 0

    @property
    def href(self) -> str:
        """The contract's page, where there is one."""
        return f"/contracts/{self.contract_number}/" if self.contract_number else ""

    @property
    def option_label(self) -> str:
        """In which way it was reserved, in words."""
        return Option(self.option).label


@dataclass(frozen=True, slots=True)
class Figures:
    """What is reported of a year, in 分."""

    projects: int
    total: int
    small: int

    @property
    def share(self) -> str:
        """The part of small and micro firms, in per cent with two places."""
        return _part(self.small, self.total)


def _part(some: int, whole: int) -> str:
    if not whole:
        return "—"
    part = Decimal(some * 100) / Decimal(whole)
    return f"{part.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


class Share(Protocol):
    """What was planned of one kind of thing, and what of it reserved."""

    @property
    def object(self) -> str:
        """goods, services or works."""
        ...

    @property
    def label(self) -> str:
        """In words."""
        ...

    @property
    def total(self) -> int:
        """What was planned, in 分."""
        ...

    @property
    def reserved(self) -> int:
        """What of it is for small firms alone, in 分."""
        ...


def figures_of(lines: Sequence[ReserveLine]) -> Figures:
    """Sum the lines that count."""
    counted = [line for line in lines if line.amount]
    return Figures(
        len(counted), sum(line.amount for line in counted), sum(line.small for line in counted)
    )


def put_right(
    computed: Sequence[ReserveLine], adjusted: Sequence[ReserveLine]
) -> tuple[ReserveLine, ...]:
    """Return the lines with the unit's own in the place of those it put right; additions last."""
    by_contract = {line.contract_number: line for line in adjusted if line.contract_number}
    added = (line for line in adjusted if not line.contract_number)
    return (*(by_contract.get(line.contract_number, line) for line in computed), *added)


def short_of(shares: Sequence[Share], year: int) -> tuple[str, ...]:
    """Say which reserved shares of a year's plans are below the law's (GP-SME-04)."""
    found = []
    for share in shares:
        least: Fraction = Fraction(
            parameter("GP-SME-04", share.object, on=date(year, 12, 31)).value
        )
        if share.reserved < share.total * least:
            found.append(
                f"{share.label}类预留 {_part(share.reserved, share.total)}，规定不低于 {percent(least)}"
            )
    return tuple(found)


def notice_fields(
    buyer: str, year: int, lines: Sequence[ReserveLine], remark: str
) -> dict[str, Any]:
    """Return the fields of 面向中小企业预留项目执行情况公告 (annex 2)."""
    figures = figures_of(lines)
    return {
        "buyerName": buyer,
        "year": year,
        "smeTotal": figures.total,
        "smallMicroTotal": figures.small,
        "smallMicroShare": figures.share,
        "projects": [_project(line) for line in lines if line.amount],
        **({"remark": remark} if remark else {}),
    }


def _project(line: ReserveLine) -> dict[str, Any]:
    address = {"contractUrl": line.href} if line.published else {}
    return {
        "projectName": line.title,
        "reserveMethod": line.option_label,
        "amount": line.amount,
        **address,
    }
