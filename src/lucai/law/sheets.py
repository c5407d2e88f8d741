"""Reading the packaged sheets (YAML and CSV); decimals stay exact."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _ExactLoader(_BASE):  # type: ignore[misc]
    """A safe YAML loader that reads 0.02 as a Decimal, never as a float."""


def _exact(loader: Any, node: Any) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _exact)


@cache
def yaml_sheet(folder: str, name: str) -> Any:
    """Return one YAML sheet of the package; treat it as read-only."""
    text = files(__package__).joinpath(folder, f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=_ExactLoader)  # noqa: S506 - derived from the safe loader


@cache
def csv_sheet(folder: str, name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one CSV sheet of the package."""
    text = files(__package__).joinpath(folder, f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def sheet_names(folder: str) -> tuple[str, ...]:
    """List the YAML sheets of a folder, in the order of their names."""
    entries = files(__package__).joinpath(folder).iterdir()
    return tuple(sorted(e.name[:-5] for e in entries if e.name.endswith(".yaml")))
