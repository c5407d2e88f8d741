"""What package.json and trust.json say (docs/reference/verification-package.md §1 and §2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.encoding import Json
from lucai_trust.envelope.forms import Form, octets_of, text_of
from lucai_trust.errors import EncodingRefused
from lucai_trust.verifier.archives import checked_path
from lucai_trust.verifier.certificates import Certificate

PACKAGE_TYPE, TRUST_TYPE = "lucai-package/1", "lucai-trust/1"
_LONGEST_POLICY = 1 << 20


@dataclass(frozen=True, slots=True)
class TrustFile:
    """What the verifier's owner believes beforehand."""

    platform_keys: tuple[bytes, ...]
    witness_policy: str
    roots: tuple[Certificate, ...]

    @classmethod
    def parse(cls, encoded: bytes) -> TrustFile:
        """Read a trust file.

        Raises:
            EncodingRefused: not of this form.
            KeyRefused: a root is no certificate.
        """
        form = Form.parse(encoded, TRUST_TYPE, "platformKeys", "witnessPolicy", "roots")
        return cls(
            form.items("platformKeys", octets_of),
            form.text("witnessPolicy", _LONGEST_POLICY),
            form.items("roots", lambda item: Certificate.parse(octets_of(item))),
        )


@dataclass(frozen=True, slots=True)
class PackedEntry:
    """A public log entry and the proof that the log has it."""

    entry: str
    proof: str


@dataclass(frozen=True, slots=True)
class PackedPolicy:
    """One version of the opening policy and its entry."""

    policy: str
    logged: PackedEntry


@dataclass(frozen=True, slots=True)
class PackedPart:
    """A part that was opened (with its key), or by which a fault is shown."""

    number: int
    key: bytes | None
    blob: str


@dataclass(frozen=True, slots=True)
class StatedFault:
    """Whose fault it is, by the opening's word, that an envelope did not open."""

    culprit: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackedEnvelope:
    """One envelope: its files, and what may be shown of it."""

    core: str
    sealed: str
    receipt: str
    claim: str | None
    releases: tuple[str, ...]
    header_key: bytes | None = field(repr=False)
    bidder_secret: bytes | None = field(repr=False)
    parts: tuple[PackedPart, ...]
    fault: StatedFault | None


@dataclass(frozen=True, slots=True)
class PackedRegistry:
    """The registry: its seal's entry, its leaves, and what opens the dummies."""

    logged: PackedEntry
    leaves: tuple[bytes, ...]
    dummies: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ConsistencyStep:
    """The proof that the log at one size begins the log at another."""

    old: int
    new: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """package.json."""

    tender: str
    files: dict[str, bytes]
    policies: tuple[PackedPolicy, ...]
    registry: PackedRegistry
    envelopes: tuple[PackedEnvelope, ...]
    consistency: tuple[ConsistencyStep, ...]
    record: str | None

    @classmethod
    def parse(cls, encoded: bytes) -> Index:
        """Read package.json.

        Raises:
            EncodingRefused: not of this form.
        """
        names = ("tender", "files", "policies", "registry", "envelopes", "consistency", "record")
        form = Form.parse(encoded, PACKAGE_TYPE, *names)
        return cls(
            tender=form.text("tender"),
            files=_files(form),
            policies=form.items("policies", _policy),
            registry=_registry(form.members["registry"]),
            envelopes=form.items("envelopes", _envelope),
            consistency=form.items("consistency", _step),
            record=form.optional("record", _path),
        )


def _files(form: Form) -> dict[str, bytes]:
    listed = form.items("files", lambda item: Form.of(item, "path", "sha256"))
    found = {_path(each.members["path"]): each.octets("sha256", DIGEST_SIZE) for each in listed}
    if len(found) != len(listed):
        raise EncodingRefused("a file is listed twice")
    return found


def _policy(value: Json) -> PackedPolicy:
    form = Form.of(value, "policy", "entry", "proof")
    return PackedPolicy(_path(form.members["policy"]), _entry(form))


def _registry(value: Json) -> PackedRegistry:
    form = Form.of(value, "entry", "proof", "leaves", "dummies")
    return PackedRegistry(
        _entry(form), form.items("leaves", _digest_of), form.items("dummies", _digest_of)
    )


def _envelope(value: Json) -> PackedEnvelope:
    form = Form.of(
        value,
        *("core", "sealed", "receipt", "claim", "releases", "headerKey", "bidderSecret"),
        *("parts", "fault"),
    )
    return PackedEnvelope(
        core=_path(form.members["core"]),
        sealed=_path(form.members["sealed"]),
        receipt=_path(form.members["receipt"]),
        claim=form.optional("claim", _path),
        releases=form.items("releases", _path),
        header_key=form.optional_octets("headerKey"),
        bidder_secret=form.optional_octets("bidderSecret"),
        parts=form.items("parts", _part),
        fault=form.optional("fault", _fault),
    )


def _part(value: Json) -> PackedPart:
    form = Form.of(value, "n", "key", "blob")
    return PackedPart(form.number("n"), form.optional_octets("key"), _path(form.members["blob"]))


def _fault(value: Json) -> StatedFault:
    form = Form.of(value, "culprit", "holders")
    return StatedFault(form.text("culprit"), form.items("holders", text_of))


def _step(value: Json) -> ConsistencyStep:
    form = Form.of(value, "from", "to", "path")
    return ConsistencyStep(form.number("from"), form.number("to"), form.items("path", _digest_of))


def _entry(form: Form) -> PackedEntry:
    return PackedEntry(_path(form.members["entry"]), _path(form.members["proof"]))


def _path(value: Json) -> str:
    return checked_path(text_of(value))


def _digest_of(value: Json) -> bytes:
    return Form({"item": value}).octets("item", DIGEST_SIZE)
