"""``lucai keyholder``: holds shares, and releases each only when log and clocks allow it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lucai_outposts import clock
from lucai_outposts.door import JSON, Routes
from lucai_outposts.keys import HolderKeys, holder_keys
from lucai_outposts.ledger import Ledger
from lucai_trust.encoding import Json, canonical
from lucai_trust.envelope import (
    Envelope,
    Policy,
    Released,
    SignedStatement,
    acknowledge,
    open_recovery_share,
    open_share,
    release,
    say_unopened,
)
from lucai_trust.envelope.policy import RECOVERY
from lucai_trust.errors import EnvelopeRefused, TrustError
from lucai_trust.keyholder import Alarm, Decision, Reason, Shown, decide
from lucai_trust.members import Members
from lucai_trust.policy import WitnessPolicy
from lucai_trust.release_request import ReleaseRequest
from lucai_trust.suites import Suite
from lucai_trust.witness import Answer

LONGEST = 4 * 1024 * 1024
MALFORMED, BIDDER_FAULT = "malformed", "bidder_fault"


@dataclass(frozen=True, slots=True)
class Keyholder:
    """A share server: who it is, its keys, whom it believes, its book and its clock."""

    holder: str
    suite: Suite
    keys: HolderKeys
    trusted: WitnessPolicy
    ledger: Ledger
    now: Callable[[], datetime] = clock.now

    def release(self, body: bytes) -> Answer:
        """Answer a request for a share: 200 the signed release, 400, 403 or 422 the reason."""
        try:
            request = ReleaseRequest.parse(body)
            shown = request.shown()
            self._check_own(request.policy)
            self._check_group(request)
        except TrustError as error:
            return _refusal(400, MALFORMED, str(error))
        at = self.now()
        seal_seen = self.ledger.seal_of(request)
        decision = decide(shown, self.trusted, at, seal_seen=seal_seen)
        if not decision.releases:
            return self._refuse(request, shown, decision, at)
        return self._release(request, decision, at)

    def acknowledge(self, body: bytes) -> Answer:
        """Answer a bid just handed in: 200 the signed word that this holder's wraps open."""
        try:
            read = Members.parse(body)
            policy = Policy.parse(read.text("policy").encode("utf-8"))
            envelope = Envelope.parse(read.text("core").encode("utf-8"), read.hex("sealed"))
            self._check_own(policy)
            if envelope.core.policy_hash != policy.hash:
                raise EnvelopeRefused("this envelope was sealed under another policy")
        except TrustError as error:
            return _refusal(400, MALFORMED, str(error))
        try:
            signed = acknowledge(
                policy,
                envelope,
                self.holder,
                self.keys.opener,
                signer=self.keys.signer,
                at=self.now(),
            )
        except TrustError as error:
            return _refusal(422, BIDDER_FAULT, str(error))
        return Answer(200, signed.encode().decode("utf-8"), JSON)

    def alarms(self, _: bytes) -> Answer:
        """Answer the alarms, each signed."""
        return _json({"holder": self.holder, "alarms": [*self.ledger.alarms()]})

    def card(self, _: bytes) -> Answer:
        """Answer who this is: what a policy says of the holder."""
        return _json(self.public())

    def public(self) -> dict[str, Json]:
        """Return the holder's id, suite and public keys."""
        return {
            "holder": self.holder,
            "suite": self.suite.name,
            "opens": self.keys.opener.public.hex(),
            "signs": self.keys.signer.public.hex(),
        }

    def _check_own(self, policy: Policy) -> None:
        own = policy.group_of(self.holder).holder(self.holder)
        keys = self.keys.opener.public, self.keys.signer.public
        if policy.suite.name != self.suite.name or (own.opens, own.signs) != keys:
            raise EnvelopeRefused("the policy names other keys for this holder")

    def _check_group(self, request: ReleaseRequest) -> None:
        """Recovery holders have shares of the bidder's secret, all others of the stages'."""
        recovers = request.policy.group_of(self.holder).name == RECOVERY
        if recovers != request.is_recovery:
            raise EnvelopeRefused("this holder has no share of what is asked for")

    def _refuse(
        self, request: ReleaseRequest, shown: Shown, decision: Decision, at: datetime
    ) -> Answer:
        alarm = None
        if decision.alarms:
            record = Alarm(
                self.holder,
                at,
                decision.reason,
                shown.policy_hash,
                request.envelope.hash,
                request.stage,
                shown.deadline,
                decision.witnessed_at,
            )
            alarm = SignedStatement.by(record.encode(), [self.keys.signer]).encode().decode()
        witnessed = decision.witnessed_at
        self.ledger.refuse(request, decision.reason, at, witnessed_at=witnessed, alarm=alarm)
        return _refusal(403, decision.reason)

    def _release(self, request: ReleaseRequest, decision: Decision, at: datetime) -> Answer:
        already = self.ledger.released(request)
        if already is not None:
            return Answer(200, already, JSON)
        policy, envelope = request.policy, request.envelope
        try:
            share = self._opened(request)
        except TrustError as error:
            self.ledger.refuse(request, BIDDER_FAULT, at)
            word = say_unopened(policy, envelope, self.holder, signer=self.keys.signer, at=at)
            return _refusal(422, BIDDER_FAULT, str(error), word)
        statement = release(policy, envelope, share, signer=self.keys.signer, at=at)
        signed = statement.encode().decode("utf-8")
        self.ledger.release(request, at, witnessed_at=decision.witnessed_at, signed=signed)
        return Answer(200, signed, JSON)

    def _opened(self, request: ReleaseRequest) -> Released:
        policy, envelope, opener = request.policy, request.envelope, self.keys.opener
        if request.is_recovery:
            return open_recovery_share(policy, envelope, self.holder, opener)
        return open_share(policy, envelope, request.stage, self.holder, opener)


def open_keyholder(folder: Path, holder: str, suite: Suite, trusted: WitnessPolicy) -> Keyholder:
    """Return the share server whose keys and book are in a folder."""
    ledger = Ledger(folder / "keyholder.sqlite3")
    return Keyholder(holder, suite, holder_keys(folder, suite), trusted, ledger)


def routes(keyholder: Keyholder) -> Routes:
    """Return what the share server does at its door."""
    return {
        ("POST", "/release"): keyholder.release,
        ("POST", "/acknowledge"): keyholder.acknowledge,
        ("GET", "/alarms"): keyholder.alarms,
        ("GET", "/holder"): keyholder.card,
    }


def _refusal(
    status: int, reason: Reason | str, explanation: str = "", word: SignedStatement | None = None
) -> Answer:
    """Answer why not; ``word``: what the holder signs of it, for whoever has to go on without."""
    told: dict[str, Json] = {"reason": str(reason), "explanation": explanation}
    if word:
        told["word"] = word.encode().decode("utf-8")
    return _json(told, status)


def _json(content: dict[str, Json], status: int = 200) -> Answer:
    return Answer(status, canonical(content).decode("utf-8"), JSON)
