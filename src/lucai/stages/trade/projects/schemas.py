"""What a project is opened with, and what comes in about units that buy jointly."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from lucai.platform.web.fields import LongText


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


class JoinIn(BaseModel):
    """A unit asked to buy a lot jointly, by its own filed plan."""

    model_config = ConfigDict(populate_by_name=True, str_strip_whitespace=True)

    plan_number: str = Field(
        title="参与单位的采购计划编号",
        min_length=4,
        max_length=40,
        description="参与单位自己已备案、还没有委托的计划，由参与单位告知",
        alias="planNumber",
    )
    lot: int = Field(title="并入哪一包", ge=1, json_schema_extra={"kind": "select"})


class RefusalIn(BaseModel):
    """Why a unit does not take part."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: LongText = Field(title="不同意的理由", min_length=4, max_length=400)
