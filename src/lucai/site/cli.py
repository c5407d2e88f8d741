"""The ``lucai`` command: serve, work, demo, migrate, check, keys, law, verify, witness, keyholder."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from lucai.site.demo import BUILT
from lucai_outposts import cli as outposts


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["law"]:
        from lucai.law.cli import main as law  # noqa: PLC0415 - the law needs no Django

        return law(arguments[1:])
    if arguments[:1] == ["verify"]:
        from lucai_trust.verifier.cli import main as verify  # noqa: PLC0415 - nor does this

        return verify(arguments[1:])
    if arguments and arguments[0] in outposts.VERBS:
        return outposts.main(arguments)
    options = _parser().parse_args(arguments)
    _prepare(options)
    if options.verb == "demo":
        options.builder = _building()
    from lucai.site import commands  # noqa: PLC0415 - settings are read from here on

    return int(commands.VERBS[options.verb](options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lucai", description="鲁采 LuCai government procurement")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, text in (
        ("serve", "answer the web and follow the journal"),
        ("work", "follow the journal and the timers, without the web"),
        ("demo", "build the demonstration world once, then serve it"),
        ("migrate", "bring the tables up to date"),
        ("check", "check settings, tables and the log"),
    ):
        sub = verbs.add_parser(verb, help=text)
        sub.add_argument("--data", type=Path, help="data folder (LUCAI_DATA_DIR)")
        if verb in {"serve", "demo"}:
            sub.add_argument("--port", type=int, default=8000)
            sub.add_argument("--no-open", action="store_true", help="do not open a browser")
        if verb == "demo":
            sub.add_argument("--only-build", action="store_true", help="build it and serve nothing")
    keys = verbs.add_parser("keys", help="show the keys that wrap keys, or change a domain's")
    keys.add_argument("act", choices=("status", "rotate"))
    keys.add_argument("domain", nargs="?", default="")
    keys.add_argument("--data", type=Path, help="data folder (LUCAI_DATA_DIR)")
    verbs.add_parser("law", help="ask the law", add_help=False)
    verbs.add_parser("verify", help="judge a verification package, offline", add_help=False)
    for verb, text in outposts.VERBS.items():
        verbs.add_parser(verb, help=text, add_help=False)
    return parser


def _building() -> subprocess.Popen[bytes] | None:
    """Let another process build the world of a folder that has none, while this one gets ready.

    The server's processes are forked, and setting type starts threads: see ``lucai.site.demo``.
    Two processes that read the same new modules at once both compile them; this one, which has
    time, waits until the other has.
    """
    if (Path(os.environ["LUCAI_DATA_DIR"]) / BUILT).exists():
        return None
    builder = subprocess.Popen([sys.executable, "-m", "lucai.site.demo"], stdout=subprocess.PIPE)
    if builder.stdout:
        builder.stdout.readline()
    return builder


def _prepare(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lucai.site.settings")
    if options.data:
        os.environ["LUCAI_DATA_DIR"] = str(options.data.resolve())
    if options.verb == "demo":
        os.environ["LUCAI_DEMO"] = "1"
        if not options.data and "LUCAI_DATA_DIR" not in os.environ:
            os.environ["LUCAI_DATA_DIR"] = str((Path.cwd() / "var" / "demo").resolve())


if __name__ == "__main__":
    sys.exit(main())
