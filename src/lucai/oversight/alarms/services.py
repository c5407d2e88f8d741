"""Taking alarms from the share servers, and writing down what their check came to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound
from lucai.oversight.alarms.lifecycle import KEY_ALARM
from lucai.oversight.alarms.models import KeyAlarm
from lucai.oversight.alarms.schemas import FindingIn
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing.policies import Keys
from lucai.stages.trade.sealing.selectors import servers_enrolled, subject_of_policy
from lucai.stages.trade.sealing.subjects import Subject
from lucai_trust.encoding import parse_utc
from lucai_trust.envelope import SignedStatement
from lucai_trust.errors import TrustError
from lucai_trust.keyholder import ALARM_TYPE

CODE = 20


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm as its server told it."""

    server: Keys
    reason: str
    policy_hash: str
    envelope_hash: str
    asked_at: datetime
    deadline: datetime
    signed: str

    @property
    def code(self) -> str:
        """The same alarm has the same code, however often it is told."""
        return f"GJ{hashlib.sha256(self.signed.encode()).hexdigest()[:CODE].upper()}"


def collect(actor: Actor) -> int:
    """Ask every share server for its alarms; keep those not known, return how many.

    Only what the server signed with its enrolled key is taken; one that does not answer is
    asked again the next time.
    """
    told = [one for server in servers_enrolled(SYSTEM) for one in _told(server)]
    with system_access("known alarms"):
        known = set(
            KeyAlarm.objects.filter(code__in=[one.code for one in told]).values_list(
                "code", flat=True
            )
        )
    fresh = {one.code: one for one in told if one.code not in known}
    return sum(_raise(actor, one) for one in fresh.values())


def check(actor: Actor, *, code: str, form: FindingIn) -> None:
    """Write down what the check of an alarm came to.

    Raises:
        NotFound: there is none, or it is another region's.
    """
    _check(actor, code, form)


@command
def _check(actor: Actor, code: str, form: FindingIn) -> None:
    rows = KeyAlarm.objects.seen_by(actor.viewer).select_for_update().filter(code=code)
    row = rows.first()
    if row is None:
        raise NotFound("没有找到这条告警。")
    changes = {"finding": form.finding, "checked_at": clock.now()}
    take_step(actor, row, KEY_ALARM, "check", changes=changes, body={"finding": form.finding})


def _raise(actor: Actor, raised: Raised) -> int:
    found = subject_of_policy(SYSTEM, raised.policy_hash)
    if found is None:
        return 0
    _begin(actor, raised, found)
    return 1


@command
def _begin(actor: Actor, raised: Raised, subject: Subject) -> None:
    row = KeyAlarm(
        code=raised.code, holder=raised.server.code, holder_name=raised.server.organisation,
        reason=raised.reason, project=(subject.project_number or subject.number)[:40], project_title=subject.title,
        lot_number=subject.lot_number, envelope_hash=raised.envelope_hash, asked_at=raised.asked_at,
        deadline=raised.deadline, signed=raised.signed, finance_id=subject.finance_id,
        region=subject.region,
    )  # fmt: skip
    body = {"holder": raised.server.code, "reason": raised.reason}
    begin(actor, row, KEY_ALARM, label="开标密钥服务器告警", body=body)


def _told(server: Keys) -> list[Raised]:
    asked = ports.server_of(server.code)
    said = asked.alarms() if asked else None
    if said is None or said.status != 200:
        return []
    try:
        texts = [str(one) for one in json.loads(said.body)["alarms"]]
    except (ValueError, KeyError, TypeError):
        return []
    return [raised for text in texts if (raised := _read(server, text))]


def _read(server: Keys, text: str) -> Raised | None:
    try:
        signed = SignedStatement.parse(text.encode())
        if not signed.is_signed_by(bytes.fromhex(server.signs)):
            return None
        said = json.loads(signed.statement)
        if said["type"] != ALARM_TYPE or said["holder"] != server.code:
            return None
        return Raised(
            server, said["reason"], said["policy"], said["envelope"],
            parse_utc(said["at"]), parse_utc(said["deadline"]), text,
        )  # fmt: skip
    except (TrustError, ValueError, KeyError, TypeError):
        return None
