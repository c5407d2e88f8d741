"""The one place where a final paper is made: set in type, signed once, the same ever after."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import NotFound
from lucai.platform.documents import content_of, render
from lucai.platform.documents.shapes import Paper as Content
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.files.services import path_of
from lucai.platform.signatures.selectors import issued
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
    life: tuple[str, str] | None = None,
    wording: str = "",
) -> bytes:
    """Return a final paper as PDF with its seals and the platform's signatures.

    ``issuers`` are those whose seals it gets: whoever issues it, unless others are named; on acts of
    the project, or of the one object whose type and key ``life`` gives.
    The first call signs it and enters its digests in the journal; whoever may have the same
    content later is given the same bytes. What is not final yet goes through ``render``.
    """
    content = content_of(template, data)
    inside = "" if attachment is None else hashlib.sha256(attachment).hexdigest()
    named = [template, content, moment.isoformat(), inside, attachment_name]
    named += [wording] if wording else []
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
        moment=moment,
        life=life,
        issuers=(str(content["issuer"]),) if issuers is None else issuers,
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


def sealed_ofd_of(pdf: bytes) -> FileCard:
    """Return a final paper as OFD under the same seals; made once, from the PDF signed here.

    Raises:
        NotFound: the platform has not signed this PDF: it is a preview, or a record still open.
    """
    signed = issued(SYSTEM, hashlib.sha256(pdf).hexdigest())
    if signed is None:
        raise NotFound("文件正式形成以后才有加盖电子印章的 OFD 文件。")
    paper = Paper(
        fingerprint=hashlib.sha256(f"ofd:{signed.fingerprint}".encode()).hexdigest(),
        title=signed.title,
        project_number=signed.project_number,
        make=lambda: pdf,
        moment=signed.moment,
        life=signed.life,
        issuers=signed.issuers,
        as_ofd=True,
    )
    row = issue(_house(), paper)
    return files_attached(SYSTEM, [row.file])[row.file]


def _house() -> Actor:
    """Whoever reads a paper first sets its signing off, but it is the platform that signs."""
    return Actor.system(Reason.CONSEQUENCE)
