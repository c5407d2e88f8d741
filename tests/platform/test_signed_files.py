"""Acts with files: held while the signer signs, named by their digests, lost by no refusal."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lucai.kernel import clock
from lucai.platform.files.services import drop_content, keep_bytes, path_of
from lucai.platform.signin import holding
from lucai.platform.trials import trial
from lucai.stages.trade.challenges.selectors import challenge_seen
from tests.makers import challenges, people
from tests.makers.browsing import browse
from tests.makers.demonstration_cas import bound, trusted
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

FIELD = r'name="{}" value="([^"]*)"'
announced = kept(challenges.award)


@pytest.fixture(autouse=True)
def signing(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LUCAI_SIGNED_ACTS = True
    with trusted(settings, tmp_path):
        yield


def hidden(page: Any, name: str) -> str:
    """A hidden field of the page that asks for the signature."""
    found = re.search(FIELD.format(name), page.content.decode())
    assert found, page.content.decode()
    return unescape(found.group(1))


def asked(client: Client, page: Any) -> bytes:
    answer = client.post("/sign-act/question/", {"act_statement": hidden(page, "act_statement")})
    return base64.b64decode(answer.json()["message"])


def reply_of() -> dict[str, str]:
    said = challenges.reply()
    answers = {
        f"answers.{place}.{name}": str(value)
        for place, one in enumerate(said.answers)
        for name, value in one
        if value
    }
    return {"outcome": str(said.outcome.value), "panel_asked": "on", "no_secrets": "on", **answers}


def test_a_form_with_files_is_signed_with_each_file_by_its_digests_and_loses_none(
    announced: challenges.Announced,
) -> None:
    with clock.at(announced.at):
        number = challenges.raised(announced.number)
        agency = bound(people.agency())
    client, place = browse(agency.viewer), f"/challenges/{number}/reply/"
    content = b"%PDF-1.7 evidence"
    with clock.at(announced.at):
        page = client.post(place, {**reply_of(), "files": SimpleUploadedFile("证据.pdf", content)})
        assert hashlib.sha256(content).hexdigest() in page.content.decode()
        assert hashlib.new("sm3", content).hexdigest() in page.content.decode()
        ticket = hidden(page, "act_file")
        posted = {**reply_of(), "act_file": ticket}

        refused = client.post(place, {**posted, "act_signature": "nonsense"})
        assert hidden(refused, "act_file")
        stranger = browse(bound(people.agency(2)).viewer)
        assert stranger.post(place, {**posted, "act_signature": "nonsense"}).status_code != 302

        signature = agency.sign(asked(client, page))
        without = client.post(place, {**reply_of(), "act_signature": signature})
        assert "签名之后内容有变化" in without.content.decode()

        signature = agency.sign(asked(client, page))
        done = client.post(place, {**posted, "act_signature": signature})
    assert done.status_code == 302, done.content.decode()
    assert [
        one.name for one in challenge_seen(agency.viewer, number).files if "证据" in one.name
    ] == ["证据.pdf"]


def test_nobody_fills_the_disk_with_files_that_wait_and_nothing_typed_is_lost(
    announced: challenges.Announced, settings: Any
) -> None:
    settings.LUCAI_HELD_FILES = 2
    with clock.at(announced.at):
        number = challenges.raised(announced.number)
        agency = bound(people.agency())
        client, place = browse(agency.viewer), f"/challenges/{number}/reply/"
        files = [SimpleUploadedFile(f"证据{n}.pdf", b"%PDF-1.7 " + bytes([n])) for n in range(3)]
        full = client.post(place, {**reply_of(), "files": files})
        assert full.status_code == 422
        assert "较多附件等待签名" in full.content.decode()
        assert 'name="answers.0' in full.content.decode()
        settings.LUCAI_HELD_FILES = 3
        files[0].seek(0)
        page = client.post(place, {**reply_of(), "files": files[0]})
        posted = {**reply_of(), "act_file": hidden(page, "act_file")}
        signature = agency.sign(asked(client, page))
        done = client.post(place, {**posted, "act_signature": signature})
    assert done.status_code == 302
    person = agency.viewer.person or 0
    assert len(holding._room(person)) == 1, "what was signed waits no longer"


def test_held_files_are_swept_up_and_nothing_outside_happens_in_a_trial(tmp_path: Path) -> None:
    old, new = holding._folder() / "old", holding._folder() / "new"
    old.parent.mkdir(parents=True, exist_ok=True)
    old.write_bytes(b"1"), new.write_bytes(b"2")
    os.utime(old, (0, 0))
    assert holding.sweep(clock.now()) == 1
    assert (old.exists(), new.exists()) == (False, True)
    kept = keep_bytes(people.actor(people.agency()), b"x", name="x.txt", media_type="text/plain")
    with trial():
        assert not drop_content(people.actor(people.agency()), kept.pk)
    assert path_of(kept.sha256).exists()
