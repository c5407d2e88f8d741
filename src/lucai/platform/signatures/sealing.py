"""Putting electronic seals under a PDF, and the platform's own seal (GB/T 38540).

The platform keeps its own seal alone. An organisation's is with a seal service
(``ports.SealService``), which is asked for each stamp; how that is done stands in ``ordering``.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import core, x509
from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PdfSignedData

from lucai.platform.pki.issuing import Issuer, Order, key_of, new_key
from lucai.platform.signatures import ses
from lucai.platform.signatures.files import keep_secret, read_secret
from lucai.platform.signatures.identity import (
    CLOSES,
    FOUNDED,
    OWNER,
    Holder,
    Role,
    Suite,
    identity,
)
from lucai.platform.signatures.picture import MILLIMETRES, draw

PLATFORM = "鲁采山东省政府采购全流程电子化平台"
FOR_FILES = "电子文件专用章"
MAKER = "LuCai"
SLACK = 16
"""Bytes kept free beyond a first stamping's: two signatures may differ by some in length."""

SM3_SIZE = 32
POINTS = 119
BOTTOM, RIGHT, STEP = 96, 400, 150
FILTER, FORM = "/GM.PKILite", "/GM.sm2seal"


KEYS = Path("keys") / "seals"


class SealInHand(Protocol):
    """A seal that can be put on now, wherever its key is.

    ``room`` is how long a stamp may get, in bytes.
    """

    @property
    def name(self) -> str:
        """Whose seal it is."""
        ...

    @property
    def appearance(self) -> bytes:
        """Its picture, a PDF of one page."""
        ...

    @property
    def room(self) -> int:
        """How many bytes a stamp may take."""
        ...

    def put(self, digest: bytes, at: datetime, *, over: str = ...) -> bytes:
        """Return the stamped seal over a digest."""
        ...


@dataclass(frozen=True, slots=True)
class OwnSeal:
    """A seal whose key is here: the made seal, and the key of whoever stamps."""

    name: str
    seal: ses.Seal
    holder: Holder
    appearance: bytes

    @property
    def room(self) -> int:
        """As long as a stamp over nothing, and some more."""
        return len(stamped(self, bytes(SM3_SIZE), FOUNDED)) + SLACK

    def put(self, digest: bytes, at: datetime, *, over: str = FORM) -> bytes:
        """Sign the seal together with the digest."""
        return stamped(self, digest, at, over=over)


def platform_seal() -> OwnSeal:
    """Return the platform's own seal."""
    return own_seal(PLATFORM, FOR_FILES)


def own_seal(name: str, purpose: str, *, folder: Path = KEYS) -> OwnSeal:
    """Return a seal whose key is kept in a folder of the data; make it at first use."""
    code = hashlib.sha256(f"{name}\0{purpose}".encode()).hexdigest()[:32]
    path = Path(settings.LUCAI_DATA_DIR) / folder / f"{code}.json"
    return _load(path, name, purpose)


