"""What a project is opened with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """One thing to be bought; ``quantity`` is a decimal as text, the price in 分."""

    catalogue_code: str
    name: str
    quantity: str
    unit: str
    unit_price: int
    requirement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLot:
    """One lot as the filed plan has it; amounts in 分."""

    number: int
    name: str
    budget: int
    ceiling: int
    sme_reserved: bool
    items: tuple[NewItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProject:
    """A project as the filed plan and the commission make it; amounts in 分."""

    title: str
    plan_number: str
    intention_code: str
    intention_exempt: bool
    buyer_id: int
    buyer_path: str
    buyer_name: str
    agency_id: int
    agency_name: str
    finance_id: int
    region: str
    object_kind: str
    method: str
    method_case: str = ""
    sole_supplier: str = ""
    evaluation_method: str
    organisation_form: str
    budget: int
    ceiling: int
    lots: tuple[NewLot, ...]
