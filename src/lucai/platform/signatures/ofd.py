"""Electronic seals of our own making on an OFD file (GB/T 38540 in GB/T 33190)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from xml.sax.saxutils import quoteattr

from lucai.kernel import clock
from lucai.platform.documents.ofd import (
    FOLDER,
    HEAD,
    SIGNATURES,
    SPACE,
    About,
    Leaf,
    bound,
    packed,
    parts_of,
)
from lucai.platform.signatures.picture import MILLIMETRES
from lucai.platform.signatures.sealing import MAKER, SealInHand

SM3, SM2_SM3 = "1.2.156.10197.1.401", "1.2.156.10197.1.501"
RIGHT, BOTTOM, STEP = 30, 30, 50
"""Millimetres from the last page's edges, and from one seal to the next."""


def sealed_ofd(
    pdf: bytes, *, title: str, author: str, owns: Sequence[SealInHand], at: datetime
) -> bytes:
    """Return a paper as OFD under everybody's seal.

    All seals are listed before any of them is put on, so that each covers the whole file.
    """
    book = bound(pdf)
    parts = parts_of(About(title, author, at), book)
    parts[SIGNATURES] = _listed(len(owns))
    covered = dict(parts)
    for place, own in enumerate(owns):
        folder = f"{FOLDER}/Signs/Sign_{place}"
        signature = _signature(covered, folder, own, _annotation(place, book.leaves[-1]), at)
        digest = hashlib.new("sm3", signature).digest()
        parts[f"{folder}/Signature.xml"] = signature
        value = own.put(digest, at, over=f"/{folder}/Signature.xml")
        parts[f"{folder}/SignedValue.dat"] = value
    return packed(parts)


def _listed(count: int) -> bytes:
    listed = "".join(
        f'<ofd:Signature ID="{n + 1}" Type="Seal" BaseLoc="Sign_{n}/Signature.xml"/>'
        for n in range(count)
    )
    text = (
        f"<ofd:Signatures {SPACE}><ofd:MaxSignId>{count}</ofd:MaxSignId>{listed}</ofd:Signatures>"
    )
    return (HEAD + text).encode("utf-8")


def _signature(
    covered: Mapping[str, bytes], folder: str, own: SealInHand, annotation: str, at: datetime
) -> bytes:
    rows = "".join(
        f"<ofd:Reference FileRef={quoteattr('/' + name)}><ofd:CheckValue>"
        f"{base64.b64encode(hashlib.new('sm3', content).digest()).decode()}"
        "</ofd:CheckValue></ofd:Reference>"
        for name, content in covered.items()
    )
    text = (
        f"<ofd:Signature {SPACE}><ofd:SignedInfo>"
        f'<ofd:Provider ProviderName="{MAKER}" Version="1.0" Company="{MAKER}"/>'
        f"<ofd:SignatureMethod>{SM2_SM3}</ofd:SignatureMethod>"
        f"<ofd:SignatureDateTime>{at.astimezone(clock.BEIJING):%Y%m%d%H%M%S}"
        "</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="{SM3}">{rows}</ofd:References>{annotation}'
        f"</ofd:SignedInfo><ofd:SignedValue>/{folder}/SignedValue.dat</ofd:SignedValue>"
        "</ofd:Signature>"
    )
    return (HEAD + text).encode("utf-8")


def _annotation(place: int, last: Leaf) -> str:
    """Say where a viewer shows the seal: on the last page, the first at the right."""
    left = last.width - RIGHT - MILLIMETRES - place * STEP
    top = last.height - BOTTOM - MILLIMETRES
    box = f"{left:.3f} {top:.3f} {MILLIMETRES} {MILLIMETRES}"
    return f'<ofd:StampAnnot ID="{place + 1}" PageRef="{last.number}" Boundary="{box}"/>'
