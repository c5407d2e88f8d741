"""The plan's form on a page: rows within rows, choices with free money, the catalogue's search.

Everything works with the form's own buttons; scripts only spare the round trip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.law import catalogue
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, typed
from lucai.platform.web.rows import reshaped
from lucai.stages.budget.indicators.selectors import indicators_usable
from lucai.stages.plan.intentions.selectors import IntentionCard, intentions_usable
from lucai.stages.plan.justifications.selectors import justifications_usable
from lucai.stages.plan.plans.choices import METHOD_CASES, ObjectKind, SmePolicy
from lucai.stages.plan.plans.schemas import FundingIn, ImportExpertIn, ItemIn, PackageIn, PlanIn
from lucai.stages.plan.plans.selectors import ItemCard, PackageCard, PlanSheet

BLANK = "__i__"
FOUND = 20
CODE = "catalogue_code"
Found = dict[str, tuple[catalogue.CatalogueItem, ...]]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing on the page: its fields by name, and what the catalogue found for it."""

    prefix: str
    fields: dict[str, FormField]
    named: str
    found: tuple[catalogue.CatalogueItem, ...]
    searched: bool


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One lot on the page."""

    prefix: str
    fields: dict[str, FormField]
    items: list[ItemRow]
    empty_item: ItemRow | None


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The whole form as its page shows it."""

    form: Form[PlanIn]
    packages: list[PackageRow]
    empty_package: PackageRow
    fundings: list[list[FormField]]
    empty_funding: list[FormField]
    has_indicators: bool
    experts: list[list[FormField]]
    empty_expert: list[FormField]


def shown(
    form: Form[PlanIn], viewer: Viewer, *, own: IntentionCard | None, found: Found
) -> PlanForm:
    """Return the form with its rows and choices.

    Args:
        own: the intention this plan already uses; it stays choosable.
        found: what the catalogue found, by the row it was asked for.
    """
    intentions = [*([own] if own else []), *intentions_usable(viewer)]
    form.choices["intention_code"] = [
        (card.code, f"{card.title}（{money.wan(card.amount)} 万元，{card.published_on} 公开）")
        for card in intentions
    ]
    form.choices["method_case"] = list(METHOD_CASES)
    form.choices["justification"] = [
        (line.code, f"{line.title}（{line.supplier_name}）")
        for line in justifications_usable(viewer)
    ]
    cards = indicators_usable(viewer)
    usable = [(card.code, f"{card.name}（可用 {money.yuan(card.free)} 元）") for card in cards]
    lots = [str(n) for n in form.rows("packages")]
    return PlanForm(
        form=form,
        packages=[_package(form, f"packages.{n}", found, nested=True) for n in lots],
        empty_package=_package(form, f"packages.{BLANK}", {}, nested=False),
        fundings=[_funding(form, f"fundings.{n}", usable) for n in form.rows("fundings")],
        empty_funding=_funding(form, f"fundings.{BLANK}", usable),
        has_indicators=bool(cards),
        experts=[_expert(form, n) for n in form.rows("import_experts")],
        empty_expert=_expert(form, BLANK),
    )


def pressed(request: HttpRequest) -> tuple[Form[PlanIn], Found] | None:
    """Return the form after one of its own buttons: a row more or less, a search, a choice."""
    if changed := reshaped(PlanIn, request):
        return changed, {}
    values = typed(request)
    if row := values.pop("find", ""):
        return Form(PlanIn, values, bound=True), {row: _search(values, row)}
    if chosen := values.pop("pick", ""):
        row, _, code = chosen.partition(":")
        return Form(PlanIn, _picked(values, row, code), bound=True), {}
    return None


