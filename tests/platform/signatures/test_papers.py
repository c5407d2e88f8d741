"""A final paper is signed once and is the same ever after; its digests are in the log."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.kernel.errors import NotFound
from lucai.platform.journal import canonical, sequencer
from lucai.platform.journal.models import JournalEntry
from lucai.platform.signatures import papers, services
from lucai.platform.signatures.judging import Kind, State
from lucai.platform.signatures.judging.files import judge
from lucai.platform.signatures.models import SignedFile
from lucai.platform.signatures.selectors import logged, opening_of
from lucai_trust import merkle
from tests.makers.signing import AT, trust, unsigned
from tests.platform.documents.samples.letters import AWARD_LETTER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_hour() -> Any:
    with clock.at(AT):
        yield


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_same_paper_is_the_same_bytes_and_signed_once() -> None:
    first = papers.official("award_letter", AWARD_LETTER, moment=AT)
    with patch.object(services, "_as_pdf", side_effect=AssertionError("signed twice")):
        assert papers.official("award_letter", AWARD_LETTER, moment=AT) == first
    assert first.startswith(unsigned())


def test_another_content_is_another_paper() -> None:
    first = papers.official("award_letter", AWARD_LETTER, moment=AT)
    other = replace(AWARD_LETTER, document_number="示例号 2")
    assert papers.official("award_letter", other, moment=AT) != first
    assert SignedFile.objects.seen_by(SYSTEM).count() == 2


def test_the_journal_carries_both_digests_and_no_project() -> None:
    content = papers.official("award_letter", AWARD_LETTER, moment=AT)
    [entry] = JournalEntry.objects.seen_by(SYSTEM).filter(event=services.ISSUED)
    sm3 = hashlib.new("sm3", content).hexdigest()
    assert entry.body["file"] == {"sha256": sha256(content), "sm3": sm3}
    assert (entry.public, entry.project_number) == (False, "")


def test_whoever_has_the_file_can_prove_that_it_is_in_the_log() -> None:
    content = papers.official("award_letter", AWARD_LETTER, moment=AT)
    assert opening_of(PUBLIC, sha256(content)) is None
    sequencer.sequence_all()
    found = logged(PUBLIC, sha256(content))
    opened = opening_of(PUBLIC, sha256(content))
    assert found
    assert opened
    assert (found.index, found.whole) == (opened["index"], True)
    [entry] = JournalEntry.objects.seen_by(SYSTEM).filter(event=services.ISSUED)
    assert opened["entry"].encode() == canonical.leaf_bytes(entry)
    assert opened["content"]["body"]["file"]["sha256"] == sha256(content)
    assert merkle.leaf_hash(opened["entry"].encode()).hex() == entry.leaf


def test_the_paper_before_its_signatures_is_known_as_such() -> None:
    papers.official("award_letter", AWARD_LETTER, moment=AT)
    found = logged(PUBLIC, sha256(unsigned()))
    assert found
    assert not found.whole


def test_an_unknown_file_is_in_no_log() -> None:
    assert logged(PUBLIC, "0" * 64) is None


def test_nobody_lists_signed_files() -> None:
    papers.official("award_letter", AWARD_LETTER, moment=AT)
    assert not SignedFile.objects.seen_by(PUBLIC).exists()


def test_the_same_paper_is_to_be_had_as_ofd_under_the_same_seals() -> None:
    signed = papers.official("award_letter", AWARD_LETTER, moment=AT)
    file = papers.sealed_ofd_of(signed)
    assert papers.sealed_ofd_of(signed).sha256 == file.sha256
    ofd, pdf = judge(file.path.read_bytes(), trust(AT)), judge(signed, trust(AT))
    assert (ofd.form, ofd.state) == ("OFD", State.GOOD)
    seals = [found.signer for found in pdf.findings if found.kind is Kind.SEAL]
    assert [found.signer for found in ofd.findings] == seals != []
    assert logged(PUBLIC, file.sha256)


def test_what_the_platform_has_not_signed_is_not_made_an_ofd() -> None:
    with pytest.raises(NotFound, match="正式形成以后"):
        papers.sealed_ofd_of(unsigned())
