"""Which logs and witnesses somebody trusts, and how many of them together (C2SP tlog-policy).

A policy is a small text file: ``log``, ``witness``, ``group`` and one ``quorum`` line. It says
when a checkpoint counts: one of the logs signed it, and witnesses cosigned it up to the quorum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from lucai_trust.checkpoint import Checkpoint, SignedNote, VerifierKey
from lucai_trust.cosignature import CosignerKey, cosignatures
from lucai_trust.errors import NoteRefused, TrustError, WitnessPolicyRefused

NO_QUORUM = "none"
_SPACES = re.compile(r"[ \t]+")
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class Log:
    """A log whose checkpoints count; its key's name is its origin."""

    key: VerifierKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class PolicyWitness:
    """A witness under the name the policy gives it."""

    name: str
    key: CosignerKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class WitnessGroup:
    """Witnesses and groups of whom ``threshold`` must have witnessed for the group to have."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint that counts under a policy, and when which witness saw it.

    ``reached_at`` is the first moment by which a quorum had cosigned: what the checkpoint
    holds existed then. ``not_before`` is the last moment from which on a quorum cosigned:
    that moment had come, by the clocks of a quorum. Both are seconds since 1970 (UTC), and
    None where the policy asks for no witness or too few have cosigned.
    """

    checkpoint: Checkpoint
    times: Mapping[str, int]
    reached_at: int | None
    not_before: int | None


@dataclass(frozen=True, slots=True)
class WitnessPolicy:
    """A parsed policy."""

    logs: tuple[Log, ...]
    witnesses: tuple[PolicyWitness, ...]
    groups: tuple[WitnessGroup, ...]
    quorum: str

    @classmethod
    def parse(cls, encoded: str | bytes) -> WitnessPolicy:
        """Read a policy file.

        Raises:
            WitnessPolicyRefused: a line that is none, a name or key that stands twice, a name
                used before it is defined, or not exactly one quorum.
        """
        reading = _Reading()
        for line in _lines(encoded):
            reading.take(line)
        if reading.quorum is None:
            raise WitnessPolicyRefused("a policy has one quorum line")
        witnesses, groups = reading.witnesses.values(), reading.groups.values()
        return cls(tuple(reading.logs), tuple(witnesses), tuple(groups), reading.quorum)

    def encode(self) -> str:
        """Spell the policy, one line each."""
        lines = [f"log {log.key.encode()} {log.url}" for log in self.logs]
        lines += [f"witness {w.name} {w.key.encode()} {w.url}" for w in self.witnesses]
        lines += [f"group {g.name} {g.threshold} {' '.join(g.members)}" for g in self.groups]
        return "".join(f"{line.rstrip()}\n" for line in [*lines, f"quorum {self.quorum}"])

    def is_met_by(self, names: AbstractSet[str]) -> bool:
        """Say whether these witnesses together are a quorum."""
        if self.quorum == NO_QUORUM:
            return True
        witnessed = {witness.name for witness in self.witnesses if witness.name in names}
        # A group stands behind its members, so one pass in the file's order settles them all.
        for group in self.groups:
            if sum(member in witnessed for member in group.members) >= group.threshold:
                witnessed.add(group.name)
        return self.quorum in witnessed

    def judge(self, note: SignedNote) -> Witnessed:
        """Accept a checkpoint under this policy.

        Raises:
            NoteRefused: no log of the policy signed it, it speaks for another origin, a
                signature is false, or the witnesses are no quorum.
        """
        witnessed = self.read(note)
        if not self.is_met_by(set(witnessed.times)):
            raise NoteRefused("the witnesses of this checkpoint are no quorum of the policy")
        return witnessed

    def read(self, note: SignedNote) -> Witnessed:
        """Read a checkpoint that a log of the policy signed; its witnesses may still be too few.

        Raises:
            NoteRefused: no log of the policy signed it, it speaks for another origin, or a
                signature is false.
        """
        signers = note.signers(log.key for log in self.logs)
        checkpoint = Checkpoint.parse(note.text)
        if checkpoint.origin not in {key.name for key in signers}:
            raise NoteRefused("no log of the policy signed this checkpoint as its own")
        names = {witness.key: witness.name for witness in self.witnesses}
        times = {names[each.key]: each.time for each in cosignatures(note, names)}
        return Witnessed(checkpoint, times, self._reached_at(times), self._not_before(times))

    def _reached_at(self, times: Mapping[str, int]) -> int | None:
        if self.quorum == NO_QUORUM:
            return None
        moments = sorted(set(times.values()))
        return self._first(moments, lambda m: {n for n, t in times.items() if t <= m})

    def _not_before(self, times: Mapping[str, int]) -> int | None:
        if self.quorum == NO_QUORUM:
            return None
        moments = sorted(set(times.values()), reverse=True)
        return self._first(moments, lambda m: {n for n, t in times.items() if t >= m})

    def _first(self, moments: Iterable[int], met: Callable[[int], set[str]]) -> int | None:
        return next((moment for moment in moments if self.is_met_by(met(moment))), None)


