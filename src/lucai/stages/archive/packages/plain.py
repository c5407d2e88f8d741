"""Read-models as plain JSON, for files that are still read when this program is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Offer

LEFT_OUT = frozenset({"offers", "own_offers", "path", "payee_account"})
"""What belongs to a screen or to nobody else: buttons, places on a disk, account numbers."""


def as_json(value: Any) -> bytes:
    """Return a read-model as indented UTF-8 JSON."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2, sort_keys=True)
    return text.encode("utf-8") + b"\n"


def plain(value: Any) -> Any:
    """Return a read-model as JSON values; moments in Beijing time."""
    match value:
        case Side() | Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(clock.BEIJING).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
    return _compound(value)


def _compound(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        names = (f.name for f in fields(value) if f.name not in LEFT_OUT)
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(val) for key, val in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value if not isinstance(one, Offer | Path)]
    return str(value)
