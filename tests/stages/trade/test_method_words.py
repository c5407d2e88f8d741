"""Pages, papers and duties of a method speak its words and cite its articles, not the open tender's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.law import methods as law
from lucai.law.citations import act
from lucai.law.method_rules import award_rule
from lucai.law.methods import say
from lucai.law.notices import notice_form
from lucai.law.parameters import rule_sheet
from lucai.platform.signin.wording import method_at
from lucai.platform.web.forms import filled
from lucai.platform.web.jinja import ending
from lucai.publication.board.periods import periods_of
from lucai.stages import trade
from lucai.stages.contract.contracts import clauses
from lucai.stages.contract.contracts.clauses import Terms
from lucai.stages.trade.awards.schemas import DecisionIn
from lucai.stages.trade.bids.selectors import tenders_in_hand
from lucai.stages.trade.documents.initial import PRICE_ROW
from lucai.stages.trade.downloads.services import obtain_document
from tests.makers import evaluation, methods, people, sitting
from tests.makers.browsing import browse
from tests.makers.crawling import Walk

NOTICE = {"bidDeadline": "2026-08-10T09:30:00+08:00", "documentsUntil": "2026-08-07",
          "documentsHours": "全天，截止日至 17:00"}  # fmt: skip
TERMS = Terms(
    number="HT-1", title="示例合同", project_number="SDGP-1", project_title="示例项目", lot_number=1,
    buyer_id=1, buyer_name="示例采购单位", supplier_id=2, supplier_name="示例供应商", amount=100,
    letter_on=date(2026, 8, 10), bid_sm3="", payee_is_sme=False, delivery_days=45,
    delivery_place="示例楼", acceptance_days=10, payment_days=30, performance_security=0,
    security_return_days=0, warranty_months=0, own={}, general=(), requirements=(), items=(),
)  # fmt: skip


def test_the_clocks_of_a_call_have_the_words_and_articles_of_its_method() -> None:
    published = clock.moment(date(2026, 7, 31), 9)
    tender = {p.label: p for p in periods_of("tender", NOTICE, published)}
    own = {p.label: p for p in periods_of("consultation", NOTICE, published, method="consultation")}
    assert "政府采购法/35" in tender["提交投标文件"].cites
    assert own["提交响应文件"].cites == rule_sheet("GP-CON-01").cites
    assert own["获取采购文件"].note == "全天，截止日至 17:00"


def test_a_contract_names_what_its_method_gave_and_that_of_a_tender_is_unchanged() -> None:
    [tender] = clauses.preamble(TERMS)
    [own] = clauses.preamble(replace(TERMS, method="consultation"))
    assert "为中标人。双方按照采购文件、投标文件和中标通知书" in tender
    assert "为成交供应商。双方按照采购文件、响应文件和成交通知书" in own
    assert "method" not in clauses.shown(TERMS)
    firm = "示例投标服务公司"
    [named] = clauses.preamble(replace(TERMS, method="consultation", supplier_name=firm))
    assert firm in named


def test_a_text_put_before_both_sides_in_a_tenders_words_keeps_them() -> None:
    own = replace(TERMS, method="consultation")
    assert clauses.as_put(own, "") == own
    assert clauses.as_put(own, clauses.digests(own).sha256) == own
    assert clauses.as_put(own, clauses.digests(TERMS).sha256) == TERMS


@pytest.mark.parametrize(
    ("method", "rule"),
    [("open", "GP-TEN-19"), ("consultation", "GP-CON-08"), ("single_source", "GP-TEN-19")],
)
def test_the_limit_of_a_decision_is_the_methods_own(method: str, rule: str) -> None:
    assert award_rule(method, "decide", "GP-TEN-19") == rule


def test_the_price_is_proposed_as_a_factor_in_the_methods_words() -> None:
    said = say("consultation", PRICE_ROW["standard"])
    assert "磋商基准价" in said
    assert not [word for word in ("投标", "招标", "评标") if word in said]


def test_a_limit_that_ends_at_midnight_is_told_by_the_day_that_ends() -> None:
    assert ending(clock.moment(date(2026, 8, 18))) == "2026-08-17 24:00"
    assert ending(clock.moment(date(2026, 8, 18), 9, 30)) == "2026-08-18 09:30"


@pytest.mark.django_db
def test_the_one_supplier_of_a_single_source_finds_it_before_it_has_the_document() -> None:
    call = methods.call("single_source")
    with clock.at(call.published_at + timedelta(hours=1)):
        [line] = tenders_in_hand(people.supplier(1))
        assert (line.act, line.href) == (
            "获取单一来源采购文件",
            f"/rooms/{call.number}/download/",
        )
        assert tenders_in_hand(people.supplier(2)) == []
        obtain_document(people.actor(people.supplier(1)), project_number=call.number)
        [line] = tenders_in_hand(people.supplier(1))
        assert (line.act, line.href) == ("编制并递交响应文件", f"/rooms/{call.number}/bid/")
    assert method_at(SYSTEM, {"number": call.number}) == "single_source"
    assert method_at(SYSTEM, {"number": "SDGP-none"}) == method_at(SYSTEM, {}) == ""


@pytest.mark.parametrize("key", sorted(law.methods()))
def test_a_methods_sheet_leaves_no_article_of_an_act_that_does_not_govern_it(key: str) -> None:
    """Every article that templates, rules and clauses of the trade name, as this method cites it."""
    own = law.method(key)
    bound = {*own.regulations, *dict(own.through)}
    kept = own.cite(sorted(cited_in_the_trade()))
    assert len(kept) > 20
    assert {law.act_of(cite) for cite in kept} & law.acts_of_methods() <= bound
    assert set(own.cites) <= set(own.cite(own.cites))


def cited_in_the_trade() -> set[str]:
    """Read every citation of an act written for some methods out of the sources."""
    acts = "|".join(map(re.escape, sorted(law.acts_of_methods())))
    cite = re.compile(rf"(?:{acts})/\d+|政府采购法(?:实施条例)?/\d+|财库〔2016〕198号/\d+")
    top = Path(trade.__path__[0])
    files = [f for kind in ("html", "py", "yaml") for f in top.rglob(f"*.{kind}")]
    return {found for file in files for found in cite.findall(file.read_text("utf-8"))}


def test_what_binds_through_another_article_is_cited_after_it() -> None:
    closed = law.method("framework_closed")
    assert closed.cite(["财政部令第87号/49"]) == ("财政部令第110号/9", "财政部令第87号/49")
    assert law.method("framework_open").cite(["财政部令第87号/49"]) == ()
    assert law.method("consultation").cite(["财政部令第87号/66"]) == ("财库〔2014〕214号/15",)
    assert law.method("inquiry").cite(["财政部令第87号/28", "政府采购法/36"]) == (
        "财政部令第74号/50",
    )


METHODS_OF_ROOMS = ("consultation", "negotiation", "inquiry", "single_source")


@pytest.mark.nightly
@pytest.mark.django_db
@pytest.mark.parametrize("key", METHODS_OF_ROOMS)
def test_the_pages_of_a_room_cite_only_what_governs_its_method(key: str) -> None:
    rnd = methods.formed(key, suppliers=1 if key == "single_source" else 3)
    foreign = {law_act(act) for act in law.acts_of_methods() - set(law.method(key).regulations)}
    found = []
    with evaluation.at(rnd):
        sitting.around(rnd)
        for who in (people.agency(), rnd.members[0], people.supplier(1), people.finance()):
            for visit in Walk(browse(who), 1).visits(f"/rooms/{rnd.number}/"):
                if visit.route.startswith("rooms/") and visit.reading:
                    text = visit.reading.html
                    found += [(visit.url, act) for act in foreign if f"（{act}）" in text]
    assert found == []


def law_act(key: str) -> str:
    return act(key).number


def test_a_contract_whose_name_ends_as_its_notice_begins_is_named_once() -> None:
    title = notice_form("contract").title
    assert title({"contractName": "示例设备采购合同"}) == "示例设备采购合同公告"
    assert title({"contractName": "示例设备采购"}) == "示例设备采购合同公告"
    assert notice_form("tender").title({"projectName": "示例项目"}) == "示例项目招标公告"


def test_names_and_texts_of_people_are_never_reworded() -> None:
    joined = say("consultation", "示例招标代理有限公司已接受委托，招标文件发出。")
    assert joined.startswith("示例招标代理有限公司")
    assert "招标文件" not in joined
    firm = "山东招投标咨询有限公司"
    assert say("negotiation", f"{firm}投标") == f"{firm}响应"
    form = filled(DecisionIn)
    form.choices["rank"] = [("1", "示例投标服务公司")]
    worded = engines.all()[0]._worded("negotiation")
    shown = worded.from_string("{{ label|said }} {{ '投标'|said }}")
    assert shown.render(label=form.field("rank").choices[0][1]) == "示例投标服务公司 响应"


@pytest.mark.django_db
def test_the_public_page_of_a_project_speaks_the_words_of_its_method() -> None:
    call = methods.call("negotiation")
    with clock.at(call.published_at + timedelta(hours=1)):
        html = Client().get(f"/projects/{call.number}/").content.decode()
    main = html[html.index("<main") :]
    assert "首次响应文件提交截止" in main
    assert not [word for word in ("投标", "开标", "中标") if word in main]
