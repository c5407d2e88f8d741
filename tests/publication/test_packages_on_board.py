"""Verification packages of openings, on the public page of their project."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.stages.trade.openings import services as openings
from tests.makers import bids, people

pytestmark = pytest.mark.django_db


def test_once_the_opening_is_recorded_everybody_finds_its_verification_package(
    client: Client,
) -> None:
    call = bids.opened_lot()
    page, package = f"/projects/{call.number}/", f"/rooms/{call.number}/sealed/1/package.zip"
    with clock.at(call.bid_deadline + timedelta(minutes=30)):
        assert package not in client.get(page).content.decode()
        assert client.get(package).status_code == 404
        openings.close_record(people.actor(people.agency()), project_number=call.number)
        shown = client.get(page).content.decode()
        assert package in shown
        assert "包 2 开标核验包" not in shown  # nobody bid for it
        assert b"".join(client.get(package).streaming_content)[:2] == b"PK"
