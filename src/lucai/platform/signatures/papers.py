"""The one place where a final paper is made: set in type, signed once, the same ever after."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.platform.documents import content_of, render
from lucai.platform.documents.shapes import Paper as Content
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.files.services import path_of
from lucai.platform.signatures.services import Paper, issue
from lucai_trust import canonical


def official(
    template: str,
    data: Mapping[str, object] | Content,
    *,
    moment: datetime,
    attachment: bytes | None = None,
    attachment_name: str = "data.json",
    issuers: tuple[str, ...] | None = None,
    wording: str = "",
    as_ofd: bool = False,
) -> bytes:
    """Return a final paper as PDF with its seals and the platform's signatures, or as sealed OFD.

    ``issuers`` are those whose seals it gets: whoever issues it, unless others are named.
    The first call signs it and enters its digests in the journal; whoever may have the same
    content later is given the same bytes. What is not final yet goes through ``render``.
    """
    content = content_of(template, data)
    inside = "" if attachment is None else hashlib.sha256(attachment).hexdigest()
    named = [template, content, moment.isoformat(), inside, attachment_name]
    named += ([wording] if wording else []) + (["ofd"] if as_ofd else [])
    paper = Paper(
        fingerprint=hashlib.sha256(canonical(named)).hexdigest(),
        title=str(content["title"]),
        project_number=str(content["project_number"]),
        make=lambda: render(
            template,
            data,
            moment=moment,
            attachment=attachment,
            attachment_name=attachment_name,
            wording=wording,
        ),
        issuers=(str(content["issuer"]),) if issuers is None else issuers,
        as_ofd=as_ofd,
    )
    return path_of(issue(_house(), paper).sha256).read_bytes()


def signed_copy(
    file: FileCard, *, title: str, project_number: str, issuers: tuple[str, ...] = ()
) -> FileCard:
    """Return the signed copy of a PDF that the platform made and stored."""
    paper = Paper(
        fingerprint=hashlib.sha256(f"file:{file.sha256}".encode()).hexdigest(),
        title=title,
        project_number=project_number,
        make=file.path.read_bytes,
        issuers=issuers,
    )
    row = issue(_house(), paper)
    return files_attached(SYSTEM, [row.file])[row.file]


def _house() -> Actor:
    """Whoever reads a paper first sets its signing off, but it is the platform that signs."""
    return Actor.system(Reason.CONSEQUENCE)
