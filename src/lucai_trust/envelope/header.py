"""The sealed header: who bids, for what, with which parts, signed; readable only when opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.encoding import Json, canonical
from lucai_trust.envelope.forms import Form
from lucai_trust.envelope.padding import padded_size
from lucai_trust.envelope.signatures import Signature
from lucai_trust.errors import EncodingRefused, EnvelopeRefused

INNER_TYPE = "lucai-bid-inner/1"
SEALED_TYPE = "lucai-bid-sealed/1"
_LENGTH_SIZE = 4
_LONGEST_INNER = 1 << 20


@dataclass(frozen=True, slots=True)
class Bidder:
    """A bidder, or one member of a consortium: name and 统一社会信用代码."""

    name: str
    code: str

    def to_json(self) -> Json:
        """Return the bidder as it stands in the header."""
        return {"name": self.name, "code": self.code}

    @classmethod
    def of(cls, value: Json) -> Bidder:
        """Read a bidder."""
        form = Form.of(value, "name", "code")
        return cls(form.text("name"), form.text("code"))


@dataclass(frozen=True, slots=True)
class ListedPart:
    """What a part of the core really is: its name in the policy, its file, its true size."""

    number: int
    part: str
    file: str
    media: str
    size: int

    def to_json(self) -> Json:
        """Return the part as it stands in the header."""
        return {
            "n": self.number,
            "part": self.part,
            "file": self.file,
            "media": self.media,
            "size": self.size,
        }

    @classmethod
    def of(cls, value: Json) -> ListedPart:
        """Read a part."""
        form = Form.of(value, "n", "part", "file", "media", "size")
        return cls(
            form.number("n"),
            form.name("part"),
            form.text("file"),
            form.text("media"),
            form.number("size"),
        )


@dataclass(frozen=True, slots=True)
class Inner:
    """What the bidder signs."""

    core_hash: bytes
    tender: str
    lot: str
    bidders: tuple[Bidder, ...]
    parts: tuple[ListedPart, ...]
    declarations: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        """Spell it; these bytes are signed."""
        return canonical(
            {
                "type": INNER_TYPE,
                "core": self.core_hash.hex(),
                "tender": self.tender,
                "lot": self.lot,
                "bidders": [each.to_json() for each in self.bidders],
                "parts": [each.to_json() for each in self.parts],
                "declarations": dict(self.declarations),
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> Inner:
        """Read it."""
        names = ("core", "tender", "lot", "bidders", "parts", "declarations")
        form = Form.parse(encoded, INNER_TYPE, *names)
        declared = form.members["declarations"]
        if not isinstance(declared, dict):
            raise EncodingRefused("declarations is an object of texts")
        texts = Form(declared)
        return cls(
            core_hash=form.octets("core", DIGEST_SIZE),
            tender=form.text("tender"),
            lot=form.text("lot"),
            bidders=form.items("bidders", Bidder.of),
            parts=form.items("parts", ListedPart.of),
            declarations={name: texts.text(name) for name in declared},
        )


@dataclass(frozen=True, slots=True)
class Header:
    """The inner message, its exact bytes, and the signatures over them."""

    inner: Inner
    inner_bytes: bytes
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """Spell it and pad it: u32 length, JSON, zeros."""
        signatures: list[Json] = [each.to_json() for each in self.signatures]
        text = canonical(
            {
                "type": SEALED_TYPE,
                "inner": self.inner_bytes.decode("utf-8"),
                "signatures": signatures,
            }
        )
        framed = len(text).to_bytes(_LENGTH_SIZE, "big") + text
        return framed.ljust(padded_size(len(framed)), b"\0")

    @classmethod
    def parse(cls, encoded: bytes) -> Header:
        """Read it; whether it fits the core and is signed is ``opening``'s matter.

        Raises:
            EncodingRefused: not of this form.
            EnvelopeRefused: wrongly padded.
        """
        text = _unpadded(encoded)
        form = Form.parse(text, SEALED_TYPE, "inner", "signatures")
        inner = form.text("inner", _LONGEST_INNER).encode("utf-8")
        return cls(Inner.parse(inner), inner, form.items("signatures", Signature.of))

    def listed(self, number: int) -> ListedPart:
        """Return what the header says of a part.

        Raises:
            EnvelopeRefused: there is no part of this number.
        """
        for each in self.inner.parts:
            if each.number == number:
                return each
        raise EnvelopeRefused(f"the header lists no part {number}")


def _unpadded(encoded: bytes) -> bytes:
    length = int.from_bytes(encoded[:_LENGTH_SIZE], "big")
    end = _LENGTH_SIZE + length
    if len(encoded) < end or any(encoded[end:]):
        raise EnvelopeRefused("the sealed header is wrongly padded")
    if padded_size(end) != len(encoded):
        raise EnvelopeRefused("the sealed header is padded to another size")
    return encoded[_LENGTH_SIZE:end]
