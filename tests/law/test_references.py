"""Reference facts: regions, catalogue, codes, citations, methods."""

from datetime import date

import pytest

from lucai.law.catalogue import catalogue, children, is_leaf, named_items, path, search
from lucai.law.citations import Citation, arabic_number, chinese_number, label, labels
from lucai.law.methods import method, methods, minimum_suppliers, require_method
from lucai.law.parameters import parameter_sheet, rule_sheet
from lucai.law.regions import cities, descendants, full_name, lies_in, region, regions
from lucai.law.status import NoSuchRule, NotYetEffective
from lucai.law.uscc import ALPHABET, check_character, check_uscc


def test_shandong_has_sixteen_cities_and_all_their_counties() -> None:
    assert len(cities()) == 16
    assert sum(r.level == "county" for r in regions().values()) == 136
    assert all(region(r.parent).level == "city" for r in regions().values() if r.level == "county")


def test_a_region_knows_its_place() -> None:
    assert region("370100").prefix == "3701"
    assert full_name("370102") == "山东省济南市历下区"
    assert lies_in("370102", "370000")
    assert not lies_in("370202", "370100")
    assert {r.code for r in descendants("370100")} >= {"370100", "370102"}
    with pytest.raises(LookupError):
        region("110000")


def test_the_catalogue_is_whole_and_without_orphans() -> None:
    items = catalogue()
    assert len(items) == 4304
    assert [i.code for i in children()] == ["A", "B", "C"]
    assert all(i.parent in items for i in items.values() if i.parent)
    assert [sum(i.level == n for i in items.values()) for n in range(5)] == [3, 43, 316, 1451, 2491]


def test_a_catalogue_item_has_its_path_and_object() -> None:
    leaf = path("A01010100")
    assert [i.code for i in leaf] == ["A", "A01000000", "A01010000", "A01010100"]
    assert leaf[-1].object == "goods"
    assert is_leaf("A01010100")
    assert not is_leaf("A01010000")


def test_an_item_is_called_by_name_and_code_and_so_is_the_beginning_of_a_code() -> None:
    assert named_items(["A02010105", "A05", "C0901", "Z9"]) == (
        "台式计算机（A02010105）", "家具和用具（A05）", "农业服务（C0901）", "Z9",
    )  # fmt: skip


def test_the_catalogue_is_searched_by_code_and_name() -> None:
    assert search("A0101", limit=3)[0].code.startswith("A0101")
    assert all("计算机" in item.name for item in search("计算机", limit=5))
    assert search(" ", limit=5) == ()


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("91330100799655058B", "有效"),
        ("91330100799655058C", "校验位"),
        ("9133010079965505B", "18位"),
        ("91330100799655058b", "大写"),
        ("9I330100799655058B", "I、O、S、V、Z"),
        ("91330100 99655058B", "不是数字"),
        ("B1330100799655058B", "登记管理部门"),
        ("91A30100799655058B", "行政区划"),
    ],
)
def test_a_credit_code_is_judged_with_a_reason(code: str, word: str) -> None:
    found = check_uscc(code)
    assert found.valid is (word == "有效")
    assert word in found.why


def test_changing_any_one_character_breaks_the_check() -> None:
    good = "91330100799655058B"
    for place in range(17):
        other = ALPHABET[(ALPHABET.index(good[place]) + 1) % len(ALPHABET)]
        assert check_character(good[:place] + other + good[place + 1 : 17]) != good[17]


@pytest.mark.parametrize("number", [*range(1, 130), 200, 999, 1001, 1010, 1259])
def test_article_numbers_read_back_as_written(number: int) -> None:
    assert arabic_number(chinese_number(number)) == number


def test_citations_are_read_and_printed() -> None:
    assert str(Citation.parse("政采法/第三十五条")) == "政府采购法/35"
    assert label("87号令/16") == "《政府采购货物和服务招标投标管理办法》（财政部令第87号）第十六条"
    assert label("财库〔2019〕38号/三").endswith("（财库〔2019〕38号）第三部分")
    assert labels(("政府采购法/36", "政府采购法/37")) == "《政府采购法》第三十六条、第三十七条"
    with pytest.raises(NoSuchRule):
        Citation.parse("示例法/1")


def test_an_article_without_text_resolves_to_nothing() -> None:
    assert Citation.parse("政府采购法/9999").resolve() is None
    assert Citation.parse("政府采购法/9999").text == ""


@pytest.mark.parametrize("key", methods())
def test_a_method_refers_only_to_rules_that_exist(key: str) -> None:
    sheet = method(key)
    assert rule_sheet(sheet.condition)
    references = [*sheet.times.values(), *sheet.award.values()]
    references += [r for r in (sheet.notice_period,) if r]
    for least in sheet.minimum_suppliers.values():
        references += [r for r in (least.normal, least.exception) if r]
    assert all(parameter_sheet(r.rule, r.name).name == r.name for r in references)
    assert all(Citation.parse(cite).label for cite in sheet.cites)


@pytest.mark.parametrize(
    ("key", "step", "exception", "least"),
    [
        ("open", "opening", False, 3),
        ("open", "substantive", False, 3),
        ("negotiation", "final_quotes", False, 3),
        ("negotiation", "final_quotes", True, 2),
        ("consultation", "final_quotes", True, 2),
        ("inquiry", "final_quotes", False, 3),
        ("framework_closed", "opening", False, 2),
    ],
)
def test_the_minimum_of_suppliers_depends_on_method_and_step(
    key: str, step: str, exception: bool, least: int
) -> None:
    found = minimum_suppliers(key, step, on=date(2026, 3, 1), exception=exception)
    assert found.value == least


def test_a_method_that_sets_no_minimum_says_so() -> None:
    with pytest.raises(NoSuchRule):
        minimum_suppliers("open", "opening", on=date(2026, 3, 1), exception=True)


def test_a_new_method_may_not_be_used_before_its_day() -> None:
    with pytest.raises(NotYetEffective):
        require_method("emergency", date(2026, 9, 30))
    assert require_method("紧急采购", date(2026, 10, 1)).key == "emergency"
