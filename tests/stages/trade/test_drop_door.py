"""The door of the drop: what pages send is taken in, and whatever is not in order is told why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.stages.trade.sealing import passes, vault
from lucai.stages.trade.sealing.selectors import envelopes_handed_in
from lucai_trust import envelope as trust
from tests.makers import bids, people, sealing
from tests.makers.bids import Call
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

called = kept(lambda: bids.call_for_bids(lots=1))


def sent(call: Call) -> tuple[str, dict[str, str]]:
    """Seal a bid and let its parts arrive; return the address and what a page sends there."""
    made, chunks = sealing.sealed(call.number, 1, people.supplier(1), offer={}, response={})
    upload = made.envelope.hash.hex()[:32]
    for part, pieces in chunks.items():
        for place, piece in enumerate(pieces):
            vault.keep_chunk(upload, part, place, piece)
    envelope = made.envelope
    body = {"core": envelope.core_bytes.decode(), "sealed": envelope.sealed.hex(), "claim": ""}
    return f"/drop/{call.number}/1/{upload}", body


def post(call: Call, address: str, body: Any, **more: Any) -> Any:
    headers = {"X-Drop-Pass": passes.issue(call.number, 1), **more}
    content = body if isinstance(body, str) else json.dumps(body)
    return Client().post(address, content, content_type="application/json", headers=headers)


def test_what_a_page_sends_and_what_a_form_sends_get_the_same_receipt(called: Call) -> None:
    with clock.at(called.before):
        address, body = sent(called)
        receipt = post(called, address, body)
        form = {"core": body["core"], "sealed": _file(body)}
        again = Client().post(
            address, form, headers={"X-Drop-Pass": passes.issue(called.number, 1)}
        )
    assert receipt.status_code == again.status_code == 200
    assert receipt["Content-Type"] == "application/json"
    [row] = envelopes_handed_in(SYSTEM, called.number, 1)
    stated = [trust.Receipt.parse(each.content).statement.envelope for each in (receipt, again)]
    assert stated == [row.envelope.digests] * 2


@pytest.mark.parametrize(
    "change",
    [{"core": ""}, {"core": 3}, {"sealed": "xyz"}, {"sealed": None}, {"claim": []},
     {"core": "\0"}, {"claim": "\0"}],
)  # fmt: skip
def test_what_is_not_whole_is_told_and_nothing_is_taken_in(
    called: Call, change: dict[str, Any]
) -> None:
    with clock.at(called.before):
        address, body = sent(called)
        answer = post(called, address, {**body, **change})
        taken = envelopes_handed_in(SYSTEM, called.number, 1)
    if "claim" in change and change["claim"] == "\0":
        assert answer.status_code == 200  # it replaces nothing: no claim is asked for, none is read
        return
    assert answer.status_code == 422
    assert answer.content.decode()
    assert not taken


@pytest.mark.parametrize("body", ["", "{", "[]", "3", '{"core": "{}"}'])
def test_what_is_no_such_object_is_told(called: Call, body: str) -> None:
    with clock.at(called.before):
        answer = post(called, f"/drop/{called.number}/1/{'0' * 32}", body)
    assert answer.status_code == 422
    assert "不完整" in answer.content.decode()


def test_without_a_pass_or_at_another_address_or_otherwise_nothing_comes_in(called: Call) -> None:
    with clock.at(called.before):
        address, body = sent(called)
        assert post(called, address, body, **{"X-Drop-Pass": "no"}).status_code == 403
        assert post(called, address + "/nowhere/at/all", body).status_code == 404
        assert post(called, address + "\0", body).status_code in {403, 404, 422}
        assert Client().get(address).status_code == 405
        assert not envelopes_handed_in(SYSTEM, called.number, 1)


@pytest.mark.parametrize("lot", [0, 9, 10**20])
def test_a_bid_for_a_lot_that_does_not_exist_is_told_so_and_not_taken_in(
    called: Call, lot: int
) -> None:
    supplier = browse(people.supplier())
    with clock.at(called.before):
        address, body = sent(called)
        elsewhere = address.replace(f"/{called.number}/1/", f"/{called.number}/{lot}/")
        passed = {"X-Drop-Pass": passes.issue(called.number, lot)}
        answer = post(called, elsewhere, body, **passed)
        page = supplier.get(f"/rooms/{called.number}/bid/{lot}/seal/")
        assert not envelopes_handed_in(SYSTEM, called.number, 1)
    assert answer.status_code == page.status_code == 404
    assert "没有这一包" in answer.content.decode()
    assert "没有这一包" in page.content.decode()


def _file(body: dict[str, str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("sealed.bin", bytes.fromhex(body["sealed"]))
