#!/usr/bin/env python3
"""Everything a developer does with LuCai, on any Python 3.11 or newer and nothing else.

``python3 dev.py demo`` sets up and shows the system; ``python3 dev.py test`` sets up and tests it.
"""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(f"LuCai needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

from tools import checking, installing, system_needs
from tools import nightly as night
from tools.places import TOP, plain_environment, program


def demo(options: argparse.Namespace) -> int:
    """Set up, then run the demonstration until it is stopped."""
    installing.install(level="server")
    arguments = ["--port", str(options.port), "--data", str(options.data)]
    arguments += ["--no-open"] if options.no_open else []
    command = ("-m", "lucai.site.cli", "demo", *arguments)
    if not any(options.data.glob("*")):
        # On a first run two cores have two things to make that do not need each other; the
        # world takes by far the longer, and whoever built it goes on as the server.
        return installing.build_frontend_beside(*command)
    installing.build_frontend()
    return _become(*command)


def setup(_options: argparse.Namespace) -> int:
    """Make the virtual environment and the front end."""
    installing.set_up(level="dev")
    return 0


def test(options: argparse.Namespace) -> int:
    """Set up, check what is quick to check, and run every test on both databases."""
    installing.set_up(level="dev")
    return checking.run_tests(options.arguments)


def nightly(options: argparse.Namespace) -> int:
    """Run what is too long for every day: the whole demonstration, every page, deep lives."""
    installing.set_up(level="dev")
    return night.run(options.arguments)


def check(_options: argparse.Namespace) -> int:
    """Run every check that needs no running system."""
    installing.set_up(level="dev")
    return checking.run_checks(checking.QUICK_CHECKS + checking.SLOW_CHECKS)


def docs(options: argparse.Namespace) -> int:
    """Write the generated documents anew."""
    installing.set_up(level="dev")
    return _become("-m", "tools.docs_build", *options.arguments)


def shots(options: argparse.Namespace) -> int:
    """Photograph every page as every role into the ignored folder shots/."""
    installing.set_up(level="dev")
    os.environ["LUCAI_CHROMIUM"] = str(system_needs.demand(system_needs.CHROMIUM))
    return _become("-m", "tools.shots", *options.arguments)


def bench(options: argparse.Namespace) -> int:
    """Measure what the performance floors promise and print ratios."""
    installing.set_up(level="dev")
    return _become("-m", "tools.bench", *options.arguments)


def lock(_options: argparse.Namespace) -> int:
    """Resolve all dependencies anew; run this after changing pyproject.toml."""
    installing.set_up(level="dev")
    installing.lock()
    return 0


HAND_ON_ARGUMENTS = (test, nightly, docs, shots, bench)


def _become(*arguments: str) -> int:
    """Go on as the project's own Python, so that signals reach it directly."""
    python = str(program("python"))
    environment = plain_environment() | {"PYTHONPATH": str(TOP)}
    if sys.platform == "win32":
        return subprocess.run(
            [python, *arguments], check=False, cwd=TOP, env=environment
        ).returncode
    os.chdir(TOP)
    sys.stdout.flush()
    return os.execve(python, [python, *arguments], environment)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    for act in (setup, demo, test, nightly, check, shots, bench, docs, lock):
        verb = verbs.add_parser(act.__name__, help=(act.__doc__ or "").splitlines()[0])
        verb.set_defaults(act=act)
        if act is demo:
            verb.add_argument("--port", type=int, default=8000, help="default: 8000")
            verb.add_argument("--data", type=Path, default=TOP / "var" / "demo", metavar="DIR")
            verb.add_argument("--no-open", action="store_true", help="do not open a browser")
    return parser


def main() -> int:
    """Run one verb; say a failed step in one line."""
    parser = _parser()
    options, more = parser.parse_known_args()
    options.arguments = more
    if more and options.act not in HAND_ON_ARGUMENTS:
        parser.error(f"{options.verb} does not know {' '.join(more)}")
    # A stopped run must still stop the servers it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if "data" in options:
        options.data = options.data.absolute()
    try:
        return int(options.act(options))
    except (installing.SetupError, system_needs.MissingError) as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
