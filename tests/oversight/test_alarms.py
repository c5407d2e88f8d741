"""Who asks for a key too early is refused by the share server, and supervision hears of it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import NotFound, WrongState
from lucai.oversight.alarms import services
from lucai.oversight.alarms.jobs import collect_due
from lucai.oversight.alarms.models import KeyAlarm
from lucai.oversight.alarms.schemas import FindingIn
from lucai.oversight.alarms.selectors import alarm_page, alarm_seen
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing import services as sealed
from lucai.stages.trade.sealing.ports import Said
from tests.makers import alarms, bids, people, sealing
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

DONE = FindingIn(finding="代理机构看错了时间，没有取得密钥。")
called = kept(bids.call_for_bids)


def found() -> list[KeyAlarm]:
    with system_access("test"):
        return list(KeyAlarm.objects.order_by("pk"))


def test_asking_a_server_before_the_deadline_raises_an_alarm_once(called: bids.Call) -> None:
    bids.submitted_bid(called, people.supplier())
    with clock.at(called.bid_deadline):
        sealed.close_registries(alarms.COLLECTOR, project_number=called.number)
    with clock.at(called.bid_deadline - timedelta(minutes=1)):
        came = sealed.ask_servers(alarms.COLLECTOR, project_number=called.number, lot_number=1)
        assert came == 0
        assert services.collect(alarms.COLLECTOR) == 2
        assert services.collect(alarms.COLLECTOR) == 0
    assert {one.holder for one in found()} == {code for code, _ in sealing.SERVERS}
    assert {one.project for one in found()} == {called.number}


def test_what_the_server_did_not_sign_is_no_alarm(called: bids.Call) -> None:
    alarms.told(called.number)
    code = sealing.SERVERS[0][0]
    real = ports.server_of(code)
    assert real
    body = real.alarms().body
    changed = body.replace(b"opening", b"closing")
    assert changed != body
    for said in (Said(200, changed), Said(200, b"no"), Said(503, b"")):
        ports.use_server(code, SimpleNamespace(alarms=lambda said=said: said))  # type: ignore[arg-type, misc]
        assert services.collect(alarms.COLLECTOR) == 0


def test_supervision_of_the_region_writes_down_what_it_found(called: bids.Call) -> None:
    alarms.raised(called.number)
    finance = people.actor(people.finance())
    [line] = alarm_page(finance.viewer, words=called.number).items
    assert "时钟" in line.reason
    services.check(finance, code=line.code, form=DONE)
    assert alarm_seen(finance.viewer, line.code).state == "checked"
    assert alarm_page(finance.viewer, state="raised").items == []
    with pytest.raises(WrongState):
        services.check(finance, code=line.code, form=DONE)


def test_nobody_but_supervision_learns_of_it(called: bids.Call) -> None:
    alarms.raised(called.number)
    [row] = found()
    for viewer in (people.agency(), people.buyer(), people.supplier()):
        assert alarm_page(viewer).items == []
        with pytest.raises(NotFound):
            services.check(people.actor(viewer), code=row.code, form=DONE)
        assert browse(viewer).get(f"/key-alarms/{row.code}/").status_code == 404


def test_pages_lead_from_the_list_to_the_finding(called: bids.Call) -> None:
    alarms.raised(called.number)
    [row] = found()
    client = browse(people.finance())
    assert f"/key-alarms/{row.code}/" in client.get("/key-alarms/").content.decode()
    assert "没有给出任何密钥" in client.get(f"/key-alarms/{row.code}/").content.decode()
    refused = client.post(f"/key-alarms/{row.code}/check/", {"finding": ""})
    assert refused.status_code == 422
    done = client.post(f"/key-alarms/{row.code}/check/", {"finding": DONE.finding})
    assert done.status_code == 302
    assert DONE.finding in client.get(f"/key-alarms/{row.code}/").content.decode()


def test_the_clock_asks_once_a_minute(called: bids.Call, monkeypatch: Any) -> None:
    from lucai.oversight.alarms import jobs

    alarms.told(called.number)
    monkeypatch.setattr(jobs, "_next", [clock.real()])
    assert collect_due(clock.now()) == 1
    alarms.told(called.number, minutes=30)
    assert collect_due(clock.now()) == 0
