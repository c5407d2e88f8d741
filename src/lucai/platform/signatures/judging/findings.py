"""The words in which a judgement is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lucai.platform.pki.anchors import Anchor
from lucai.platform.pki.validation import RevocationData


class FileRefused(Exception):
    """The file cannot be judged; the text says why, to whoever handed it in."""


class Kind(StrEnum):
    """What was put into the file."""

    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"
    SEAL = "seal"

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return {"signature": "电子签名", "timestamp": "文档时间戳", "seal": "电子印章"}[self.value]


class State(StrEnum):
    """What it is worth."""

    GOOD = "good"
    UNKNOWN = "unknown"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``holds`` is None where nothing can be said."""

    label: str
    holds: bool | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One signature, timestamp or seal."""

    kind: Kind
    form: str
    name: str
    checks: tuple[Check, ...]
    verdict: str = ""
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None
    algorithm: str = ""
    at: datetime | None = None
    time_is_proved: bool = False
    anchor: str = ""
    reason: str = ""
    picture: str = ""

    @property
    def state(self) -> State:
        """The worst of the checks."""
        heard = [check.holds for check in self.checks]
        if False in heard:
            return State.BAD
        return State.UNKNOWN if None in heard else State.GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything that was found in a file."""

    form: str
    size: int
    sha256: str
    sm3: str
    findings: tuple[Finding, ...] = ()
    refused: str = ""

    @property
    def state(self) -> State | None:
        """The worst of all; None if there is nothing in the file."""
        heard = {finding.state for finding in self.findings}
        return next(
            (each for each in (State.BAD, State.UNKNOWN, State.GOOD) if each in heard), None
        )


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe, what is revoked, and the present hour."""

    anchors: tuple[Anchor, ...]
    revocation: RevocationData
    at: datetime
    simulated: frozenset[str] = field(default=frozenset())
