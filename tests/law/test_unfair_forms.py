"""Each of the 22 unfair forms is found once, and not found in an innocent neighbour."""

import time
from datetime import date, timedelta

import pytest

from lucai.law.citations import Citation
from lucai.law.status import NoSuchRule
from lucai.law.unfair_forms import Passage, every_form, unfair_form, unfair_leads

TODAY = date(2026, 6, 1)
CASES = {
    "D01": ("投标人注册地应当在示例市，否则投标无效。", "中标后应当在项目所在地设有服务机构，二小时内到达现场。"),
    "D02": ("具有省内同类项目业绩的，每份得2分。", "具有同类项目业绩的，每份得2分，项目所在地区没有限制。"),
    "D03": ("每提供一份医院系统业绩得1分。", "每提供一份与本项目内容相近的学校业绩得1分。"),
    "D04": ("营业执照经营范围应当包含信息系统开发。", "依照法律规定须经许可的，经营范围应当包含许可项目。"),
    "D05": ("注册资本不低于500万元。", "《中小企业声明函》写明的营业收入达到划型标准上限的，不享受扣除。"),
    "D06": ("近三年单个合同金额不低于100万元的业绩，每份得2分。", "合同金额达到100万元的，付款分两次进行。"),
    "D07": ("具有信息安全管理体系认证证书的得3分。", "依照法律、行政法规须取得的信息安全管理体系认证，提供证书。"),
    "D08": ("投标人自有办公场所不少于500平方米。", "采购人提供的办公场所为200平方米，设备布置与之相符。"),
    "D09": ("国有企业优先。", "国有企业、民营企业、外资企业平等参加。"),
    "D10": ("投标人的股东须为中国籍自然人。", "存在直接控股关系的供应商，股权比例如实填写。"),
    "D11": ("采用独家技术的显示模组。", "外形尺寸等于600毫米，允许偏差百分之十。"),
    "D12": ("硬盘应为知名品牌。", "所投产品的品牌、产地由投标人填写。"),
    "D13": ("每有一项发明专利得1分。", "与采购需求直接对应的软件著作权，每项得1分。"),
    "D14": ("具有计算机信息系统集成二级资质。", "系统集成资质已经取消，本项目看方案。"),
    "D15": ("具有AAA级信用证书得2分。", "通过“信用中国”网站查询信用记录。"),
    "D16": ("提供制造商授权书原件。", "采购进口产品的，提供制造商授权书。"),
    "D17": ("投标人应为示例市服务商库内单位。", "依据框架协议在服务商库内直接选定。"),
    "D18": ("外地供应商须先到主管部门办理备案。", "依法须向主管部门备案的，提供备案凭证。"),
    "D19": ("获取招标文件时须提供营业执照复印件和业绩材料。", "获取招标文件无须提供营业执照。"),
    "D20": ("检测报告由省级质检中心出具。", "检测报告由任一具备相应能力的省级检测机构出具。"),
    "D21": ("投标人必须为上年度定点单位。", "框架协议第二阶段应当从入围供应商中选定。"),
    "D22": ("列入采购人黑名单的不得参加。", "列入政府采购严重违法失信行为记录名单（黑名单）的不得参加。"),
}  # fmt: skip


def found_in(text: str, on: date = TODAY) -> list[str]:
    return [lead.form.id for lead in unfair_leads([Passage("x", text)], on=on)]


def test_every_form_has_its_pair_of_texts() -> None:
    assert list(CASES) == list(every_form()) == [f"D{n:02d}" for n in range(1, 23)]


@pytest.mark.parametrize("form", CASES)
def test_a_form_is_found_once_and_not_in_its_innocent_neighbour(form: str) -> None:
    guilty, innocent = CASES[form]
    assert found_in(guilty) == [form]
    assert found_in(innocent) == []


@pytest.mark.parametrize("form", CASES)
def test_a_form_is_named_from_its_first_day(form: str) -> None:
    since, guilty = unfair_form(form).since, CASES[form][0]
    assert form not in found_in(guilty, since - timedelta(days=1))
    assert form in found_in(guilty, since)


@pytest.mark.parametrize("form", CASES)
def test_every_form_cites_what_the_register_knows_and_says_how_to_do_better(form: str) -> None:
    found = unfair_form(form)
    assert [Citation.parse(cite).label for cite in found.cites]
    assert found.advice.endswith("。")


def test_a_lead_quotes_its_sentence_and_keeps_its_key_while_the_words_stay() -> None:
    text = "第一句没有问题。注册资本不低于500万元。"
    first, again = (unfair_leads([Passage("a", text)], on=TODAY) for _ in "ab")
    (moved,) = unfair_leads([Passage("b", text)], on=TODAY)
    assert first[0].sentence == "注册资本不低于500万元。"
    assert "注册资本" in first[0].words
    assert first[0].key == again[0].key != moved.key


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(NoSuchRule):
        unfair_form("D23")


def test_five_thousand_clauses_are_checked_within_five_seconds() -> None:
    innocent = [pair[1] for pair in CASES.values()] * 3
    passages = [Passage(str(n), "".join(innocent[n % 22 : n % 22 + 4])) for n in range(4978)]
    passages += [Passage(form, pair[0]) for form, pair in CASES.items()]
    started = time.process_time()
    found = unfair_leads(passages, on=TODAY)
    assert time.process_time() - started < 5
    assert sorted(lead.form.id for lead in found) == sorted(CASES)
