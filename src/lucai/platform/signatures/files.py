"""Keeping keys in the data folder, wrapped: outside the database, for the process alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lucai.platform.vault import keeping


def keep_secret(path: Path, content: Mapping[str, object]) -> None:
    """Write a file of keys whole, unless another process was faster: then its keys are the ones."""
    keeping.keep_secret(path, json.dumps(content).encode())


def read_secret(path: Path) -> dict[str, Any]:
    """Return what a file of keys holds."""
    found: dict[str, Any] = json.loads(keeping.read_secret(path))
    return found
