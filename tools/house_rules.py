"""The rules of the house that types and ruff cannot see, each over one parsed file.

A rule that hits you says which line and what to write instead; the listed doors are the
only places where a rule does not hold, each with its reason.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import chain
from typing import Any

MAX_FUNCTION_LINES = 40
MAX_FILE_LINES = 400

Finder = Callable[[ast.Module, str], Iterator[int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must not stand in certain files."""

    name: str
    cure: str
    find: Finder
    where: tuple[str, ...] = ("src/*",)
    doors: dict[str, str] = field(default_factory=dict)

    def holds_in(self, path: str) -> bool:
        """Say whether the rule is asked of a file (a path from the top, with slashes)."""
        asked = any(fnmatchcase(path, pattern) for pattern in self.where)
        return asked and not any(fnmatchcase(path, door) for door in self.doors)


@lru_cache(maxsize=1)
def _by_kind(tree: ast.Module) -> dict[type[ast.AST], list[ast.AST]]:
    """Sort everything in a file by its kind; two dozen rules ask for it one after another."""
    sorted_: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
    for node in ast.walk(tree):
        sorted_[type(node)].append(node)
    return sorted_


def _nodes(tree: ast.Module, *kinds: type[ast.AST]) -> Iterator[Any]:
    """Return what is of these kinds in a file."""
    found = _by_kind(tree)
    return chain.from_iterable(found.get(kind, ()) for kind in kinds)


