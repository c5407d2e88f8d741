"""公开招标 from budget and plan to the published contract, by requests of programs alone."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from lucai.platform.pki.models import CertificateEvidence
from lucai.platform.records import system_access
from tests.lives.api import awarding, bidding, evaluating, opening, planning, tendering
from tests.lives.api.story import Told, tell
from tests.makers.demonstration_cas import trusted

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

PLANNED = (planning.budget, planning.intention, planning.thirty_days, planning.plan,
           planning.filing, planning.commission)  # fmt: skip
CALLED = (tendering.document, tendering.timing, tendering.publication)
OPENED = (bidding.documents_obtained, bidding.bids, opening.draw, opening.hall)
CHECKED = (evaluating.members_sign_in, evaluating.qualification, evaluating.checks,
           evaluating.compliance)  # fmt: skip
AWARDED = (evaluating.report, awarding.decision, awarding.announcement, awarding.contract,
           awarding.contract_published)  # fmt: skip


def test_an_open_tender_is_carried_by_programs_from_the_budget_to_the_published_contract() -> None:
    tell(Told(method="open"), (*PLANNED, *CALLED, *OPENED, *CHECKED, evaluating.scoring, *AWARDED))


def test_an_open_tender_goes_to_the_lowest_price_with_every_act_signed(
    settings: Any, tmp_path: Path
) -> None:
    settings.LUCAI_SIGNED_ACTS = True
    told = Told(method="open", evaluation="lowestPrice", signed=True)
    with trusted(settings, tmp_path):
        tell(told, (*PLANNED, *CALLED, *OPENED, *CHECKED, *AWARDED))
    with system_access("what was signed"):
        kept = CertificateEvidence.objects.filter(purpose="act").values_list("message", flat=True)
        acts = [json.loads(base64.b64decode(message))["act"] for message in kept]
    assert {"完成抽取"} <= set(acts)
