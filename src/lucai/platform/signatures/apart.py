"""Judging a stranger's file in a process that may fail alone."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading

from pydantic import TypeAdapter

from lucai.kernel.errors import InvalidInput
from lucai.platform.signatures.judging.findings import Judgement, Trust

PATIENCE = 40
AT_ONCE = 2
WAIT = 15

BUSY = "现在核验的文件较多，请一分钟后再试。"
TOO_MUCH = "文件过于复杂，不能在线核验。"

_places = threading.BoundedSemaphore(AT_ONCE)
_judgement = TypeAdapter(Judgement)


def judge_apart(content: bytes, trust: Trust, *, field: str) -> Judgement:
    """Judge a file.

    Raises:
        InvalidInput: too many at once, or the file is more than the process can bear.
    """
    if not _places.acquire(timeout=WAIT):
        raise InvalidInput({field: BUSY})
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "lucai.platform.signatures.judging"],
            input=pickle.dumps((trust, content)),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            env=_environment(),
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise InvalidInput({field: TOO_MUCH}) from error
    finally:
        _places.release()
    return _judgement.validate_json(ended.stdout)


def _environment() -> dict[str, str]:
    """Give it the packages and none of the secrets."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
