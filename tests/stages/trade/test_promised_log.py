"""A published policy names the log and whose witness counts; pages tell bidders the same, whatever changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured

from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.platform.journal import keys
from lucai.platform.records import system_access
from lucai.stages.trade.sealing.models import OpeningPolicy
from lucai.stages.trade.sealing.policies import Log, postponed
from lucai.stages.trade.sealing.selectors import policy_rows
from lucai.stages.trade.sealing.selectors.published import sealing_order
from lucai.stages.trade.sealing.witnessing import promised_log, trusted_witnesses
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from tests.makers import sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced

pytestmark = pytest.mark.django_db

ready = kept(announced)
Ready = tuple[Call, sealing.World]


@pytest.fixture
def witnessed(ready: Ready) -> Iterator[tuple[str, ...]]:
    """From now on the installation believes a witness; its lines."""
    _, world = ready
    log = VerifierKey.of(configured.LUCAI_LOG_NAME, keys.log_key()).encode()
    key = CosignerKey.of(world.witness.name, world.witness.keys[0]).encode()
    lines = (f"log {log}", f"witness city {key}", "quorum city")
    place = Path(configured.LUCAI_DATA_DIR) / "trust" / "witness-policy"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("# 示例\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    yield lines
    place.unlink()


def test_a_policy_names_the_log_and_the_witnesses_of_its_day(ready: Ready) -> None:
    call, _ = ready
    policy = policy_rows(PUBLIC, call.number, 1)[0].policy
    assert policy.log == configured.LUCAI_LOG_ORIGIN
    assert policy.promised_witnesses == trusted_witnesses()
    assert policy.witnesses[-1] == "quorum none"


def test_a_page_keeps_to_what_its_policy_promised_when_a_witness_comes_later(
    ready: Ready, witnessed: tuple[str, ...]
) -> None:
    call, _ = ready
    policy = policy_rows(PUBLIC, call.number, 1)[0].policy
    told = sealing_order(PUBLIC, call.number, 1)["trust"]["witnessPolicy"]
    assert told == policy.promised_witnesses != trusted_witnesses()
    assert promised_log() == Log(configured.LUCAI_LOG_ORIGIN, witnessed)


def test_a_policy_that_names_no_witness_leaves_them_to_the_installation(ready: Ready) -> None:
    call, _ = ready
    with system_access("a policy from before witnesses were named"):
        row = OpeningPolicy.objects.seen_by(SYSTEM).get(project_number=call.number, lot_number=1)
        lines = row.content.partition('"witnesses":[')
        row.content = lines[0] + lines[1] + lines[2][lines[2].index("]") :]
        OpeningPolicy.objects.filter(pk=row.pk).update(content=row.content)
    told = sealing_order(PUBLIC, call.number, 1)["trust"]["witnessPolicy"]
    assert told == trusted_witnesses()


def test_a_later_version_names_the_witnesses_of_its_own_day_and_bids_stay(
    ready: Ready, witnessed: tuple[str, ...]
) -> None:
    call, _ = ready
    policy = policy_rows(PUBLIC, call.number, 1)[0].policy
    later = postponed(policy, policy.deadline + timedelta(days=1), promised_log())
    assert later.witnesses == witnessed
    assert not later.needs_new_bids_after(policy)
