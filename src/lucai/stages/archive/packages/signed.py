"""The file of a procurement that is sealed, packed anew or destroyed."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.stages.archive.packages.selectors import PackageSheet, package_seen
from lucai.stages.archive.packages.selectors.keeping import package_kept


def collected(viewer: Viewer, number: str) -> Subject:
    """Return what the file holds, as its keeper seals it."""
    return _told(package_kept(viewer, number))


def kept(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return the sealed file with what was judged of it."""
    del step
    return _told(package_seen(viewer, number))


def _told(sheet: PackageSheet) -> Subject:
    lines = (
        ("采购项目", sheet.line.project_title),
        ("档案", f"{len(sheet.papers)} 项材料，{sum(one.files for one in sheet.papers)} 个文件"),
        ("归档信息包", f"SM3 {sheet.sm3}" if sheet.sm3 else ""),
        ("鉴定意见", sheet.judgement),
    )
    line = picked(sheet.line, "project_number", "project_title", "ended_on", "retain_until")
    return subject("采购档案", {**line, **picked(sheet, *HELD)}, lines)


HELD = ("papers", "manifest", "exceptions", "size", "sha256", "sm3", "retention", "judgement")
