"""Read every Python file of the house against the rules in house_rules.py."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.house_rules import RULES, Rule
from tools.places import TOP


@dataclass(frozen=True, slots=True)
class Finding:
    """One line that breaks one rule."""

    path: str
    line: int
    rule: Rule

    def __str__(self) -> str:
        """Say it as compilers do, so that editors can jump there."""
        return f"{self.path}:{self.line}: {self.rule.name}: {self.rule.cure}"


def findings_in(source: str, path: str, rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    """Find what breaks the rules in one file's text."""
    tree = ast.parse(source, filename=path)
    for rule in rules:
        if rule.holds_in(path):
            yield from (Finding(path, line, rule) for line in sorted(set(rule.find(tree, source))))


def python_files() -> list[Path]:
    """List the Python files that git knows or would take, so that nothing ignored is read."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.py"]
    answer = subprocess.run(asked, check=True, cwd=TOP, capture_output=True, text=True)
    return [path for name in answer.stdout.splitlines() if (path := TOP / name).exists()]


def main() -> int:
    """Print every finding; fail when there is one."""
    found = [
        finding
        for path in python_files()
        for finding in findings_in(
            path.read_text(encoding="utf-8"), path.relative_to(TOP).as_posix()
        )
    ]
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
