"""A framework agreement is a paper: a draft until both have signed, then under both their seals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lucai.adapters.seals.simulated import SimulatedSealService
from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM
from lucai.platform.documents import page_texts
from lucai.platform.signatures import ports
from lucai.platform.signatures.models import SignedFile
from lucai.stages.trade.frameworks import selectors
from lucai.stages.trade.frameworks.selectors import MemberCard
from tests.makers import frameworks as make
from tests.makers import people
from tests.makers.demonstration_cas import trusted
from tests.makers.kept import kept
from tests.makers.signed_acts import last_signed, signing

pytestmark = pytest.mark.django_db

decided = kept(make.decided)
running = kept(make.running)


@pytest.fixture(autouse=True)
def the_day_after() -> Iterator[None]:
    with clock.at(clock.moment(make.DECIDED, 12)):
        yield


def first(number: str) -> MemberCard:
    return selectors.framework_seen(make.centre(), number).members[0]


def text_of(place: str) -> str:
    answer = Client().get(place)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return "".join("".join(page_texts(answer.content)).split())


def issued() -> list[list[str]]:
    return [list(row.issuers) for row in SignedFile.objects.seen_by(SYSTEM).order_by("pk")]


def test_before_anybody_signs_there_is_a_draft_that_nobody_seals(decided: str) -> None:
    assert "框架协议（尚未签订）" in text_of(f"{first(decided).href}agreement.pdf")
    assert issued() == []
    assert Client().get(f"{first(decided).href}agreement.ofd").status_code == 404


def test_a_signed_agreement_bears_the_seals_of_both_with_price_and_terms(running: str) -> None:
    member = first(running)
    text = text_of(f"{member.href}agreement.pdf")
    sheet = selectors.framework_seen(make.centre(), running)
    assert member.supplier_name in text
    assert "协议单价" in text
    assert "".join(sheet.terms["payment"].split()) in text
    assert issued() == [[sheet.card.organiser_name, member.supplier_name]]


def test_the_same_agreement_is_the_same_bytes_and_there_as_sealed_ofd(running: str) -> None:
    place = f"{first(running).href}agreement"
    assert Client().get(f"{place}.pdf").content == Client().get(f"{place}.pdf").content
    answer = Client().get(f"{place}.ofd")
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"PK")


def test_the_seal_service_seals_it_on_what_both_signed_by_certificate(
    decided: str, settings: Any, tmp_path: Path
) -> None:
    settings.LUCAI_SIGNED_ACTS = True
    member, before = first(decided), ports.service()
    supplier = next(
        one for one in map(people.supplier, range(1, 9)) if one.organisation == member.supplier_id
    )
    with trusted(settings, tmp_path):
        ports.use(SimulatedSealService())
        for viewer, step in ((supplier, "sign_supplier"), (make.centre(), "sign")):
            assert signing(viewer).done(f"{member.href}steps/{step}/").status_code == 302
        assert text_of(f"{member.href}agreement.pdf")
        ports.use(before)
    [row] = SignedFile.objects.seen_by(SYSTEM)
    statement, _ = last_signed()
    assert (row.waiting, row.life) == ([], ["trade.frameworkMember", member.key])
    assert ["协议单价", f"{money.yuan(member.price)} 元/箱"] in statement["lines"]
