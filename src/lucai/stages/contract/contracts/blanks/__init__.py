"""Blanks of contracts: the clauses a buyer starts from, by the kind of object."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

CLAUSES = ("quality", "acceptance_plan", "breach")


@dataclass(frozen=True, slots=True)
class ContractBlank:
    """What a draft starts with; ``clauses`` maps a clause's id to its text."""

    acceptance_days: int
    payment_days: int
    security_return_days: int
    clauses: dict[str, str]


@cache
def contract_blank(object_kind: str) -> ContractBlank:
    """Return the blank for goods, services or works."""
    text = files(__package__).joinpath(f"{object_kind}.yaml").read_text(encoding="utf-8")
    sheet = yaml.safe_load(text)
    clauses = {name: sheet[name].replace("。 ", "。\n").strip() for name in CLAUSES}
    return ContractBlank(
        sheet["acceptance_days"], sheet["payment_days"], sheet["security_return_days"], clauses
    )