def stamp(pdf: bytes, own: SealInHand, *, place: int, at: datetime) -> bytes:
    """Put a seal on the last page, visible, over everything that is in the file."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    left = RIGHT - place * STEP
    field = SigFieldSpec(
        sig_field_name=f"LuCai-Seal-{place + 1}",
        on_page=-1,
        box=(left, BOTTOM, left + POINTS, BOTTOM + POINTS),
        readable_field_name=f"电子印章：{own.name}",
    )
    steps = PdfCMSEmbedder(new_field_spec=field).write_cms(field.sig_field_name, writer)
    reference = next(steps)
    _show(writer, reference.get_object(), own.appearance)
    steps.send(SigObjSetup(sig_placeholder=_place_for(own, at)))
    digest, out = steps.send(SigIOSetup(md_algorithm="sm3"))
    steps.send(own.put(digest.document_digest, at))
    content: bytes = out.getvalue()
    return content


def stamped(own: OwnSeal, digest: bytes, at: datetime, *, over: str = FORM) -> bytes:
    """Sign a seal together with the digest of what it is put under."""
    to_sign = ses.ToSign(
        {
            "version": ses.VERSION,
            "seal": own.seal,
            "time": at.astimezone(UTC).replace(microsecond=0),
            "data_hash": ses.bit_string(digest),
            "property": over,
        }
    )
    signed = {
        "to_sign": to_sign,
        "cert": own.holder.certificate.dump(),
        "algorithm": ses.SM2_SM3,
        "signature": ses.bit_string(own.holder.key.sign(to_sign.dump())),
    }
    octets: bytes = ses.Stamped(signed).dump()
    return octets


def make_seal(name: str, purpose: str, user: x509.Certificate, maker: Holder) -> ses.Seal:
    """Make a seal for the holder of a certificate."""
    allowed = ses.Certificates([user.dump()])
    properties = {
        "type": ses.UNIT_SEAL,
        "name": f"{name}{purpose}",
        "cert_list_type": ses.BY_CERTIFICATE,
        "cert_list": core.Any(allowed),
        "created": FOUNDED,
        "valid_start": FOUNDED,
        "valid_end": CLOSES,
    }
    picture = {
        "type": "png",
        "data": draw(name, purpose).png,
        "width": MILLIMETRES,
        "height": MILLIMETRES,
    }
    number = hashlib.sha256(user.dump()).hexdigest()[:16].upper()
    info = ses.SealInfo(
        {
            "header": {"id": "ES", "version": ses.VERSION, "vid": MAKER},
            "es_id": f"{MAKER}{number}",
            "property": properties,
            "picture": picture,
        }
    )
    return ses.Seal(
        {
            "info": info,
            "cert": maker.certificate.dump(),
            "algorithm": ses.SM2_SM3,
            "signature": ses.bit_string(maker.key.sign(info.dump())),
        }
    )


@lru_cache(maxsize=256)
def _load(path: Path, name: str, purpose: str) -> OwnSeal:
    if not path.exists():
        keep_secret(path, _made(name, purpose))
    kept = read_secret(path)
    holder = Holder(
        key_of(Suite.NATIONAL.algorithm, bytes.fromhex(kept["secret"])),
        x509.Certificate.load(base64.b64decode(kept["certificate"])),
    )
    seal = ses.Seal.load(base64.b64decode(kept["seal"]))
    return OwnSeal(name, seal, holder, draw(name, purpose).pdf)


def _made(name: str, purpose: str) -> Mapping[str, str]:
    house, key = identity(Suite.NATIONAL), new_key(Suite.NATIONAL.algorithm)
    root = house.holders[Role.ROOT]
    owner = OWNER if name == PLATFORM else name
    subject = {"country_name": "CN", "organization_name": owner, "common_name": name}
    issuer = Issuer(root.key, root.certificate.dump())
    user = issuer.issue(Order(subject, key.spki, FOUNDED, CLOSES))
    seal = make_seal(name, purpose, x509.Certificate.load(user), house.holders[Role.MAKER])
    return {
        "secret": key.secret.hex(),
        "certificate": base64.b64encode(user).decode(),
        "seal": base64.b64encode(seal.dump()).decode(),
    }


def _place_for(own: SealInHand, at: datetime) -> PdfSignedData:
    place = PdfSignedData(generic.NameObject("/Sig"), timestamp=at, bytes_reserved=2 * own.room)
    place[generic.NameObject("/Filter")] = generic.NameObject(FILTER)
    place[generic.NameObject("/SubFilter")] = generic.NameObject(FORM)
    place[generic.NameObject("/Name")] = generic.TextStringObject(own.name)
    return place


def _show(writer: IncrementalPdfFileWriter, field: Any, drawn: bytes) -> None:
    """Give the field its picture, red over black as ink is: nothing under it is hidden."""
    page = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(drawn)))
    left, low, right, _ = (int(each) for each in page.get_object()["/BBox"])
    scale = POINTS / (right - left)
    resources = {"/XObject": {"/Seal": page}, "/ExtGState": {"/Ink": {"/BM": _name("/Multiply")}}}
    form = generic.StreamObject(
        {
            _name("/Type"): _name("/XObject"),
            _name("/Subtype"): _name("/Form"),
            _name("/BBox"): generic.ArrayObject(
                generic.NumberObject(each) for each in (0, 0, POINTS, POINTS)
            ),
            _name("/Resources"): _dictionary(resources),
        },
        stream_data=f"q /Ink gs {scale:.5f} 0 0 {scale:.5f} {-left} {-low} cm /Seal Do Q".encode(),
    )
    field[_name("/AP")] = _dictionary({"/N": writer.add_object(form)})
    field[_name("/F")] = generic.NumberObject(4 + 128)  # printed, and nobody moves it


def _dictionary(content: Mapping[str, Any]) -> generic.DictionaryObject:
    return generic.DictionaryObject(
        {
            _name(key): _dictionary(value) if isinstance(value, dict) else value
            for key, value in content.items()
        }
    )


def _name(text: str) -> generic.NameObject:
    return generic.NameObject(text)
