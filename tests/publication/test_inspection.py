"""The page on which anybody checks a file: what it says of good, bad and foreign files."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lucai.kernel import clock
from lucai.platform.journal import sequencer
from lucai.platform.signatures import papers
from lucai.publication.inspection import selectors
from tests.makers.crawling import Reading
from tests.makers.signing import AT, unsigned
from tests.platform.documents.samples.letters import AWARD_LETTER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_hour() -> Any:
    with clock.at(AT):
        yield


def handed_in(content: bytes, name: str = "示例文件.pdf") -> tuple[int, str]:
    answer = Client().post("/verify-file/", {"file": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def test_an_issued_paper_is_good_in_the_log_and_its_proof_can_be_had() -> None:
    content = papers.official("award_letter", AWARD_LETTER, moment=AT)
    sequencer.sequence_all()
    status, text = handed_in(content)
    assert status == 200
    assert "全部有效，文件没有被改动" in text
    assert "摘要已写入公开日志第" in text
    digest = hashlib.sha256(content).hexdigest()
    assert f"/verify-file/{digest}.json" in text
    assert Client().get(f"/verify-file/{digest}.json").json()["content"]["object"]["key"] == digest


def test_a_changed_paper_is_bad_and_in_no_log() -> None:
    content = bytearray(papers.official("award_letter", AWARD_LETTER, moment=AT))
    content[len(unsigned()) // 5] ^= 1
    _, text = handed_in(bytes(content))
    assert "请不要采信" in text
    assert "公开日志中没有这个文件的摘要" in text


def test_a_file_without_signatures_proves_nothing() -> None:
    assert "没有签名、印章或时间戳" in handed_in(unsigned())[1]


@pytest.mark.parametrize(
    ("content", "says"), [(b"GIF89a", "两者都不是"), (b"%PDF-1.7\n", "结构损坏")]
)
def test_what_cannot_be_read_is_answered_with_a_sentence(content: bytes, says: str) -> None:
    status, text = handed_in(content)
    assert (status, says in text) == (200, True)


def test_nothing_and_too_much_are_refused_at_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().post("/verify-file/").status_code == 422
    assert handed_in(b"")[0] == 422
    monkeypatch.setattr(selectors, "LARGEST", 100)
    status, text = handed_in(b"%PDF-1.7" + b" " * 200)
    assert (status, "超过" in text) == (422, True)


def test_a_process_that_dies_of_a_file_is_told_as_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    from lucai.platform.signatures import apart

    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    status, text = handed_in(unsigned())
    assert (status, apart.TOO_MUCH in text) == (422, True)


def test_what_a_file_says_of_itself_is_text_on_the_page() -> None:
    _, text = handed_in(unsigned(), name="<script>alert(1)</script>.pdf")
    assert "<script>alert" not in text


def test_the_page_sets_no_cookie_and_stands_in_the_footer() -> None:
    answer = Client().get("/verify-file/")
    assert not answer.cookies
    assert Reading(answer.content.decode()).html.count("<h1") == 1
    assert '/verify-file/"' in Client().get("/help/").content.decode()


def test_a_proof_of_an_unknown_file_is_not_found() -> None:
    assert Client().get(f"/verify-file/{'0' * 64}.json").status_code == 404
