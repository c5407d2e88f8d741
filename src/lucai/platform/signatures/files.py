"""Keeping keys in the data folder, outside the database, for nobody's eyes but the process's."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def keep_secret(path: Path, content: Mapping[str, object]) -> None:
    """Write a file of keys whole, unless another process was faster: then its keys are the ones."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.stem}.{secrets.token_hex(8)}.new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(content, indent=1), encoding="utf-8")
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()
