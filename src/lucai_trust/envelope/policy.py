"""The opening policy: who must act together before a bid of this tender can be read.

It is published with the tender document; its canonical bytes are a public entry of the log, and
every key of every envelope depends on their hash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.encoding import Json, canonical, utc
from lucai_trust.envelope.forms import NAME, Form, hex_or_null, text_of
from lucai_trust.errors import EncodingRefused, PolicyRefused
from lucai_trust.shamir import MOST_SHARES
from lucai_trust.suites import Suite, suite_named

_Kind = TypeVar("_Kind", bound=StrEnum)

POLICY_TYPE = "lucai-policy/1"
RECOVERY = "recovery"
KNOWN_POLICIES = 64
"""How many policies a process keeps read: every bid of a tender comes with the same one."""


class HolderKind(StrEnum):
    """Whether a holder's share server acts by itself or a person must act."""

    AUTOMATIC = "automatic"
    HUMAN = "human"


class OnAbsence(StrEnum):
    """What happens to a bid whose bidder does not open it."""

    RECOVER = "recover"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a share: an organisation's key to open wraps and its key to sign releases."""

    id: str
    organisation: str
    kind: HolderKind
    opens: bytes
    signs: bytes
    address: str | None = None

    def to_json(self) -> Json:
        """Return the holder as it stands in the policy."""
        return {
            "id": self.id,
            "organisation": self.organisation,
            "kind": self.kind.value,
            "opens": self.opens.hex(),
            "signs": self.signs.hex(),
            "address": self.address,
        }

    @classmethod
    def of(cls, value: Json) -> Holder:
        """Read a holder."""
        form = Form.of(value, "id", "organisation", "kind", "opens", "signs", "address")
        return cls(
            form.name("id"),
            form.text("organisation"),
            _member(HolderKind, form.text("kind")),
            form.octets("opens"),
            form.octets("signs"),
            form.optional("address", text_of),
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Holders of whom any ``threshold`` together have the group's secret."""

    name: str
    threshold: int
    holders: tuple[Holder, ...]

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise PolicyRefused(f"a group has a name like witness, not {self.name!r}")
        if not 1 <= self.threshold <= len(self.holders) <= MOST_SHARES:
            raise PolicyRefused(f"group {self.name}: 1 ≤ k ≤ n ≤ {MOST_SHARES} does not hold")

    def place_of(self, holder: str) -> int:
        """Return a holder's index, counted from 1.

        Raises:
            PolicyRefused: nobody of this id is in the group.
        """
        for place, each in enumerate(self.holders, start=1):
            if each.id == holder:
                return place
        raise PolicyRefused(f"{holder} holds no share in group {self.name}")

    def holder(self, holder: str) -> Holder:
        """Return a holder by id."""
        return self.holders[self.place_of(holder) - 1]

    def is_satisfied_by(self, organisation: str) -> bool:
        """Say whether one organisation alone can give the group's secret."""
        own = sum(each.organisation == organisation for each in self.holders)
        return own >= self.threshold

    def to_json(self) -> Json:
        """Return the group as it stands in the policy."""
        holders: list[Json] = [each.to_json() for each in self.holders]
        return {"name": self.name, "k": self.threshold, "holders": holders}

    @classmethod
    def of(cls, value: Json) -> Group:
        """Read a group."""
        form = Form.of(value, "name", "k", "holders")
        return cls(form.name("name"), form.number("k"), form.items("holders", Holder.of))


@dataclass(frozen=True, slots=True)
class BidderGroup:
    """The optional group of the bidder: opening then needs the bidder or the recovery group."""

    window_minutes: int
    on_absence: OnAbsence
    recovery: Group | None = None

    def __post_init__(self) -> None:
        if self.recovery is None and self.on_absence is OnAbsence.RECOVER:
            raise PolicyRefused("recovering an absent bidder's bid needs a recovery group")
        if self.recovery is not None and self.recovery.name != RECOVERY:
            raise PolicyRefused(f"the bidder's recovery group is called {RECOVERY}")

    def to_json(self) -> Json:
        """Return the group as it stands in the policy."""
        return {
            "windowMinutes": self.window_minutes,
            "onAbsence": self.on_absence.value,
            "recovery": None if self.recovery is None else self.recovery.to_json(),
        }

    @classmethod
    def of(cls, value: Json) -> BidderGroup:
        """Read the bidder group."""
        form = Form.of(value, "windowMinutes", "onAbsence", "recovery")
        return cls(
            form.number("windowMinutes"),
            _member(OnAbsence, form.text("onAbsence")),
            form.optional("recovery", Group.of),
        )


@dataclass(frozen=True, slots=True)
class PartRule:
    """A part that envelopes have: at which stage it opens, and whether it is then public."""

    name: str
    stage: str
    required: bool
    published: bool

    def to_json(self) -> Json:
        """Return the rule as it stands in the policy."""
        return {
            "name": self.name,
            "stage": self.stage,
            "required": self.required,
            "published": self.published,
        }

    @classmethod
    def of(cls, value: Json) -> PartRule:
        """Read the rule."""
        form = Form.of(value, "name", "stage", "required", "published")
        return cls(
            form.name("name"), form.name("stage"), form.flag("required"), form.flag("published")
        )


@dataclass(frozen=True)
class Policy:
    """The opening policy of one tender, one version of it."""

    tender: str
    lots: tuple[str, ...]
    deadline: datetime
    suite: Suite
    groups: tuple[Group, ...]
    stages: tuple[str, ...]
    parts: tuple[PartRule, ...]
    log: str
    witnesses: tuple[str, ...] = ()
    bidder: BidderGroup | None = None
    version: int = 1
    previous: bytes | None = None

    def __post_init__(self) -> None:
        if not self.lots or not self.groups or not self.stages or not self.parts:
            raise PolicyRefused("a policy has at least one lot, group, stage and part")
        if (self.previous is None) != (self.version == 1) or self.version < 1:
            raise PolicyRefused("version 1 has no previous version, every later one has")
        self._check_names()
        self._check_keys()
        self._check_organisations()

    @cached_property
    def hash(self) -> bytes:
        """The hash of the policy's bytes, by its suite."""
        return self.suite.digest(self.encode())

    @property
    def promised_witnesses(self) -> str:
        """The witness policy that this one names, as a tlog-policy file; empty where it names none."""
        return "".join(f"{line}\n" for line in self.witnesses)

    @property
    def opening_stage(self) -> str:
        """The first stage, whose secret also opens the sealed header."""
        return self.stages[0]

    def group(self, name: str) -> Group:
        """Return a group by name, the recovery group included.

        Raises:
            PolicyRefused: the policy has no such group.
        """
        for each in self._all_groups():
            if each.name == name:
                return each
        raise PolicyRefused(f"this policy has no group {name}")

    def group_of(self, holder: str) -> Group:
        """Return the group a holder is in, the recovery group included.

        Raises:
            PolicyRefused: nobody of this id holds anything.
        """
        for each in self._all_groups():
            if any(one.id == holder for one in each.holders):
                return each
        raise PolicyRefused(f"{holder} is no holder of this policy")

    def part(self, name: str) -> PartRule:
        """Return a part's rule by name."""
        for each in self.parts:
            if each.name == name:
                return each
        raise PolicyRefused(f"this policy has no part {name}")

    def needs_new_bids_after(self, old: Policy) -> bool:
        """Say whether bids sealed under the version before this one must be sealed again.

        Raises:
            PolicyRefused: this is not the next version, or its deadline is earlier.
        """
        if self.tender != old.tender or self.version != old.version + 1:
            raise PolicyRefused("this is not the next version of that policy")
        if self.previous != old.hash:
            raise PolicyRefused("this version does not point to the bytes of the one before")
        if self.deadline < old.deadline:
            raise PolicyRefused("a deadline may only move later")
        return self._sealed_with() != old._sealed_with()

    def encode(self) -> bytes:
        """Spell the policy; these bytes are published and hashed."""
        return self._spelt

    @cached_property
    def _spelt(self) -> bytes:
        log: Json = {"origin": self.log, "witnesses": list(self.witnesses)}
        return canonical(
            {
                "type": POLICY_TYPE,
                "tender": self.tender,
                "version": self.version,
                "previous": hex_or_null(self.previous),
                "deadline": utc(self.deadline),
                "suite": self.suite.name,
                "lots": list(self.lots),
                "groups": [each.to_json() for each in self.groups],
                "bidder": None if self.bidder is None else self.bidder.to_json(),
                "stages": list(self.stages),
                "parts": [each.to_json() for each in self.parts],
                "log": log,
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> Policy:
        """Read a policy from its bytes.

        Raises:
            EncodingRefused: not canonical, or not of this form.
            PolicyRefused: it contradicts itself.
        """
        return _read(encoded)

    def _all_groups(self) -> Iterator[Group]:
        yield from self.groups
        if self.bidder is not None and self.bidder.recovery is not None:
            yield self.bidder.recovery

    def _sealed_with(self) -> tuple[object, ...]:
        return self.suite, self.lots, self.groups, self.bidder, self.stages, self.parts

    def _check_names(self) -> None:
        _check_distinct("lot", self.lots)
        _check_distinct("stage", self.stages)
        _check_distinct("part", [part.name for part in self.parts])
        _check_distinct("group", [group.name for group in self._all_groups()])
        holders = [holder for group in self._all_groups() for holder in group.holders]
        _check_distinct("holder", [holder.id for holder in holders])
        _check_distinct("key", [holder.opens.hex() for holder in holders])
        if not all(NAME.fullmatch(stage) for stage in self.stages):
            raise PolicyRefused("a stage has a name like opening")
        if not all(part.stage in self.stages for part in self.parts):
            raise PolicyRefused("a part opens at a stage that the policy has not")

    def _check_keys(self) -> None:
        for group in self._all_groups():
            for holder in group.holders:
                self.suite.check_opener(holder.opens)
                self.suite.check_signer(holder.signs)

    def _check_organisations(self) -> None:
        organisations = {holder.organisation for group in self.groups for holder in group.holders}
        for organisation in organisations:
            if all(group.is_satisfied_by(organisation) for group in self.groups):
                raise PolicyRefused(f"{organisation} alone could open every bid")


def _check_distinct(what: str, names: tuple[str, ...] | list[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise PolicyRefused(f"{what} {twice[0]} stands twice in this policy")


def _member(kinds: type[_Kind], text: str) -> _Kind:
    try:
        return kinds(text)
    except ValueError as error:
        raise EncodingRefused(f"{text!r} is none of {', '.join(kinds)}") from error


@lru_cache(maxsize=KNOWN_POLICIES)
def _read(encoded: bytes) -> Policy:
    """Read a policy once: nobody can change it afterwards."""
    form = Form.parse(
        encoded,
        POLICY_TYPE,
        *("tender", "version", "previous", "deadline", "suite", "lots", "groups"),
        *("bidder", "stages", "parts", "log"),
    )
    log = Form.of(form.members["log"], "origin", "witnesses")
    return Policy(
        tender=form.text("tender"),
        lots=form.items("lots", text_of),
        deadline=form.moment("deadline"),
        suite=suite_named(form.text("suite")),
        groups=form.items("groups", Group.of),
        stages=form.items("stages", text_of),
        parts=form.items("parts", PartRule.of),
        log=log.text("origin"),
        witnesses=log.items("witnesses", text_of),
        bidder=form.optional("bidder", BidderGroup.of),
        version=form.number("version"),
        previous=form.optional_octets("previous", DIGEST_SIZE),
    )
