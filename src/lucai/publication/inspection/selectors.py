"""Judging a file that somebody holds in hand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.files.kinds import MEGABYTE
from lucai.platform.signatures.apart import judge_apart
from lucai.platform.signatures.judging import Judgement
from lucai.platform.signatures.selectors import Logged, logged, opening_of, trust_of
from lucai.publication.inspection.schemas import FILE, LARGEST
from lucai.stages.payment.receivables.selectors import Checked, checked


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of a file."""

    name: str
    judgement: Judgement
    logged: Logged | None


def inspected(viewer: Viewer, upload: Any) -> Result:
    """Judge an uploaded file; nothing of it is kept.

    Raises:
        InvalidInput: nothing handed in, too large, or more than can be judged.
    """
    content = _content(upload)
    known = logged(viewer, hashlib.sha256(content).hexdigest())
    judgement = judge_apart(content, trust_of(viewer), field=FILE)
    return Result(str(upload.name)[:200], judgement, known)


def receivable(viewer: Viewer, *, number: str, digest: str) -> Checked | None:
    """Return a confirmed receivable to whoever names its number and digest; None: they do not fit."""
    return checked(viewer, number, digest) if number and digest else None


def proof_of(viewer: Viewer, sha256: str) -> dict[str, Any]:
    """Return what shows anybody that a file's digests are in the log.

    Raises:
        NotFound: the platform did not issue it, or the log has not come so far.
    """
    found = opening_of(viewer, sha256)
    if found is None:
        raise NotFound("日志中没有这个文件，或者它的记录正在写入，请一分钟后再试。")
    return found


def _content(upload: Any) -> bytes:
    if upload is None or not upload.size:
        raise InvalidInput({FILE: "请选择要核验的文件；所选文件不能是空的"})
    if upload.size > LARGEST:
        raise InvalidInput({FILE: f"文件超过 {LARGEST // MEGABYTE} MB，不能在线核验"})
    content: bytes = upload.read()
    return content
