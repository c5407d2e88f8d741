"""What a supplier's browser checks of a form before it seals it: the platform will not read it first.

The same is judged again at the opening; whoever lets it pass unread here has no valid answer there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

LENGTHS = ("minLength", "maxLength")
RANGE = ("minimum", "maximum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a number may be at most; money in 分.

    ``why`` begins the sentence that the number ends; ``when`` names a field and the value it has
    to have for the limit to hold; ``whole`` asks for whole 元.
    """

    field: str
    most: int
    why: str
    unit: str = "元"
    whole: bool = False
    when: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A field that may not be left empty, a box that has to be ticked, and the sentence that says so.

    ``least`` is what a number has to be at least.
    """

    field: str
    why: str
    least: int = 0


def paper(
    schema: type[BaseModel], *, limits: Sequence[Limit] = (), needs: Sequence[Need] = ()
) -> dict[str, Any]:
    """Return what a browser checks of a form: the schema's lengths and ranges, limits and needs.

    Names of rows have no numbers (``answers.value``).
    """
    found = dict(_fields(schema.model_json_schema(mode="validation")))
    return {
        "lengths": {name: _pair(one, LENGTHS) for name, one in found.items() if _any(one, LENGTHS)},
        "ranges": {name: _pair(one, RANGE) for name, one in found.items() if _any(one, RANGE)},
        "limits": [asdict(one) for one in limits],
        "needs": [asdict(one) for one in needs],
    }


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    shapes = schema.get("$defs", {})
    for name, one in schema["properties"].items():
        yield name, one | next((each for each in one.get("anyOf", []) if _any(each, RANGE)), {})
        if reference := one.get("items", {}).get("$ref"):
            inner = shapes[reference.rsplit("/", 1)[1]]["properties"]
            yield from ((f"{name}.{part}", each) for part, each in inner.items())


def _any(field: dict[str, Any], names: tuple[str, str]) -> bool:
    return any(name in field for name in names)


def _pair(field: dict[str, Any], names: tuple[str, str]) -> list[float | None]:
    return [field.get(name) for name in names]
