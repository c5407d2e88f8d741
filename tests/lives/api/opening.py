"""The draw of the panel, and the opening in the hall."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from lucai_trust.draw import nonce_commitment
from tests.lives.api.story import Story
from tests.makers import sealing_program
from tests.makers.program import Program, chosen, held


def draw(story: Story) -> None:
    """代理机构 draws the experts; 采购人 gives a nonce of its own and sends its representative."""
    story.wait_until(story.deadline - timedelta(days=1))
    address = f"{story.room}panel/"
    form = held(story.agency.get(f"{address}draw/")["form"])
    begins = story.deadline + timedelta(hours=4)
    conditions = {"evaluation_at": begins.isoformat(), "specialties": "A02"}
    story.agency.post(f"{address}draw/", {**form, **conditions})
    waiting = story.buyer.get(address)["waiting"]
    chance(story.buyer, waiting["draw_id"])
    story.wait(minutes=int(form["wait_minutes"]) + 1)
    story.agency.post(f"{address}draw/finish/")
    assert story.agency.get(address)["panel"]["drawn_at"]
    page = story.buyer.get(f"{address}representative/")
    person = chosen(page["form"], "person_id", story.user.viewer.name)
    letter = {"person_id": person, "authority": "示例函〔2026〕8号"}
    story.buyer.post(f"{address}representative/", letter)


def chance(party: Program, draw_number: str) -> None:
    """Seal a nonce for a draw, commit to it and sign that."""
    order = party.get(f"/draws/{draw_number}/nonce/")["order"]
    nonce, blinding = secrets.token_bytes(32), secrets.token_bytes(32)
    commitment = nonce_commitment(nonce, blinding)
    told = {"nonce": nonce.hex(), "blinding": blinding.hex()}
    signed = sealing_program.committed(order, commitment)
    sealing_program.quoted(party, order, told, commitment=commitment.hex(), signed=signed)


def hall(story: Story) -> None:
    """At the deadline servers and 代理机构 release their shares; all bids open together."""
    story.wait_until(story.deadline)
    count = len(story.suppliers)
    assert sealing_program.release(story.agency, story.project) == count
    hall = f"{story.room}opening/"
    story.agency.post(f"{hall}steps/start/")
    for supplier in story.suppliers:
        supplier.post(f"{hall}1/confirm/")
    shown = story.agency.get(hall)["hall"]
    assert shown["bidders"] == count
    read = {price * 100 for price in story.told.prices} if story.told.sheet.reads_prices else {None}
    assert {row["price"] for row in shown["rows"]} == read
    story.agency.post(f"{hall}steps/record/")
    assert story.agency.get(hall)["hall"]["recorded_at"]


def evaluation_begins(story: Story) -> datetime:
    """When the panel meets."""
    panel = story.agency.get(f"{story.room}panel/")["panel"]
    return datetime.fromisoformat(panel["evaluation_at"])
