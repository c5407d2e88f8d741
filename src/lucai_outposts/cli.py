"""``lucai witness`` and ``lucai keyholder``: start one, or show its public keys."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lucai_outposts import clock, keyholder, witness
from lucai_outposts.door import Door
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.errors import TrustError
from lucai_trust.policy import WitnessPolicy
from lucai_trust.suites import suite_named

WITNESS_PORT, KEYHOLDER_PORT = 8701, 8711
VERBS = {
    "witness": "cosign the checkpoints of logs (other organisations run this)",
    "keyholder": "hold and release shares of sealed bids (other organisations run this)",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb until it is stopped; return the exit code."""
    options = _parser().parse_args(argv)
    try:
        return _witness(options) if options.verb == "witness" else _keyholder(options)
    except (TrustError, OSError) as error:
        sys.stderr.write(f"lucai {options.verb}: {error}\n")
        return 2


def _witness(options: argparse.Namespace) -> int:
    logs = [VerifierKey.parse(log) for log in options.log]
    opened = witness.open_witness(options.data, options.name, logs)
    if options.show_keys:
        return _say(*witness.public_keys(opened))
    routes = witness.routes(opened, _clock(options))
    return _serve(Door(routes, port=options.port, longest=witness.LONGEST))


def _keyholder(options: argparse.Namespace) -> int:
    trusted = WitnessPolicy.parse(options.trust.read_bytes())
    suite = suite_named(options.suite)
    opened = keyholder.open_keyholder(options.data, options.holder, suite, trusted)
    if options.show_keys:
        return _say(json.dumps(opened.public(), ensure_ascii=False))
    opened = replace(opened, now=_clock(options))
    return _serve(Door(keyholder.routes(opened), port=options.port, longest=keyholder.LONGEST))


def _clock(options: argparse.Namespace) -> Callable[[], datetime]:
    moved: Path | None = options.demonstration_clock
    return clock.demonstration(moved) if moved else clock.now


def _serve(door: Door) -> int:
    _say(f"listening on {door.address}")
    try:
        door.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        door.server_close()
    return 0


def _say(*lines: str) -> int:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lucai", description="programs beside the platform")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, port in (("witness", WITNESS_PORT), ("keyholder", KEYHOLDER_PORT)):
        sub = verbs.add_parser(verb, help=VERBS[verb])
        sub.add_argument("--data", type=Path, required=True, help="folder of its keys and database")
        sub.add_argument("--port", type=int, default=port, help="port on 127.0.0.1; 0: any")
        sub.add_argument("--demonstration-clock", type=Path, help=argparse.SUPPRESS)
        sub.add_argument("--show-keys", action="store_true", help="print its public keys and end")
        if verb == "witness":
            sub.add_argument("--name", required=True, help="name it cosigns under: witness.org/1")
            sub.add_argument("--log", action="append", default=[], help="verifier key of a log")
        else:
            sub.add_argument("--holder", required=True, help="its id in the opening policies")
            sub.add_argument("--suite", default="GM1", help="GM1 or INTL1")
            sub.add_argument("--trust", type=Path, required=True, help="tlog-policy file")
    return parser