@dataclass(slots=True)
class _Reading:
    """What has been read of a policy so far."""

    logs: list[Log] = field(default_factory=list)
    witnesses: dict[str, PolicyWitness] = field(default_factory=dict)
    groups: dict[str, WitnessGroup] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    quorum: str | None = None

    def take(self, line: list[str]) -> None:
        """Take one line, split at its white space."""
        readers: dict[str, Callable[[list[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._quorum,
        }
        reader = readers.get(line[0])
        if reader is None:
            raise WitnessPolicyRefused(f"a policy has no {line[0]!r} lines")
        try:
            reader(line[1:])
        except WitnessPolicyRefused:
            raise
        except TrustError as error:
            raise WitnessPolicyRefused(f"{line[0]} line: {error}") from error

    def _log(self, items: list[str]) -> None:
        _demand(1 <= len(items) <= 2, "a log line is: log <vkey> [<url>]")
        log = Log(VerifierKey.parse(items[0]), "".join(items[1:]))
        twice = any(log.key.public_key == other.key.public_key for other in self.logs)
        _demand(not twice, "a log's key stands twice")
        self.logs.append(log)

    def _witness(self, items: list[str]) -> None:
        _demand(2 <= len(items) <= 3, "a witness line is: witness <name> <vkey> [<url>]")
        witness = PolicyWitness(items[0], CosignerKey.parse(items[1]), "".join(items[2:]))
        keys = {other.key.public_key for other in self.witnesses.values()}
        _demand(witness.key.public_key not in keys, "a witness's key stands twice")
        self._define(witness.name)
        self.witnesses[witness.name] = witness

    def _group(self, items: list[str]) -> None:
        _demand(len(items) >= 3, "a group line is: group <name> all|any|<k> <name>…")
        name, how_many, *members = items
        for member in members:
            _demand(self._is_defined(member), f"{member} is not defined before its group")
            _demand(member not in self.members, f"{member} is a member twice")
            self.members.add(member)
        self._define(name)
        self.groups[name] = WitnessGroup(name, _threshold(how_many, len(members)), tuple(members))

    def _quorum(self, items: list[str]) -> None:
        _demand(len(items) == 1 and self.quorum is None, "a policy has one quorum line")
        known = items[0] == NO_QUORUM or self._is_defined(items[0])
        _demand(known, f"{items[0]} is not defined before the quorum")
        self.quorum = items[0]

    def _define(self, name: str) -> None:
        fresh = name != NO_QUORUM and not self._is_defined(name)
        _demand(fresh, f"{name} is defined twice")

    def _is_defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups


def _lines(encoded: str | bytes) -> list[list[str]]:
    raw = encoded.encode("utf-8") if isinstance(encoded, str) else encoded
    _demand(not _FORBIDDEN.search(raw), "a policy holds no control characters")
    # Names are opaque octets to the format: surrogateescape keeps those that are not UTF-8 apart.
    lines = raw.decode("utf-8", "surrogateescape").split("\n")
    _demand(lines.pop() == "", "every line of a policy ends with a line end")
    _demand(len(lines) <= _MOST_LINES, f"a policy has at most {_MOST_LINES} lines")
    stripped = (line.strip(" \t") for line in lines)
    return [_SPACES.split(line) for line in stripped if line and not line.startswith("#")]


def _threshold(how_many: str, members: int) -> int:
    if how_many in {"all", "any"}:
        return members if how_many == "all" else 1
    fits = _NUMBER.fullmatch(how_many) and int(how_many) <= members
    _demand(bool(fits), f"a threshold is all, any, or 1 to {members}")
    return int(how_many)


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise WitnessPolicyRefused(otherwise)