def _called(tree: ast.Module, *names: str) -> Iterator[int]:
    """Find calls of methods by name."""
    for node in _nodes(tree, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node.lineno


def _words(tree: ast.Module, *names: str) -> Iterator[int]:
    """Find names and attributes."""
    yield from (node.lineno for node in _nodes(tree, ast.Name) if node.id in names)
    yield from (node.lineno for node in _nodes(tree, ast.Attribute) if node.attr in names)


def _imports(tree: ast.Module, *prefixes: str) -> Iterator[int]:
    for node in _nodes(tree, ast.Import, ast.ImportFrom):
        modules = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            modules = [str(node.module), *(f"{node.module}.{name}" for name in modules)]
        if any(f"{module}.".startswith(f"{prefix}.") for module in modules for prefix in prefixes):
            yield node.lineno


def raw_sql(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find SQL that goes round the query wall."""
    yield from _called(tree, "raw", "extra", "cursor")
    yield from _words(tree, "RawSQL")


def base_manager(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find managers that go round the query wall."""
    yield from _words(tree, "_base_manager", "_default_manager")


def reverse_name(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find relations through which a join could leak rows backwards."""
    for node in _nodes(tree, ast.Call):
        if _last_word(node.func) not in RELATIONS:
            continue
        named = {word.arg: word.value for word in node.keywords}.get("related_name")
        if not (isinstance(named, ast.Constant) and named.value == "+"):
            yield node.lineno


RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def inexact_column(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find columns that round."""
    yield from _words(tree, "FloatField", "DecimalField")


def float_money(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find binary fractions where money or points are counted."""
    yield from _words(tree, "float")
    for node in _nodes(tree, ast.Constant):
        if isinstance(node.value, float):
            yield node.lineno


def save_override(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find tables that do work behind a save or a delete."""
    for node in _nodes(tree, ast.ClassDef):
        yield from (step.lineno for step in _methods(node) if step.name in {"save", "delete"})


def signals(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find signals."""
    yield from _imports(
        tree,
        "django.dispatch",
        "django.db.models.signals",
        "django.core.signals",
        "django.db.backends.signals",
        "django.contrib.auth.signals",
    )


def model_form(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find forms that are made from tables."""
    yield from _words(tree, "ModelForm", "modelform_factory", "ModelFormMetaclass")
    yield from _imports(tree, "django.forms.ModelForm")


def admin(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find Django's admin, which knows no viewer."""
    yield from _imports(tree, "django.contrib.admin")
    for node in _nodes(tree, ast.Constant):
        if node.value == "django.contrib.admin":
            yield node.lineno


def law_number(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find numbers of the law written into a rule."""
    for node in _nodes(tree, ast.Constant):
        if isinstance(node.value, int | float) and node.value not in {0, 1}:
            yield node.lineno


def own_clock(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find other clocks than the one."""
    clocks = {"datetime": {"now", "utcnow", "today"}, "date": {"today"}, "time": {"time"}}
    clocks["timezone"] = {"now", "localdate", "localtime"}
    for node in _nodes(tree, ast.Attribute):
        if node.attr in clocks.get(_last_word(node.value), ()):
            yield node.lineno


def long_function(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find functions that do not fit a screen."""
    for node in _nodes(tree, ast.FunctionDef, ast.AsyncFunctionDef):
        if (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES:
            yield node.lineno


def long_file(_tree: ast.Module, source: str) -> Iterator[int]:
    """Find files that nobody reads in one sitting."""
    if len(source.splitlines()) > MAX_FILE_LINES:
        yield MAX_FILE_LINES + 1


def broad_except(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find nets that catch every mistake."""
    for node in _nodes(tree, ast.ExceptHandler):
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        if any(kind is None or _last_word(kind) in BROAD for kind in caught):
            yield node.lineno


BROAD = {"Exception", "BaseException"}


def one_dialect(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find columns and functions that only PostgreSQL has."""
    yield from _imports(tree, "django.contrib.postgres")


def thick_door(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find doors that read tables or decide by role themselves."""
    yield from _words(tree, "objects")
    for node in _nodes(tree, ast.If, ast.IfExp):
        asked = (_last_word(part) for part in ast.walk(node.test))
        if any(word in {"role", "roles", "side"} for word in asked):
            yield node.lineno


def default_ordering(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find orders that hide in a table; a selector says its own."""
    for node in _nodes(tree, ast.ClassDef):
        if node.name == "Meta":
            for line in node.body:
                if isinstance(line, ast.Assign) and _last_word(line.targets[0]) == "ordering":
                    yield line.lineno


def nullable_text(tree: ast.Module, _source: str) -> Iterator[int]:
    """Find texts with two kinds of nothing."""
    for node in _nodes(tree, ast.Call):
        if _last_word(node.func) in {"CharField", "TextField"}:
            for word in node.keywords:
                if word.arg == "null" and getattr(word.value, "value", None) is True:
                    yield node.lineno


def unfinished(_tree: ast.Module, source: str) -> Iterator[int]:
    """Find words that promise instead of doing."""
    promises = ("TODO", "FIXME", "XXX", "NotImplementedError", "敬请期待", "开发中", "暂未开放")
    for number, line in enumerate(source.splitlines(), start=1):
        if any(word in line for word in promises):
            yield number


def _methods(node: ast.ClassDef) -> Iterator[ast.FunctionDef]:
    return (step for step in node.body if isinstance(step, ast.FunctionDef))


def _last_word(node: ast.AST | None) -> str:
    """Name the last part of ``a.b.c``."""
    return str(getattr(node, "attr", None) or getattr(node, "id", ""))


LAW = ("src/lucai/law/*", "src/lucai/kernel/money.py", "src/lucai_trust/*")
MODELS = ("src/*/models.py", "src/*/models/*.py")
DOORS = tuple(
    f"src/lucai/*/{door}{end}" for door in ("views", "api", "jobs") for end in (".py", "/*.py")
)
EVERYWHERE = ("src/*", "tools/*", "tests/*", "dev.py")
MIGRATIONS = {"src/*/migrations/*": "migrations speak of tables as they were"}

RULES = (
    Rule(
        "raw-sql",
        "go through .seen_by(viewer)",
        raw_sql,
        doors={
            "src/lucai/site/demo/build.py": "tells SQLite not to wait for the disk",
            "src/lucai/platform/records/unhurried.py": "tells PostgreSQL not to wait for the disk",
        },
    ),
    Rule(
        "base-manager",
        "go through .objects.seen_by(viewer)",
        base_manager,
    ),
    Rule("reverse-name", 'write related_name="+"', reverse_name, doors=MIGRATIONS),
    Rule(
        "inexact-column", "keep money as MoneyField (分), ratios as whole 万分之一", inexact_column
    ),
    Rule("float-money", "count in 分 and Decimal", float_money, where=LAW),
    Rule("save-override", "write a service", save_override, where=MODELS),
    Rule("signals", "read the journal with a cursor of your own", signals),
    Rule("model-form", "write a form of the service's input", model_form),
    Rule("admin", "write a screen behind roles and scopes", admin),
    Rule(
        "law-number",
        "ask parameter(...), so that the number has a date and an article",
        law_number,
        where=("src/lucai/stages/*/rules.py", "src/lucai/registers/*/rules.py"),
    ),
    Rule(
        "own-clock",
        "ask lucai.kernel.clock",
        own_clock,
        doors={
            "src/lucai/kernel/clock.py": "this is the clock",
            "src/lucai_outposts/clock.py": "another organisation's own clock",
        },
    ),
    Rule(
        "long-function",
        f"keep it under {MAX_FUNCTION_LINES} lines",
        long_function,
        EVERYWHERE,
        doors={"src/lucai/site/gallery.py": "sample values of the gallery, one list"},
    ),
    Rule("long-file", f"keep it under {MAX_FILE_LINES} lines", long_file, EVERYWHERE),
    Rule(
        "broad-except",
        "catch what you can cure",
        broad_except,
        doors={
            "src/lucai/site/worker.py": "the outermost door of the background work",
            "src/lucai/platform/timers.py": "the outermost door of a timer",
            "src/lucai/stages/trade/sealing/rounds.py": "whom a round failed tries alone, and is told",
        },
    ),
    Rule("one-dialect", "use what SQLite and PostgreSQL both have", one_dialect),
    Rule("thick-door", "call a selector or a service", thick_door, where=DOORS),
    Rule("default-ordering", "order in the selector", default_ordering, where=MODELS),
    Rule("nullable-text", 'use the empty text ""', nullable_text, where=MODELS),
    Rule("unfinished", "finish it, or leave it out", unfinished),
)
