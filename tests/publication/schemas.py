"""The OCDS schemas, read offline from the reference data beside the checkout."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

SHARED = Path(__file__).parents[3] / "shared" / "data" / "ocds" / "schema"


@cache
def _schemas() -> dict[str, Any]:
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            raise FileNotFoundError("the OCDS schemas must lie in ../shared/data/ocds/schema")
        pytest.skip("the OCDS schemas lie in ../shared/data/ocds/schema, which is not here")
    return {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in SHARED.glob("*.json")
    }


@cache
def _validator(name: str) -> Draft4Validator:
    schemas = _schemas()
    by_address = [
        (schema.get("id") or schema.get("$id") or file, DRAFT4.create_resource(schema))
        for file, schema in schemas.items()
    ]
    registry: Registry[Any] = Registry().with_resources(
        [(str(address), resource) for address, resource in by_address]
        + [(file, Resource(schema, DRAFT4)) for file, schema in schemas.items()]
    )
    return Draft4Validator(
        schemas[f"{name}-schema.json"], registry=registry, format_checker=FormatChecker()
    )


def problems_of(name: str, package: dict[str, Any]) -> list[str]:
    """Return what a schema finds wrong in a package, empty when it is valid."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in _validator(name).iter_errors(package)
    ]
