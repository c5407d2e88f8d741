"""The folders of a package, by which it is lent."""

from __future__ import annotations

LABELS = {"ocds": "OCDS 公开数据", "events": "过程日志（核验用）"}
CLOSED_TO_SUPPLIERS = ("04-投标文件", "06-评审", "99-过程日志", "events")


def group_of(path: str) -> str:
    """Return the folder of a path below ``data``."""
    parts = path.split("/")
    return parts[1] if len(parts) > len(("data", "name")) else "采购档案目录"


def label_of(group: str) -> str:
    """Return how pages call a folder."""
    return LABELS.get(group, group)
