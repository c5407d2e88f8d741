"""The timestamp authority: what it answers to good and to bad requests."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import tsp
from django.test import Client

from lucai.kernel import clock
from lucai.platform.signatures.identity import Role, Suite, identity
from lucai.platform.signatures.judging.tokens import read_token
from lucai.platform.signatures.timestamps import Answer, answer
from tests.makers.signing import AT

DATA = b"what was there"


def request(name: str = "sha256", **changes: Any) -> bytes:
    imprint = {
        "hash_algorithm": {"algorithm": name},
        "hashed_message": changes.pop("imprint", None) or hashlib.new(name, DATA).digest(),
    }
    content = {"version": 1, "message_imprint": imprint, "cert_req": True, "nonce": 77, **changes}
    octets: bytes = tsp.TimeStampReq(content).dump()
    return octets


def failure(octets: bytes) -> set[str]:
    response = Answer.load(answer(octets, AT))
    assert response["status"]["status"].native == "rejection"
    found: set[str] = response["status"]["fail_info"].native
    return found


@pytest.mark.parametrize(
    ("name", "suite"),
    [("sha256", Suite.INTERNATIONAL), ("sha512", Suite.INTERNATIONAL), ("sm3", Suite.NATIONAL)],
)
def test_a_token_names_the_hour_and_fits_the_data_only(name: str, suite: Suite) -> None:
    response = tsp.TimeStampResp.load(answer(request(name), AT + timedelta(milliseconds=800)))
    read = read_token(response["time_stamp_token"], DATA)
    assert (read.holds, read.at) == (True, AT)
    assert read.authority.dump() == identity(suite).holders[Role.CLOCK].certificate.dump()
    assert not read_token(response["time_stamp_token"], DATA + b".").holds
    info = response["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    assert info["nonce"].native == 77


def test_two_tokens_have_two_numbers() -> None:
    made = [tsp.TimeStampResp.load(answer(request(), AT)) for _ in range(2)]
    numbers = [
        each["time_stamp_token"]["content"]["encap_content_info"]["content"]
        .parsed["serial_number"]
        .native
        for each in made
    ]
    assert numbers[0] != numbers[1]


def test_certificates_come_only_when_asked_for() -> None:
    response = tsp.TimeStampResp.load(answer(request(cert_req=False), AT))
    assert len(response["time_stamp_token"]["content"]["certificates"]) == 0


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "bad_data_format"),
        (b"\x30\x03\x02\x01\x01", "bad_data_format"),
        (request() + b"\0", "bad_data_format"),
        (request("sha1"), "bad_alg"),
        (request(imprint=b"short"), "bad_data_format"),
        (request(req_policy="1.2.3.4"), "unaccepted_policy"),
        (b"\x30" * 5000, "bad_data_format"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_by_name(octets: bytes, why: str) -> None:
    assert failure(octets) == {why}


@pytest.mark.django_db
def test_the_authority_answers_over_http_and_to_its_own_kind_only() -> None:
    client, kind = Client(enforce_csrf_checks=True), "application/timestamp-query"
    with clock.at(AT):
        answered = client.post("/tsa", request(), content_type=kind)
    assert answered["Content-Type"] == "application/timestamp-reply"
    assert read_token(tsp.TimeStampResp.load(answered.content)["time_stamp_token"], DATA).at == AT
    assert client.post("/tsa", request(), content_type="text/plain").status_code == 415
    assert client.get("/tsa").status_code == 405
