"""Small OFD files with seals, for tests."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from lucai.platform.signatures.sealing import OwnSeal, stamped

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIGNS = "Doc_0/Signs"
LIST = f"{SIGNS}/Signatures.xml"

PARTS = {
    "OFD.xml": f'<ofd:OFD {SPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocRoot>'
    f"Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>{LIST}</ofd:Signatures>"
    "</ofd:DocBody></ofd:OFD>",
    "Doc_0/Document.xml": f"<ofd:Document {SPACE}/>",
    "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {SPACE}>示例</ofd:Page>",
}


def listed(count: int) -> str:
    """Return the list of so many seals."""
    rows = "".join(
        f'<ofd:Signature ID="{n}" Type="Seal" BaseLoc="Sign_{n}/Signature.xml"/>'
        for n in range(count)
    )
    return f"<ofd:Signatures {SPACE}><ofd:MaxSignId>{count}</ofd:MaxSignId>{rows}</ofd:Signatures>"


def sealed_parts(*owners: OwnSeal, at: datetime) -> dict[str, bytes]:
    """Return the parts of an OFD file that each owner sealed in turn."""
    parts = {name: text.encode() for name, text in PARTS.items()}
    for number, own in enumerate(owners):
        folder = f"{SIGNS}/Sign_{number}"
        parts[LIST] = listed(number + 1).encode()
        covered = {n: c for n, c in parts.items() if not n.startswith(f"{SIGNS}/Sign_")}
        signature = _signature(covered, folder).encode()
        parts[f"{folder}/Signature.xml"] = signature
        digest = hashlib.new("sm3", signature).digest()
        where = f"/{folder}/Signature.xml"
        parts[f"{folder}/SignedValue.dat"] = stamped(own, digest, at, over=where)
    return parts


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _signature(parts: Mapping[str, bytes], folder: str) -> str:
    rows = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>'
        f"{base64.b64encode(hashlib.new('sm3', content).digest()).decode()}"
        "</ofd:CheckValue></ofd:Reference>"
        for name, content in parts.items()
    )
    return (
        f"<ofd:Signature {SPACE}><ofd:SignedInfo>"
        "<ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>"
        f'<ofd:References CheckMethod="1.2.156.10197.1.401">{rows}</ofd:References>'
        f"</ofd:SignedInfo><ofd:SignedValue>/{folder}/SignedValue.dat</ofd:SignedValue>"
        "</ofd:Signature>"
    )
