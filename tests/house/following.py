"""What code reads, followed by names: from one function or table to the next, over all modules.

Static and coarse: a name that is mentioned counts as read. Good enough to find what nothing mentions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
Place = tuple[str, str]
"""A module and a name at its top."""
Known = dict[str, tuple[str, str]]
"""An imported name → its module and its name there; empty: the module itself."""


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its text, what it imports, and what each of its names reads."""

    text: str
    known: Known
    reads: dict[str, frozenset[Place]]


@cache
def modules() -> dict[str, Module]:
    """Read every module of the application."""
    files = [
        one for one in sorted((SOURCE / "lucai").rglob("*.py")) if "migrations" not in one.parts
    ]
    names = {_name(one): one for one in files}
    return {name: _module(name, path, frozenset(names)) for name, path in names.items()}


def reached(begins: Callable[[str], bool]) -> frozenset[Place]:
    """Return every place that the code of some modules comes to."""
    found: set[Place] = set()
    ahead = [(name, top) for name, one in modules().items() if begins(name) for top in one.reads]
    while ahead:
        place = _defined(ahead.pop())
        if place not in found:
            found.add(place)
            one = modules().get(place[0])
            ahead += one.reads.get(place[1], ()) if one else ()
    return frozenset(found)


def _defined(place: Place) -> Place:
    """Return where a name that a package hands on is defined."""
    seen: set[Place] = set()
    while place not in seen:
        seen.add(place)
        one = modules().get(place[0])
        if one is None or place[1] in one.reads or place[1] not in one.known:
            break
        place = one.known[place[1]]
    return place


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _module(name: str, path: Path, names: frozenset[str]) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    known = dict(_imported(tree, names))
    tops = {top for node in tree.body for top in _tops(node)}
    reads: dict[str, frozenset[Place]] = {}
    for node in tree.body:
        for top in _tops(node):
            reads[top] = reads.get(top, frozenset()) | frozenset(_read(node, name, tops, known))
    return Module(text, known, reads)


def _imported(tree: ast.Module, names: frozenset[str]) -> Iterator[tuple[str, Place]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                place = (whole, "") if whole in names else (node.module, one.name)
                yield one.asname or one.name, place


def _tops(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign():
            return [
                one.id for target in node.targets for one in ast.walk(target)
                if isinstance(one, ast.Name)
            ]  # fmt: skip
        case ast.AnnAssign(target=ast.Name() as target):
            return [target.id]
        case ast.Import() | ast.ImportFrom():
            return []
    return ["<module>"]


def _read(node: ast.stmt, module: str, tops: set[str], known: Known) -> Iterator[Place]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            if one.id in tops:
                yield module, one.id
            elif one.id in known and known[one.id][1]:
                yield known[one.id]
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            place = known.get(one.value.id)
            if place and not place[1]:
                yield place[0], one.attr
