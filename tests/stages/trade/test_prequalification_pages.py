"""Pages of 资格预审与邀请: every side its own, forms that lose nothing, a proof for everybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.stages.trade.prequalifications.selectors import prequalification_seen
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import DrawRecord
from tests.makers import evaluation, methods, people, prequalifying
from tests.makers.bids import upload
from tests.makers.browsing import browse
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db
OK, FOUND, BAD, MISSING = 200, 302, 422, 404


@kept
def calling() -> str:
    return prequalifying.applied(prequalifying.published())


@kept
def opened() -> Round:
    return methods.opened("invited")


def base(number: str) -> str:
    return f"/rooms/{number}/prequalification/"


def after_the_deadline(number: str) -> object:
    until = prequalification_seen(people.agency(), number).apply_until
    assert until is not None
    return clock.at(until + timedelta(hours=1))


def test_every_side_reads_its_own_page(calling: str) -> None:
    for viewer in (people.agency(), people.buyer(), people.finance(), people.supplier(7)):
        assert browse(viewer).get(base(calling)).status_code == OK
    own = browse(people.supplier(1)).get(base(calling)).content.decode()
    assert "已提交" in own
    assert people.supplier(2).organisation_name not in own
    assert "提交截止前保密" in browse(people.agency()).get(base(calling)).content.decode()
    assert Client().get(base(calling)).status_code in {FOUND, MISSING}


def test_the_content_is_written_without_scripts_and_nothing_is_lost() -> None:
    number = prequalifying.begun()
    client = browse(people.agency())
    typed = {"way": "library", "places": "2", "conditions.0.name": "资质证书"}
    more = client.post(f"{base(number)}edit/", {**typed, "add": "conditions"})
    assert 'name="conditions.1.name"' in more.content.decode()
    refused = client.post(f"{base(number)}edit/", {**typed, "places": "很多"})
    assert refused.status_code == BAD
    assert "资质证书" in refused.content.decode()
    whole = {
        **typed,
        "places": "3",
        "conditions.0.text": "具有相应资质。",
        "performance_period": "三十日",
    }
    assert client.post(f"{base(number)}edit/", whole).status_code == FOUND
    shown = client.get(f"{base(number)}edit/").content.decode()
    assert "具有相应资质。" in shown
    assert "checked" in shown


def test_a_deadline_is_shown_as_it_was_typed() -> None:
    number = prequalifying.written()
    until = prequalification_seen(people.agency(), number).apply_until
    assert until is not None
    shown = browse(people.agency()).get(f"{base(number)}edit/").content.decode()
    assert f'value="{until.astimezone(clock.BEIJING):%Y-%m-%dT17:00}"' in shown


def test_a_supplier_applies_with_files_and_takes_one_out(calling: str) -> None:
    client = browse(people.supplier(5))
    url = f"{base(calling)}application/"
    form = {
        "answers.0.number": "Z1", "answers.0.text": "具备。", "answers.1.number": "Z2",
        "answers.1.text": "四小时到达。", "contact": "示例联系人", "phone": "0531-00000000",
    }  # fmt: skip
    unvouched = client.post(url, {**form, "files": upload()})
    assert unvouched.status_code == BAD
    assert "四小时到达。" in unvouched.content.decode()
    done = client.post(url, {**form, "truthful": "yes", "files": upload()})
    assert done.status_code == FOUND
    own = prequalification_seen(people.supplier(5), calling).own
    assert own
    [file] = own.files
    assert client.get(f"{own.line.href}files/{file['id']}/").status_code == OK
    assert (
        browse(people.supplier(6)).get(f"{own.line.href}files/{file['id']}/").status_code == MISSING
    )
    assert browse(people.agency()).get(own.line.href).status_code == MISSING
    assert client.post(f"{url}files/{file['id']}/remove/").status_code == FOUND
    assert client.post(f"{url}withdraw/").status_code == FOUND


def test_the_review_is_judged_on_a_page_for_each(calling: str) -> None:
    with after_the_deadline(calling):
        client = browse(people.agency())
        line = prequalification_seen(people.agency(), calling).suppliers[0]
        assert client.get(line.href).status_code == OK
        form = {"findings.0.number": "Z1", "findings.0.passed": "no"}
        assert client.post(line.href, form).status_code == BAD
        whole = {
            **form,
            "findings.0.reason": "执照已过期",
            "findings.1.number": "Z2",
            "findings.1.passed": "yes",
        }
        assert client.post(line.href, whole).status_code == FOUND
        assert browse(people.finance()).post(line.href, whole).status_code in {403, MISSING}


def test_a_list_is_made_returned_witnessed_and_drawn_on_pages() -> None:
    number = prequalifying.listed(count=6)
    agency, buyer = browse(people.agency()), browse(people.buyer())
    other = browse(people.buyer_reviewer())
    assert agency.post(f"{base(number)}steps/submit/").status_code == FOUND
    assert buyer.post(f"{base(number)}return/", {"reason": "短"}).status_code == BAD
    assert "由另一位同事办理" in buyer.get(f"{base(number)}steps/confirm/").content.decode()
    assert buyer.post(f"{base(number)}steps/confirm/").status_code == BAD
    assert other.get(f"{base(number)}steps/confirm/").status_code == OK
    assert other.post(f"{base(number)}steps/confirm/").status_code == FOUND
    for client in (buyer, other):
        assert client.post(f"{base(number)}steps/witness/").status_code == FOUND
    assert "只抽取一次" in agency.get(f"{base(number)}draw/").content.decode()
    assert agency.post(f"{base(number)}draw/", {"wait_minutes": "0"}).status_code == FOUND
    assert "核对抽取过程" in agency.get(base(number)).content.decode()
    assert Client().get(f"/invitation-draws/{number}/").status_code == MISSING


def test_everybody_repeats_the_draw_once_bids_are_opened(opened: Round) -> None:
    with evaluation.at(opened):
        page = Client().get(f"/invitation-draws/{opened.number}/")
        assert "重算一致" in page.content.decode()
        [draw] = Client().get(f"/invitation-draws/{opened.number}/draw.json").json()["draws"]
        assert all(check.holds for check in check_draw(DrawRecord.parse(draw)))


def test_the_invitation_is_read_and_confirmed_by_the_invited_alone() -> None:
    call = methods.call("invited")
    with clock.at(call.before):
        client = browse(people.supplier(2))
        assert "投标邀请书" in client.get(f"{base(call.number)}invitation/").content.decode()
        done = client.post(f"{base(call.number)}invitation/")
        assert (done.status_code, done["Location"]) == (FOUND, f"/rooms/{call.number}/download/")
        stranger = browse(people.supplier(7))
        assert stranger.get(f"{base(call.number)}invitation/").status_code == MISSING


def test_who_was_listed_reads_its_invitation_once_it_is_sent() -> None:
    call = methods.call("emergency", on=date(2026, 10, 12))
    with clock.at(call.published_at):
        client = browse(people.supplier(2))
        assert "资格预审与邀请" in client.get(f"/rooms/{call.number}/").content.decode()
        assert "紧急采购邀请书" in client.get(f"{base(call.number)}invitation/").content.decode()
        assert client.get(base(call.number)).status_code == OK
        stranger = browse(people.supplier(7))
        assert "资格预审与邀请" not in stranger.get(f"/rooms/{call.number}/").content.decode()


def test_an_open_tender_leads_to_its_prequalification_from_the_document_page() -> None:
    from tests.makers import trade

    number = trade.commissioned_project(1)
    client = browse(people.agency())
    assert "先进行资格预审" in client.get(f"/rooms/{number}/document/").content.decode()
    assert client.post(f"{base(number)}new/").status_code == FOUND
    assert "先进行资格预审" not in client.get(f"/rooms/{number}/document/").content.decode()
