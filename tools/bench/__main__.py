"""Run the benches: each file of this folder whose name starts with ``b`` and a number."""

import importlib
import os
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> int:
    """Run the benches whose name holds an argument, or all; fail when a gate is missed."""
    wanted = sys.argv[1:]
    names = sorted(path.stem for path in FOLDER.glob("b[0-9]*.py"))
    chosen = [name for name in names if not wanted or any(word in name for word in wanted)]
    with tempfile.TemporaryDirectory(prefix="lucai-bench-") as folder:
        os.environ["LUCAI_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lucai.site.settings")
        verdicts = [verdict for name in chosen for verdict in _run(name, Path(folder))]
    if not verdicts:
        print(f"no such bench; there are: {', '.join(names) or 'none'}", file=sys.stderr)
    return 0 if verdicts and "failed" not in verdicts else 1


def _run(name: str, folder: Path) -> list[str]:
    verdicts = []
    for comparison in importlib.import_module(f"tools.bench.{name}").run(folder):
        print(comparison, flush=True)
        verdicts.append(comparison.verdict)
    return verdicts


if __name__ == "__main__":
    sys.exit(main())