def blank(viewer: Viewer, intention: IntentionCard | None) -> Form[PlanIn]:
    """Return a new form, filled in from an intention where one was chosen."""
    values: dict[str, Any] = {"fiscal_year": clock.today().year}
    if intention:
        amount = money.plain_yuan(intention.amount)
        reserved = SmePolicy.RESERVED if intention.sme_reserved else SmePolicy.DEDUCTION
        starts = intention.earliest_start or clock.today()
        values |= {
            "title": intention.title,
            "intention_code": intention.code,
            "demand": intention.demand,
            "amount": amount,
            "planned_start": max(starts, clock.today()),
            "sme_policy": reserved.value,
            "packages": [{"name": intention.title, "amount": amount}],
        }
    usable = indicators_usable(viewer)
    if len(usable) == 1 and intention:
        values["fundings"] = [{"indicator_code": usable[0].code, "amount": values["amount"]}]
    return filled(PlanIn, values)


def of_sheet(sheet: PlanSheet) -> Form[PlanIn]:
    """Return the form of a plan that is changed."""
    card = sheet.card
    lists = {"packages", "fundings", "import_experts"}
    content = PlanIn.model_construct(
        **{name: getattr(card, name) for name in PlanIn.model_fields if name not in lists},
        packages=[_package_in(package) for package in sheet.packages],
        fundings=[
            FundingIn.model_construct(indicator_code=line.code, amount=line.amount)
            for line in sheet.fundings
        ],
        import_experts=[ImportExpertIn.model_construct(**one) for one in card.import_experts],
    )
    return filled(PlanIn, content)


def _package_in(package: PackageCard) -> PackageIn:
    own = {name: getattr(package, name) for name in PackageIn.model_fields if name != "items"}
    return PackageIn.model_construct(**own, items=[_item_in(item) for item in package.items])


def _item_in(item: ItemCard) -> ItemIn:
    values = {name: getattr(item, name) for name in ItemIn.model_fields}
    return ItemIn.model_construct(**{**values, "quantity": Decimal(item.quantity)})


def _fields(form: Form[PlanIn], prefix: str, schema: Any) -> dict[str, FormField]:
    names = (name for name in schema.model_fields if name != "items")
    return {name: form.field(f"{prefix}.{name}") for name in names}


def _package(form: Form[PlanIn], prefix: str, found: Found, *, nested: bool) -> PackageRow:
    rows = form.rows(f"{prefix}.items") if nested else range(1)
    # A lot that a script adds gets its further things from the server: a pattern cannot nest.
    empty = _item(form, f"{prefix}.items.{BLANK}", {}) if nested else None
    items = [_item(form, f"{prefix}.items.{n}", found) for n in rows]
    return PackageRow(prefix, _fields(form, prefix, PackageIn), items, empty)


def _item(form: Form[PlanIn], prefix: str, found: Found) -> ItemRow:
    fields = _fields(form, prefix, ItemIn)
    fields["unit"].attrs = {"list": "units"}
    known = catalogue.catalogue().get(fields[CODE].value.strip().upper())
    named = " › ".join(i.name for i in catalogue.path(known.code)[1:]) if known else ""
    return ItemRow(prefix, fields, named, found.get(prefix, ()), prefix in found)


def _expert(form: Form[PlanIn], n: int | str) -> list[FormField]:
    return [form.field(f"import_experts.{n}.{name}") for name in ImportExpertIn.model_fields]


def _funding(form: Form[PlanIn], prefix: str, usable: list[tuple[str, str]]) -> list[FormField]:
    code = form.field(f"{prefix}.indicator_code", kind="select", choices=usable)
    return [code, form.field(f"{prefix}.amount")]


def _search(values: Mapping[str, str], row: str) -> tuple[catalogue.CatalogueItem, ...]:
    """Find the finest items for what was typed, those of the plan's kind first."""
    words = values.get(f"{row}.{CODE}", "") or values.get(f"{row}.name", "")
    hits = [i for i in catalogue.search(words, limit=400) if catalogue.is_leaf(i.code)]
    kind = values.get("object_kind") or ObjectKind.GOODS.value
    return tuple(sorted(hits, key=lambda item: item.object != kind)[:FOUND])


def _picked(values: Mapping[str, str], row: str, code: str) -> dict[str, str]:
    item = catalogue.catalogue().get(code)
    if item is None:
        return dict(values)
    named = values.get(f"{row}.name") or item.name
    return {**values, f"{row}.{CODE}": item.code, f"{row}.name": named}
