"""Sittings over several places: planned, held, seen by the few, recorded, told in report and archive."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Viewer
from lucai.kernel.errors import (
    InvalidInput,
    LuCaiError,
    NotAllowed,
    NotFound,
    RuleBroken,
    WrongState,
)
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.selectors import panel_row
from lucai.stages.trade.sittings import selectors, services
from lucai.stages.trade.sittings.models import SittingAttendance
from lucai.stages.trade.sittings.rules import SittingFacts, draw_holds_in_one_place
from lucai.stages.trade.sittings.schemas import CancelIn, DisciplineIn, PlanIn
from lucai.stages.trade.sittings.selectors import sitting_lines, sitting_seen
from tests.makers import evaluation, people, sitting
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

Round = evaluation.Round
drawn = kept(evaluation.drawn)
opened = kept(sitting.opened)


def events(number: str) -> list[str]:
    with system_access("test"):
        rows = JournalEntry.objects.filter(project_number=number, event__startswith="trade.sitting")
        return [row.event.removeprefix("trade.sitting.") for row in rows.order_by("pk")]


def silent_for(seconds: int) -> None:
    """Let every window have been silent for a while."""
    with system_access("test"):
        for row in SittingAttendance.objects.all():
            row.change(seen_at=row.seen_at - timedelta(seconds=seconds))


def test_planning_several_places_makes_the_panel_remote_and_gives_the_agency_its_duty(
    drawn: Round,
) -> None:
    key = {"project_number": drawn.number}
    with evaluation.at(drawn):
        with pytest.raises(InvalidInput, match="副场"):
            services.plan_sitting(sitting.agency(), form=PlanIn(venues=[sitting.MAIN]), **key)
        form = PlanIn(venues=[sitting.MAIN, sitting.SIDE])
        with pytest.raises((NotAllowed, NotFound)):
            services.plan_sitting(people.actor(people.agency(2)), form=form, **key)
        services.plan_sitting(sitting.agency(), form=form, **key)
        titles = [duty.title for duty in duty_list(people.agency())]
        with pytest.raises(WrongState, match="会场"):
            services.open_sitting(sitting.agency(), **key)
        with pytest.raises(InvalidInput) as refused:
            services.place_seats(sitting.agency(), form=sitting.placed((0, 0, 0, 0, 1)), **key)
        assert refused.value.fields == {"places.3.venue": "这个会场只有 3 个席位"}
        services.place_seats(sitting.agency(), form=sitting.placed((0, 0, 0, 1, 1)), **key)
        strange = sitting.placed((None, None, None, None, None, 1))
        with pytest.raises(InvalidInput, match="已经不在评审委员会"):
            services.place_seats(sitting.agency(), form=strange, **key)
    assert "开始异地评审会" in titles
    assert panel_row(SYSTEM, drawn.number).remote


def test_a_sitting_begins_on_its_day_and_not_the_day_before(drawn: Round) -> None:
    rnd = sitting.planned(drawn)
    key = {"project_number": rnd.number}
    with clock.at(clock.moment(rnd.now.date() - timedelta(days=1), 23, 59)):
        with pytest.raises(RuleBroken):
            services.open_sitting(sitting.agency(), **key)
        with pytest.raises(WrongState, match="当日"):
            sitting.beat(rnd, people.agency(), 1)
    with clock.at(clock.moment(rnd.now.date(), 0, 1)):
        services.open_sitting(sitting.agency(), **key)
        services.close_sitting(sitting.agency(), **key)
        with pytest.raises(WrongState, match="已经结束"):
            sitting.beat(rnd, people.agency(), 1)


def outsiders() -> list[Viewer]:
    return [
        people.buyer(), people.supplier(1), people.expert(12), people.treasury(), PUBLIC,
        people.agency(2), people.finance("370202"), people.buyer(2),
    ]  # fmt: skip


def test_nobody_outside_sees_rooms_names_or_windows(drawn: Round) -> None:
    rnd = sitting.opened(sitting.planned(drawn))
    with evaluation.at(rnd):
        for who in outsiders():
            with pytest.raises(NotFound):
                selectors.sitting_row(who, rnd.number)
            assert not selectors.recordings_of(who, rnd.number)
            assert not sitting_lines(who, rnd.number)
            with pytest.raises(LuCaiError):
                sitting.beat(rnd, who, 9)
        assert browse(people.supplier(1)).get(f"/rooms/{rnd.number}/sitting/").status_code == 404
        assert browse(people.buyer()).get(f"/rooms/{rnd.number}/sitting/").status_code == 404


def test_before_the_day_a_seat_is_a_number_even_for_the_agency(drawn: Round) -> None:
    rnd = sitting.planned(drawn)
    member = evaluation.seats(rnd)[3]
    with clock.at(rnd.now - timedelta(days=1)):
        sheet = sitting_seen(people.agency(), rnd.number)
        own = sitting_seen(member, rnd.number)
    assert sheet
    assert {line.name for line in sheet.seats} == {""}
    assert own
    assert own.own
    assert own.own.venue == "副场 1（示例评标室二）"
    assert [line.name for line in own.seats if line.name] == [member.name]
    with evaluation.at(rnd):
        today = sitting_seen(people.agency(), rnd.number)
    assert today
    assert all(line.name for line in today.seats)


def test_windows_hear_each_other_once_and_a_watcher_is_in_nobodys_list(opened: Round) -> None:
    one, two = opened.members[:2]
    watcher = people.finance()
    with evaluation.at(opened):
        assert sitting.beat(opened, one, 1).peers == ()
        told = sitting.beat(opened, two, 2, (1, '{"description":"an offer"}'))
        assert [(p.peer, p.label) for p in told.peers] == [
            (sitting.peer(1), "1 号　主场（示例评标室一）")
        ]
        assert sitting.beat(opened, one, 1).signals == (
            (sitting.peer(2), '{"description":"an offer"}'),
        )
        assert sitting.beat(opened, one, 1).signals == ()
        seen = sitting.beat(opened, watcher, 7, (1, r'{"sdp":"v=0\r\na=recvonly\r\n"}'))
        assert [p.seat for p in seen.peers] == [1, 2]
        back = sitting.beat(opened, one, 1)
        assert [p.seat for p in back.peers] == [2]
        assert [sender for sender, _ in back.signals] == [sitting.peer(7)]
        for way in ("sendrecv", "sendonly"):
            with pytest.raises(InvalidInput, match="只看不说"):
                sitting.beat(opened, watcher, 7, (1, rf'{{"sdp":"v=0\r\na={way}\r\n"}}'))
        # A word to a window that is not in this sitting goes nowhere.
        sitting.beat(opened, two, 2, (99, "lost"))
        sheet = sitting_seen(people.agency(), opened.number)
    assert sheet
    assert (sheet.present, sheet.others) == (2, ("监督（只看）",))


def test_an_absence_is_noticed_by_the_others_recorded_and_ended_by_coming_back(
    opened: Round,
) -> None:
    one, two = opened.members[:2]
    with evaluation.at(opened):
        sitting.beat(opened, one, 1)
        silent_for(59)
        sitting.beat(opened, two, 2)
        assert "leave" not in events(opened.number)
        silent_for(2)
    with evaluation.at(opened, minutes=2):
        for _ in range(2):
            sitting.beat(opened, people.agency(), 3)
        assert events(opened.number).count("leave") == 1
        sheet = sitting_seen(people.finance(), opened.number)
        assert sheet
        assert [a.seat for a, _ in sheet.absences] == [1]
        assert sheet.seats[0].away_since
    with evaluation.at(opened, minutes=9):
        sitting.beat(opened, one, 1)
        sheet = sitting_seen(people.agency(), opened.number)
        assert sheet
        [(absence, minutes)] = sheet.absences
        assert absence.ended_at
        assert 7 <= minutes <= 9
        assert any(
            "1 号成员" in line and "离席" in line for line in sitting_lines(SYSTEM, opened.number)
        )


def test_who_has_no_camera_takes_part_and_the_discipline_record_says_so(opened: Round) -> None:
    with evaluation.at(opened):
        sitting.beat(opened, opened.members[0], 1, camera=False)
        sitting.beat(opened, opened.members[0], 1, camera=False)
        sheet = sitting_seen(people.agency(), opened.number)
    assert sheet
    [line] = sheet.discipline
    assert (line.seat, line.kind_label, line.recorded_by) == (1, "未开启摄像头", "系统")


def test_agency_and_supervision_write_the_discipline_record_and_nobody_else(opened: Round) -> None:
    key = {"project_number": opened.number}
    form = DisciplineIn(seat=2, kind="device", text="使用手机，已由工作人员收存")
    with evaluation.at(opened):
        services.write_discipline(people.actor(people.finance()), form=form, **key)
        services.write_discipline(sitting.agency(), form=form, **key)
        for who in (opened.members[0], people.buyer(), people.agency(2)):
            with pytest.raises((NotAllowed, NotFound)):
                services.write_discipline(people.actor(who), form=form, **key)
        odd = DisciplineIn(kind="gossip", text="聊天聊天")
        with pytest.raises(InvalidInput):
            services.write_discipline(sitting.agency(), form=odd, **key)
        lines = sitting_lines(SYSTEM, opened.number)
    assert sum("2 号成员，违规使用通讯工具：使用手机" in line for line in lines) == 2
    assert events(opened.number).count("discipline") == 2


def test_a_piece_of_recording_is_kept_once_under_its_digest(opened: Round) -> None:
    one = opened.members[0]
    with evaluation.at(opened):
        with pytest.raises(WrongState, match="窗口"):
            sitting.piece(opened, one, 1)
        sitting.beat(opened, one, 1)
        sitting.piece(opened, one, 1)
        with pytest.raises(InvalidInput, match="已经留存"):
            sitting.piece(opened, one, 1)
        with pytest.raises(InvalidInput, match="内容与扩展名不符"):
            sitting.piece(opened, one, 1, 1, b"MZ" + b"program" * 9)
        sitting.beat(opened, people.finance(), 7)
        with pytest.raises(WrongState, match="只看不录"):
            sitting.piece(opened, people.finance(), 7)
        [line] = selectors.recordings_of(people.agency(), opened.number)
        file = selectors.recording_file(people.finance(), opened.number, line.pk)
        assert file.path.read_bytes() == sitting.WEBM
        assert line.receipt.startswith("LX-")
        assert "模拟对接" in line.receipt
        with pytest.raises(NotFound):
            selectors.recording_file(one, opened.number, line.pk)
        told = selectors.sitting_facts_told(SYSTEM, opened.number)
    with system_access("test"):
        entry = JournalEntry.objects.get(event="trade.sitting.record")
    assert entry.body["sha256"] == file.sha256 == told["recordings"][0]["sha256"]


def test_the_pages_of_a_sitting_work_without_scripts(drawn: Round) -> None:
    rnd, base = drawn, f"/rooms/{drawn.number}/sitting/"
    browser = browse(people.agency())
    venue = {"name": "示例评标室", "region": "370100", "address": "示例路 9 号", "seats": "3"}
    typed = {f"venues.{n}.{key}": value for n in (0, 1) for key, value in venue.items()}
    with evaluation.at(rnd):
        assert "没有安排异地评审" in browser.get(base).content.decode()
        wrong = browser.post(f"{base}plan/", {**typed, "venues.1.region": "济南"})
        assert wrong.status_code == 422
        assert "示例路 9 号" in wrong.content.decode()
        assert browser.post(f"{base}plan/", typed).status_code == 302
        assert "席位还没有安排会场" in browser.get(base).content.decode()
        seats = {f"places.{n}.seat": str(n + 1) for n in range(5)}
        venues = {f"places.{n}.venue": str(n % 2) for n in range(5)}
        assert browser.post(f"{base}places/", {**seats, **venues}).status_code == 302
        assert "开始评审会" in browser.get(f"{base}steps/open/").content.decode()
        assert browser.post(f"{base}steps/open/").status_code == 302
        line = {"seat": "1", "kind": "late", "text": "迟到十分钟，已提醒"}
        assert browser.post(f"{base}discipline/", line).status_code == 302
        assert "迟到十分钟" in browser.get(base).content.decode()
        assert browse(people.finance()).get(f"{base}live/").status_code == 200
        assert "监督只看" in browse(people.finance()).get(f"{base}live/").content.decode()
        seat = browse(evaluation.seats(rnd)[0])
        assert "签到" in seat.get(base).content.decode()
        assert seat.get(f"{base}live/").status_code == 409
        page = seat.get(f"/rooms/{rnd.number}/panel/sign-in/").content.decode()
        assert "身份核验" in page
        refused = seat.post(f"/rooms/{rnd.number}/panel/identity/", {"face": "other"})
        assert "不是同一人" in seat.get(refused["Location"]).content.decode()


def test_the_end_of_a_procurement_ends_its_sitting(opened: Round) -> None:
    with evaluation.at(opened):
        for _ in range(2):
            services.drop_sitting(people.actor(SYSTEM), project_number=opened.number)
    assert selectors.sitting_row(SYSTEM, opened.number).state == "closed"
    assert isinstance(selectors.sitting_row(SYSTEM, opened.number).closed_at, datetime)


def test_a_replaced_member_has_no_window_any_more(opened: Round) -> None:
    with evaluation.at(opened):
        sitting.beat(opened, opened.members[0], 1)
        panels.replace_absent(
            sitting.agency(), project_number=opened.number, place=1, reason="临时生病离场"
        )
        with pytest.raises(NotFound):
            sitting.beat(opened, opened.members[0], 1)
        sheet = sitting_seen(people.agency(), opened.number)
    assert sheet
    assert sheet.unplaced == (6,)


CANCEL = CancelIn(reason="副场线路故障，改在主场评审")


def test_a_planned_sitting_is_cancelled_by_its_agency_and_can_be_planned_again(
    drawn: Round,
) -> None:
    rnd, key = sitting.planned(drawn), {"project_number": drawn.number}
    with evaluation.at(rnd):
        for who in (people.agency(2), people.finance(), evaluation.seats(rnd)[0]):
            with pytest.raises((NotAllowed, NotFound)):
                services.cancel_sitting(people.actor(who), form=CANCEL, **key)
        services.cancel_sitting(sitting.agency(), form=CANCEL, **key)
        assert not panel_row(SYSTEM, rnd.number).remote
        with pytest.raises(WrongState, match="已经取消"):
            services.open_sitting(sitting.agency(), **key)
        with pytest.raises(WrongState, match="已经取消"):
            sitting.beat(rnd, people.agency(), 1)
        anew = PlanIn(venues=[sitting.MAIN, sitting.SIDE])
        services.plan_sitting(sitting.agency(), form=anew, **key)
        sheet = sitting_seen(people.agency(), rnd.number)
    assert sheet
    assert (sheet.state, sheet.cancelled_reason, len(sheet.unplaced)) == ("planned", "", 5)
    assert panel_row(SYSTEM, rnd.number).remote


def test_every_seat_is_told_that_its_sitting_is_cancelled_and_says_that_it_knows(
    drawn: Round,
) -> None:
    rnd = sitting.planned(drawn)
    base = f"/rooms/{rnd.number}/sitting/"
    with evaluation.at(rnd):
        browser = browse(people.agency())
        assert browser.post(f"{base}cancel/", {"reason": ""}).status_code == 422
        assert browser.post(f"{base}cancel/", {"reason": CANCEL.reason}).status_code == 302
        assert "0 / 5 已知悉" in browser.get(base).content.decode()
        member = evaluation.seats(rnd)[1]
        assert "异地评审会有变动，请知悉" in [duty.title for duty in duty_list(member)]
        seat = browse(member)
        assert "副场线路故障" in seat.get(base).content.decode()
        assert seat.post(f"{base}notice/acknowledge/").status_code == 302
        assert seat.post(f"{base}notice/acknowledge/").status_code == 404
        assert "notice/acknowledge" not in seat.get(base).content.decode()
        assert "1 / 5 已知悉" in browse(people.finance()).get(base).content.decode()


def test_a_sitting_whose_experts_were_drawn_early_for_it_is_not_cancelled() -> None:
    day = datetime(2026, 3, 23, 1, 30, tzinfo=UTC)  # Monday: two workdays before are the Thursday
    for drawn_on, holds in ((date(2026, 3, 18), False), (date(2026, 3, 19), True)):
        facts = SittingFacts(evaluation_at=day, drawn_at=clock.moment(drawn_on, 9))
        assert draw_holds_in_one_place(facts, day).holds is holds
    free = SittingFacts(
        evaluation_at=day, method="consultation", drawn_at=clock.moment(date(2026, 3, 2), 9)
    )
    assert draw_holds_in_one_place(free, day).holds


def test_a_sitting_that_has_begun_is_not_cancelled(opened: Round) -> None:
    with evaluation.at(opened), pytest.raises(WrongState):
        services.cancel_sitting(
            sitting.agency(), project_number=opened.number, form=CancelIn(reason="不再需要了")
        )


def test_a_recording_is_played_in_the_page_range_by_range(opened: Round) -> None:
    one, base = opened.members[0], f"/rooms/{opened.number}/sitting/"
    with evaluation.at(opened):
        sitting.beat(opened, one, 1)
        sitting.piece(opened, one, 1)
        [line] = selectors.recordings_of(people.agency(), opened.number)
        address, size = f"{base}recordings/{line.pk}/", len(sitting.WEBM)
        page = browse(people.finance())
        html = page.get(base)
        shown = html.content.decode()
        assert f'src="{address}"' in shown
        assert line.sm3 in shown
        assert line.sha256 in shown
        assert "media-src 'self'" in html.headers["Content-Security-Policy"]
        whole = page.get(address)
        assert (whole.status_code, whole.headers["Accept-Ranges"]) == (200, "bytes")
        for asked, first, last in (
            ("bytes=0-3", 0, 3),
            ("bytes=4-", 4, size - 1),
            ("bytes=-5", size - 5, size - 1),
        ):
            part = page.get(address, headers={"range": asked})
            assert part.status_code == 206
            assert part.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
            assert b"".join(part.streaming_content) == sitting.WEBM[first : last + 1]
        beyond = page.get(address, headers={"range": f"bytes={size}-"})
        assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
        for odd in ({"range": "bytes=1-2,4-5"}, {"range": "bytes=0-3", "if-range": '"old"'}):
            assert page.get(address, headers=odd).status_code == 200
        assert browse(one).get(address).status_code == 404
