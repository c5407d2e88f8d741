"""A contract that both signed by certificate bears both seals; the service checks who asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lucai.adapters.seals.simulated import SimulatedSealService
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.access.selectors import organisation
from lucai.platform.pki.evidence import evidence_of
from lucai.platform.signatures import ports
from lucai.platform.signatures.models import SignedFile
from lucai.platform.signatures.ports import SealOrder, SealRefused, SealRequest
from lucai.stages.contract.contracts.papers import contract_pdf
from lucai.stages.contract.contracts.selectors import contract_seen
from tests.makers import contract, people
from tests.makers.demonstration_cas import trusted
from tests.makers.kept import kept
from tests.makers.signed_acts import last_digest, signing

pytestmark = pytest.mark.django_db

proposed = kept(contract.proposed)


@pytest.fixture(autouse=True)
def signed_acts(settings: Any, tmp_path: Path, proposed: str) -> Iterator[None]:
    settings.LUCAI_SIGNED_ACTS = True
    before, at = ports.service(), contract_seen(people.buyer(), proposed).card
    ports.use(SimulatedSealService())
    with trusted(settings, tmp_path), clock.at(at.state_since + timedelta(days=1)):
        yield
    ports.use(before)


def signed_by_both(number: str) -> None:
    for viewer in (people.buyer(), contract.supplier().viewer):
        sm3 = contract_seen(people.buyer(), number).sm3
        form = {"sm3": sm3, "late_reason": ""}
        assert signing(viewer).done(f"/contracts/{number}/sign/", form).status_code == 302


def test_a_contract_signed_by_both_bears_the_seals_of_both(proposed: str) -> None:
    signed_by_both(proposed)
    sheet = contract_seen(people.buyer(), proposed)
    assert contract_pdf(people.buyer(), sheet)
    [row] = SignedFile.objects.seen_by(SYSTEM)
    assert row.issuers == [sheet.card.buyer_name, sheet.card.supplier_name]
    assert row.waiting == []


def test_the_service_puts_no_seal_on_for_another_or_on_a_changed_request(proposed: str) -> None:
    signed_by_both(proposed)
    kept_one = evidence_of(SYSTEM, last_digest())
    assert kept_one
    card = contract_seen(people.buyer(), proposed).card
    request = SealRequest(kept_one.message, kept_one.signature, kept_one.at)
    owner = organisation(SYSTEM, card.supplier_id)
    order = SealOrder(owner.name, owner.uscc, "合同", card.project_number, request)
    service, now = SimulatedSealService(), clock.now()
    assert service.offer(order, now).name == card.supplier_name
    with pytest.raises(SealRefused, match="不是"):
        service.offer(replace(order, owner=card.buyer_name), now)
    with pytest.raises(SealRefused, match="不是"):
        service.offer(replace(order, code="91370100MA0000584X"), now)
    changed = replace(request, statement=kept_one.message.replace(b"lucai/act/1", b"lucai/act/2"))
    with pytest.raises(SealRefused, match="没有通过验证"):
        service.offer(replace(order, request=changed), now)
