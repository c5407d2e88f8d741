"""Forms: what was typed, what it means, and what is wrong, at the field.

A schema (pydantic) is the only description of a form; pages and API share it. A field's
Chinese label is its ``title``, the hint its ``description``; ``json_schema_extra`` may name
the ``kind`` of control, its ``unit`` and ``choices``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from pydantic import BaseModel, ValidationError

from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.law.verdicts import Verdict
from lucai.platform.web.fields import FormField, Own, describe
from lucai.platform.web.wording import sentence

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of the error summary."""

    name: str
    label: str
    message: str


@dataclass(slots=True)
class Form(Generic[S]):
    """A form as a page shows it. ``data`` is there when everything could be read.

    ``broken`` are the rules of the law that closed the act; the page shows them at its head.
    ``choices`` are options that are found as the page is made: names and texts, shown as they are.
    ``labels`` name fields that are found as the page is made.
    """

    schema: type[S]
    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    data: S | None = None
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    bound: bool = False
    broken: tuple[Verdict, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the input can be used."""
        return self.data is not None and not self.problems

    @property
    def errors(self) -> list[FieldError]:
        """The error summary, in the order of the form."""
        return [
            FieldError(name, self.field(name).label if name else "", message)
            for name, message in self.problems.items()
        ]

    def field(self, name: str, **override: Any) -> FormField:
        """Return one control by its dotted name (``lots.0.name``)."""
        known = describe(self.schema, name)
        known.value = self.values.get(name, known.value)
        known.error = self.problems.get(name, "")
        known.label = self.labels.get(name, known.label)
        if name in self.choices:
            known.choices = as_they_are(self.choices[name])
        for key, value in override.items():
            setattr(known, key, as_they_are(value) if key == "choices" else value)
        return known

    def rows(self, prefix: str, *, least: int = 1) -> range:
        """Return the indexes of a repeated group."""
        depth = prefix.count(".") + 1
        inside = (name.split(".") for name in self.values if name.startswith(f"{prefix}."))
        found = [int(parts[depth]) for parts in inside if is_row(parts[depth])]
        return range(max([least - 1, *found]) + 1)

    @property
    def status(self) -> int:
        """The status of the page that shows the form."""
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.problems or self.broken else HTTPStatus.OK

    def attempt(self, act: Callable[..., object], *args: object, **content: object) -> bool:
        """Do an act with what was typed; what is wrong with it stays with the form.

        Answers whether it was done; nothing typed is lost when it was not.
        """
        if not self.ok:
            return False
        try:
            act(*args, **content)
        except InvalidInput as error:
            self.refuse(error)
            return False
        except RuleBroken as error:
            self.broken = error.verdicts
            return False
        return True

    def demand(self, name: str, sentence: str) -> None:
        """Say of a blank field that what is at hand demands it, beside all else that is wrong."""
        if not self.values.get(name, "").strip():
            self.problems.setdefault(name, sentence)

    def refuse(self, error: InvalidInput) -> None:
        """Add what a service found wrong, at the names under which it was typed."""
        for name, message in error.fields.items():
            loc = tuple(int(part) if part.isdigit() else part for part in name.split("."))
            self.problems[_typed_name(self.values, loc)] = message


def as_they_are(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return options that are found as a page is made: their labels are names and texts of people."""
    return [(value, Own(label)) for value, label in choices]


def read_form(
    schema: type[S], request: HttpRequest, *, extra: Mapping[str, Any] | None = None
) -> Form[S]:
    """Read a posted form. Nothing typed is lost: ``values`` keeps it as it was.

    The request remembers its forms: an act that is signed shows their fields by their labels.
    """
    form = read_values(schema, typed(request), extra=extra)
    request.forms_read = [*getattr(request, "forms_read", []), form]  # type: ignore[attr-defined]
    return form


def typed(request: HttpRequest) -> dict[str, str]:
    """Return what was posted; several values of one name are joined by commas."""
    values = {name: str(v) for name, v in request.POST.items() if not name.startswith("csrf")}
    for name in request.POST:
        if len(request.POST.getlist(name)) > 1:
            values[name] = ",".join(request.POST.getlist(name))
    return values


def read_values(
    schema: type[S], values: Mapping[str, str], *, extra: Mapping[str, Any] | None = None
) -> Form[S]:
    """Read what stands under dotted names, wherever it came from."""
    form: Form[S] = Form(schema, dict(values), bound=True)
    try:
        form.data = schema.model_validate({**nest(values), **(extra or {})})
    except ValidationError as error:
        for problem in error.errors():
            name = _typed_name(values, problem["loc"])
            form.problems.setdefault(name, sentence(problem))
    return form


def is_row(part: str) -> bool:
    """Whether a part of a name numbers a row; nobody's form has ten thousand of them."""
    return bool(_ROW.fullmatch(part))


_ROW = re.compile(r"[0-9]{1,4}")


def _typed_name(values: Mapping[str, str], loc: tuple[int | str, ...]) -> str:
    """Return the name under which it was typed: blank and removed rows shift what is read."""
    node: Any = _tree(values)
    name: list[str] = []
    for part in (part for part in loc if not _is_branch(part)):
        kept = _kept_keys(node) if isinstance(part, int) and isinstance(node, dict) else []
        key = kept[part] if isinstance(part, int) and part < len(kept) else str(part)
        node = node.get(key) if isinstance(node, dict) else None
        name.append(key)
    return ".".join(name)


def _kept_keys(node: dict[str, Any]) -> list[str]:
    """Return the numbers of the rows that say something, in their order."""
    numbers = sorted(filter(is_row, node), key=int)
    return [key for key in numbers if _filled_row(_listed(node[key]))]


def _is_branch(part: object) -> bool:
    """Whether pydantic named a validator's branch rather than a field."""
    return isinstance(part, str) and part.startswith(("function-", "constrained-"))


def filled(schema: type[S], source: Mapping[str, Any] | BaseModel | None = None) -> Form[S]:
    """Return an unsent form showing existing values."""
    content = source.model_dump() if isinstance(source, BaseModel) else dict(source or {})
    return Form(schema, {name: _shown(value) for name, value in _flat(content)})


def nest(values: Mapping[str, str]) -> dict[str, Any]:
    """Turn dotted names into nested objects and lists; blank rows of a list are dropped."""
    return {name: _listed(node) for name, node in _tree(values).items()}


def _tree(values: Mapping[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in values.items():
        node = tree
        *path, last = name.split(".")
        for part in path:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                break
        else:
            node[last] = value
    return tree


def _listed(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    children = {key: _listed(child) for key, child in node.items()}
    if not all(map(is_row, children)):
        return children
    ordered = [children[key] for key in sorted(children, key=int)]
    return [row for row in ordered if _filled_row(row)]


def _filled_row(row: Any) -> bool:
    if isinstance(row, dict):
        return any(_filled_row(value) for value in row.values())
    return bool(row)


def _flat(content: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _flat(value, f"{prefix}{key}.")
    elif isinstance(content, list | tuple):
        for index, value in enumerate(content):
            yield from _flat(value, f"{prefix}{index}.")
    else:
        yield prefix.rstrip("."), content


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
