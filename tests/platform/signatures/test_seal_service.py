"""Organisations' seals come from a seal service: on a signed request, else later, never in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from lucai.adapters.seals.simulated import SimulatedSealService
from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.platform.signatures import papers, ports
from lucai.platform.signatures.judging import State
from lucai.platform.signatures.judging.files import judge
from lucai.platform.signatures.models import SignedFile
from lucai.platform.signatures.ports import SealOrder, SealRefused
from lucai.platform.signatures.resealing import before_signing, seal_waiting
from lucai.platform.signatures.sealing import PLATFORM
from lucai.platform.signatures.selectors import logged
from tests.makers.signing import AT, trust, unsigned
from tests.platform.documents.samples.letters import AWARD_LETTER

pytestmark = pytest.mark.django_db

ISSUER = AWARD_LETTER.issuer


@pytest.fixture(autouse=True)
def at_the_hour() -> Iterator[None]:
    before = ports.service()
    with clock.at(AT):
        yield
    ports.use(before)


def letter(moment: datetime = AT) -> bytes:
    return papers.official("award_letter", AWARD_LETTER, moment=moment)


def signers(content: bytes) -> list[str]:
    judged = judge(content, trust(AT))
    assert judged.state is State.GOOD
    return [each.signer for each in judged.findings if each.picture]


def rows() -> list[SignedFile]:
    return list(SignedFile.objects.seen_by(SYSTEM).order_by("pk"))


def test_a_service_that_grants_it_puts_the_organisations_seal_on() -> None:
    ports.use(SimulatedSealService(asks=False))
    assert signers(letter()) == [ISSUER]
    assert rows()[0].waiting == []


def test_without_a_service_the_platforms_seal_stands_and_the_paper_says_who_is_waited_for() -> None:
    ports.use(None)
    content = letter()
    assert signers(content) == [PLATFORM]
    assert rows()[0].waiting == [[ISSUER, "没有接入电子印章系统"]]
    found = logged(PUBLIC, rows()[0].sha256)
    assert found
    assert found.waiting == ((ISSUER, "没有接入电子印章系统"),)


def test_a_seal_is_not_put_on_without_a_request_that_somebody_signed() -> None:
    ports.use(SimulatedSealService())
    assert signers(letter()) == [PLATFORM]
    [[name, why]] = rows()[0].waiting
    assert (name, why) == (ISSUER, f"没有收到{ISSUER}用数字证书签名的用印申请")


def test_a_paper_that_waited_is_sealed_later_and_given_from_then_on() -> None:
    ports.use(None)
    first = letter()
    assert seal_waiting(AT) == 0
    ports.use(SimulatedSealService(asks=False))
    with clock.at(AT + timedelta(days=1)):
        assert seal_waiting(AT + timedelta(days=1)) == 1
        second = letter()
    assert signers(first) == [PLATFORM]
    later = judge(second, trust(AT + timedelta(days=2))).findings
    assert later[0].signer == ISSUER
    assert second.startswith(unsigned())
    assert [row.waiting for row in rows()] == [[], []]
    assert seal_waiting(AT + timedelta(days=2)) == 0


def test_what_is_refused_again_waits_on_with_the_newest_reason() -> None:
    ports.use(None)
    letter()
    ports.use(SimulatedSealService())
    assert seal_waiting(AT) == 0
    assert rows()[0].waiting == [[ISSUER, f"没有收到{ISSUER}用数字证书签名的用印申请"]]


@dataclass
class Failing:
    """A service that offers a seal and then does not answer."""

    inner: Any
    name: str = "示例印章系统"

    def offer(self, order: SealOrder, at: datetime) -> Any:
        return self.inner.offer(order, at)

    def put(self, order: SealOrder, digest: bytes, *, over: str, at: datetime) -> bytes:
        del order, digest, over, at
        raise SealRefused("电子印章系统没有应答")


def test_a_service_that_fails_half_way_leaves_the_platforms_seal_and_the_paper_waits() -> None:
    ports.use(Failing(SimulatedSealService(asks=False)))
    assert signers(letter()) == [PLATFORM]
    assert rows()[0].waiting == [[ISSUER, "电子印章系统没有应答"]]


def test_the_paper_before_its_signatures_is_found_in_the_signed_one() -> None:
    ports.use(None)
    content = letter()
    assert before_signing(content, rows()[0].original) == unsigned()
    with pytest.raises(ValueError, match="begin"):
        before_signing(content, "0" * 64)


def test_who_signs_reads_beforehand_who_seals_the_paper() -> None:
    ports.use(None)
    assert "没有接入电子印章系统" in ports.said_before_signing()
    ports.use(SimulatedSealService())
    assert "统一电子印章系统（模拟对接）" in ports.said_before_signing()
