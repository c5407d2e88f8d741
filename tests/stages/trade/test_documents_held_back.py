"""An unanswered lead, an unexplained change or no word on packaging holds a document back."""

import pytest

from lucai.kernel.actors import Actor
from lucai.kernel.errors import RuleBroken
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.schemas import ChapterIn, LeadAnswerIn
from lucai.stages.trade.documents.selectors import document_seen
from tests.makers import people, trade
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

drafted = kept(lambda: trade.drafted_project(1))
GUILTY = "代理服务费由中标人支付，投标人应当在本地设立分支机构。"
FAIR = "代理服务费由中标人支付。"


def agency() -> Actor:
    return people.actor(people.agency())


def write(number: str, chapter: str, clause: str, text: str, reason: str = "") -> None:
    content = ChapterIn(
        version=trade.version_of(number), clauses={clause: text},
        reasons={clause: reason} if reason else {},
    )  # fmt: skip
    services.edit_chapter(agency(), project_number=number, chapter=chapter, content=content)


def explained(number: str) -> None:
    write(number, "instructions", "ins-fee", GUILTY, reason="委托协议约定")


def refused(number: str) -> set[str]:
    with pytest.raises(RuleBroken) as refusal:
        services.take(agency(), project_number=number, step="submit")
    return {verdict.rule for verdict in refusal.value.verdicts}


def shown(number: str) -> str:
    return browse(people.agency()).get(f"/rooms/{number}/document/").content.decode()


def test_a_change_without_a_reason_holds_the_document_back_and_names_the_clause(
    drafted: str,
) -> None:
    write(drafted, "instructions", "ins-fee", FAIR)
    assert refused(drafted) == {"GP-DEM-08"}
    assert "还没有写明理由：代理服务费。" in shown(drafted)


def test_a_change_with_its_reason_lets_the_document_go(drafted: str) -> None:
    write(drafted, "instructions", "ins-fee", FAIR, reason="委托协议约定")
    services.take(agency(), project_number=drafted, step="submit")


def test_the_templates_words_put_back_need_no_reason(drafted: str) -> None:
    sheet = document_seen(people.agency(), drafted)
    template = next(c.text for part in sheet.chapters for c in part.clauses if c.id == "ins-fee")
    write(drafted, "instructions", "ins-fee", FAIR)
    write(drafted, "instructions", "ins-fee", template)
    services.take(agency(), project_number=drafted, step="submit")


def test_an_unanswered_lead_holds_the_document_back_and_says_where(drafted: str) -> None:
    explained(drafted)
    assert refused(drafted) == {"GP-AGE-08"}
    assert "处提示还没有修改或者说明理由" in shown(drafted)


def test_a_lead_answered_with_a_reason_or_changed_lets_the_document_go(drafted: str) -> None:
    explained(drafted)
    reason = LeadAnswerIn(reason="需要两小时内到达现场，允许中标后设立")
    for lead in document_seen(people.agency(), drafted).leads:
        services.answer_lead(agency(), project_number=drafted, key=lead.key, content=reason)
    services.take(agency(), project_number=drafted, step="submit")
    assert document_seen(people.agency(), drafted).card.state == "confirming"


def test_a_lead_whose_words_are_gone_lets_the_document_go(drafted: str) -> None:
    explained(drafted)
    write(drafted, "instructions", "ins-fee", FAIR)
    services.take(agency(), project_number=drafted, step="submit")


def test_goods_without_a_word_on_packaging_are_held_back(drafted: str) -> None:
    write(drafted, "needs", "need-packing", "")
    assert "GP-GRE-02" in refused(drafted)
    assert "没有商品包装和快递包装的要求" in shown(drafted)


def test_goods_without_packaging_go_on_with_the_reason(drafted: str) -> None:
    write(drafted, "needs", "need-packing", "", reason="软件在线交付，没有包装")
    services.take(agency(), project_number=drafted, step="submit")


def test_goods_whose_packaging_is_asked_for_go_on(drafted: str) -> None:
    services.take(agency(), project_number=drafted, step="submit")
