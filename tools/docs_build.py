"""Write the documents that are made from the code; with ``--check`` only compare them."""

import argparse
import inspect
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tools.places import TOP

REFERENCE = TOP / "docs" / "reference"
MADE = "<!-- Written by `python3 dev.py docs`; change the code, not this file. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(content: object) -> str:
    return str(content).replace("|", "\\|").replace("\n", " ") or "–"


def lives() -> str:
    """Draw every lifecycle with its steps."""
    from lucai.platform.access.permissions import lifecycles

    parts = ["# Lives of objects · 业务对象的生命周期"]
    for life in sorted(lifecycles(), key=lambda one: one.of):
        head = ("step", "动作", "from", "to", "by", "duty", "period", "rules", "notice", "OCDS")
        rows = [
            (
                f"`{step.name}`",
                step.label,
                ", ".join(life.states[state] for state in sorted(step.source)),
                life.states[step.target],
                ", ".join(step.by),
                step.duty,
                step.within,
                ", ".join(
                    getattr(rule, "id", getattr(rule, "__name__", "")) for rule in step.rules
                ),
                step.notice,
                step.tag,
            )
            for step in life.steps
        ]
        drawing = f"```mermaid\n{life.diagram()}\n```"
        parts += [f"## {life.title} `{life.of}`", drawing, table(head, rows)]
    return "\n\n".join(parts)


def permissions() -> str:
    """List which side may be granted which function."""
    from lucai.kernel.actors import SIDE_NAMES, Side
    from lucai.platform.access.permissions import catalogue

    sides = [side for side in Side if side not in {Side.PUBLIC, Side.SYSTEM}]
    head = ["function", "功能", *(SIDE_NAMES[side] for side in sides)]
    rows = [
        [f"`{one.permission}`", one.label, *("●" if side in one.sides else "" for side in sides)]
        for one in sorted(catalogue().values(), key=lambda one: one.permission)
    ]
    return f"# Permissions · 权限矩阵\n\n{table(head, rows)}"


def tables() -> str:
    """List every table of ours with its columns."""
    from django.apps import apps

    parts = ["# Tables · 数据字典"]
    ours = [model for model in apps.get_models() if model.__module__.startswith("lucai.")]
    for model in sorted(ours, key=lambda one: one._meta.db_table):
        rows = [
            (f"`{column.column}`", type(column).__name__, "yes" if column.null else "")
            for column in model._meta.concrete_fields
        ]
        purpose = (inspect.getdoc(model) or "").splitlines()[0]
        columns = table(("column", "kind", "may be null"), rows)
        parts += [f"## `{model._meta.db_table}`", purpose, columns]
    return "\n\n".join(parts)


def settings() -> str:
    """List the settings that an installation decides."""
    from lucai.site.config import Config

    described = (inspect.getdoc(Config) or "").partition("Attributes:")[2]
    lines = inspect.cleandoc(described).replace("\n    ", " ").splitlines()
    rows = [
        (f"`{name}`", text.strip()) for name, _, text in (line.partition(":") for line in lines)
    ]
    return f"# Settings · 设置\n\n{table(('setting', 'what it decides'), rows)}"


def commands() -> str:
    """List the verbs of ``dev.py`` and of ``lucai``."""
    import dev
    from lucai.site import cli

    parts = ["# Commands · 命令"]
    for name, parser in (("python3 dev.py", dev._parser()), ("lucai", cli._parser())):
        parts += [f"## `{name}`", table(("verb", "what it does"), _verbs(parser))]
    return "\n\n".join(parts)


def _verbs(parser: argparse.ArgumentParser) -> list[tuple[str, str]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return [(f"`{one.dest}`", one.help or "") for one in action._choices_actions]
    return []


DOCUMENTS: dict[str, Callable[[], str]] = {
    "lives.md": lives,
    "permissions.md": permissions,
    "tables.md": tables,
    "settings.md": settings,
    "commands.md": commands,
}


def stale(texts: dict[str, str]) -> list[str]:
    """Name the documents that no longer say what the code says."""
    return [name for name, text in texts.items() if _read(REFERENCE / name) != text]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def made_texts() -> dict[str, str]:
    """Write every document in memory."""
    return {name: f"{MADE}\n\n{make()}\n" for name, make in DOCUMENTS.items()}


def main() -> int:
    """Write or compare; a document out of date fails the comparison."""
    parser = argparse.ArgumentParser(prog="dev.py docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lucai-docs-") as folder:
        os.environ["LUCAI_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lucai.site.settings")
        import django

        django.setup()
        texts = made_texts()
    if options.check:
        old = stale(texts)
        print("\n".join(f"docs/reference/{name} is old: python3 dev.py docs" for name in old))
        return 1 if old else 0
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (REFERENCE / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
