"""Judge one file that comes in at the standard input, answer JSON: a process of its own."""

from __future__ import annotations

import logging
import pickle
import sys

from pydantic import TypeAdapter

from lucai.platform.signatures.judging.files import judge
from lucai.platform.signatures.judging.findings import Judgement

MEMORY = 1024 * 1024 * 1024
SECONDS = 30


def main() -> None:
    """Read trust list and file, write the judgement."""
    _bound()
    logging.disable(logging.CRITICAL)
    # Written by the parent alone; the stranger's bytes are in it as bytes.
    trust, content = pickle.load(sys.stdin.buffer)  # noqa: S301
    sys.stdout.buffer.write(TypeAdapter(Judgement).dump_json(judge(content, trust)))


def _bound() -> None:
    """Let a file that blows up when it is read take this process with it, and nothing else."""
    try:
        import resource  # noqa: PLC0415 - Windows has none; there the parent's patience is the bound
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main()
